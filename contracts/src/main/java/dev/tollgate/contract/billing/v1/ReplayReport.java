package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// What the requests of a period would have been charged at a draft's prices. Amounts in nano-credits, as strings.
///
/// @param from Unix seconds; `to` is the first moment after the period
/// @param records that were charged anew
/// @param unpriced records that the draft has no price for: in no sum
/// @param change as people say it: `+3.1 %`
public record ReplayReport(
        String object,
        @JsonProperty("draft_id") String draftId,
        long from,
        long to,
        long records,
        long unpriced,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long before,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long after,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long difference,
        String change,
        List<OfModel> models) {
    public ReplayReport {
        models = List.copyOf(models);
    }

    public record OfModel(
            String model,
            long records,
            long unpriced,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long before,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long after,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long difference,
            String change) {}
}
