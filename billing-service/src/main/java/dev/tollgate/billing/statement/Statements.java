package dev.tollgate.billing.statement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.audit.AuditLog.Traces;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.receipt.CanonicalJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an account's months. One that is closed is made once and kept: whoever asks later, and after whatever else
/// was booked, gets the same.
@ApplicationScoped
class Statements {
    private static final YearMonth FIRST = YearMonth.of(2020, 1);
    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final Pool pool;
    private final StatementRepository repository;
    private final Ledger ledger;
    private final AuditLog audit;
    private final StatementConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Statements(
            Pool pool,
            StatementRepository repository,
            Ledger ledger,
            AuditLog audit,
            StatementConfig config,
            ObjectMapper json,
            Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.ledger = ledger;
        this.audit = audit;
        this.config = config;
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.clock = clock;
    }

    /// @param name of the account, for a month that is told for the first time
    Uni<Statement> of(String accountId, YearMonth month, @Nullable String name) {
        Instant now = clock.instant();
        return pool.withTransaction(tx -> repository
                        .snapshot(tx)
                        .flatMap(_ -> repository.zone(tx, accountId))
                        .map(zone -> begun(new Period(month, zone), now))
                        .flatMap(period -> repository
                                .kept(tx, accountId, period)
                                .flatMap(kept -> kept.isPresent()
                                        ? Uni.createFrom().item(read(kept.get()))
                                        : made(tx, new Account(accountId, name), period, now))))
                .flatMap(statement -> statement.closed()
                        ? kept(statement, now)
                        : Uni.createFrom().item(statement));
    }

    private static Period begun(Period period, Instant now) {
        if (period.month().isBefore(FIRST) || period.from().isAfter(now)) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.NOT_FOUND, "There is no statement of " + period.month() + ".", "month"));
        }
        return period;
    }

    private Uni<Statement> made(SqlConnection tx, Account account, Period period, Instant now) {
        String id = account.id();
        boolean closed = !now.isBefore(period.to().plus(config.grace()));
        return repository.balances(tx, id, period).flatMap(balances -> repository
                .movements(tx, id, period)
                .flatMap(movements -> repository.charged(tx, id, period).flatMap(charged -> repository
                        .sales(tx, id, period)
                        .flatMap(sales -> repository.isPartlySealed(tx, period).map(partly -> {
                            long dropped = movements.stream()
                                            .filter(movement -> Statement.CHARGES.contains(movement.kind()))
                                            .mapToLong(movement -> -movement.amount())
                                            .sum()
                                    - charged.stream()
                                            .mapToLong(Charged::amount)
                                            .sum();
                            // What is not found may only be what retention took.
                            long itemised = partly && dropped > 0 ? dropped : 0;
                            return new Statement(
                                    id,
                                    account.name(),
                                    period.month().toString(),
                                    period.zone().getId(),
                                    period.from().getEpochSecond(),
                                    period.to().getEpochSecond(),
                                    closed,
                                    balances.opening(),
                                    movements,
                                    balances.closing(),
                                    Charged.byModel(charged, itemised),
                                    Charged.byDay(charged, itemised),
                                    Charged.byKey(charged, itemised),
                                    sales);
                        })))));
    }

    /// In a transaction of its own, so that of two replicas the second reads what the first has kept.
    private Uni<Statement> kept(Statement statement, Instant now) {
        String id = statement.accountId();
        Period period = new Period(YearMonth.parse(statement.month()), ZoneId.of(statement.timeZone()));
        String content = new String(CanonicalJson.bytes(json.convertValue(statement, FIELDS)), StandardCharsets.UTF_8);
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(id))
                .flatMap(_ -> ledger.lock(tx, List.of(id)))
                .flatMap(_ -> repository.zone(tx, id))
                .invoke(zone -> {
                    if (!zone.equals(period.zone())) {
                        throw new ServiceException(
                                ErrorCode.SERVICE_UNAVAILABLE, "The account's time zone was just changed.");
                    }
                })
                .flatMap(_ -> repository.keep(tx, id, period, content, now))
                .flatMap(_ -> repository.kept(tx, id, period))
                .map(kept -> read(kept.orElseThrow())));
    }

    private Statement read(String content) {
        try {
            return json.readValue(content, Statement.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept statement cannot be read", e);
        }
    }

    /// In which the account's months begin and end, and its days; UTC unless set. It stays once a month is closed.
    Uni<ZoneId> setZone(String accountId, String timeZone) {
        ZoneId zone = zone(timeZone);
        return pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(accountId))
                .flatMap(_ -> ledger.lock(tx, List.of(accountId)))
                .flatMap(_ -> repository.zone(tx, accountId))
                .flatMap(before -> repository.setZone(tx, accountId, zone).flatMap(set -> {
                    if (!set) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.CONFLICT, "A month of this account is closed already.", "time_zone"));
                    }
                    return audit.note(tx, "time_zone.set", accountId, traces(accountId, before, zone));
                }))
                .replaceWith(zone));
    }

    private static Traces traces(String accountId, ZoneId before, ZoneId after) {
        AccountTimeZone set = new AccountTimeZone(after.getId());
        return new Traces(accountId, set, new AccountTimeZone(before.getId()), set);
    }

    private static ZoneId zone(String timeZone) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw Required.invalid("time_zone", "time_zone must be a name such as Europe/Berlin.");
        }
        return ZoneId.of(timeZone);
    }

    private record Account(String id, @Nullable String name) {}
}
