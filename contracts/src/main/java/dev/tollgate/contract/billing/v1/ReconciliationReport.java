package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider's own count of what we used, beside ours.
///
/// @param provider whose export it is
/// @param lines of the export that were read
/// @param differences how many of the rows do not agree
public record ReconciliationReport(String object, String provider, long lines, long differences, List<Row> rows) {
    public ReconciliationReport {
        rows = List.copyOf(rows);
    }

    /// @param day UTC
    /// @param model as we ask the provider for it; as the export calls it where we asked for none such
    /// @param theirNames as the export calls it: with a date, say
    /// @param agrees whether every figure that the export tells is ours
    /// @param figures what the export tells, and nothing else
    public record Row(
            String day,
            String model,
            @JsonProperty("their_names") List<String> theirNames,
            boolean agrees,
            List<Figure> figures) {
        public Row {
            theirNames = List.copyOf(theirNames);
            figures = List.copyOf(figures);
        }
    }

    /// @param what `requests`, a class of tokens, or `cost` in nano-credits
    /// @param difference theirs less ours
    public record Figure(
            String what,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long ours,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long theirs,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long difference,
            @Nullable String percent) {}
}
