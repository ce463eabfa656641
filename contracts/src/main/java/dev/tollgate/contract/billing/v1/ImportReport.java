package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What an import of `model_prices` took, and what it left and why.
///
/// @param entries of the file, without its sample
/// @param skipped every entry that was not taken, by its reason
public record ImportReport(long entries, List<Taken> taken, List<Skipped> skipped) {
    public ImportReport {
        taken = List.copyOf(taken);
        skipped = List.copyOf(skipped);
    }

    /// @param entry its name in the file
    /// @param model whose price it became, or empty when only a cost was taken
    /// @param deployments whose cost it became
    /// @param leftOut fields of a price that Tollgate has no word for: batches, storage …
    public record Taken(
            String entry,
            String model,
            List<String> deployments,
            @JsonProperty("left_out") List<String> leftOut) {
        public Taken {
            deployments = List.copyOf(deployments);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// @param examples the first few, by name
    public record Skipped(String reason, long count, List<String> examples) {
        public Skipped {
            examples = List.copyOf(examples);
        }
    }
}
