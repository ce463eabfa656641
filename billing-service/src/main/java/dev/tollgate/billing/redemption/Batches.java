package dev.tollgate.billing.redemption;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.contract.billing.v1.CreatedRedemptionBatch;
import dev.tollgate.contract.billing.v1.RedemptionBatchCommand;
import dev.tollgate.contract.billing.v1.RedemptionBatchView;
import dev.tollgate.contract.billing.v1.RedemptionCodeView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Batches of codes: made, shown and disabled.
@Singleton
class Batches {
    private static final String MAKE = """
            INSERT INTO redemption_batch (id, name, amount, codes, max_uses, redeemable_until, credit_days,
              idempotency_key, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (idempotency_key) DO NOTHING""";
    private static final String MADE = "SELECT id FROM redemption_batch WHERE idempotency_key = $1";
    private static final String CODES = """
            INSERT INTO redemption_code (id, batch_id, hash, hint, max_uses)
            SELECT id, $1, hash, hint, $2 FROM unnest($3::text[], $4::text[], $5::text[]) AS c (id, hash, hint)""";
    private static final String VIEW = """
            SELECT b.*, (SELECT coalesce(sum(c.uses), 0) FROM redemption_code c WHERE c.batch_id = b.id) AS uses
            FROM redemption_batch b WHERE b.id\s""";
    private static final String CODE_PAGE = "SELECT * FROM redemption_code WHERE batch_id = $1 AND id ";
    private static final String DISABLE =
            "UPDATE redemption_batch SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";

    private final Pool pool;
    private final AuditLog audit;
    private final RedemptionConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Batches(Pool pool, AuditLog audit, RedemptionConfig config, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /// Makes a batch and tells its codes; 409 when its idempotency key has made one, as codes are told once.
    Uni<CreatedRedemptionBatch> make(RedemptionBatchCommand command) {
        Instant now = clock.instant();
        Batch batch = Batch.of(command, config.batchMax(), now);
        List<Code> codes = IntStream.range(0, batch.codes())
                .mapToObj(_ -> Code.random(random))
                .toList();
        return pool.withTransaction(tx -> insert(tx, batch, now)
                        .flatMap(_ -> insertCodes(tx, batch, codes, now))
                        .flatMap(_ -> audit.note(tx, "redemption_batch.create", batch.id(), command)))
                .flatMap(_ -> view(batch.id()))
                .map(made -> new CreatedRedemptionBatch(
                        made.orElseThrow(), codes.stream().map(Code::shown).toList()));
    }

    Uni<Optional<RedemptionBatchView>> view(String id) {
        return view(pool, id);
    }

    private static Uni<Optional<RedemptionBatchView>> view(SqlClient client, String id) {
        return client.preparedQuery(VIEW + "= $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(batch(rows.iterator().next())));
    }

    /// Newest first.
    Uni<Page<RedemptionBatchView>> page(PageAsk ask) {
        return page(VIEW, Tuple.tuple(), ask, Batches::batch, RedemptionBatchView::id);
    }

    /// A batch's codes, without the codes themselves.
    Uni<Page<RedemptionCodeView>> codes(String batchId, PageAsk ask) {
        return page(CODE_PAGE, Tuple.of(batchId), ask, Batches::code, RedemptionCodeView::id);
    }

    /// For ever; asked again it changes nothing. False when there is no such batch.
    Uni<Boolean> disable(String id) {
        return pool.withTransaction(tx -> tx.preparedQuery(DISABLE)
                .execute(Tuple.of(id, clock.instant().atOffset(ZoneOffset.UTC)))
                .flatMap(done -> view(tx, id)
                        .call(found -> done.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : audit.note(tx, "redemption_batch.disable", id, traces(found.orElseThrow())))
                        .map(Optional::isPresent)));
    }

    private static Traces traces(RedemptionBatchView disabled) {
        RedemptionBatchView before = new RedemptionBatchView(
                disabled.id(),
                disabled.object(),
                disabled.name(),
                disabled.amount(),
                disabled.codes(),
                disabled.maxUses(),
                disabled.uses(),
                disabled.expiresAt(),
                disabled.creditDays(),
                disabled.createdAt(),
                null);
        return new Traces(null, Map.of(), before, disabled);
    }

    private Uni<Void> insert(SqlConnection tx, Batch batch, Instant now) {
        Instant until = batch.redeemableUntil();
        Tuple arguments = Tuple.from(new Object[] {
            batch.id(),
            batch.name(),
            batch.amount(),
            batch.codes(),
            batch.maxUses(),
            until == null ? null : until.atOffset(ZoneOffset.UTC),
            batch.creditDays(),
            batch.idempotencyKey(),
            now.atOffset(ZoneOffset.UTC)
        });
        return tx.preparedQuery(MAKE)
                .execute(arguments)
                .flatMap(done -> done.rowCount() == 1
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(MADE)
                                .execute(Tuple.of(batch.idempotencyKey()))
                                .flatMap(rows -> Uni.createFrom()
                                        .failure(madeAlready(
                                                rows.iterator().next().getString(0)))));
    }

    private static Uni<Void> insertCodes(SqlConnection tx, Batch batch, List<Code> codes, Instant now) {
        return tx.preparedQuery(CODES)
                .execute(Tuple.of(
                        batch.id(),
                        batch.maxUses(),
                        codes.stream().map(_ -> Batch.id("rc_", now)).toArray(String[]::new),
                        codes.stream().map(Code::hash).toArray(String[]::new),
                        codes.stream().map(Code::hint).toArray(String[]::new)))
                .replaceWithVoid();
    }

    private <T> Uni<Page<T>> page(
            String select, Tuple arguments, PageAsk ask, Function<Row, T> read, Function<T, String> id) {
        String cursor = ask.backwards() ? ask.before() : ask.after();
        int next = arguments.size() + 1;
        String order = ask.backwards() ? "> $%d ORDER BY id LIMIT $%d" : "< $%d ORDER BY id DESC LIMIT $%d";
        // `~` is above all ids.
        arguments.addValue(cursor == null ? "~" : cursor).addValue(ask.limit() + 1);
        return pool.preparedQuery(select + order.formatted(next, next + 1))
                .execute(arguments)
                .map(rows -> {
                    List<T> found = new ArrayList<>();
                    rows.forEach(row -> found.add(read.apply(row)));
                    return ask.page(found, id);
                });
    }

    private static RedemptionBatchView batch(Row row) {
        return new RedemptionBatchView(
                row.getString("id"),
                "redemption_batch",
                row.getString("name"),
                row.getLong("amount"),
                row.getInteger("codes"),
                row.getInteger("max_uses"),
                row.getLong("uses"),
                seconds(row.getOffsetDateTime("redeemable_until")),
                row.getInteger("credit_days"),
                row.getOffsetDateTime("created_at").toEpochSecond(),
                seconds(row.getOffsetDateTime("disabled_at")));
    }

    private static RedemptionCodeView code(Row row) {
        return new RedemptionCodeView(
                row.getString("id"),
                "redemption_code",
                row.getString("batch_id"),
                row.getString("hint"),
                row.getInteger("uses"),
                row.getInteger("max_uses"),
                seconds(row.getOffsetDateTime("disabled_at")));
    }

    private static @Nullable Long seconds(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toEpochSecond();
    }

    private static ServiceException madeAlready(String id) {
        return new ServiceException(new ServiceError(
                ErrorCode.CONFLICT,
                "This idempotency key has made " + id + " already. Its codes were in that answer only: disable " + id
                        + " and make another.",
                "idempotency_key"));
    }
}
