package dev.tollgate.billing.export;

import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.export.Topic.Heard;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.KafkaNode;
import dev.tollgate.local.testing.KafkaResource;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What operators see of the export, and do about it.
@QuarkusTest
@TestProfile(ExporterServiceTest.ByHand.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
class ExportResourceServiceTest {
    private static final String EXPORT = "/internal/v1/usage/export";
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @SuppressWarnings("NullAway.Init")
    KafkaNode kafka;

    private Stage stage;
    private Edge edge;
    private Topic topic;
    private String account;

    @BeforeEach
    void begin() {
        stage = new Stage(pool);
        edge = stage.edge();
        topic = Topic.on(kafka);
        account = stage.account(CREDIT);
        stage.sql("DELETE FROM usage_outbox");
        stage.sql("DELETE FROM usage_export_refused");
        stage.sql("UPDATE usage_exporter SET until = '-infinity'");
    }

    @Test
    void aRecordThatTheBrokerRefusesIsSetAsideAndStopsNobody() {
        topic.takesAtMost(2_000);
        UsageFrame before = ship(1);
        UsageFrame large = ship(100);
        UsageFrame after = ship(1);
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            exporter.untilAllIsTold();
            assertThat(topic.all()).extracting(Heard::id).containsExactly(before.requestId(), after.requestId());
            inner().get(EXPORT).then().statusCode(200).body("refused", is(1)).body("waiting", is(0));
            inner().get(EXPORT + "/refused")
                    .then()
                    .statusCode(200)
                    .body("data.request_id", equalTo(List.of(large.requestId())))
                    .body("data[0].reason", is("too_large"))
                    .body("data[0].revision", is(1));

            topic.takesAtMost(20_000);
            inner().post(EXPORT + "/refused/retry")
                    .then()
                    .statusCode(200)
                    .body("moved", is(1))
                    .body("has_more", is(false));
            exporter.untilAllIsTold();
        }
        assertThat(topic.all())
                .extracting(Heard::id)
                .containsExactly(before.requestId(), after.requestId(), large.requestId());
        inner().get(EXPORT).then().body("refused", is(0));
        assertThat(stage.number("SELECT count(*) FROM audit_entry WHERE action = 'export.retry'"))
                .isPositive();
    }

    @Test
    void aRecordLargerThanABatchIsSetAsideUnread() {
        UsageFrame large = ship(100);
        UsageFrame other = ship(1);
        try (Exporting exporter = new Exporting(pool, new Exporting.Settings(topic.name(), 10, 5_000))) {
            exporter.untilAllIsTold();
        }
        assertThat(topic.all()).extracting(Heard::id).containsExactly(other.requestId());
        inner().get(EXPORT + "/refused")
                .then()
                .body("data.request_id", equalTo(List.of(large.requestId())))
                .body("data[0].detail", containsString(" bytes"));
    }

    @Test
    void aDayIsExportedAgainWhenAnOperatorSaysSo() {
        long then = System.currentTimeMillis() - Duration.ofDays(50).toMillis();
        UsageFrame.Subject subject = stage.subject(account, List.of(), 0, then);
        stage.ship(edge, done(subject, 10, UsageFrame.Outcome.INTERRUPTED), done(stage.subject(account, 0), 10));
        stage.ship(edge, done(subject, 20));
        stage.sql("DELETE FROM usage_outbox");
        String day = RequestId.day(UUID.fromString(subject.requestId())).toString();
        backfill(day, 1);
        assertThat(backfill(day, 1)).isEqualTo(subject.requestId());
        inner().body(Map.of("day", day, "after", subject.requestId()))
                .post(EXPORT + "/backfill")
                .then()
                .statusCode(200)
                .body("moved", is(0));
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            exporter.untilAllIsTold();
        }
        assertThat(topic.all())
                .extracting(Heard::revision)
                .containsExactly(subject.requestId() + "/2", subject.requestId() + "/2");
        inner().body(Map.of("day", "yesterday"))
                .post(EXPORT + "/backfill")
                .then()
                .statusCode(400)
                .body("error.param", is("day"));
        inner().body(Map.of("day", day, "after", "x"))
                .post(EXPORT + "/backfill")
                .then()
                .statusCode(400)
                .body("error.param", is("after"));
    }

    @Test
    void whatWaitsIsSeenAndIsNotForgottenWhileTheExportIsOn() {
        ship(1);
        inner().get(EXPORT)
                .then()
                .body("on", is(true))
                .body("topic", is("tollgate.usage"))
                .body("waiting", is(1))
                .body("oldest_at", notNullValue());
        inner().post(EXPORT + "/discard").then().statusCode(409).body("error.code", is("conflict"));
        inner().get(EXPORT).then().body("waiting", is(1));
    }

    @Test
    void aDayIsNotDroppedBeforeItIsExported() {
        long then = System.currentTimeMillis() - Duration.ofDays(70).toMillis();
        UsageFrame.Subject subject = stage.subject(account, List.of(), 0, then);
        stage.ship(edge, done(subject, 10));
        LocalDate day = RequestId.day(UUID.fromString(subject.requestId()));
        assertThatThrownBy(() -> stage.sql("SELECT seal_usage_day($1)", day))
                .hasMessageContaining("wait to be exported");
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            exporter.untilAllIsTold();
        }
        stage.sql("SELECT seal_usage_day($1)", day);
        assertThat(topic.all()).extracting(Heard::id).containsExactly(subject.requestId());
    }

    private String backfill(String day, int expected) {
        return inner().body(Map.of("day", day))
                .post(EXPORT + "/backfill")
                .then()
                .statusCode(200)
                .body("moved", is(expected))
                .body("has_more", is(false))
                .extract()
                .path("last_id");
    }

    /// A record of a request that was tried so often: each try makes it larger by some 50 bytes.
    private UsageFrame ship(int attempts) {
        UsageFrame.Done usual = done(stage.subject(account, 0), 10);
        UsageFrame frame = new UsageFrame.Done(
                usual.version(),
                usual.subject(),
                usual.quantities(),
                usual.components(),
                usual.charge(),
                usual.incurred(),
                usual.providerCost(),
                usual.outcome(),
                usual.estimated(),
                usual.status(),
                usual.provider(),
                usual.deployment(),
                usual.upstreamModel(),
                Collections.nCopies(attempts, usual.attempts().getFirst()),
                usual.firstByteMillis(),
                usual.durationMillis());
        assertThat(stage.ship(edge, frame)).containsExactly(Result.POSTED);
        return frame;
    }
}
