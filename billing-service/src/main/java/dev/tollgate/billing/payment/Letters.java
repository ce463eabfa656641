package dev.tollgate.billing.payment;

import dev.tollgate.billing.mail.Letter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes what customers are told about payments: plain text, exact figures, nothing that could not be read out.
final class Letters {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private Letters() {}

    static Letter toppedUp(Payment payment) {
        boolean auto = payment.origin() == Payment.Origin.AUTO;
        return new Letter(
                "top-up/" + payment.id(),
                "Receipt: " + credits(payment.credits()) + " credits",
                (auto ? "Your saved card was charged, as your automatic top-up says.\n\n" : "Thank you.\n\n")
                        + facts(payment)
                        + "Credits bought: " + credits(payment.credits()) + "\n"
                        + "Paid: " + money(payment.amount(), payment.currency()) + " by "
                        + payment.method().replace('_', ' ') + "\n");
    }

    static Letter refunded(Payment payment, Refund refund) {
        return new Letter(
                refund.reference() + "/done",
                "Refund of " + money(refund.amount(), payment.currency()),
                "We sent money back the way it came. Banks take some days to show it.\n\n" + facts(payment)
                        + facts(payment, refund));
    }

    static Letter refundFailed(Payment payment, Refund refund) {
        return new Letter(
                refund.reference() + "/failed",
                "Refund of " + money(refund.amount(), payment.currency()) + " did not go through",
                "The money could not be sent back, or came back to us. Its credits are on your account again.\n\n"
                        + facts(payment) + facts(payment, refund));
    }

    static Letter refundDenied(RefundRequest request, @Nullable String note) {
        return new Letter(
                "refund-request/" + request.id() + "/denied",
                "Your refund was denied",
                "The refund that you asked for was denied. Your credits stay on your account.\n\n"
                        + "Account: " + request.accountId() + "\n"
                        + "Refund: " + request.id() + "\n"
                        + (note == null ? "" : "Reason: " + note.strip() + "\n"));
    }

    static Letter autoTopUpFailed(Payment payment, String reason) {
        return new Letter(
                "top-up/" + payment.id() + "/failed",
                "Your automatic top-up failed",
                "Your saved card could not be charged. Automatic top-ups are off until you turn them on again.\n\n"
                        + facts(payment)
                        + "Amount: " + money(payment.amount(), payment.currency()) + "\n"
                        + "Reason: " + reason + "\n");
    }

    static Letter capReached(AutoTopUp setting, Instant month) {
        return new Letter(
                "auto-top-up/" + setting.accountId() + "/cap/" + month + "/" + setting.monthlyCap(),
                "Your automatic top-ups reached their monthly cap",
                "Your balance is low, but another top-up would pass the cap that you set. Your card is not charged before"
                        + " next month, unless you raise the cap.\n\n"
                        + "Account: " + setting.accountId() + "\n"
                        + "Month: " + MONTH.format(month.atOffset(ZoneOffset.UTC)) + " (UTC)\n"
                        + "Cap: " + money(setting.monthlyCap(), setting.currency()) + "\n"
                        + "One top-up: " + money(setting.amount(), setting.currency()) + "\n");
    }

    private static String facts(Payment payment) {
        return "Account: " + payment.accountId() + "\n" + "Payment: " + payment.id() + "\n";
    }

    private static String facts(Payment payment, Refund refund) {
        return "Refund: " + refund.id() + "\n"
                + "Amount: " + money(refund.amount(), payment.currency()) + "\n"
                + "Credits: " + credits(refund.credits()) + "\n";
    }

    /// Minor units, as `12.00 USD`.
    static String money(long minor, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        int digits = Currency.getInstance(code).getDefaultFractionDigits();
        return BigDecimal.valueOf(minor, digits).toPlainString() + " " + code;
    }

    static String credits(long nanos) {
        return Letter.credits(nanos);
    }
}
