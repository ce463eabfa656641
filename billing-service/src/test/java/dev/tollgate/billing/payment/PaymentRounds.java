package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Lets tests of other packages send refunds and top accounts up.
@Singleton
public class PaymentRounds {
    private final RefundSending refunds;
    private final AutoTopUps autoTopUps;

    PaymentRounds(RefundSending refunds, AutoTopUps autoTopUps) {
        this.refunds = refunds;
        this.autoTopUps = autoTopUps;
    }

    public Uni<Void> refunds() {
        return refunds.round();
    }

    public Uni<Void> autoTopUps() {
        return autoTopUps.round();
    }
}
