package dev.tollgate.operator.account;

import java.math.BigDecimal;

/// Credits, as people write them, and nano-credits, as the management API counts.
final class Credits {
    private static final int NANO_PLACES = 9;

    private Credits() {}

    /// `12.5` → 12500000000
    static long nanos(String credits) {
        return new BigDecimal(credits).movePointRight(NANO_PLACES).longValueExact();
    }

    /// 12500000000 → `12.5`
    static String text(long nanos) {
        BigDecimal credits = BigDecimal.valueOf(nanos, NANO_PLACES).stripTrailingZeros();
        return credits.scale() < 0 ? credits.setScale(0).toPlainString() : credits.toPlainString();
    }
}
