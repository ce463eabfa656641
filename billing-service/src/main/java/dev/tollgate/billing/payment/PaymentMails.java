package dev.tollgate.billing.payment;

import dev.tollgate.billing.mail.Mails;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Leaves customers' mails in the transaction of what they tell of.
@Singleton
class PaymentMails {
    private final Mails mails;

    PaymentMails(Mails mails) {
        this.mails = mails;
    }

    Uni<Void> toppedUp(SqlConnection tx, Payment payment) {
        return mails.put(tx, payment.accountId(), Letters.toppedUp(payment));
    }

    Uni<Void> refunded(SqlConnection tx, Payment payment, Refund refund) {
        return mails.put(tx, payment.accountId(), Letters.refunded(payment, refund));
    }

    Uni<Void> refundFailed(SqlConnection tx, Payment payment, Refund refund) {
        return mails.put(tx, payment.accountId(), Letters.refundFailed(payment, refund));
    }

    Uni<Void> refundDenied(SqlConnection tx, RefundRequest request, @Nullable String note) {
        return mails.put(tx, request.accountId(), Letters.refundDenied(request, note));
    }

    Uni<Void> autoTopUpFailed(SqlConnection tx, Payment payment, String reason) {
        return mails.put(tx, payment.accountId(), Letters.autoTopUpFailed(payment, reason));
    }

    Uni<Void> capReached(SqlConnection tx, AutoTopUp setting, Instant month) {
        return mails.put(tx, setting.accountId(), Letters.capReached(setting, month));
    }
}
