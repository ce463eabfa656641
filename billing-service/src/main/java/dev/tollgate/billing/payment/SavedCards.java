package dev.tollgate.billing.payment;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Accounts' saved cards, which the provider alone keeps. Another account's is none of this one's.
@Singleton
class SavedCards {
    private final PaymentProvider provider;
    private final Customers customers;
    private final AutoTopUpSettings autoTopUps;
    private final Pool pool;
    private final AuditLog audit;

    SavedCards(PaymentProvider provider, Customers customers, AutoTopUpSettings autoTopUps, Pool pool, AuditLog audit) {
        this.provider = provider;
        this.customers = customers;
        this.autoTopUps = autoTopUps;
        this.pool = pool;
        this.audit = audit;
    }

    /// 409 when payments are off.
    Uni<List<PaymentMethodView>> all(String accountId) {
        Checkouts.requireOn(provider);
        return customers
                .find(accountId)
                .flatMap(customer -> customer.map(provider::cards)
                        .orElseGet(() -> Uni.createFrom().item(List.of())))
                .map(cards -> cards.stream()
                        .map(card -> new PaymentMethodView(
                                card.id(),
                                "payment_method",
                                card.brand(),
                                card.last4(),
                                card.expMonth(),
                                card.expYear()))
                        .toList());
    }

    /// Noted first: no card is gone without a trace. 409 while automatic top-ups use it.
    Uni<Void> forget(String accountId, String card) {
        return all(accountId)
                .map(cards -> cards.stream()
                        .filter(known -> known.id().equals(card))
                        .findFirst()
                        .orElseThrow(() -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such card.")))
                .call(_ -> autoTopUps.uses(accountId, card).invoke(used -> {
                    if (used) {
                        throw new ServiceException(ErrorCode.CONFLICT, "Automatic top-ups use this card.");
                    }
                }))
                .flatMap(known -> pool.withTransaction(tx -> audit.note(
                        tx, "payment_method.forget", card, new Traces(accountId, Map.of(), known, Map.of()))))
                .flatMap(_ -> provider.forget(card));
    }
}
