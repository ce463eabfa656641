package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.billing.payment.PaymentProvider.ChargeAnswer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Charges saved cards of accounts that run low, and asks after payments that nothing was heard of: a webhook may
/// be lost. The payment is stored, under the account's lock and within the month's cap, before the card is charged
/// under the payment's id; so neither two replicas nor a crash in between charge twice.
@ApplicationScoped
class AutoTopUps {
    private static final Logger LOG = Logger.getLogger(AutoTopUps.class);
    private static final int PER_ROUND = 100;
    private static final Duration OVERDUE = Duration.ofMinutes(1);
    private static final Duration PAGES_END = Duration.ofDays(3);

    private final PaymentProvider provider;
    private final Pool pool;
    private final AutoTopUpRepository settings;
    private final PaymentRepository payments;
    private final PaymentBooks books;
    private final Customers customers;
    private final Handling handling;
    private final PaymentMails mails;
    private final PaymentConfig config;
    private final BackgroundTasks tasks;
    private final Clock clock;

    AutoTopUps(
            PaymentProvider provider,
            Pool pool,
            AutoTopUpRepository settings,
            PaymentRepository payments,
            PaymentBooks books,
            Customers customers,
            Handling handling,
            PaymentMails mails,
            PaymentConfig config,
            BackgroundTasks tasks,
            Clock clock) {
        this.provider = provider;
        this.pool = pool;
        this.settings = settings;
        this.payments = payments;
        this.books = books;
        this.customers = customers;
        this.handling = handling;
        this.mails = mails;
        this.config = config;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Scheduled(
            every = "${tollgate.billing.payment.auto-top-up-every:10s}",
            delayed = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return provider.isOn()
                ? tasks.supervise("auto-top-ups", round())
                : Uni.createFrom().voidItem();
    }

    /// One round.
    Uni<Void> round() {
        return settings.due(clock.instant(), PER_ROUND)
                .flatMap(due -> each(due, this::topUp))
                .flatMap(_ -> payments.unheard(
                        clock.instant().minus(OVERDUE), clock.instant().minus(config.askAfter()), PER_ROUND))
                .flatMap(pending -> each(pending, payment -> payments.asked(payment.id(), clock.instant())
                        .flatMap(_ -> follow(payment))));
    }

    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> work.apply(one)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("an automatic top-up waits: %s", failure.toString()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> topUp(AutoTopUp setting) {
        return pool.withTransaction(tx -> open(tx, setting.accountId())).flatMap(opened -> opened.map(this::charge)
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Looks again under the account's lock: whether it is still wanted, still needed, and within the cap.
    private Uni<Optional<Payment>> open(SqlConnection tx, String accountId) {
        Instant now = clock.instant();
        return books.lock(tx, accountId).flatMap(funds -> settings.isUnderWay(tx, accountId)
                .flatMap(underWay -> settings.find(tx, accountId)
                        .map(found -> found.filter(setting -> !underWay
                                && setting.enabled()
                                && !funds.frozen()
                                && funds.balance() < setting.threshold())))
                .flatMap(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(Optional.<Payment>empty());
                    }
                    AutoTopUp setting = found.get();
                    return settings.spentSince(tx, accountId, setting.currency(), AutoTopUp.monthOf(now))
                            .flatMap(spent -> setting.fits(spent) ? store(tx, setting, now) : capped(tx, setting, now));
                }));
    }

    private Uni<Optional<Payment>> capped(SqlConnection tx, AutoTopUp setting, Instant now) {
        return settings.capped(tx, setting.accountId(), AutoTopUp.monthAfter(now))
                .flatMap(_ -> mails.capReached(tx, setting, AutoTopUp.monthOf(now)))
                .replaceWith(Optional.empty());
    }

    private Uni<Optional<Payment>> store(SqlConnection tx, AutoTopUp setting, Instant now) {
        Payment payment = Payment.open(setting.accountId(), Payment.Origin.AUTO, setting.price(), "card", false, now);
        return payments.insert(tx, payment, null).map(Optional::of);
    }

    private Uni<Void> charge(Payment payment) {
        return settings.find(pool, payment.accountId())
                .flatMap(setting -> customers
                        .of(payment.accountId())
                        .flatMap(customer -> provider.charge(
                                payment, customer, setting.orElseThrow().paymentMethod())))
                .flatMap(answer -> switch (answer) {
                    case ChargeAnswer.Taken taken -> payments.charged(payment.id(), taken.intentRef());
                    case ChargeAnswer.Declined declined ->
                        apply(new Fact.Ended(new Fact.Subject(payment.id(), null), false, declined.reason()));
                });
    }

    /// A payment that nothing was heard of: an automatic one that the provider may not know is charged again under
    /// its own id; else the provider is asked.
    private Uni<Void> follow(Payment payment) {
        Instant now = clock.instant();
        if (payment.origin() == Payment.Origin.AUTO && payment.intentRef() == null) {
            return payment.createdAt().isAfter(now.minus(PaymentProvider.REMEMBERS)) ? charge(payment) : find(payment);
        }
        if (payment.checkoutRef() == null && payment.intentRef() == null) {
            return payment.createdAt().isBefore(now.minus(PAGES_END))
                    ? apply(new Fact.Ended(new Fact.Subject(payment.id(), null), true, "never opened"))
                    : Uni.createFrom().voidItem();
        }
        return provider.ask(payment).flatMap(fact -> fact.map(this::apply)
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Too old to be charged again: what the provider knows of it counts, else it is over.
    private Uni<Void> find(Payment payment) {
        return customers
                .find(payment.accountId())
                .flatMap(customer -> customer.map(name -> provider.findCharge(payment, name))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .flatMap(charge -> charge.map(intent -> payments.charged(payment.id(), intent)
                                .flatMap(_ -> provider.askIntent(intent))
                                .flatMap(fact -> fact.map(this::apply)
                                        .orElseGet(() -> Uni.createFrom().voidItem())))
                        .orElseGet(() -> apply(new Fact.Ended(
                                new Fact.Subject(payment.id(), null), false, "the provider did not answer"))));
    }

    private Uni<Void> apply(Fact fact) {
        return pool.withTransaction(tx -> handling.apply(tx, fact)).replaceWithVoid();
    }
}
