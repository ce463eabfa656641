package dev.tollgate.billing.payment;

import java.math.BigInteger;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What credit costs in one currency: `minor` minor units buy `nanos` nano-credits. Only what converts without a
/// rest is converted.
///
/// @param currency in lower case, as providers write it
/// @param methods that take this currency, the usual one first
record Rate(String currency, long minor, long nanos, List<String> methods) {
    private static final long NANOS_PER_CREDIT = 1_000_000_000L;

    Rate {
        if (minor <= 0 || nanos <= 0 || methods.isEmpty()) {
            throw new IllegalArgumentException("a rate needs amounts above zero and a method");
        }
        methods = List.copyOf(methods);
    }

    /// Reads `usd 12/1 card`: twelve minor units buy one credit.
    ///
    /// @throws IllegalArgumentException naming what is wrong
    static Rate parse(String text) {
        String[] words = text.strip().split("\\s+");
        String[] ratio = words.length < 3 ? new String[0] : words[1].split("/");
        if (ratio.length != 2) {
            throw new IllegalArgumentException("the rate '" + text
                    + "' is not of the form 'usd 12/1 card': currency, minor units/credits, methods");
        }
        Currency.getInstance(words[0].toUpperCase(Locale.ROOT));
        long nanos = Math.multiplyExact(Long.parseLong(ratio[1]), NANOS_PER_CREDIT);
        return new Rate(
                words[0], Long.parseLong(ratio[0]), nanos, List.of(words).subList(2, words.length));
    }

    /// What an amount buys; empty when that is no whole number of nano-credits.
    OptionalLong creditsOf(long amount) {
        return exactly(amount, nanos, minor);
    }

    /// What credit costs; empty when that is no whole number of minor units.
    OptionalLong amountOf(long credits) {
        return exactly(credits, minor, nanos);
    }

    /// `value × times ÷ by`, rounded up, for what goes back: one nano-credit at most, in the books' favour.
    static long up(long value, long times, long by) {
        BigInteger[] parts = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(times))
                .divideAndRemainder(BigInteger.valueOf(by));
        return parts[0].longValueExact() + parts[1].signum();
    }

    /// `value × times ÷ by`, rounded down.
    static long down(long value, long times, long by) {
        return BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(times))
                .divide(BigInteger.valueOf(by))
                .longValueExact();
    }

    private static OptionalLong exactly(long value, long times, long by) {
        BigInteger[] parts = BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(times))
                .divideAndRemainder(BigInteger.valueOf(by));
        return parts[1].signum() == 0 && parts[0].bitLength() < Long.SIZE
                ? OptionalLong.of(parts[0].longValue())
                : OptionalLong.empty();
    }
}
