package dev.tollgate.billing.alert;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.routing.v1.SealedCredential;
import org.jspecify.annotations.Nullable;

/// One alert that is to go to one target now.
///
/// @param ended the target takes none any more
/// @param secret of a webhook
record Due(
        long alertId,
        String targetId,
        int tries,
        Target.Kind kind,
        String address,
        boolean ended,
        @Nullable SealedCredential secret,
        Event event) {
    /// What a webhook is told. Amounts in nano-credits.
    ///
    /// @param id the same in every try: who gets it twice knows it
    /// @param refused whether a request was refused: what was left did not reach for it
    record Event(
            String id,
            String object,
            String type,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("account_id") String accountId,
            Limit limit,
            @JsonProperty("period_starts_at") long periodStartsAt,
            int threshold,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long spent,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long amount,
            boolean refused) {}

    /// The limit's terms at this moment.
    record Limit(
            String id,
            String name,
            String scope,
            @Nullable String group,
            @JsonProperty("user_id") @Nullable String userId,
            String period,
            @JsonProperty("time_zone") String timeZone,
            boolean budget) {}
}
