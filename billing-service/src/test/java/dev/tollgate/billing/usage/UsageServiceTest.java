package dev.tollgate.billing.usage;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.json;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UsageServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    private Stage stage;
    private Edge edge;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
    }

    @Test
    void rule7AChargeTakesTheLeaseThenWhatIsFreeAndTheRestIsUncollected() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(4 * CREDIT));
        assertThat(stage.ship(edge, done(stage.subject(account, 4 * CREDIT), 12_000_000)))
                .containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isZero();
        assertThat(stage.held(account)).isZero();
        assertThat(stage.number("SELECT uncollected FROM usage_record WHERE account_id = $1", account))
                .isEqualTo(2 * CREDIT);
        assertThat(stage.number(
                        "SELECT amount FROM ledger_entry WHERE book = 'uncollected' AND transaction_id IN"
                                + " (SELECT transaction_id FROM ledger_entry WHERE account_id = $1)",
                        account))
                .isEqualTo(-2 * CREDIT);
        stage.verify(account);
    }

    @Test
    void rule6AChargeCountsInThePeriodOfItsAdmission() {
        String account = stage.account(10 * CREDIT);
        List<String> limits = List.of(stage.limit(account, CREDIT, "month"));
        stage.ask(edge, account, limits, 0, need(CREDIT));
        stage.ship(edge, done(stage.subject(account, limits, CREDIT), 300_000));
        assertThat(stage.number("SELECT spent FROM spend_period WHERE limit_id = $1", limits.getFirst()))
                .isEqualTo(300_000 * TOKEN);
        assertThat(stage.number("SELECT held FROM spend_period WHERE limit_id = $1", limits.getFirst()))
                .isEqualTo(CREDIT - 300_000 * TOKEN);
        stage.verify(account);
    }

    @Test
    void rule9AJournalDeliveredAgainIsCountedOnce() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        UsageFrame[] frames = IntStream.range(0, 20)
                .mapToObj(_ -> done(stage.subject(account, 1_000_000), 100))
                .toArray(UsageFrame[]::new);
        assertThat(stage.ship(edge, frames)).containsOnly(Result.POSTED);
        assertThat(stage.ship(edge, frames)).containsOnly(Result.DUPLICATE);
        assertThat(stage.ship(edge, frames[0], frames[0])).containsOnly(Result.DUPLICATE);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 2_000 * TOKEN);
        stage.verify(account);
    }

    @Test
    void rule9TheDatabaseRefusesToForgetARecord() {
        String account = stage.account(CREDIT);
        stage.ship(edge, done(stage.subject(account, 0), 10));
        assertThatThrownBy(() -> stage.sql("DELETE FROM usage_record WHERE account_id = $1", account))
                .hasMessageContaining("append only");
    }

    @Test
    void rule9OneIdWithTwoContentsIsAnAlertAndOneCharge() {
        String account = stage.account(10 * CREDIT);
        var subject = stage.subject(account, CREDIT);
        stage.ship(edge, done(subject, 100));
        double before = conflicts();
        assertThat(stage.ship(edge, done(subject, 200))).containsExactly(Result.DUPLICATE);
        assertThat(conflicts()).isEqualTo(before + 1);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 100 * TOKEN);
        stage.verify(account);
    }

    @Test
    void rule9WhatIsOlderThanTheRetentionGoesToQuarantine() {
        String account = stage.account(CREDIT);
        long old = Instant.now().minus(Duration.ofDays(394)).toEpochMilli();
        assertThat(stage.ship(edge, done(withId(stage.subject(account, 0), old), 100)))
                .containsExactly(Result.QUARANTINED);
        assertThat(stage.balance(account)).isEqualTo(CREDIT);
    }

    @Test
    void rule9AnOldRecordGoesToItsOwnDay() {
        String account = stage.account(CREDIT);
        long old = Instant.now().minus(Duration.ofDays(30)).toEpochMilli();
        var subject = withId(stage.subject(account, 0), old);
        assertThat(stage.ship(edge, done(subject, 100))).containsExactly(Result.POSTED);
        assertThat(stage.number(
                        "SELECT count(*) FROM usage_record WHERE account_id = $1 AND day < current_date - 28", account))
                .isEqualTo(1);
    }

    @Test
    void rule9ParallelBatchesWithTheSameRecordsPostOnce() {
        List<String> accounts =
                IntStream.range(0, 6).mapToObj(_ -> stage.account(10 * CREDIT)).toList();
        List<UsageFrame> frames = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            frames.add(done(stage.subject(accounts.get(i % 6), 1_000_000), 50));
        }
        long posted = IntStream.range(0, 8)
                .parallel()
                .mapToObj(seed -> {
                    List<UsageFrame> shuffled = new ArrayList<>(frames);
                    Collections.shuffle(shuffled, new Random(seed));
                    return stage.ship(edge, shuffled.toArray(UsageFrame[]::new));
                })
                .flatMap(List::stream)
                .filter(result -> result == Result.POSTED)
                .count();
        assertThat(posted).isEqualTo(120);
        accounts.forEach(account -> {
            assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 20 * 50 * TOKEN);
            stage.verify(account);
        });
    }

    @Test
    void rule10AFreeModelNeedsNoCreditAndHasARecord() {
        var paid = stage.subject("acct_never_seen_" + edge.id(), 0);
        var subject = new UsageFrame.Subject(
                paid.requestId(),
                null,
                paid.accountId(),
                "key_free",
                List.of(),
                "g",
                "free",
                "chat.completions",
                false,
                paid.admittedAt(),
                paid.priceVersion(),
                0);
        assertThat(stage.ship(edge, done(subject, 100))).containsExactly(Result.POSTED);
        assertThat(inner().get("/internal/v1/usage?key_id=key_free").jsonPath().getString("data[0].charge"))
                .isEqualTo("0");
    }

    @Test
    void rule11BillingChargesTheCheaperOfAStaleVersion() {
        String account = stage.account(10 * CREDIT);
        long stale = stage.priceVersion();
        stage.priceVersion(Instant.now().minusSeconds(600), 500_000_000L);
        var subject = stage.subject(account, 0);
        assertThat(subject.priceVersion()).isEqualTo(stale);
        stage.ship(edge, done(subject, 1_000));
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 1_000 * TOKEN / 2);
    }

    @Test
    void rule11AnEdgeThatWasCutOffWhenThePriceRoseChargesWhatItKnew() {
        String account = stage.account(10 * CREDIT);
        Instant rise = Instant.now().minusSeconds(30);
        long risen = stage.priceVersion(rise, 2_000_000_000L);
        var cutOff = Stage.priced(
                stage.subject(account, 0), stage.priceVersion(), Instant.now().minusSeconds(900));
        stage.ship(edge, done(cutOff, 1_000));
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 1_000 * TOKEN);
        assertThat(recordOf(cutOff).getLong("price_version")).isEqualTo(stage.priceVersion());

        // The price fell meanwhile: what it could not know does not count against it either.
        stage.priceVersion(Instant.now().minusSeconds(10), 500_000_000L);
        stage.ship(
                edge,
                done(
                        Stage.priced(
                                stage.subject(account, 0), risen, Instant.now().minusSeconds(900)),
                        1_000));
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 3_000 * TOKEN);

        // One that was told, and one that does not tell: the cheaper.
        stage.ship(
                edge,
                done(
                        Stage.priced(
                                stage.subject(account, 0), risen, Instant.now().plusSeconds(60)),
                        1_000));
        stage.ship(edge, done(Stage.priced(stage.subject(account, 0), risen, null), 1_000));
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 4_000 * TOKEN);
        stage.verify(account);
    }

    @Test
    void rule8OutageCreditIsBookedAsOverdraftAndPaidBackByTheNextGift() {
        String account = stage.account(CREDIT);
        inner().body("{\"outage_credit\":\"5000000000\"}")
                .put("/internal/v1/credit/" + account + "/outage-credit")
                .then()
                .statusCode(200);
        assertThat(stage.ask(edge, account, need(1)).outageCredit()).isEqualTo(5 * CREDIT);
        assertThat(stage.ask(edge, stage.number(edge, account, List.of()), account, List.of(), 0, 0, true)
                        .grants())
                .isEmpty();

        var subject = Stage.inOutage(stage.subject(account, 3 * CREDIT), 3 * CREDIT);
        assertThat(stage.ship(edge, done(subject, 3_000_000))).containsExactly(Result.POSTED);

        assertThat(stage.balance(account)).isEqualTo(-2 * CREDIT);
        assertThat(recordOf(subject).getString("uncollected")).isEqualTo("0");
        var credit = inner().get("/internal/v1/credit/" + account).jsonPath();
        assertThat(credit.getString("free")).isEqualTo("0");
        assertThat(stage.ask(edge, account, need(1)).grants()).containsExactly(0L);
        assertThat(stage.ask(edge, account, need(1)).outageCredit()).isEqualTo(3 * CREDIT);
        stage.verify(account);

        stage.gift(account, 3 * CREDIT);
        assertThat(inner().get("/internal/v1/credit/" + account).jsonPath().getString("free"))
                .isEqualTo(Long.toString(CREDIT));
        assertThat(stage.number("SELECT outage_drawn FROM account WHERE id = $1", account))
                .isZero();
        assertThat(stage.ask(edge, account, need(1)).outageCredit()).isEqualTo(5 * CREDIT);
        stage.verify(account);
    }

    @Test
    void rule8WithoutAGrantAnOutageIsNoCredit() {
        String account = stage.account(CREDIT);
        var subject = Stage.inOutage(stage.subject(account, 3 * CREDIT), 3 * CREDIT);
        assertThat(stage.ship(edge, done(subject, 3_000_000))).containsExactly(Result.POSTED);
        assertThat(stage.balance(account)).isZero();
        assertThat(recordOf(subject).getString("uncollected")).isEqualTo(Long.toString(2 * CREDIT));
        stage.verify(account);
    }

    @Test
    void rule14WhatAFrameInQuarantineWouldChargeIsUncollectedUntilItIsPosted() {
        String account = stage.account(10 * CREDIT);
        long before = uncollected();
        String later = json(done(stage.subject(account, 0), 700)).replace("\"version\":1", "\"version\":3");
        String free = json(Stage.open(stage.subject(account, 0), 7)).replace("\"version\":1", "\"version\":3");
        assertThat(stage.shipRaw(edge, List.of(later, free))).containsOnly(Result.QUARANTINED);
        assertThat(stage.shipRaw(edge, List.of(later))).containsOnly(Result.QUARANTINED);
        assertThat(uncollected() - before).isEqualTo(700 * TOKEN);
        stage.sql(
                "UPDATE usage_quarantine SET raw = replace(raw, '\"version\":3', '\"version\":1') WHERE edge_id = $1",
                edge.id());
        long id = stage.number(
                "SELECT id FROM usage_quarantine WHERE edge_id = $1 AND amount = $2", edge.id(), 700 * TOKEN);
        inner().post("/internal/v1/usage/quarantine/" + id + "/repost").then().statusCode(200);
        assertThat(uncollected()).isEqualTo(before);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 700 * TOKEN);
        stage.verify(account);
    }

    /// Books that were tampered with: one account's frames are kept, everybody else's are charged.
    @Test
    void rule14AnAccountWhoseBooksAreBrokenNeverStopsTheRest() {
        String broken = stage.account(10 * CREDIT);
        String sound = stage.account(10 * CREDIT);
        stage.ask(edge, broken, need(CREDIT));
        stage.sql("UPDATE account SET held = 0 WHERE id = $1", broken);
        assertThat(stage.ship(edge, done(stage.subject(broken, CREDIT), 5), done(stage.subject(sound, 0), 5)))
                .containsExactly(Result.QUARANTINED, Result.POSTED);
        assertThat(stage.balance(sound)).isEqualTo(10 * CREDIT - 5 * TOKEN);
        stage.sql("UPDATE account SET held = $2 WHERE id = $1", broken, CREDIT);
        stage.verify(broken);
    }

    @Test
    void rule14ABadFrameNeverStopsTheRestAndCanBePostedAgain() {
        String account = stage.account(10 * CREDIT);
        String good = json(done(stage.subject(account, 0), 100));
        String later = json(done(stage.subject(account, 0), 100)).replace("\"version\":1", "\"version\":3");
        String odd = json(done(stage.subject(account, 0), 100)).replace("\"output\":50", "\"video\":50");
        String kind = "{\"version\":1,\"kind\":\"pause\",\"requestId\":\"x\"}";
        String extra = json(done(stage.subject(account, 0), 100))
                .replace("\"status\":200", "\"status\":200,\"mood\":\"good\"");
        assertThat(stage.shipRaw(edge, List.of(later, good, odd, kind, "17", extra)))
                .containsExactly(
                        Result.QUARANTINED,
                        Result.POSTED,
                        Result.QUARANTINED,
                        Result.QUARANTINED,
                        Result.QUARANTINED,
                        Result.POSTED);
        assertThat(stage.number(
                        "SELECT count(*) FROM usage_record WHERE unknown ->> 'mood' = 'good' AND account_id = $1",
                        account))
                .isEqualTo(1);
        var kept = inner().get("/internal/v1/usage/quarantine").jsonPath();
        assertThat(kept.getList("data.reason")).contains("unknown_version", "unknown_class", "unknown_kind");
        String id = kept.getString("data.find { it.edge_id == '" + edge.id() + "' && it.detail == 'version 3' }.id");
        assertThat(inner().post("/internal/v1/usage/quarantine/" + id + "/repost")
                        .jsonPath()
                        .getString("results[0]"))
                .isEqualTo("QUARANTINED");
        stage.sql(
                "UPDATE usage_quarantine SET raw = replace(raw, '\"version\":3', '\"version\":1') WHERE id = $1",
                Long.parseLong(id));
        assertThat(inner().post("/internal/v1/usage/quarantine/" + id + "/repost")
                        .jsonPath()
                        .getString("results[0]"))
                .isEqualTo("POSTED");
        inner().post("/internal/v1/usage/quarantine/" + id + "/repost").then().statusCode(404);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 300 * TOKEN);
        stage.verify(account);
    }

    @Test
    void rule14AnUnknownPriceOrAccountIsQuarantined() {
        String account = stage.account(CREDIT);
        String price = json(done(stage.subject(account, 0), 10)).replace("\"model\":\"m\"", "\"model\":\"unheard\"");
        String nobody = json(done(stage.subject("acct_nobody_" + edge.id(), 0), 10));
        assertThat(stage.shipRaw(edge, List.of(price, nobody))).containsOnly(Result.QUARANTINED);
    }

    @Test
    void aRequestUnderWayIsPendingAndAnUnknownOneIsNotFound() {
        String account = stage.account(CREDIT);
        var subject = stage.subject(account, 1_000);
        stage.ship(edge, Stage.open(subject, 10));
        var pending = inner().get("/internal/v1/usage/" + subject.requestId()).jsonPath();
        assertThat(pending.getString("status")).isEqualTo("pending");
        stage.ship(edge, done(subject, 10));
        var posted = inner().get("/internal/v1/usage/" + subject.requestId()).jsonPath();
        assertThat(posted.getString("status")).isEqualTo("posted");
        assertThat(posted.getString("prices.input")).isEqualTo("1000000000");
        assertThat(posted.getString("components.output")).isEqualTo("5000");
        inner().get("/internal/v1/usage/" + RequestId.next(System.currentTimeMillis()))
                .then()
                .statusCode(404);
        stage.ship(edge, new UsageFrame.Progress(1, subject.requestId(), 3));
        assertThat(stage.number("SELECT count(*) FROM usage_inflight WHERE edge_id = $1", edge.id()))
                .isZero();
    }

    @Test
    void recordsArePagedNewestFirst() {
        String account = stage.account(CREDIT);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var subject = withId(stage.subject(account, 0), System.currentTimeMillis() - 10_000 + i);
            ids.add(subject.requestId());
            stage.ship(edge, done(subject, 1));
        }
        Collections.reverse(ids);
        String all = "/internal/v1/usage?limit=2&account_id=" + account;
        assertThat(inner().get(all).jsonPath().getList("data.id")).isEqualTo(ids.subList(0, 2));
        assertThat(inner().get(all + "&after=" + ids.get(1)).jsonPath().getList("data.id"))
                .isEqualTo(ids.subList(2, 4));
        assertThat(inner().get(all + "&before=" + ids.get(3)).jsonPath().getList("data.id"))
                .isEqualTo(ids.subList(1, 3));
        assertThat(inner().get(all + "&from=4000000000").jsonPath().getList("data.id"))
                .isEmpty();
    }

    @Test
    void refusesABatchThatIsNone() {
        inner().body("{\"edgeId\":\"e\",\"epoch\":1}")
                .post("/internal/v1/usage")
                .then()
                .statusCode(400);
        inner().body("{\"epoch\":1,\"frames\":[]}")
                .post("/internal/v1/usage")
                .then()
                .statusCode(400);
    }

    private long uncollected() {
        return stage.number("SELECT coalesce(-sum(amount), 0)::bigint FROM ledger_entry WHERE book = 'uncollected'");
    }

    private static JsonPath recordOf(UsageFrame.Subject subject) {
        return inner().get("/internal/v1/usage/" + subject.requestId()).jsonPath();
    }

    private static UsageFrame.Subject withId(UsageFrame.Subject subject, long millis) {
        return new UsageFrame.Subject(
                RequestId.next(millis).toString(),
                null,
                subject.accountId(),
                subject.keyId(),
                subject.limitIds(),
                subject.group(),
                subject.model(),
                subject.endpoint(),
                subject.stream(),
                subject.admittedAt(),
                subject.priceVersion(),
                subject.hold());
    }

    private static double conflicts() {
        return inner().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tollgate_usage_conflicts_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
