package dev.tollgate.auth.change;

import dev.tollgate.contract.change.ChangeKind;
import org.jspecify.annotations.Nullable;

/// One management change, as the feed tells it and the audit log keeps it.
///
/// @param action `key.create`, `account.change` …
/// @param requestId of the call that made it, if told
/// @param detail the command, as JSON; never a secret
public record Change(
        ChangeKind kind,
        String subject,
        String action,
        boolean endStreams,
        @Nullable String requestId,
        String detail) {}
