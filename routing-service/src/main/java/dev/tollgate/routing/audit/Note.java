package dev.tollgate.routing.audit;

import org.jspecify.annotations.Nullable;

/// What a change is noted as. All but the names is JSON, and never a secret.
///
/// @param action `catalogue-model.create` …
/// @param detail the command
/// @param before what was there, or null
/// @param after what is there now
public record Note(
        Origin origin,
        String action,
        String subject,
        String detail,
        @Nullable String before,
        String after) {}
