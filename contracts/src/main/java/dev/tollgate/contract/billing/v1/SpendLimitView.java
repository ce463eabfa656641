package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A spend limit, or a budget, in its present period.
///
/// @param spent nano-credits in the present period; `spent + held ≤ amount` always (rules 6), unless it is a budget
/// @param scope `key`, `account`, `group` or `user`
/// @param group of the scope `group`
/// @param userId of the scope `user`
/// @param budget whether it only tells, and never refuses
/// @param alertAt percentages
/// @param endedAt since when it binds nobody
public record SpendLimitView(
        String id,
        String object,
        @JsonProperty("account_id") String accountId,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
        String period,
        @JsonProperty("time_zone") String timeZone,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long spent,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long held,
        @JsonProperty("period_ends_at") @Nullable Long periodEndsAt,
        String name,
        String scope,
        @Nullable String group,
        @JsonProperty("user_id") @Nullable String userId,
        boolean budget,
        @JsonProperty("alert_at") List<Integer> alertAt,
        @JsonProperty("ended_at") @Nullable Long endedAt) {
    public SpendLimitView {
        // Billing of the release before tells nothing of these.
        name = Objects.requireNonNullElse(name, "");
        scope = Objects.requireNonNullElse(scope, "key");
        alertAt = alertAt == null ? List.of() : List.copyOf(alertAt);
    }
}
