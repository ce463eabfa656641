package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a payment provider does for us. Every call has a time-out and may be repeated: it carries an id of ours,
/// under which the provider does it once. A provider that is away is a failure; what it refuses is an answer.
public interface PaymentProvider {
    /// How long an id of ours surely keeps a call from being done twice (Stripe's: a day). What is older is looked
    /// for before it is asked for again.
    Duration REMEMBERS = Duration.ofHours(20);

    /// Whether there are keys: without them nothing can be bought.
    boolean isOn();

    /// Whether it plays with test money.
    boolean isTest();

    /// Checks a webhook call's signature and reads it.
    Reading read(byte[] body, @Nullable String signature);

    /// Makes a page for a payment.
    ///
    /// @param customer the provider's id, for a card that is to be kept
    Uni<CheckoutPage> openCheckout(Payment payment, @Nullable String customer);

    /// How a payment stands with the provider.
    Uni<Optional<Fact>> ask(Payment payment);

    /// How the payment with this id of the provider's stands.
    Uni<Optional<Fact>> askIntent(String intentRef);

    /// Makes the account known to the provider.
    Uni<String> createCustomer(String accountId);

    /// A customer's saved cards.
    Uni<List<SavedCard>> cards(String customer);

    /// Forgets a saved card.
    Uni<Void> forget(String card);

    /// Charges a saved card while its owner is away. The money is booked by the event that follows.
    Uni<ChargeAnswer> charge(Payment payment, String customer, String card);

    /// Sends money back. What becomes of it comes as events.
    Uni<RefundAnswer> refund(String refundId, String intentRef, long amount);

    /// The charge of a saved card that was made for this payment: the provider's id.
    Uni<Optional<String>> findCharge(Payment payment, String customer);

    /// How the refund stands that was made under this id of ours.
    Uni<Optional<Fact>> findRefund(String refundId, String intentRef);

    /// How a refund stands.
    Uni<Optional<Fact>> askRefund(String ref);

    /// @param ref the provider's id
    record CheckoutPage(String ref, String url) {}

    record SavedCard(String id, String brand, String last4, long expMonth, long expYear) {}

    sealed interface ChargeAnswer {
        /// Under way, or done: an event tells.
        record Taken(String intentRef) implements ChargeAnswer {}

        record Declined(String reason) implements ChargeAnswer {}
    }

    sealed interface RefundAnswer {
        record Sent(String ref) implements RefundAnswer {}

        /// It never will be done.
        record Refused(String reason) implements RefundAnswer {}
    }
}
