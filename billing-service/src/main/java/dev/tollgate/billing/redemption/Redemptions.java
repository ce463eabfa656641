package dev.tollgate.billing.redemption;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.ledger.Book;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.Lots;
import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.billing.ledger.Posting;
import dev.tollgate.billing.ledger.TransactionKind;
import dev.tollgate.billing.redemption.RedemptionMetrics.Result;
import dev.tollgate.contract.billing.v1.RedemptionView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Uses codes. What one gives is a gift in the books: it is spent first, may expire, and is never refunded.
@Singleton
class Redemptions {
    private final Pool pool;
    private final Ledger ledger;
    private final Lots lots;
    private final CodeRepository codes;
    private final Tries tries;
    private final RedemptionMetrics metrics;
    private final AuditLog audit;
    private final Clock clock;

    Redemptions(
            Pool pool,
            Ledger ledger,
            Lots lots,
            CodeRepository codes,
            Tries tries,
            RedemptionMetrics metrics,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.lots = lots;
        this.codes = codes;
        this.tries = tries;
        this.metrics = metrics;
        this.audit = audit;
        this.clock = clock;
    }

    /// Gives what the code is worth, once per account however often it is sent: all in one transaction, which locks
    /// the account, then the code.
    Uni<RedemptionView> redeem(String accountId, Code code) {
        Instant now = clock.instant();
        return tries.count(accountId)
                .onFailure(ServiceException.class)
                .invoke(() -> metrics.count(Result.LIMITED))
                .chain(() -> pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(accountId))
                        .flatMap(_ -> ledger.lock(tx, List.of(accountId)))
                        .flatMap(_ -> codes.lock(tx, code.hash(), accountId))
                        .flatMap(found -> switch (Redeeming.of(found, now)) {
                            case Redeeming.Gives gives ->
                                give(tx, accountId, gives, now).map(given -> new Done(given, Result.GIVEN));
                            case Redeeming.HasGiven(Redeeming.Found known, Redeeming.Earlier earlier) ->
                                Uni.createFrom().item(new Done(view(accountId, known.id(), earlier), Result.REPEATED));
                            case Redeeming.Refused(Redeeming.Why why) -> {
                                metrics.count(why);
                                yield Uni.createFrom().failure(new ServiceException(error(why)));
                            }
                        })))
                .invoke(done -> metrics.count(done.result()))
                .map(Done::view);
    }

    private Uni<RedemptionView> give(SqlConnection tx, String accountId, Redeeming.Gives gives, Instant now) {
        Redeeming.Found code = gives.code();
        String reference = accountId + "/code/" + code.id();
        return ledger.open(tx, TransactionKind.GIFT, reference, "redemption code of " + code.batchId())
                .map(opening -> switch (opening) {
                    case OpenedTransaction opened -> opened.id();
                    case AlreadyPosted posted ->
                        throw new IllegalStateException("transaction " + posted.id() + " has booked " + reference);
                })
                .flatMap(transaction -> ledger.post(tx, transaction, postings(accountId, code.amount()))
                        .flatMap(_ -> lots.add(tx, accountId, Lots.Origin.GIFT, code.amount(), gives.creditExpiresAt()))
                        .flatMap(_ -> lots.settle(tx, List.of(accountId)))
                        .flatMap(_ -> codes.use(tx, gives, accountId, transaction, now)))
                .flatMap(_ -> audit.note(
                        tx,
                        "redemption.create",
                        accountId,
                        Map.of("code", code.id(), "batch", code.batchId(), "amount", Long.toString(code.amount()))))
                .map(_ ->
                        view(accountId, code.id(), new Redeeming.Earlier(code.amount(), now, gives.creditExpiresAt())));
    }

    private static List<Posting> postings(String accountId, long amount) {
        return List.of(Posting.toAccount(accountId, amount), Posting.to(Book.GIFTS, -amount));
    }

    private static RedemptionView view(String accountId, String codeId, Redeeming.Earlier use) {
        return new RedemptionView(
                "redemption",
                codeId,
                accountId,
                use.amount(),
                use.redeemedAt().getEpochSecond(),
                seconds(use.creditExpiresAt()));
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }

    /// What is told, and counted once it is committed.
    private record Done(RedemptionView view, Result result) {}

    private static ServiceError error(Redeeming.Why why) {
        return switch (why) {
            case UNKNOWN -> new ServiceError(ErrorCode.NOT_FOUND, "There is no such redemption code.", "code");
            case DISABLED ->
                new ServiceError(ErrorCode.CONFLICT, "This redemption code is not valid any more.", "code");
            case EXPIRED -> new ServiceError(ErrorCode.CONFLICT, "This redemption code has expired.", "code");
            case USED_UP -> new ServiceError(ErrorCode.CONFLICT, "This redemption code has been used.", "code");
        };
    }
}
