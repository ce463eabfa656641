package dev.tollgate.billing.hold;

import java.time.Instant;

/// A limit in one of its periods.
public record PeriodKey(String limitId, Instant startsAt) {}
