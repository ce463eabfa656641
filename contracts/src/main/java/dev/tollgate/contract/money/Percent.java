package dev.tollgate.contract.money;

import java.math.BigInteger;

/// A share as people read it, from integers alone: to a tenth of a percent, halves away from zero.
public final class Percent {
    private static final BigInteger TENTHS = BigInteger.valueOf(1_000);

    private Percent() {}

    /// `40.0 %`; a dash when there is nothing to be a part of.
    public static String of(long part, long whole) {
        return text(part, whole, "");
    }

    /// As a change: `+3.1 %`, `-0.4 %`, `0.0 %`.
    public static String change(long difference, long before) {
        return text(difference, before, "+");
    }

    private static String text(long part, long whole, String plus) {
        if (whole == 0) {
            return "-";
        }
        BigInteger tenths = tenths(BigInteger.valueOf(part), BigInteger.valueOf(whole));
        String sign = tenths.signum() < 0 ? "-" : tenths.signum() > 0 ? plus : "";
        BigInteger[] parts = tenths.abs().divideAndRemainder(BigInteger.TEN);
        return sign + parts[0] + "." + parts[1] + " %";
    }

    private static BigInteger tenths(BigInteger part, BigInteger whole) {
        BigInteger twice = part.abs().multiply(TENTHS).multiply(BigInteger.TWO).add(whole.abs());
        BigInteger rounded = twice.divide(whole.abs().multiply(BigInteger.TWO));
        return part.signum() * whole.signum() < 0 ? rounded.negate() : rounded;
    }
}
