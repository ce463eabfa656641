package dev.tollgate.billing.mail;

import java.math.BigDecimal;

/// What is to be written to an account.
///
/// @param topic what it tells of, told once
public record Letter(String topic, String subject, String content) {
    private static final int NANO_DIGITS = 9;

    /// Nano-credits as credits, exactly, without an exponent.
    public static String credits(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString();
    }
}
