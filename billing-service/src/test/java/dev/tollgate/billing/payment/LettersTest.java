package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.mail.Letter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LettersTest {
    private static final long CREDIT = 1_000_000_000L;

    @Test
    void moneyHasTheDecimalsOfItsCurrency() {
        assertThat(Letters.money(1200, "usd")).isEqualTo("12.00 USD");
        assertThat(Letters.money(5, "cny")).isEqualTo("0.05 CNY");
        assertThat(Letters.money(1800, "jpy")).isEqualTo("1800 JPY");
        assertThat(Letters.money(12_345, "kwd")).isEqualTo("12.345 KWD");
    }

    @Test
    void creditsAreExactAndWithoutZerosAtTheirEnd() {
        assertThat(Letters.credits(100 * CREDIT)).isEqualTo("100");
        assertThat(Letters.credits(CREDIT / 2)).isEqualTo("0.5");
        assertThat(Letters.credits(1)).isEqualTo("0.000000001");
    }

    @Test
    void aReceiptSaysWhatWasBoughtForWhat() {
        Rates.Price price = new Rates.Price(100 * CREDIT, 8500, "cny");
        Payment payment = Payment.open("acct_1", Payment.Origin.CHECKOUT, price, "wechat_pay", false, Instant.EPOCH);
        Letter letter = Letters.toppedUp(payment);
        assertThat(letter.subject()).isEqualTo("Receipt: 100 credits");
        assertThat(letter.content()).isEqualTo("""
                Thank you.

                Account: acct_1
                Payment: %s
                Credits bought: 100
                Paid: 85.00 CNY by wechat pay
                """.formatted(payment.id()));
        assertThat(letter.topic()).isEqualTo("top-up/" + payment.id());
    }

    @Test
    void aCapThatWasRaisedAndReachedAgainIsToldAgain() {
        AutoTopUp setting = new AutoTopUp("acct_1", true, 5 * CREDIT, 20 * CREDIT, 240, 480, "usd", "pm_1", null);
        Letter letter = Letters.capReached(setting, Instant.EPOCH);
        assertThat(letter.content()).contains("Month: January 1970 (UTC)", "Cap: 4.80 USD", "One top-up: 2.40 USD");
        AutoTopUp raised = new AutoTopUp("acct_1", true, 5 * CREDIT, 20 * CREDIT, 240, 960, "usd", "pm_1", null);
        assertThat(Letters.capReached(raised, Instant.EPOCH).topic()).isNotEqualTo(letter.topic());
    }
}
