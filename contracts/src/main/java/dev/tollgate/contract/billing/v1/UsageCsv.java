package dev.tollgate.contract.billing.v1;

import org.jspecify.annotations.Nullable;

/// A piece of an export.
///
/// @param text whole lines; the first piece begins with the columns' names
/// @param rows how many records are in it
/// @param next asks for the piece after it; null when this is the last
public record UsageCsv(String text, long rows, @Nullable String next) {}
