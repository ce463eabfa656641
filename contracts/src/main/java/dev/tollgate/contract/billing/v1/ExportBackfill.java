package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// Asks for a day's records to be exported, again or for the first time, some thousands a call.
///
/// @param day UTC, `2026-01-31`
/// @param after `last_id` of the answer before, or null to begin
public record ExportBackfill(@Nullable String day, @Nullable String after) {}
