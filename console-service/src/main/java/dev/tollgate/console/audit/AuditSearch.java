package dev.tollgate.console.audit;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which changes a reader looks for. Services choose by object and account; the rest is chosen here.
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
        return subject != null || of != null || isSieved();
    }

    /// Whether services cannot choose all of it.
    boolean isSieved() {
        return actor != null || action != null || from != null || until != null;
    }

    /// @param user whose login was typed as actor, or null
    boolean fits(AuditEntryView entry, @Nullable String user) {
        String who = Objects.requireNonNullElse(entry.actor(), "");
        Long first = day(from, 0);
        Long last = day(until, 1);
        return (actor == null || who.contains(actor) || (user != null && who.startsWith(user)))
                && (action == null || entry.action().contains(action.toLowerCase(Locale.ROOT)))
                && (first == null || entry.createdAt() >= first)
                && (last == null || entry.createdAt() < last);
    }

    /// The ids of entries begin with their time: reading begins where the last day ends.
    PageAsk start(PageAsk ask) {
        Long last = day(until, 1);
        if (last == null || ask.after() != null || ask.before() != null) {
            return ask;
        }
        String time = String.format(Locale.ROOT, "%012x", last * 1_000);
        String cursor = time.substring(0, 8) + "-" + time.substring(8) + "-7000-8000-000000000000";
        return new PageAsk(cursor, null, ask.limitText());
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

    private static @Nullable Long day(@Nullable String text, int later) {
        try {
            return text == null
                    ? null
                    : Long.valueOf(LocalDate.parse(text)
                            .plusDays(later)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toEpochSecond());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String kept(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
