package dev.tollgate.console.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentOptionsView.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopUpTest {
    private static final long CREDIT = 1_000_000_000;
    private static final PaymentOptionsView OPTIONS = new PaymentOptionsView(
            "payment_options",
            true,
            false,
            List.of(
                    new Currency("usd", 12, CREDIT, List.of("card")),
                    new Currency("cny", 85, CREDIT, List.of("alipay", "wechat_pay"))));

    @Test
    void thePriceIsExactInTheCurrencyThatWasChosen() {
        assertThat(TopUp.of(40 * CREDIT, "usd card", OPTIONS).price()).isEqualTo(480);
        TopUp chinese = TopUp.of(40 * CREDIT, "cny wechat_pay", OPTIONS);
        assertThat(chinese.price()).isEqualTo(3_400);
        assertThat(chinese.method()).isEqualTo("wechat_pay");
    }

    @Test
    void whatComesToNoWholeCentHasNoPrice() {
        assertThat(TopUp.of(CREDIT / 10, "usd card", OPTIONS).price()).isNull();
        assertThat(TopUp.of(CREDIT / 4, "usd card", OPTIONS).price()).isEqualTo(3);
    }

    @Test
    void aWayToPayThatIsNotThereIsTheFirst() {
        assertThat(TopUp.of(CREDIT, "usd alipay", OPTIONS).method()).isEqualTo("card");
        assertThat(TopUp.of(null, "", OPTIONS).price()).isNull();
    }
}
