package dev.tollgate.auth.change;

import dev.tollgate.contract.change.ChangeKind;
import org.jspecify.annotations.Nullable;

/// One management change, as the feed tells it and the audit log keeps it.
///
/// @param action `key.create`, `account.change` …
/// @param origin who made it, and by which call, if told
/// @param detail the command, as JSON; never a secret
/// @param traces what was there before and after, for the audit log
public record Change(
        ChangeKind kind,
        String subject,
        String action,
        boolean endStreams,
        Origin origin,
        String detail,
        Traces traces) {

    /// What callers saw before and after, as JSON without secrets.
    ///
    /// @param accountId whose owners may read of it
    /// @param before null when it was made
    public record Traces(String accountId, @Nullable String before, String after) {}
}
