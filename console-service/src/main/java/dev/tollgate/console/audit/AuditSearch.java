package dev.tollgate.console.audit;

import dev.tollgate.console.peers.AuditFilter;
import dev.tollgate.console.web.Address;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which changes a reader looks for, as the page asks it.
///
/// @param from the first day, in UTC
/// @param until the last day
record AuditSearch(
        @QueryParam("actor") @Nullable String actor,
        @QueryParam("action") @Nullable String action,
        @QueryParam("subject") @Nullable String subject,
        @QueryParam("of") @Nullable String of,
        @QueryParam("from") @Nullable String from,
        @QueryParam("until") @Nullable String until) {
    AuditSearch {
        actor = kept(actor);
        action = kept(action);
        subject = kept(subject);
        of = kept(of);
        from = kept(from);
        until = kept(until);
    }

    public boolean isAny() {
        return actor != null || action != null || subject != null || of != null || from != null || until != null;
    }

    /// @param who the actor, his login made an id
    /// @param account whose changes he may look at, or null for all
    AuditFilter filter(@Nullable String who, @Nullable String account) {
        String what = action == null ? null : action.toLowerCase(Locale.ROOT);
        return new AuditFilter(who, what, subject, account, day(from, 0), day(until, 1));
    }

    Address address() {
        return new Address("/audit")
                .with("actor", actor)
                .with("action", action)
                .with("subject", subject)
                .with("of", of)
                .with("from", from)
                .with("until", until);
    }

    /// A day that is none does not narrow: browsers send what a date field holds, or nothing.
    private static @Nullable String day(@Nullable String text, int later) {
        try {
            return text == null
                    ? null
                    : Long.toString(Math.max(
                            0,
                            LocalDate.parse(text)
                                    .plusDays(later)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toEpochSecond()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
