package dev.tollgate.billing.payment;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What an account says about automatic top-ups: nothing is charged that was not opted into, here.
@Singleton
class AutoTopUpSettings {
    private final Pool pool;
    private final AutoTopUpRepository settings;
    private final PaymentBooks books;
    private final Customers customers;
    private final PaymentProvider provider;
    private final Rates rates;
    private final AuditLog audit;
    private final Clock clock;

    AutoTopUpSettings(
            Pool pool,
            AutoTopUpRepository settings,
            PaymentBooks books,
            Customers customers,
            PaymentProvider provider,
            Rates rates,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.settings = settings;
        this.books = books;
        this.customers = customers;
        this.provider = provider;
        this.rates = rates;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<AutoTopUpView> view(String accountId) {
        return settings.find(pool, accountId).flatMap(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom()
                        .item(new AutoTopUpView(
                                "auto_top_up",
                                accountId,
                                false,
                                0,
                                0,
                                0,
                                rates.of(null).currency(),
                                null,
                                0,
                                null));
            }
            AutoTopUp setting = found.get();
            return settings.spentSince(pool, accountId, setting.currency(), AutoTopUp.monthOf(clock.instant()))
                    .map(spent -> view(setting, spent));
        });
    }

    /// Turns it on with all that it needs, or off. 409 while a top-up is on its way: it goes by what was said
    /// before.
    Uni<AutoTopUpView> put(String accountId, AutoTopUpCommand command) {
        if (!Boolean.TRUE.equals(command.enabled())) {
            return pool.withTransaction(tx -> off(tx, accountId, command)).flatMap(_ -> view(accountId));
        }
        Checkouts.requireOn(provider);
        AutoTopUp wanted = read(accountId, command);
        return requireCard(wanted)
                .flatMap(_ -> pool.withTransaction(tx -> books.lock(tx, accountId)
                        .flatMap(_ -> requireIdle(tx, accountId))
                        .flatMap(_ -> noted(tx, accountId, command, settings.put(tx, wanted)))))
                .flatMap(_ -> view(accountId));
    }

    private Uni<Void> off(SqlConnection tx, String accountId, AutoTopUpCommand command) {
        return books.lock(tx, accountId)
                .flatMap(_ -> noted(
                        tx,
                        accountId,
                        command,
                        tx.preparedQuery("UPDATE auto_top_up SET enabled = false, stopped = NULL WHERE account_id = $1")
                                .execute(Tuple.of(accountId))));
    }

    /// Changes, and notes what was there before and after.
    private Uni<Void> noted(SqlConnection tx, String accountId, AutoTopUpCommand command, Uni<?> change) {
        return told(tx, accountId).flatMap(before -> change.flatMap(_ -> told(tx, accountId))
                .flatMap(after ->
                        audit.note(tx, "auto_top_up.set", accountId, new Traces(accountId, command, before, after))));
    }

    private Uni<AutoTopUpCommand> told(SqlConnection tx, String accountId) {
        return settings.find(tx, accountId).map(found -> found.map(AutoTopUp::told)
                .orElseGet(() -> new AutoTopUpCommand(false, null, null, null, null, null)));
    }

    private AutoTopUp read(String accountId, AutoTopUpCommand command) {
        Rate rate = rates.of(command.currency());
        if (!rate.methods().contains("card")) {
            throw Required.invalid(
                    "currency", "Automatic top-ups are paid by card, which does not take this currency.");
        }
        long threshold = Required.nanos(command.threshold(), "threshold");
        Rates.Price price = rates.price(rate, Required.text(command.credits(), "credits"), null);
        Long cap = command.monthlyCap();
        if (cap == null || cap < price.amount()) {
            throw Required.invalid(
                    "monthly_cap",
                    "monthly_cap is required, and at least what one top-up costs: " + price.amount() + ".");
        }
        String card = Required.text(command.paymentMethod(), "payment_method");
        return new AutoTopUp(
                accountId, true, threshold, price.credits(), price.amount(), cap, rate.currency(), card, null);
    }

    private Uni<Void> requireCard(AutoTopUp wanted) {
        return customers
                .find(wanted.accountId())
                .flatMap(customer -> customer.map(provider::cards)
                        .orElseGet(() -> Uni.createFrom().item(List.of())))
                .invoke(cards -> {
                    if (cards.stream().noneMatch(card -> card.id().equals(wanted.paymentMethod()))) {
                        throw Required.invalid("payment_method", "payment_method is no saved card of this account.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireIdle(SqlConnection tx, String accountId) {
        return settings.isUnderWay(tx, accountId)
                .invoke(underWay -> {
                    if (underWay) {
                        throw new ServiceException(ErrorCode.CONFLICT, "An automatic top-up is on its way: try again.");
                    }
                })
                .replaceWithVoid();
    }

    private static AutoTopUpView view(AutoTopUp setting, long spent) {
        return new AutoTopUpView(
                "auto_top_up",
                setting.accountId(),
                setting.enabled(),
                setting.threshold(),
                setting.credits(),
                setting.monthlyCap(),
                setting.currency(),
                setting.paymentMethod(),
                spent,
                setting.stopped());
    }

    /// Whether a card is the one that is charged by itself.
    Uni<Boolean> uses(String accountId, String card) {
        return settings.find(pool, accountId)
                .map(found -> found.filter(
                        setting -> setting.enabled() && setting.paymentMethod().equals(card)))
                .map(Optional::isPresent);
    }
}
