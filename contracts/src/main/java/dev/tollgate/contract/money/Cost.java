package dev.tollgate.contract.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// The one place where a quantity and a price become nano-credits. Edge, billing, receipts and the verifier all
/// call it, so that their sums agree to the last nano-credit (rules 19).
public final class Cost {
    /// Prices are per this many tokens, pixels or whatever the class counts.
    public static final long PER_MILLION = 1_000_000L;

    private static final long PPM = 1_000_000L;
    private static final int PPM_PLACES = 6;

    private Cost() {}

    /// Nano-credits for one component: the product divided by a million, rounded up once.
    ///
    /// @param quantity units consumed, not negative
    /// @param price nano-credits per million units, not negative
    /// @throws ArithmeticException when the result exceeds a `long`
    public static long component(long quantity, long price) {
        requireNotNegative(quantity, "quantity");
        requireNotNegative(price, "price");
        return ceilDivide(Math.multiplyHigh(quantity, price), quantity * price);
    }

    /// A price after a multiplier, both exact: `price × ppm ÷ 10^6`, half to even. Applied when a price list is
    /// compiled; per request only to what is charged for an answer from a cache.
    public static long effectivePrice(long price, long ppm) {
        requireNotNegative(price, "price");
        requireNotNegative(ppm, "ppm");
        long high = Math.multiplyHigh(price, ppm);
        long low = price * ppm;
        long quotient = floorDivide(high, low);
        long remainder = low - quotient * PPM;
        long twice = 2 * remainder;
        boolean up = twice > PPM || (twice == PPM && (quotient & 1) == 1);
        return up ? Math.addExact(quotient, 1) : quotient;
    }

    /// A price after two multipliers, all exact: `price × ppm × ppm ÷ 10^12`, rounded once, half to even.
    ///
    /// @throws ArithmeticException when the result exceeds a `long`
    public static long effectivePrice(long price, long ppm, long alsoPpm) {
        requireNotNegative(price, "price");
        requireNotNegative(ppm, "ppm");
        requireNotNegative(alsoPpm, "alsoPpm");
        return new BigDecimal(BigInteger.valueOf(price)
                        .multiply(BigInteger.valueOf(ppm))
                        .multiply(BigInteger.valueOf(alsoPpm)))
                .movePointLeft(PPM_PLACES * 2)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static long ceilDivide(long high, long low) {
        long quotient = floorDivide(high, low);
        return quotient * PER_MILLION == low ? quotient : Math.addExact(quotient, 1);
    }

    /// Divides the unsigned 128-bit number by a million. Two steps of base 2^32 long division after the high word.
    private static long floorDivide(long high, long low) {
        if (high == 0 && low >= 0) {
            return low / PER_MILLION;
        }
        if (high >= PER_MILLION / 2) {
            throw new ArithmeticException("cost exceeds the range of nano-credits");
        }
        long upper = (high << 32) | (low >>> 32);
        long upperQuotient = upper / PER_MILLION;
        long lower = ((upper % PER_MILLION) << 32) | (low & 0xFFFF_FFFFL);
        return (upperQuotient << 32) + lower / PER_MILLION;
    }

    private static void requireNotNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is negative: " + value);
        }
    }
}
