package dev.tollgate.billing.payment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of a fact.
///
/// @param revision to announce after the commit; 0 for none
record Outcome(Kind kind, @Nullable String detail, @Nullable String paymentId, long revision) {
    enum Kind {
        /// Money moved in the books.
        BOOKED,
        /// Something changed, no money moved.
        NOTED,
        /// It changes nothing.
        IGNORED,
        /// This very event was handled before.
        DUPLICATE,
        /// It contradicts the books: an operator looks.
        UNFIT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome booked(Payment payment) {
        return new Outcome(Kind.BOOKED, null, payment.id(), 0);
    }

    static Outcome noted(Payment payment) {
        return new Outcome(Kind.NOTED, null, payment.id(), 0);
    }

    static Outcome ignored(String why) {
        return new Outcome(Kind.IGNORED, why, null, 0);
    }

    static Outcome ignored(Payment payment, String why) {
        return new Outcome(Kind.IGNORED, why, payment.id(), 0);
    }

    static Outcome unfit(Payment payment, String why) {
        return new Outcome(Kind.UNFIT, why, payment.id(), 0);
    }
}
