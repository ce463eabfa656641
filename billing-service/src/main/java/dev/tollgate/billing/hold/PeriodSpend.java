package dev.tollgate.billing.hold;

/// What a limit has spent and holds in one period, in nano-credits.
public record PeriodSpend(long spent, long held) {}
