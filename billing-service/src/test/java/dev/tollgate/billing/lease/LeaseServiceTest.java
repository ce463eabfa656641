package dev.tollgate.billing.lease;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class LeaseServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    LeaseExpiry expiry;

    @Inject
    MeterRegistry metrics;

    private Stage stage;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
    }

    @Test
    void rule1LateUsageTakesWhatIsFreeAndTheBalanceIsNeverNegative() {
        String account = stage.account(10 * CREDIT);
        Edge partitioned = stage.edge();
        Edge other = stage.edge();
        assertThat(stage.ask(partitioned, account, need(10 * CREDIT)).grants()).containsExactly(10 * CREDIT);
        var subject = stage.subject(account, 10 * CREDIT);

        expireLeases(account);
        assertThat(stage.held(account)).isZero();
        assertThat(stage.ask(other, account, need(6 * CREDIT)).grants()).containsExactly(6 * CREDIT);
        assertThat(stage.ship(partitioned, done(subject, 9_800_000))).containsExactly(Result.POSTED);

        assertThat(stage.balance(account)).isEqualTo(6 * CREDIT);
        assertThat(stage.number("SELECT uncollected FROM usage_record WHERE account_id = $1 AND late", account))
                .isEqualTo(9_800_000 * TOKEN - 4 * CREDIT);
        stage.verify(account);
    }

    @Test
    void rule1AHoldOutlivesTheTimeToSpend() {
        String account = stage.account(CREDIT);
        LeaseAnswer answer = stage.ask(stage.edge(), account, need(CREDIT));
        assertThat(answer.spendForMillis()).isEqualTo(60_000);
        assertThat(answer.holdForMillis()).isEqualTo(660_000);
        expiry.expire().await().indefinitely();
        assertThat(stage.held(account)).isEqualTo(CREDIT);
    }

    @Test
    void rule2ARepeatedAskIsAnsweredByteForByte() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        LeaseAsk ask = new LeaseAsk(account, List.of(), 1, List.of(need(6 * CREDIT)), 0, 0, false);
        String first =
                stage.askRaw(edge, ask).jsonPath().getJsonObject("answers").toString();
        String second =
                stage.askRaw(edge, ask).jsonPath().getJsonObject("answers").toString();
        assertThat(second).isEqualTo(first);
        assertThat(stage.held(account)).isEqualTo(6 * CREDIT);
    }

    /// An ask that the network kept for a while arrives after its lease was closed.
    @Test
    void rule2AnAskThatComesAfterItsLeasesCloseOpensNothing() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, 1, account, List.of(), 0, 0, false, need(CREDIT));
        stage.ask(edge, 3, account, List.of(), 0, 0, true);
        assertThat(stage.ask(edge, 2, account, List.of(), 0, 0, false, need(CREDIT))
                        .grants())
                .containsExactly(0L);
        assertThat(stage.ask(edge, 1, account, List.of(), 0, 0, false, need(CREDIT))
                        .grants())
                .containsExactly(0L);
        assertThat(stage.held(account)).isZero();
        assertThat(stage.ask(edge, 4, account, List.of(), 0, 0, false, need(CREDIT))
                        .grants())
                .containsExactly(CREDIT);
        stage.verify(account);
    }

    @Test
    void rule2ASupersededEpochMayDeliverUsageAndNothingElse() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, account, need(4 * CREDIT));
        var subject = stage.subject(account, 4 * CREDIT);
        Edge successor = new Edge(edge.id(), stage.open(edge.id(), "again"));
        assertThat(successor.epoch()).isEqualTo(edge.epoch() + 1);

        LeaseAnswer refused = stage.ask(edge, 2, account, List.of(), 0, CREDIT, false, need(1));
        assertThat(why(refused).reason()).isEqualTo(RefusalReason.SUPERSEDED);
        assertThat(stage.held(account)).isEqualTo(4 * CREDIT);
        assertThat(stage.ship(edge, done(subject, 1_000))).containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 1_000 * TOKEN);

        inner().post("/internal/v1/edges/" + edge.id() + "/epochs/" + edge.epoch() + "/close?by=" + edge.epoch())
                .then()
                .statusCode(409);
        inner().post("/internal/v1/edges/" + edge.id() + "/epochs/" + edge.epoch() + "/close?by=" + successor.epoch())
                .then()
                .statusCode(200);
        assertThat(stage.held(account)).isZero();
        stage.verify(account);
    }

    @Test
    void rule2OneStartOpensOneEpoch() {
        String edge = "edge_" + UUID.randomUUID();
        assertThat(stage.open(edge, "a")).isEqualTo(1);
        assertThat(stage.open(edge, "a")).isEqualTo(1);
        assertThat(stage.open(edge, "b")).isEqualTo(2);
        assertThat(stage.open(edge, "a")).isEqualTo(1);
    }

    @Test
    void rule3AnEdgeThatNeverReturnsIsChargedByItsLastProgress() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, account, need(CREDIT));
        var subject = stage.subject(account, CREDIT);
        assertThat(stage.ship(edge, Stage.open(subject, 400), new UsageFrame.Progress(1, subject.requestId(), 300)))
                .containsExactly(Result.NOTED, Result.NOTED);

        expireLeases(account);

        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 700 * TOKEN);
        assertThat(stage.held(account)).isZero();
        inner().get("/internal/v1/usage/" + subject.requestId()).then().statusCode(200);
        assertThat(inner().get("/internal/v1/usage/" + subject.requestId())
                        .jsonPath()
                        .getString("outcome"))
                .isEqualTo("interrupted");
        stage.verify(account);

        assertThat(stage.ship(edge, done(subject, 1_000))).containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 1_000 * TOKEN);
        assertThat(stage.ship(edge, done(subject, 1_000))).containsExactly(Result.DUPLICATE);
        assertThat(inner().get("/internal/v1/usage/" + subject.requestId())
                        .jsonPath()
                        .getInt("revision"))
                .isEqualTo(2);
        stage.verify(account);
    }

    @Test
    void rule3ReleasingAnEdgeEndsItsHoldsNow() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, account, need(CREDIT));
        var subject = stage.subject(account, CREDIT);
        stage.ship(edge, Stage.open(subject, 100), new UsageFrame.Progress(1, subject.requestId(), 0));
        var released =
                inner().post("/internal/v1/edges/" + edge.id() + "/release").jsonPath();
        assertThat(released.getLong("leases")).isEqualTo(1);
        assertThat(released.getLong("interrupted")).isEqualTo(1);
        assertThat(released.getString("released")).isEqualTo(Long.toString(CREDIT - 100 * TOKEN));
        assertThat(stage.held(account)).isZero();
        stage.verify(account);
        assertThat(stage.ask(edge, account, need(CREDIT)).grants()).containsExactly(CREDIT);
    }

    /// The bound of what is lost with an edge whose journal is gone: what it was charged for is none of it.
    @Test
    void rule4WhatLapsesWithAnEdgeThatNeverReturnsIsTold() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, account, need(CREDIT));
        var subject = stage.subject(account, CREDIT);
        stage.ship(edge, Stage.open(subject, 400), new UsageFrame.Progress(1, subject.requestId(), 300));
        double leases = count("tollgate.lease.closed", "expiry");
        double lapsed = count("tollgate.lease.lapsed.nanocredits", "expiry");

        expireLeases(account);

        assertThat(count("tollgate.lease.closed", "expiry") - leases).isEqualTo(1);
        assertThat(count("tollgate.lease.lapsed.nanocredits", "expiry") - lapsed)
                .isEqualTo(CREDIT - 700 * TOKEN);
    }

    @Test
    void aLeaseThatItsOwnerEndsIsCountedOnceHoweverOftenItSaysSo() {
        String account = stage.account(CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, 1, account, List.of(), 0, 0, false, need(CREDIT));
        double before = count("tollgate.lease.closed", "owner");
        stage.ask(edge, 2, account, List.of(), 0, 0, true);
        stage.ask(edge, 2, account, List.of(), 0, 0, true);
        assertThat(count("tollgate.lease.closed", "owner") - before).isEqualTo(1);
    }

    @Test
    void rule5TwoHundredNeedsOnCreditForTenAreGrantedExactlyTen() {
        String account = stage.account(10 * CREDIT);
        List<Edge> edges = List.of(stage.edge(), stage.edge());
        Need wanted = new Need(4 * CREDIT, CREDIT, CREDIT);
        long granted = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> {
                    Edge edge = edges.get(i % 2);
                    synchronized (edge) {
                        return stage.ask(edge, account, List.of(), 10 * CREDIT, wanted);
                    }
                })
                .flatMap(answer -> answer.grants().stream())
                .filter(grant -> grant > 0)
                .count();
        assertThat(granted).isEqualTo(10);
        assertThat(stage.held(account)).isEqualTo(10 * CREDIT);
        stage.verify(account);
    }

    @Test
    void rule5ARefusalWhileOthersHoldIsARecallAndSaysSo() {
        String account = stage.account(10 * CREDIT);
        stage.ask(stage.edge(), account, need(10 * CREDIT));
        LeaseAnswer refused = stage.ask(stage.edge(), account, need(CREDIT));
        assertThat(refused.grants()).containsExactly(0L);
        assertThat(why(refused).reason()).isEqualTo(RefusalReason.INSUFFICIENT_BALANCE);
        assertThat(why(refused).heldByOthers()).isTrue();
        assertThat(why(refused).retryAfterMillis()).isPositive();
        Awaitility.await()
                .until(() -> stage.number("SELECT count(*) FROM change WHERE kind = 'RECALL' AND subject = $1", account)
                        == 1);
    }

    @Test
    void rule5WithoutMoneyNobodyIsTold() {
        String account = stage.account(CREDIT);
        LeaseAnswer refused = stage.ask(stage.edge(), account, need(2 * CREDIT));
        assertThat(why(refused).heldByOthers()).isFalse();
        assertThat(why(refused).retryAfterMillis()).isZero();
    }

    @Test
    void rule6FourEdgesNeverPassALimit() {
        String account = stage.account(1_000 * CREDIT);
        List<String> limits = List.of(stage.limit(account, CREDIT, "day"));
        List<Edge> edges = List.of(stage.edge(), stage.edge(), stage.edge(), stage.edge());
        long granted = IntStream.range(0, 80)
                .parallel()
                .mapToLong(i -> {
                    Edge edge = edges.get(i % 4);
                    synchronized (edge) {
                        LeaseAnswer answer = stage.ask(edge, account, limits, CREDIT, need(CREDIT / 20));
                        return answer.grants().getFirst() + answer.surplus();
                    }
                })
                .sum();
        assertThat(granted).isEqualTo(CREDIT);
        LeaseAnswer refused = stage.ask(edges.getFirst(), account, limits, 0, need(1));
        assertThat(why(refused).reason()).isEqualTo(RefusalReason.SPEND_LIMIT_REACHED);
        assertThat(why(refused).limitId()).isEqualTo(limits.getFirst());
        stage.verify(account);
    }

    @Test
    void rule6YesterdaysHoldCountsTodayOnceTheLeaseIsRenewed() {
        String account = stage.account(100 * CREDIT);
        List<String> limits = List.of(stage.limit(account, 10 * CREDIT, "day"));
        Edge edge = stage.edge();
        stage.ask(edge, account, limits, 0, need(4 * CREDIT));
        yesterday(account, limits.getFirst());

        stage.ask(edge, account, limits, 0, need(CREDIT));

        assertThat(stage.number("SELECT count(*) FROM spend_period WHERE limit_id = $1", limits.getFirst()))
                .isEqualTo(2);
        assertThat(stage.number(
                        "SELECT held FROM spend_period WHERE limit_id = $1 ORDER BY starts_at DESC LIMIT 1",
                        limits.getFirst()))
                .isEqualTo(5 * CREDIT);
        assertThat(stage.number(
                        "SELECT held FROM spend_period WHERE limit_id = $1 ORDER BY starts_at LIMIT 1",
                        limits.getFirst()))
                .isZero();
        stage.verify(account);
    }

    @Test
    void rule8ALeaseWithASurplusHoldsAtMostATwentiethOfWhatIsFree() {
        String account = stage.account(1_000 * CREDIT);
        LeaseAnswer answer = stage.ask(stage.edge(), account, List.of(), 900 * CREDIT, need(CREDIT));
        assertThat(answer.surplus()).isPositive();
        assertThat(answer.granted()).isLessThanOrEqualTo(50 * CREDIT);
        assertThat(answer.exact()).isFalse();
    }

    @Test
    void rule8AsksOfManyLeasesTravelTogether() {
        List<String> accounts =
                IntStream.range(0, 50).mapToObj(_ -> stage.account(CREDIT)).toList();
        Edge edge = stage.edge();
        List<LeaseAsk> asks = new ArrayList<>();
        accounts.forEach(
                account -> asks.add(new LeaseAsk(account, List.of(), 1, List.of(need(CREDIT / 2)), 0, 0, false)));
        var answers = stage.ask(edge, asks.toArray(LeaseAsk[]::new)).answers();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.grants()).containsExactly(CREDIT / 2));
        accounts.forEach(stage::verify);
    }

    @Test
    void rule10NothingIsHeldTwiceAndAClosedLeaseGivesItsRestBack() {
        String account = stage.account(10 * CREDIT);
        Edge edge = stage.edge();
        stage.ask(edge, account, need(5 * CREDIT));
        LeaseAnswer more = stage.ask(edge, account, need(5 * CREDIT));
        assertThat(more.grants()).containsExactly(5 * CREDIT);
        assertThat(stage.ship(edge, done(stage.subject(account, CREDIT), 1_000)))
                .containsExactly(Result.POSTED);

        stage.ask(edge, 3, account, List.of(), 0, 2 * CREDIT, false);
        assertThat(stage.held(account)).isEqualTo(8 * CREDIT - 1_000 * TOKEN);
        LeaseAnswer closed = stage.ask(edge, 4, account, List.of(), 0, 0, true);
        assertThat(closed.granted()).isEqualTo(closed.posted() + closed.returned());
        assertThat(stage.held(account)).isZero();
        assertThat(stage.ask(edge, 4, account, List.of(), 0, 0, true)).isEqualTo(closed);
        stage.verify(account);
    }

    @Test
    void refusesWhatIsNotAnAsk() {
        inner().body(
                        "{\"edgeId\":\"e\",\"epoch\":1,\"asks\":[{\"accountId\":\"a\",\"limitIds\":[],\"askNumber\":0,\"needs\":[],"
                                + "\"surplus\":0,\"giveBack\":0,\"close\":false}]}")
                .post("/internal/v1/leases")
                .then()
                .statusCode(400);
    }

    private double count(String counter, String by) {
        return metrics.get(counter).tag("by", by).counter().count();
    }

    private static Refusal why(LeaseAnswer answer) {
        return Objects.requireNonNull(answer.refusal());
    }

    private void expireLeases(String account) {
        stage.sql("UPDATE lease SET hold_until = now() - interval '1 second' WHERE account_id = $1", account);
        Awaitility.await().until(() -> {
            expiry.expire().await().indefinitely();
            return stage.number("SELECT count(*) FROM lease WHERE account_id = $1 AND closed_at IS NULL", account) == 0;
        });
    }

    private void yesterday(String account, String limit) {
        stage.sql(
                "UPDATE spend_period SET starts_at = starts_at - interval '1 day', ends_at = starts_at WHERE limit_id = $1",
                limit);
        stage.sql(
                "UPDATE lease SET period_starts = ARRAY[period_starts[1] - interval '1 day'] WHERE account_id = $1",
                account);
    }
}
