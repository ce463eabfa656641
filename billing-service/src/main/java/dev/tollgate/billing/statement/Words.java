package dev.tollgate.billing.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// How amounts, moments and kinds of entries are told.
final class Words {
    private static final int NANO_DECIMALS = 9;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("top_up", "Top-ups"),
            Map.entry("gift", "Gifts"),
            Map.entry("expiry", "Gifts expired"),
            Map.entry("usage", "Charges"),
            Map.entry("correction", "Corrections of charges"),
            // Credit leaves the account when a refund is approved; another entry of its own tells when it came back.
            Map.entry("refund_hold", "Refunds"),
            Map.entry("refund_release", "Refunds that came back"),
            Map.entry("refund", "Refunds by the payment provider alone"),
            Map.entry("chargeback", "Chargebacks"),
            Map.entry("chargeback_reversal", "Chargebacks won"),
            Map.entry("debt_paid", "Debts paid"));

    private Words() {}

    /// All nine decimals, so that columns align and nothing is rounded.
    static String credits(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DECIMALS).toPlainString();
    }

    /// A kind that has no words yet is told by its own.
    static String kind(String kind) {
        return KINDS.getOrDefault(kind, kind);
    }

    static String minute(long unixSeconds, String timeZone) {
        return MINUTE.format(Instant.ofEpochSecond(unixSeconds).atZone(ZoneId.of(timeZone)));
    }
}
