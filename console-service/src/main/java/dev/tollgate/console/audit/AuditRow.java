package dev.tollgate.console.audit;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change, as the page shows it.
///
/// @param who a login, or the actor as it is; null for the system
/// @param differences what it changed, or all of what was told where it made or ended something
record AuditRow(AuditEntryView entry, @Nullable String who, List<Difference> differences) {
    AuditRow {
        differences = List.copyOf(differences);
    }

    static AuditRow of(AuditEntryView entry, Map<String, String> logins, ObjectReader json) {
        String user = user(entry);
        String before = entry.before();
        String after = entry.after();
        List<Difference> told = before == null && after == null
                ? Difference.between(json, null, entry.detail())
                : Difference.between(json, before, after);
        return new AuditRow(entry, user == null ? entry.actor() : logins.getOrDefault(user, user), told);
    }

    /// The user of an actor, or null when it is none.
    static @Nullable String user(AuditEntryView entry) {
        String actor = entry.actor();
        return actor != null && actor.startsWith("user_") ? actor.replaceFirst("/.*", "") : null;
    }
}
