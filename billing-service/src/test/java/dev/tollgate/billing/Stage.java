package dev.tollgate.billing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.TestSecrets;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sets the scene of a scenario and speaks to billing as edges do. The model `m` of group `g` costs one credit per
/// million tokens of any class, so that one token is 1,000 nano-credits.
public final class Stage {
    public static final long TOKEN = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pool pool;
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private final long priceVersion;

    public Stage(Pool pool) {
        this.pool = pool;
        this.priceVersion = priceVersion(Instant.now().minusSeconds(3600), 1_000_000_000L);
    }

    public long priceVersion() {
        return priceVersion;
    }

    /// Publishes a price version of the model `m`: every class costs this much per million.
    public long priceVersion(Instant from, long perMillion) {
        Map<UsageClass, Long> prices = new HashMap<>();
        Arrays.stream(UsageClass.values()).forEach(usageClass -> prices.put(usageClass, perMillion));
        return priceVersion(from, List.of(new PriceList.Tier(0, prices)));
    }

    /// Publishes a price version of the model `m`; `free` is free.
    public long priceVersion(Instant from, List<PriceList.Tier> tiers) {
        Map<UsageClass, Long> nothing = new HashMap<>();
        Arrays.stream(UsageClass.values()).forEach(usageClass -> nothing.put(usageClass, 0L));
        List<PriceList.ModelPrice> models = List.of(
                new PriceList.ModelPrice("m", "g", tiers),
                new PriceList.ModelPrice("free", "g", List.of(new PriceList.Tier(0, nothing))));
        String compiled = write(new PriceList.Version(0, from.toEpochMilli(), models, List.of()));
        return sql(
                        "INSERT INTO price_version (file_hash, effective_from, compiled) VALUES ('test', $1, ($2::text)::jsonb)"
                                + " RETURNING version",
                        from.atOffset(ZoneOffset.UTC),
                        compiled)
                .iterator()
                .next()
                .getLong(0);
    }

    /// A new account with credit.
    public String account(long nanos) {
        String id = "acct_" + UUID.randomUUID();
        gift(id, nanos);
        return id;
    }

    public void gift(String accountId, long nanos) {
        inner().body(Map.of(
                        "amount",
                        Long.toString(nanos),
                        "idempotency_key",
                        UUID.randomUUID().toString()))
                .post("/internal/v1/credit/" + accountId + "/gifts")
                .then()
                .statusCode(200);
    }

    public String limit(String accountId, long amount, String period) {
        String id = "limit_" + UUID.randomUUID();
        sql(
                "INSERT INTO spend_limit (id, account_id, amount, period) VALUES ($1, $2, $3, $4)",
                id,
                accountId,
                amount,
                period);
        return id;
    }

    public Edge edge() {
        String id = "edge_" + UUID.randomUUID();
        return new Edge(id, open(id, UUID.randomUUID().toString()));
    }

