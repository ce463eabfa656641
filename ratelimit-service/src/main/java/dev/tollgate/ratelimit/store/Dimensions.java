package dev.tollgate.ratelimit.store;

import dev.tollgate.contract.ratelimit.v1.Dimension;

/// The scripts' numbers for dimensions (`windows.lua`).
public final class Dimensions {
    private Dimensions() {}

    /// As the scripts take it.
    public static long number(Dimension dimension) {
        return switch (dimension) {
            case RPM -> 1;
            case TPM -> 2;
            case RPD -> 3;
            case CONCURRENCY -> 4;
        };
    }

    /// As the scripts say it.
    public static Dimension of(long number) {
        return switch ((int) number) {
            case 1 -> Dimension.RPM;
            case 2 -> Dimension.TPM;
            case 3 -> Dimension.RPD;
            case 4 -> Dimension.CONCURRENCY;
            default -> throw new IllegalStateException("the scripts know a dimension " + number);
        };
    }
}
