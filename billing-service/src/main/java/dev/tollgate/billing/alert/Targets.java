package dev.tollgate.billing.alert;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.SealedCredential;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where accounts' alerts go.
@Singleton
class Targets {
    private static final String COUNT = "SELECT count(*) FROM alert_target WHERE account_id = $1 AND ended_at IS NULL";
    private static final String ADD = """
            INSERT INTO alert_target (id, account_id, kind, address, secret_key_id, sealed_secret, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";
    private static final String VIEW = "SELECT * FROM alert_target WHERE id = $1";
    private static final String END =
            "UPDATE alert_target SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING *";

    private final Pool pool;
    private final Ledger ledger;
    private final WebhookSecrets secrets;
    private final AlertMails mails;
    private final AuditLog audit;
    private final AlertConfig config;
    private final Clock clock;

    Targets(
            Pool pool,
            Ledger ledger,
            WebhookSecrets secrets,
            AlertMails mails,
            AuditLog audit,
            AlertConfig config,
            Clock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.secrets = secrets;
        this.mails = mails;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /// Adds a target, and tells its secret this once.
    Uni<CreatedAlertTarget> add(AlertTargetCommand command) {
        Instant now = clock.instant();
        Target target = Target.of(command, on(), config.allowPrivate(), now);
        String secret = target.kind() == Target.Kind.WEBHOOK ? Signature.newSecret() : null;
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(target.accountId()))
                        .flatMap(_ -> ledger.lock(tx, List.of(target.accountId())))
                        .flatMap(_ -> requireRoom(tx, target.accountId()))
                        .flatMap(_ -> insert(tx, target, secret, now))
                        .flatMap(_ -> audit.note(
                                tx, "alert_target.create", target.id(), Traces.made(target.accountId(), command))))
                .flatMap(_ -> view(target.id()))
                .map(made -> new CreatedAlertTarget(made.orElseThrow(), secret));
    }

    /// Ends a target: what was not delivered to it yet never is. Ended again, it changes nothing.
    Uni<Optional<AlertTargetView>> end(String id) {
        return pool.withTransaction(tx -> tx.preparedQuery(END)
                        .execute(Tuple.of(id, clock.instant().atOffset(ZoneOffset.UTC)))
                        .flatMap(ended -> ended.size() == 0
                                ? Uni.createFrom().voidItem()
                                : audit.note(
                                        tx,
                                        "alert_target.end",
                                        id,
                                        traces(view(ended.iterator().next())))))
                .flatMap(_ -> view(id));
    }

    private static Traces traces(AlertTargetView ended) {
        AlertTargetView before = new AlertTargetView(
                ended.id(), ended.object(), ended.accountId(), ended.kind(), ended.address(), ended.createdAt(), null);
        return new Traces(ended.accountId(), Map.of(), before, ended);
    }

    Uni<Optional<AlertTargetView>> view(String id) {
        return pool.preparedQuery(VIEW)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(view(rows.iterator().next())));
    }

    /// Newest first, ended ones too.
    Uni<Page<AlertTargetView>> page(String accountId, PageAsk ask) {
        String cursor = ask.backwards() ? ask.before() : ask.after();
        String sql = "SELECT * FROM alert_target WHERE account_id = $1 AND id "
                + (ask.backwards() ? "> $2 ORDER BY id LIMIT $3" : "< $2 ORDER BY id DESC LIMIT $3");
        // `~` is above all ids.
        return pool.preparedQuery(sql)
                .execute(Tuple.of(accountId, cursor == null ? "~" : cursor, ask.limit() + 1))
                .map(rows -> {
                    List<AlertTargetView> targets = new ArrayList<>();
                    rows.forEach(row -> targets.add(view(row)));
                    return ask.page(targets, AlertTargetView::id);
                });
    }

    private Set<Target.Kind> on() {
        Set<Target.Kind> on = EnumSet.noneOf(Target.Kind.class);
        if (secrets.areOn()) {
            on.add(Target.Kind.WEBHOOK);
        }
        if (mails.areOn()) {
            on.add(Target.Kind.EMAIL);
        }
        return on;
    }

    private Uni<Void> requireRoom(SqlConnection tx, String accountId) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(accountId))
                .invoke(rows -> {
                    if (rows.iterator().next().getLong(0) >= config.targetsMax()) {
                        throw new ServiceException(
                                ErrorCode.CONFLICT,
                                "An account has at most " + config.targetsMax() + " alert targets: end one first.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> insert(SqlConnection tx, Target target, @Nullable String secret, Instant now) {
        SealedCredential sealed = secret == null ? null : secrets.seal(secret, target.id());
        return tx.preparedQuery(ADD)
                .execute(Tuple.from(new Object[] {
                    target.id(),
                    target.accountId(),
                    target.kind().wireName(),
                    target.address(),
                    sealed == null ? null : sealed.keyId(),
                    sealed == null ? null : sealed.sealed(),
                    now.atOffset(ZoneOffset.UTC)
                }))
                .replaceWithVoid();
    }

    private static AlertTargetView view(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new AlertTargetView(
                row.getString("id"),
                "alert_target",
                row.getString("account_id"),
                row.getString("kind"),
                row.getString("address"),
                row.getOffsetDateTime("created_at").toEpochSecond(),
                ended == null ? null : (Long) ended.toEpochSecond());
    }
}