    public long open(String edgeId, String startId) {
        return inner().body(Map.of("startId", startId))
                .post("/internal/v1/edges/" + edgeId + "/epochs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("epoch");
    }

    /// Asks with the lease's next number.
    public LeaseAnswer ask(Edge edge, String accountId, List<String> limits, long surplus, Need... needs) {
        return ask(edge, number(edge, accountId, limits), accountId, limits, surplus, 0, false, needs);
    }

    public LeaseAnswer ask(Edge edge, String accountId, Need... needs) {
        return ask(edge, accountId, List.of(), 0, needs);
    }

    public LeaseAnswer ask(
            Edge edge,
            long number,
            String accountId,
            List<String> limits,
            long surplus,
            long giveBack,
            boolean close,
            Need... needs) {
        LeaseAsk ask = new LeaseAsk(accountId, limits, number, List.of(needs), surplus, giveBack, close);
        return ask(edge, ask).answers().getFirst();
    }

    public LeaseAnswers ask(Edge edge, LeaseAsk... asks) {
        Response response = askRaw(edge, asks);
        response.then().statusCode(200);
        return read(response.asString(), LeaseAnswers.class);
    }

    public Response askRaw(Edge edge, LeaseAsk... asks) {
        return inner().body(write(new LeaseAsks(edge.id(), edge.epoch(), List.of(asks))))
                .post("/internal/v1/leases");
    }

    public long number(Edge edge, String accountId, List<String> limits) {
        return asked.merge(edge + accountId + limits, 1L, Long::sum);
    }

    public static Need need(long amount) {
        return new Need(amount, amount, amount);
    }

    public UsageFrame.Subject subject(String accountId, List<String> limits, long hold) {
        return subject(accountId, limits, hold, System.currentTimeMillis());
    }

    public UsageFrame.Subject subject(String accountId, List<String> limits, long hold, long now) {
        return new UsageFrame.Subject(
                RequestId.next(now).toString(),
                null,
                accountId,
                "key_1",
                limits,
                "g",
                "m",
                "chat.completions",
                true,
                now,
                priceVersion,
                hold);
    }

    public UsageFrame.Subject subject(String accountId, long hold) {
        return subject(accountId, List.of(), hold);
    }

    /// The same request by another price version.
    ///
    /// @param known when its edge last knew all prices, or null
    public static UsageFrame.Subject priced(UsageFrame.Subject subject, long version, @Nullable Instant known) {
        return with(subject, subject.requestId(), version, null, known == null ? null : known.toEpochMilli());
    }

    /// The same request, so much of its hold from outage credit.
    public static UsageFrame.Subject inOutage(UsageFrame.Subject subject, long outageHold) {
        return with(subject, subject.requestId(), subject.priceVersion(), outageHold, null);
    }

    /// The same request by another price version, as a batch's line.
    public static UsageFrame.Subject ofBatch(UsageFrame.Subject subject, long version) {
        return new UsageFrame.Subject(
                subject.requestId(),
                subject.clientRequestId(),
                subject.accountId(),
                subject.keyId(),
                subject.limitIds(),
                subject.group(),
                subject.model(),
                subject.endpoint(),
                false,
                subject.admittedAt(),
                version,
                subject.hold(),
                null,
                null,
                true);
    }

    private static UsageFrame.Subject with(
            UsageFrame.Subject subject, String id, long version, @Nullable Long outage, @Nullable Long known) {
        return new UsageFrame.Subject(
                id,
                subject.clientRequestId(),
                subject.accountId(),
                subject.keyId(),
                subject.limitIds(),
                subject.group(),
                subject.model(),
                subject.endpoint(),
                subject.stream(),
                subject.admittedAt(),
                version,
                subject.hold(),
                outage,
                known);
    }

    public static UsageFrame.Open open(UsageFrame.Subject subject, long inputBound) {
        return new UsageFrame.Open(1, subject, inputBound);
    }

    /// The end of a request that used so many tokens, half of them input.
    public static UsageFrame.Done done(UsageFrame.Subject subject, long tokens) {
        return done(subject, tokens, UsageFrame.Outcome.COMPLETED);
    }

    public static UsageFrame.Done done(UsageFrame.Subject subject, long tokens, UsageFrame.Outcome outcome) {
        long input = tokens / 2;
        return done(subject, Map.of("input", input, "output", tokens - input), tokens * TOKEN, outcome);
    }

    public static UsageFrame.Done done(UsageFrame.Subject subject, Map<String, Long> quantities, long charge) {
        return done(subject, quantities, charge, UsageFrame.Outcome.COMPLETED);
    }

    private static UsageFrame.Done done(
            UsageFrame.Subject subject, Map<String, Long> quantities, long charge, UsageFrame.Outcome outcome) {
        return new UsageFrame.Done(
                1,
                subject,
                quantities,
                Map.of(),
                charge,
                quantities,
                null,
                outcome,
                false,
                200,
                "demo",
                "demo-1",
                "m",
                List.of(new UsageFrame.Attempt("demo-1", "ok", 12)),
                5L,
                80);
    }

    /// The end of a request that was answered from a cache, and is charged so much of its price.
    public static UsageFrame.Done cached(
            UsageFrame.Subject subject, Map<String, Long> quantities, long charge, long cachedPpm) {
        return new UsageFrame.Done(
                UsageFrame.CACHED_VERSION,
                subject,
                quantities,
                Map.of(),
                charge,
                Map.of(),
                0L,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                null,
                null,
                null,
                List.of(),
                null,
                2,
                cachedPpm);
    }

    public List<UsageAnswer.Result> ship(Edge edge, UsageFrame... frames) {
        return shipRaw(edge, Arrays.stream(frames).map(Stage::json).toList());
    }

    public static String json(UsageFrame frame) {
        try {
            return JSON.writerFor(UsageFrame.class).writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<UsageAnswer.Result> shipRaw(Edge edge, List<String> frames) {
        String body = "{\"edgeId\":\"" + edge.id() + "\",\"epoch\":" + edge.epoch() + ",\"frames\":["
                + String.join(",", frames) + "]}";
        Response response = inner().body(body).post("/internal/v1/usage");
        response.then().statusCode(200);
        return read(response.asString(), UsageAnswer.class).results();
    }

    public RowSet<Row> sql(String sql, @Nullable Object... arguments) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(Arrays.asList(arguments)))
                .await()
                .indefinitely();
    }

    public long number(String sql, @Nullable Object... arguments) {
        return sql(sql, arguments).iterator().next().getLong(0);
    }

    public long held(String accountId) {
        return number("SELECT held FROM account WHERE id = $1", accountId);
    }

    public long balance(String accountId) {
        return number("SELECT balance FROM account WHERE id = $1", accountId);
    }

    /// Fails unless all sums about an account agree: balance and entries, holds and leases, charges and bookings,
    /// lots.
    public void verify(String accountId) {
        Row row = sql("""
                        SELECT a.balance, a.held, a.overdraft + a.outage_drawn AS overdraft,
                          (SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entry WHERE account_id = a.id AND book = 'account') AS entries,
                          (SELECT coalesce(sum(granted - posted - returned), 0)::bigint FROM lease WHERE account_id = a.id) AS leased,
                          (SELECT coalesce(sum(charge - uncollected), 0)::bigint FROM usage_record WHERE account_id = a.id) AS collected,
                          (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
                            WHERE e.account_id = a.id AND e.book = 'account' AND t.kind IN ('usage', 'correction')) AS booked,
                          (SELECT coalesce(sum(remaining), 0)::bigint FROM credit_lot WHERE account_id = a.id) AS lots
                        FROM account a WHERE a.id = $1
                        """, accountId).iterator().next();
        long balance = row.getLong("balance");
        check(row.getLong("held") <= balance + row.getLong("overdraft"), "held within credit", row);
        check(row.getLong("entries") == balance, "entries are the balance", row);
        check(row.getLong("leased").equals(row.getLong("held")), "leases are the hold", row);
        check(row.getLong("collected").equals(row.getLong("booked")), "records are the bookings", row);
        check(row.getLong("lots") == Math.max(0, balance), "lots are the balance", row);
    }

    private static void check(boolean holds, String what, Row row) {
        if (!holds) {
            throw new AssertionError(what + ": " + row.toJson());
        }
    }

    public static RequestSpecification inner() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .contentType(ContentType.JSON);
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Edge(String id, long epoch) {}
}
