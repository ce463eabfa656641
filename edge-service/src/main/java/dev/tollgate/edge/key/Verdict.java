package dev.tollgate.edge.key;

/// What auth said of a credential.
sealed interface Verdict permits KnownKey, UnknownKey {}
