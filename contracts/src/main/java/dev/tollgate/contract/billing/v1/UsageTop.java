package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The biggest of an account's models, keys, users or namespaces in a range of time. Times in Unix seconds.
///
/// @param by `model`, `key`, `user` or `namespace`
/// @param order `charge`, `requests` or `tokens`
/// @param others how many there are beside those told
public record UsageTop(
        String object,
        @JsonProperty("account_id") String accountId,
        long from,
        long to,
        String by,
        String order,
        UsageFigures total,
        long others,
        List<Row> rows) {
    public UsageTop {
        rows = List.copyOf(rows);
    }

    /// @param id of the model, key, user or namespace; empty for keys that are nobody's, or no workload's
    /// @param share of the total, in what the order is by: `40.0 %`
    public record Row(String id, String share, UsageFigures usage) {}
}
