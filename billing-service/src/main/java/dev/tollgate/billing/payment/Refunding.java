package dev.tollgate.billing.payment;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.id.RequestId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Refunds that are asked for: an operator (or a rule) approves, then credit is held, payment by payment, in the
/// approval's own transaction; the provider is told after it. What becomes of each is booked by its event.
@Singleton
class Refunding {
    private static final int REASON_MAX = 500;
    private static final long NANOS_PER_CREDIT = 1_000_000_000L;

    private final Pool pool;
    private final RefundRequestRepository requests;
    private final RefundRepository refunds;
    private final PaymentBooks books;
    private final RefundSending sending;
    private final PaymentMails mails;
    private final AuditLog audit;
    private final Clock clock;
    private final long approvedUpTo;

    Refunding(
            Pool pool,
            RefundRequestRepository requests,
            RefundRepository refunds,
            PaymentBooks books,
            RefundSending sending,
            PaymentMails mails,
            AuditLog audit,
            PaymentConfig config,
            Clock clock) {
        this.pool = pool;
        this.requests = requests;
        this.refunds = refunds;
        this.books = books;
        this.sending = sending;
        this.mails = mails;
        this.audit = audit;
        this.clock = clock;
        this.approvedUpTo = Math.multiplyExact(config.refundApprovedUpTo(), NANOS_PER_CREDIT);
    }

    /// Stores what is asked for, once per key; approves it when the rule says so.
    Uni<RefundRequest> ask(String accountId, RefundCommand command) {
        Long credits = command.credits() == null ? null : Required.positiveNanos(command.credits(), "credits");
        String reason = command.reason();
        if (reason != null && reason.length() > REASON_MAX) {
            throw Required.invalid("reason", "reason is longer than " + REASON_MAX + " characters.");
        }
        Instant now = clock.instant();
        RefundRequest wanted = new RefundRequest(
                "rfr_" + RequestId.next(now.toEpochMilli()), accountId, "requested", credits, reason, null, now);
        String key = command.idempotencyKey();
        String name = key == null ? UUID.randomUUID().toString() : Required.text(key, "idempotency_key");
        return pool.withTransaction(tx -> books.lock(tx, accountId).flatMap(funds -> store(tx, wanted, name, funds)))
                .call(stored -> sending.send(stored.id()));
    }

    private Uni<RefundRequest> store(SqlConnection tx, RefundRequest wanted, String key, Funds funds) {
        return requests.insert(tx, wanted, key).flatMap(stored -> {
            if (!stored.id().equals(wanted.id())) {
                requireSame(wanted, stored);
                return Uni.createFrom().item(stored);
            }
            Uni<RefundPlan.Result> planned = refunds.sources(tx, wanted.accountId())
                    .map(sources -> RefundPlan.of(wanted.credits(), funds.refundable(), sources));
            return planned.map(Refunding::parts)
                    .call(_ -> audit.note(
                            tx, "refund.request", wanted.accountId(), Traces.made(wanted.accountId(), told(wanted))))
                    .flatMap(parts -> isSmall(parts) && !funds.frozen()
                            ? hold(tx, stored, parts, "approved by rule")
                            : Uni.createFrom().item(stored));
        });
    }

    private boolean isSmall(List<RefundPlan.Part> parts) {
        return parts.stream().mapToLong(RefundPlan.Part::credits).sum() <= approvedUpTo;
    }

    /// Approves: plans anew, as credit may have been used meanwhile. 409 when it was decided before or there is not
    /// enough.
    Uni<RefundRequest> approve(String id, @Nullable String note) {
        return decide(id, (tx, request) -> books.lock(tx, request.accountId())
                        .flatMap(funds -> refunds.sources(tx, request.accountId())
                                .map(sources -> RefundPlan.of(request.credits(), funds.refundable(), sources)))
                        .map(Refunding::parts)
                        .flatMap(parts -> hold(tx, request, parts, note)))
                .call(_ -> sending.send(id));
    }

    Uni<RefundRequest> deny(String id, @Nullable String note) {
        return decide(id, (tx, request) -> requests.decided(tx, id, "denied", note, clock.instant())
                .flatMap(_ -> audit.note(
                        tx,
                        "refund.deny",
                        request.accountId(),
                        traces(note, told(request), told(request.as("denied", note)))))
                .flatMap(_ -> mails.refundDenied(tx, request, note))
                .replaceWith(request.as("denied", note)));
    }

    private Uni<RefundRequest> decide(String id, Decision decision) {
        return pool.withTransaction(tx -> requests.account(tx, id)
                .flatMap(account -> books.lock(tx, account))
                .flatMap(_ -> requests.byId(tx, id))
                .flatMap(request -> {
                    if (!request.status().equals("requested")) {
                        throw new ServiceException(ErrorCode.CONFLICT, "This refund is " + request.status() + ".");
                    }
                    return decision.apply(tx, request);
                }));
    }

    private Uni<RefundRequest> hold(
            SqlConnection tx, RefundRequest request, List<RefundPlan.Part> parts, @Nullable String note) {
        Instant now = clock.instant();
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> hold(tx, request.id(), part, now))
                .collect()
                .asList()
                .flatMap(held -> requests.decided(tx, request.id(), "approved", note, now)
                        .flatMap(_ -> audit.note(
                                tx,
                                "refund.approve",
                                request.accountId(),
                                traces(note, told(request), PaymentViews.view(request.as("approved", note), held)))))
                .replaceWith(request.as("approved", note));
    }

    private static RefundRequestView told(RefundRequest request) {
        return PaymentViews.view(request, List.of());
    }

    private static Traces traces(@Nullable String note, @Nullable RefundRequestView before, RefundRequestView after) {
        return new Traces(after.accountId(), new RefundDecision(note), before, after);
    }

    private Uni<RefundRequestView.Part> hold(SqlConnection tx, String requestId, RefundPlan.Part part, Instant now) {
        String id = "rfd_" + RequestId.next(now.toEpochMilli());
        Refund refund = new Refund(
                id,
                requestId,
                part.payment().id(),
                Steps.RefundStatus.HELD,
                part.amount(),
                part.credits(),
                null,
                null,
                false,
                now);
        return refunds.insert(tx, refund)
                .flatMap(_ -> books.hold(tx, id, part))
                .replaceWith(new RefundRequestView.Part(
                        id,
                        part.payment().id(),
                        "held",
                        part.credits(),
                        part.amount(),
                        part.payment().currency(),
                        null));
    }

    private static List<RefundPlan.Part> parts(RefundPlan.Result result) {
        return switch (result) {
            case RefundPlan.Result.Planned planned -> planned.parts();
            case RefundPlan.Result.NotEnough tooLittle ->
                throw conflict("Only " + tooLittle.available() + " nano-credits were paid for and are unused.");
            case RefundPlan.Result.NotExact rest ->
                throw Required.invalid(
                        "credits",
                        "credits is no whole number of minor units; the next that is: " + rest.nearest()
                                + " nano-credits.");
        };
    }

    private static void requireSame(RefundRequest wanted, RefundRequest stored) {
        if (!Objects.equals(wanted.credits(), stored.credits())) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.CONFLICT, "This idempotency key was used for another refund.", "idempotency_key"));
        }
    }

    private static ServiceException conflict(String message) {
        return new ServiceException(new ServiceError(ErrorCode.CONFLICT, message, "credits"));
    }

    /// What is done with a request that is still open, its account locked.
    @FunctionalInterface
    private interface Decision {
        Uni<RefundRequest> apply(SqlConnection tx, RefundRequest request);
    }
}
