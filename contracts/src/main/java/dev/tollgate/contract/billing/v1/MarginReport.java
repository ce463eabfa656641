package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What customers were charged and what providers charge us for it, by UTC day of admission. Amounts in
/// nano-credits, as strings.
///
/// @param from the first day; `to` is the last
public record MarginReport(String object, String from, String to, Row total, List<Row> rows) {
    public MarginReport {
        rows = List.copyOf(rows);
    }

    /// @param day null when the rows are not by day; so `provider` and `model`
    /// @param provider empty for requests that no provider was sent
    /// @param uncosted requests that cost us something that no cost price is known for: their cost is in no sum
    /// @param collected the charge less what could not be collected
    /// @param margin what was collected less the cost
    /// @param marginPercent of what was collected: `40.0 %`
    public record Row(
            @Nullable String day,
            @Nullable String provider,
            @Nullable String model,
            long requests,
            long uncosted,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long collected,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long cost,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long margin,
            @JsonProperty("margin_percent") String marginPercent) {}
}
