package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.Required;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which usage records are wanted, as it is asked; what is absent does not narrow.
///
/// @param keyIds by commas: those of one user, as billing does not know whose keys are
/// @param outcome `completed`, `failed`, `cancelled` or `interrupted`
/// @param chargeMin nano-credits
record UsageFilter(
        @QueryParam("account_id") @Nullable String accountId,
        @QueryParam("key_id") @Nullable String keyId,
        @QueryParam("key_ids") @Nullable String keyIds,
        @QueryParam("model") @Nullable String model,
        @QueryParam("outcome") @Nullable String outcome,
        @QueryParam("endpoint") @Nullable String endpoint,
        @QueryParam("charge_min") @Nullable String chargeMin,
        @QueryParam("from") @Nullable String from,
        @QueryParam("to") @Nullable String to) {
    private static final Set<String> OUTCOMES = Set.of("completed", "failed", "cancelled", "interrupted");
    private static final int KEYS_MAX = 100;

    /// Reads it all.
    ///
    /// @param after the cursors of a page
    UsageViews.Filter within(@Nullable String after, @Nullable String before) {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw Required.invalid("outcome", "outcome must be completed, failed, cancelled or interrupted.");
        }
        List<String> keys = keyIds == null ? List.of() : List.of(keyIds.split(",", -1));
        if (keys.size() > KEYS_MAX) {
            throw Required.invalid("key_ids", "key_ids may name " + KEYS_MAX + " keys.");
        }
        boolean one = keys.size() == 1 && keyId == null;
        return new UsageViews.Filter(
                accountId,
                one ? keys.getFirst() : keyId,
                one || keyIds == null ? null : keys,
                model,
                outcome,
                endpoint,
                chargeMin == null ? null : Long.valueOf(Required.nanos(chargeMin, "charge_min")),
                after == null ? null : UsageResource.uuid(after, "after"),
                before == null ? null : UsageResource.uuid(before, "before"),
                from == null ? null : UsageResource.moment(from, "from"),
                to == null ? null : UsageResource.moment(to, "to"));
    }
}
