package dev.tollgate.billing.payment;

import dev.tollgate.billing.change.Changes;
import dev.tollgate.contract.billing.v1.WebhookAnswer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes a provider's events in, each once: its row and what it books are one transaction, so that a failure
/// half-way leaves nothing, and the provider's next try does all of it.
@Singleton
class Webhooks {
    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private final PaymentProvider provider;
    private final Pool pool;
    private final EventRepository events;
    private final PaymentRepository payments;
    private final Handling handling;
    private final Changes changes;
    private final PaymentMetrics metrics;
    private final Forgeries forgeries;

    Webhooks(
            PaymentProvider provider,
            Pool pool,
            EventRepository events,
            PaymentRepository payments,
            Handling handling,
            Changes changes,
            PaymentMetrics metrics,
            Forgeries forgeries) {
        this.provider = provider;
        this.pool = pool;
        this.events = events;
        this.payments = payments;
        this.handling = handling;
        this.changes = changes;
        this.metrics = metrics;
        this.forgeries = forgeries;
    }

    Uni<WebhookAnswer> take(byte[] body, @Nullable String signature) {
        return switch (provider.read(body, signature)) {
            case Reading.Forged forged -> refuse(forged.reason());
            case Reading.Told told -> take(told, digest(told.content()));
        };
    }

    private Uni<WebhookAnswer> refuse(String reason) {
        metrics.forged(reason);
        LOG.warnf("a payment webhook was refused: %s", reason);
        ServiceError error = new ServiceError(
                ErrorCode.INVALID_VALUE, "The signature is not the provider's: " + reason + ".", "stripe-signature");
        return forgeries.add(reason).map(_ -> {
            throw new ServiceException(error);
        });
    }

    private Uni<WebhookAnswer> take(Reading.Told told, String content) {
        return events.known(told.eventId())
                .flatMap(known -> known != null
                        ? Uni.createFrom().item(duplicate(told, content, known))
                        : before(told.fact()).flatMap(facts -> handle(told, content, facts)))
                .onFailure()
                .invoke(failure -> {
                    metrics.failed();
                    LOG.errorf("event %s (%s) was not handled: %s", told.eventId(), told.type(), failure.toString());
                })
                .invoke(outcome -> {
                    if (outcome.revision() > 0) {
                        changes.announce(outcome.revision());
                    }
                    tell(told, outcome);
                })
                .map(outcome -> new WebhookAnswer(
                        told.eventId(), "payment_event", outcome.kind().wireName()));
    }

    /// A refund or a dispute may be told before the payment: then the provider is asked how that stands, before
    /// anything is locked.
    private Uni<List<Fact>> before(Fact fact) {
        Fact.@Nullable Subject subject =
                switch (fact) {
                    case Fact.Refunded refunded -> refunded.subject();
                    case Fact.Disputed disputed -> disputed.subject();
                    case Fact.Paid _, Fact.Ended _, Fact.RefundRefused _, Fact.Irrelevant _ -> null;
                };
        String intent = subject == null ? null : subject.intentRef();
        if (subject == null || intent == null) {
            return Uni.createFrom().item(List.of(fact));
        }
        return payments.byIntent(pool, intent).flatMap(found -> {
            if (found.filter(payment -> payment.status() == Payment.Status.PAID).isPresent()) {
                return Uni.createFrom().item(List.of(fact));
            }
            return provider.askIntent(intent).map(asked -> asked.filter(Fact.Paid.class::isInstance)
                    .map(paid -> List.of(paid, fact))
                    .orElse(List.of(fact)));
        });
    }

    private Uni<Outcome> handle(Reading.Told told, String content, List<Fact> facts) {
        return pool.withTransaction(tx -> events.begin(tx, told, content).flatMap(isNew -> {
            if (!isNew) {
                return Uni.createFrom().item(new Outcome(Outcome.Kind.DUPLICATE, null, null, 0));
            }
            return apply(tx, facts).call(outcome -> events.end(tx, told.eventId(), outcome));
        }));
    }

    private Uni<Outcome> apply(SqlConnection tx, List<Fact> facts) {
        Uni<Outcome> last = handling.apply(tx, facts.getFirst());
        for (Fact fact : facts.subList(1, facts.size())) {
            last = last.flatMap(outcome ->
                    outcome.kind() == Outcome.Kind.UNFIT ? Uni.createFrom().item(outcome) : handling.apply(tx, fact));
        }
        return last;
    }

    private Outcome duplicate(Reading.Told told, String content, String known) {
        if (!known.equals(content)) {
            LOG.warnf("event %s came again with another content", told.eventId());
        }
        return new Outcome(Outcome.Kind.DUPLICATE, null, null, 0);
    }

    private void tell(Reading.Told told, Outcome outcome) {
        metrics.handled(outcome.kind());
        if (outcome.kind() == Outcome.Kind.UNFIT) {
            LOG.errorf("event %s (%s) contradicts the books: %s", told.eventId(), told.type(), outcome.detail());
        }
    }

    private static String digest(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
