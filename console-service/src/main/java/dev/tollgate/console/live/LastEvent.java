package dev.tollgate.console.live;

import dev.tollgate.contract.billing.v1.UsageTail;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The event that a listener heard last, by the id that it had.
///
/// @param postedAt Unix milliseconds
record LastEvent(long postedAt, String requestId) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\.([0-9a-f-]{36})");

    /// Null for none, and for what is none of ours.
    static @Nullable LastEvent of(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header);
        return matcher.matches() ? new LastEvent(Long.parseLong(matcher.group(1)), matcher.group(2)) : null;
    }

    /// Those of the same moment may have been told before or not: they are told again.
    boolean isBefore(UsageTail.Posted posted) {
        return posted.postedAt() >= postedAt && !posted.record().id().equals(requestId);
    }
}
