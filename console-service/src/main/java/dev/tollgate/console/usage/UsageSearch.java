package dev.tollgate.console.usage;

import dev.tollgate.console.insight.Period;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.console.web.Address;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What of an account's usage a page shows.
///
/// @param period `24h`, `7d` or `30d`; all of it without one
/// @param search the id of one request
public record UsageSearch(
        @QueryParam("period") @Nullable String period,
        @QueryParam("model") @Nullable String model,
        @QueryParam("key_id") @Nullable String keyId,
        @QueryParam("outcome") @Nullable String outcome,
        @QueryParam("search") @Nullable String search) {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public UsageSearch {
        period = orNull(period);
        model = orNull(model);
        keyId = orNull(keyId);
        outcome = orNull(outcome);
        search = orNull(search);
    }

    /// Whether not all is shown.
    public boolean isAny() {
        return period != null || model != null || keyId != null || outcome != null || search != null;
    }

    /// Whether the search is for one request; anything else is found nowhere.
    public boolean isOfOne() {
        return search != null && ID.matcher(search).matches();
    }

    /// A page that shows the same.
    Address at(String path) {
        return new Address(path)
                .with("period", period)
                .with("model", model)
                .with("key_id", keyId)
                .with("outcome", outcome);
    }

    /// As the management API is asked.
    UsageFilter filter(@Nullable String account, Instant now) {
        String from = period == null
                ? null
                : Long.toString(Period.of(period, Period.MONTH).from(now).getEpochSecond());
        return new UsageFilter(account, keyId, null, null, model, outcome, null, null, from, null);
    }

    /// The newest, without regard to the period.
    public UsageFilter latest(String account) {
        return new UsageFilter(account, keyId, null, null, model, outcome, null, null, null, null);
    }

    private static @Nullable String orNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
