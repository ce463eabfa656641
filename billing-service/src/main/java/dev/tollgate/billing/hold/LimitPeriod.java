package dev.tollgate.billing.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One period of a spend limit.
///
/// @param endsAt exclusive; null for a limit that never starts anew
public record LimitPeriod(Instant startsAt, @Nullable Instant endsAt) {}
