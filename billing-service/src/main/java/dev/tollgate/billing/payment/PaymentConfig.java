package dev.tollgate.billing.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// What credit costs, and the bounds of top-ups and refunds.
@ConfigMapping(prefix = "tollgate.billing.payment")
public interface PaymentConfig {
    /// What credit costs: for each currency, minor units (cents, fen) for how many credits, and the methods that
    /// take it.
    @WithDefault("usd 12/1 card, cny 85/1 alipay wechat_pay")
    List<String> rates();

    /// The smallest top-up, in credits.
    @WithDefault("5")
    long minimumCredits();

    /// The largest top-up, in credits.
    @WithDefault("100000")
    long maximumCredits();

    /// Where a customer's browser goes after the payment page.
    @WithDefault("http://127.0.0.1:8081/billing/return")
    String returnUrl();

    /// Refunds of up to this many credits are approved at once; 0 leaves every one to an operator.
    @WithDefault("0")
    long refundApprovedUpTo();

    /// How long an answer of the provider's may be missing before it is asked for: a webhook may be lost.
    @WithDefault("10m")
    Duration askAfter();

    /// How often refunds that wait are sent; also read by the scheduler.
    @WithDefault("30s")
    String refundEvery();

    /// How often accounts that run low, and payments that nothing was heard of, are looked for; also read by the
    /// scheduler.
    @WithDefault("10s")
    String autoTopUpEvery();
}
