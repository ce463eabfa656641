package dev.tollgate.billing.usage;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.json;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts no tokens is charged, listed and recovered as tokens are.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UnitsServiceTest {
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
    void chargesEachUnitAtItsOwnPriceInTheTierOfTheTokens() {
        long version = stage.priceVersion(
                Instant.now().minusSeconds(60), List.of(tier(0, 1_000_000), tier(1_000_000, 1_000_000_000)));
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT / 10));
        var subject = Stage.priced(stage.subject(account, CREDIT / 10), version, null);
        Map<String, Long> units = Map.of(
                "input", 5L,
                "milli_images", 2_000_000L,
                "characters", 1_001L,
                "audio_milliseconds", 60_000L,
                "searches", 3L);

        assertThat(stage.ship(edge, done(subject, units, 0))).containsExactly(Result.POSTED);

        JsonPath record = record(subject);
        assertThat(record.getMap("quantities"))
                .isEqualTo(Map.of(
                        "input", 5,
                        "milli_images", 2_000_000,
                        "characters", 1_001,
                        "audio_milliseconds", 60_000,
                        "searches", 3));
        assertThat(record.getMap("components"))
                .isEqualTo(Map.of(
                        "input", "5",
                        "milli_images", "4000000",
                        "characters", "3003",
                        "audio_milliseconds", "240000",
                        "searches", "15"));
        assertThat(record.getString("prices.audio_milliseconds")).isEqualTo("4000000");
        assertThat(record.getString("charge")).isEqualTo("4243023");
        assertThat(stage.balance(account)).isEqualTo(CREDIT - 4_243_023);
        stage.verify(account);
    }

    @Test
    void rule3AnInterruptedRequestPaysForItsUnitsOnceItsAnswerBegan() {
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT / 10));
        var subject = stage.subject(account, CREDIT / 10);
        stage.ship(edge, open(subject, Map.of("characters", 300L)), new UsageFrame.Progress(1, subject.requestId(), 0));

        release();

        assertThat(stage.balance(account)).isEqualTo(CREDIT - 310 * TOKEN);
        assertThat(record(subject).getMap("quantities")).isEqualTo(Map.of("input", 10, "characters", 300));
        assertThat(record(subject).getString("outcome")).isEqualTo("interrupted");
        stage.verify(account);
    }

    @ParameterizedTest
    @CsvSource({"image_output, 6", "audio_output, 7"})
    void rule3WhatWasDeliveredIsChargedInItsOwnClass(String outputClass, long perToken) {
        long version = stage.priceVersion(Instant.now().minusSeconds(60), List.of(tier(0, 1_000_000)));
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT / 10));
        var subject = Stage.priced(stage.subject(account, CREDIT / 10), version, null);
        stage.ship(edge, open(subject, null, outputClass), new UsageFrame.Progress(1, subject.requestId(), 80));

        release();

        assertThat(record(subject).getMap("quantities")).isEqualTo(Map.of("input", 10, outputClass, 80));
        assertThat(stage.balance(account)).isEqualTo(CREDIT - 10 - 80 * perToken);
        stage.verify(account);
    }

    @Test
    void rule17AnInterruptedRequestWhoseAnswerNeverBeganPaysNothing() {
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT / 10));
        var subject = stage.subject(account, CREDIT / 10);
        stage.ship(edge, open(subject, Map.of("searches", 7L)));

        release();

        assertThat(stage.balance(account)).isEqualTo(CREDIT);
        assertThat(record(subject).getMap("quantities")).isEmpty();
        assertThat(stage.number(
                        "SELECT (incurred ->> 'searches')::bigint FROM usage_record WHERE account_id = $1", account))
                .isEqualTo(7);
        stage.verify(account);
    }

    @Test
    void rule14AnOpenWithAnUnknownUnitIsKeptAndStopsNothing() {
        String account = stage.account(CREDIT);
        var subject = stage.subject(account, 0);
        String newer = json(open(subject, Map.of("searches", 7L))).replace("searches", "holograms");

        assertThat(stage.shipRaw(edge, List.of(newer, json(done(subject, 10)))))
                .containsExactly(Result.QUARANTINED, Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(CREDIT - 10 * TOKEN);
    }

    /// Neither a class of the future nor one that no answer has.
    @ParameterizedTest
    @ValueSource(strings = {"video_output", "searches"})
    void rule14AnOpenOfAnUnknownOutputIsKeptAndStopsNothing(String outputClass) {
        String account = stage.account(CREDIT);
        var subject = stage.subject(account, 0);

        assertThat(stage.shipRaw(edge, List.of(json(open(subject, null, outputClass)), json(done(subject, 10)))))
                .containsExactly(Result.QUARANTINED, Result.POSTED);
        assertThat(stage.balance(account)).isEqualTo(CREDIT - 10 * TOKEN);
    }

    @Test
    void rule14WhatANewerOpenSaysBesidesIsKeptWithItsRecord() {
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT / 10));
        var subject = stage.subject(account, CREDIT / 10);
        String newer = json(open(subject, null)).replace("\"inputBound\"", "\"region\":\"moon\",\"inputBound\"");
        assertThat(stage.shipRaw(edge, List.of(newer))).containsExactly(Result.NOTED);

        release();

        assertThat(stage.sql("SELECT unknown ->> 'region' AS region FROM usage_record WHERE account_id = $1", account)
                        .iterator()
                        .next()
                        .getString("region"))
                .isEqualTo("moon");
    }

    private void release() {
        inner().post("/internal/v1/edges/" + edge.id() + "/release").then().statusCode(200);
    }

    private static JsonPath record(UsageFrame.Subject subject) {
        return inner().get("/internal/v1/usage/" + subject.requestId()).jsonPath();
    }

    private static UsageFrame.Open open(UsageFrame.Subject subject, @Nullable Map<String, Long> units) {
        return open(subject, units, null);
    }

    private static UsageFrame.Open open(
            UsageFrame.Subject subject, @Nullable Map<String, Long> units, @Nullable String outputClass) {
        return new UsageFrame.Open(1, subject, 10, null, units, outputClass);
    }

    /// Input and output at this price per million, each unit dearer than the one before.
    private static Tier tier(long above, long perMillion) {
        Map<UsageClass, Long> prices = new HashMap<>();
        Arrays.stream(UsageClass.values()).forEach(usage -> prices.put(usage, perMillion));
        prices.put(UsageClass.MILLI_IMAGES, 2 * perMillion);
        prices.put(UsageClass.CHARACTERS, 3 * perMillion);
        prices.put(UsageClass.AUDIO_MILLISECONDS, 4 * perMillion);
        prices.put(UsageClass.SEARCHES, 5 * perMillion);
        prices.put(UsageClass.IMAGE_OUTPUT, 6 * perMillion);
        prices.put(UsageClass.AUDIO_OUTPUT, 7 * perMillion);
        return new Tier(above, prices);
    }
}
