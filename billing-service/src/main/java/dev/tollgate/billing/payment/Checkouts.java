package dev.tollgate.billing.payment;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.payment.Payment.Origin;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Opens payment pages. The payment is stored before the provider hears of it: after a crash in between, the same
/// idempotency key finds it again and the provider answers with the same page.
@Singleton
class Checkouts {
    private static final String CARD = "card";

    private final PaymentProvider provider;
    private final Pool pool;
    private final PaymentRepository payments;
    private final PaymentBooks books;
    private final Customers customers;
    private final Rates rates;
    private final AuditLog audit;
    private final Clock clock;

    Checkouts(
            PaymentProvider provider,
            Pool pool,
            PaymentRepository payments,
            PaymentBooks books,
            Customers customers,
            Rates rates,
            AuditLog audit,
            Clock clock) {
        this.provider = provider;
        this.pool = pool;
        this.payments = payments;
        this.books = books;
        this.customers = customers;
        this.rates = rates;
        this.audit = audit;
        this.clock = clock;
    }

    /// The payment with its page; 409 when payments are off or the key was used for another amount, 403 for a
    /// frozen account.
    Uni<Payment> open(String accountId, CheckoutCommand command) {
        requireOn(provider);
        Payment wanted = read(accountId, command);
        String key = command.idempotencyKey();
        String name = key == null ? UUID.randomUUID().toString() : Required.text(key, "idempotency_key");
        return pool.withTransaction(tx -> store(tx, wanted, name))
                .invoke(payment -> requireSame(wanted, payment))
                .flatMap(payment -> payment.checkoutRef() != null || payment.status() != Payment.Status.PENDING
                        ? Uni.createFrom().item(payment)
                        : openPage(requireFresh(payment)));
    }

    static void requireOn(PaymentProvider provider) {
        if (!provider.isOn()) {
            throw new ServiceException(
                    ErrorCode.CONFLICT, "Payments are off here: no payment provider is set up. Use a redemption code.");
        }
    }

    private Payment read(String accountId, CheckoutCommand command) {
        Rate rate = rates.of(command.currency());
        Rates.Price price = rates.price(rate, command.credits(), command.amount());
        String method = command.method() == null ? rate.methods().getFirst() : command.method();
        if (!rate.methods().contains(method)) {
            throw Required.invalid(
                    "method",
                    "method must be one of " + String.join(", ", rate.methods()) + " in " + rate.currency() + ".");
        }
        boolean save = Boolean.TRUE.equals(command.saveCard());
        if (save && !method.equals(CARD)) {
            throw Required.invalid("save_card", "Only a card can be saved.");
        }
        return Payment.open(accountId, Origin.CHECKOUT, price, method, save, clock.instant());
    }

    private Uni<Payment> store(SqlConnection tx, Payment wanted, String key) {
        return books.lock(tx, wanted.accountId()).flatMap(funds -> {
            if (funds.frozen()) {
                throw new ServiceException(ErrorCode.ACCOUNT_FROZEN, "The account is frozen.");
            }
            return payments.insert(tx, wanted, key)
                    .call(payment -> payment.id().equals(wanted.id())
                            ? audit.note(tx, "payment.create", wanted.accountId(), wanted)
                            : Uni.createFrom().voidItem());
        });
    }

    private static void requireSame(Payment wanted, Payment stored) {
        if (wanted.amount() != stored.amount()
                || !wanted.currency().equals(stored.currency())
                || !wanted.method().equals(stored.method())
                || wanted.saveCard() != stored.saveCard()) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.CONFLICT, "This idempotency key was used for another payment.", "idempotency_key"));
        }
    }

    /// Later the provider might make a second page for the same payment.
    private Payment requireFresh(Payment payment) {
        if (payment.createdAt().isBefore(clock.instant().minus(PaymentProvider.REMEMBERS))) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.CONFLICT,
                    "This idempotency key is of a payment whose page never opened: use a new one.",
                    "idempotency_key"));
        }
        return payment;
    }

    private Uni<Payment> openPage(Payment payment) {
        Uni<@Nullable String> customer = payment.saveCard()
                ? customers.of(payment.accountId()).map(name -> name)
                : Uni.createFrom().nullItem();
        return customer.flatMap(name -> provider.openCheckout(payment, name))
                .flatMap(page -> payments.opened(payment.id(), page))
                .flatMap(_ -> payments.byId(pool, payment.id()))
                .map(Optional::orElseThrow);
    }
}
