package dev.tollgate.auth.change;

import dev.tollgate.contract.change.ChangeKind;

/// One management change, as the feed tells it and the audit log keeps it.
///
/// @param action `key.create`, `account.change` …
/// @param origin who made it, and by which call, if told
/// @param detail the command, as JSON; never a secret
public record Change(
        ChangeKind kind, String subject, String action, boolean endStreams, Origin origin, String detail) {}
