package dev.tollgate.billing.export;

import static dev.tollgate.billing.Stage.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.export.Topic.Heard;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.KafkaNode;
import dev.tollgate.local.testing.KafkaResource;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is booked arrives, whatever fails on the way: a real broker, which is killed, and a real database.
@QuarkusTest
@TestProfile(ExporterServiceTest.ByHand.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
class ExporterServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    Outbox outbox;

    @SuppressWarnings("NullAway.Init")
    KafkaNode kafka;

    private Stage stage;
    private Edge edge;
    private Topic topic;

    @BeforeEach
    void begin() {
        stage = new Stage(pool);
        edge = stage.edge();
        topic = Topic.on(kafka);
        stage.sql("DELETE FROM usage_outbox");
        stage.sql("DELETE FROM usage_export_refused");
        stage.sql("UPDATE usage_exporter SET until = '-infinity'");
    }

    @Test
    void messagesAreKeyedByAccountInTheOrderOfTheirBooking() {
        Map<String, List<String>> booked = book(4, 5, 6);
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            exporter.round();
            assertThat(exporter.waiting()).isZero();
        }
        List<Heard> heard = topic.all();
        assertThat(heard).hasSize(4 * 5 * 6);
        booked.forEach((account, ids) -> {
            List<Heard> own =
                    heard.stream().filter(one -> one.key().equals(account)).toList();
            assertThat(own).extracting(Heard::id).isEqualTo(ids);
            assertThat(own).extracting(Heard::sequence).isSorted();
            assertThat(own.stream().map(Heard::partition).distinct()).hasSize(1);
            assertThat(own)
                    .allSatisfy(one ->
                            assertThat(one.json().get("account_id").asText()).isEqualTo(account));
        });
    }

    /// Numbers are drawn before the commit: a later number may be seen first.
    @Test
    void aBookingThatIsCommittedAfterALaterOneIsNotSkipped() {
        UUID early = booked(stage.account(CREDIT));
        UUID later = booked(stage.account(CREDIT));
        stage.sql("DELETE FROM usage_outbox");
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            pool.withTransaction(tx -> outbox.add(tx, List.of(new Outbox.Revision(early, 1)))
                            .chain(() -> pool.withTransaction(
                                    other -> outbox.add(other, List.of(new Outbox.Revision(later, 1)))))
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .invoke(() -> {
                                exporter.round();
                                assertThat(topic.all()).extracting(Heard::id).containsExactly(later.toString());
                            }))
                    .await()
                    .atMost(Duration.ofSeconds(60));
            exporter.round();
        }
        assertThat(topic.all()).extracting(Heard::id).containsExactlyInAnyOrder(early.toString(), later.toString());
    }

    @Test
    void aCorrectionFollowsWhatItCorrectsEvenIfBothWaited() {
        String account = stage.account(CREDIT);
        UsageFrame.Subject subject = stage.subject(account, 0);
        stage.ship(edge, done(subject, 10, UsageFrame.Outcome.INTERRUPTED));
        stage.ship(edge, done(subject, 30));
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            exporter.round();
        }
        List<Heard> heard = topic.all();
        assertThat(heard)
                .extracting(Heard::revision)
                .containsExactly(subject.requestId() + "/1", subject.requestId() + "/2");
        assertThat(heard).extracting(one -> one.json().get("charge").asText()).containsExactly("10000", "30000");
    }

    @Test
    void nothingIsLostWhenTheBrokerIsKilledBetweenSendingAndAcknowledging() {
        try (Exporting exporter = new Exporting(pool, topic.name())) {
            booked(stage.account(CREDIT));
            exporter.untilAllIsTold();
            Map<String, List<String>> booked = book(3, 4, 10);

            kafka.pause();
            Thread round = exporter.inBackground();
            awaitOneRequestUnderWay();
            kafka.kill();
            join(round);
            assertThat(exporter.waiting()).isEqualTo(3 * 4 * 10);
            kafka.start();
            exporter.untilAllIsTold();
            assertAllHeardInOrder(booked);

            Map<String, List<String>> more = book(3, 4, 10);
            Thread next = exporter.inBackground();
            kafka.kill();
            kafka.start();
            join(next);
            exporter.untilAllIsTold();
            assertAllHeardInOrder(more);
        }
    }

    /// Whatever ends billing between the two, the database has not heard of the acknowledgement.
    @Test
    void nothingIsLostWhenBillingEndsBetweenTheAcknowledgementAndTheDeletion() {
        Map<String, List<String>> booked = book(2, 3, 5);
        stage.sql("CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'the process is gone'; END $$");
        stage.sql("CREATE TRIGGER crash BEFORE DELETE ON usage_outbox FOR EACH STATEMENT EXECUTE FUNCTION crash()");
        Exporting first = new Exporting(pool, new Exporting.Settings(topic.name(), 500, 4_000_000));
        try {
            first.round();
            assertThat(first.waiting()).isEqualTo(2 * 3 * 5);
        } finally {
            stage.sql("DROP TRIGGER crash ON usage_outbox");
        }
        assertThat(topic.all()).hasSize(2 * 3 * 5);
        // The first one is gone without a word: its turn ends by itself.
        try (Exporting second = new Exporting(pool, topic.name())) {
            second.untilAllIsTold();
        }
        assertThat(topic.all()).hasSize(2 * 2 * 3 * 5);
        assertAllHeardInOrder(booked);
        first.close();
    }

    @Test
    void ofTwoReplicasOneSendsAtATime() {
        Pool replica = TestBooks.replicaPool();
        AtomicBoolean over = new AtomicBoolean();
        List<Exporting> exporters = List.of(new Exporting(pool, topic.name()), new Exporting(replica, topic.name()));
        Map<String, List<String>> booked = new LinkedHashMap<>();
        try {
            List<Thread> rounds = exporters.stream()
                    .map(exporter -> Thread.ofVirtual().start(() -> {
                        while (!over.get()) {
                            exporter.round();
                        }
                    }))
                    .toList();
            for (int i = 0; i < 5; i++) {
                booked.putAll(book(2, 2, 20));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> exporters.getFirst().waiting() == 0);
            over.set(true);
            rounds.forEach(ExporterServiceTest::join);
        } finally {
            over.set(true);
            exporters.forEach(Exporting::close);
            replica.close().await().indefinitely();
        }
        assertThat(topic.all()).hasSize(5 * 2 * 2 * 20).extracting(Heard::id).doesNotHaveDuplicates();
        assertAllHeardInOrder(booked);
    }

    @Test
    void aBookingWritesOneStatementMoreHoweverManyRecordsItHas() {
        stage.sql("CREATE TABLE counted (rows bigint)");
        stage.sql("CREATE FUNCTION note_rows() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO counted SELECT count(*) FROM added; RETURN NULL; END $$");
        stage.sql("CREATE TRIGGER note_rows AFTER INSERT ON usage_outbox REFERENCING NEW TABLE AS added"
                + " FOR EACH STATEMENT EXECUTE FUNCTION note_rows()");
        try {
            book(1, 5, 20);
            assertThat(stage.sql("SELECT rows FROM counted"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getLong(0)).isEqualTo(100));
        } finally {
            stage.sql("DROP TRIGGER note_rows ON usage_outbox");
        }
    }

    @Test
    void anEndingProcessWaitsForItsBatchAWhileAndGivesUpItsTurn() {
        Exporting ending = new Exporting(pool, topic.name());
        booked(stage.account(CREDIT));
        ending.untilAllIsTold();
        Map<String, List<String>> booked = book(1, 2, 10);
        kafka.pause();
        try {
            Thread round = ending.inBackground();
            awaitOneRequestUnderWay();
            long began = System.nanoTime();
            ending.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Exporting.DELIVER_WITHIN);
            join(round);
            assertThat(ending.waiting()).isEqualTo(20);
        } finally {
            kafka.goOn();
        }
        try (Exporting other = new Exporting(pool, topic.name())) {
            other.round();
            assertThat(other.waiting()).isZero();
        }
        assertAllHeardInOrder(booked);
    }

    /// Books so many batches, each with so many records of each of so many accounts, of which it gives the ids.
    private Map<String, List<String>> book(int batches, int accounts, int records) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        for (int i = 0; i < accounts; i++) {
            ids.put(stage.account(CREDIT), new ArrayList<>());
        }
        for (int batch = 0; batch < batches; batch++) {
            List<UsageFrame> frames = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                ids.forEach((account, own) -> {
                    UsageFrame frame = done(stage.subject(account, 0), 10);
                    own.add(frame.requestId());
                    frames.add(frame);
                });
            }
            stage.ship(edge, frames.toArray(UsageFrame[]::new));
        }
        return ids;
    }

    private UUID booked(String account) {
        UsageFrame frame = done(stage.subject(account, 0), 10);
        stage.ship(edge, frame);
        return UUID.fromString(frame.requestId());
    }

    private void assertAllHeardInOrder(Map<String, List<String>> booked) {
        List<Heard> heard = topic.all();
        booked.forEach(
                (account, ids) -> assertThat(Heard.ofAccount(heard, account)).isEqualTo(ids));
    }

    /// Kafka's producer says itself what it has sent and has no answer to.
    private static void awaitOneRequestUnderWay() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                var server = ManagementFactory.getPlatformMBeanServer();
                double most = 0;
                for (ObjectName name :
                        server.queryNames(new ObjectName("kafka.producer:type=producer-metrics,client-id=*"), null)) {
                    most = Math.max(most, (Double) server.getAttribute(name, "requests-in-flight"));
                }
                return most > 0;
            } catch (JMException e) {
                return false;
            }
        });
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Rounds only when a test runs one.
    public static final class ByHand implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tollgate.billing.export.every", "off", "tollgate.billing.export.measure-every", "off");
        }
    }
}
