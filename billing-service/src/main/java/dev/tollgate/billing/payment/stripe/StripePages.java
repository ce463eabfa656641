package dev.tollgate.billing.payment.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionCreateParams.PaymentMethodOptions;
import com.stripe.param.checkout.SessionCreateParams.PaymentMethodType;
import dev.tollgate.billing.payment.Payment;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says what a hosted payment page is of. The same payment gives the same words, as its id is the idempotency key.
final class StripePages {
    private static final int NANO_DIGITS = 9;

    private final String returnUrl;

    StripePages(String returnUrl) {
        this.returnUrl = returnUrl;
    }

    SessionCreateParams params(Payment payment, @Nullable String customer) {
        PaymentMethodType method = PaymentMethodType.valueOf(payment.method().toUpperCase(Locale.ROOT));
        PaymentIntentData.Builder intent = PaymentIntentData.builder()
                .putMetadata(StripeEvents.PAYMENT_ID, payment.id())
                .setDescription(credits(payment) + " credits");
        SessionCreateParams.Builder params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(payment.id())
                .putMetadata(StripeEvents.PAYMENT_ID, payment.id())
                .addPaymentMethodType(method)
                .addLineItem(item(payment))
                .setSuccessUrl(returnUrl(payment, "paid"))
                .setCancelUrl(returnUrl(payment, "canceled"));
        if (method == PaymentMethodType.WECHAT_PAY) {
            params.setPaymentMethodOptions(PaymentMethodOptions.builder()
                    .setWechatPay(PaymentMethodOptions.WechatPay.builder()
                            .setClient(PaymentMethodOptions.WechatPay.Client.WEB)
                            .build())
                    .build());
        }
        if (customer != null) {
            params.setCustomer(customer);
            intent.setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION);
        }
        return params.setPaymentIntentData(intent.build()).build();
    }

    private static LineItem item(Payment payment) {
        return LineItem.builder()
                .setQuantity(1L)
                .setPriceData(LineItem.PriceData.builder()
                        .setCurrency(payment.currency())
                        .setUnitAmount(payment.amount())
                        .setProductData(LineItem.PriceData.ProductData.builder()
                                .setName(credits(payment) + " credits")
                                .build())
                        .build())
                .build();
    }

    private static String credits(Payment payment) {
        return BigDecimal.valueOf(payment.credits(), NANO_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    private String returnUrl(Payment payment, String outcome) {
        String separator = returnUrl.contains("?") ? "&" : "?";
        return returnUrl + separator + "payment=" + payment.id() + "&outcome=" + outcome;
    }
}
