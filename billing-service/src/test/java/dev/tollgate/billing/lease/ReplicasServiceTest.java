package dev.tollgate.billing.lease;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.TestBooks.replicaPool;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.alert.Alerts;
import dev.tollgate.billing.hold.BooksRepository;
import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.billing.usage.IngestReplica;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two replicas of billing on one database: all that edges and operators ask goes to either, every journal goes to
/// both, and both run the background tasks.
@QuarkusTest
@TestProfile(ReplicasServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ReplicasServiceTest {
    private static final long CREDIT = 1_000_000_000L;
    private static final int ACCOUNTS = 5;
    private static final int WORKERS = 8;
    private static final int ROUNDS = 12;

    @Inject
    Pool pool;

    @Inject
    BooksRepository books;

    @Inject
    LeaseRepository leases;

    @Inject
    LeaseClosing closing;

    @Inject
    LeaseExpiry expiry;

    @Inject
    LeaseMetrics metrics;

    @Inject
    LeaseConfig config;

    @Inject
    Recalls recalls;

    @Inject
    Alerts alerts;

    @Inject
    BackgroundTasks tasks;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    private Pool second;
    private Leasing leasing;
    private LeaseExpiry secondExpiry;
    private IngestReplica ingest;

    @BeforeEach
    void startTheSecond() {
        second = replicaPool();
        leasing = new Leasing(second, books, leases, recalls, alerts, metrics, config, json, clock);
        secondExpiry = new LeaseExpiry(second, closing, leases, config, tasks, clock);
        ingest = new IngestReplica(second);
    }

    @AfterEach
    void stopTheSecond() {
        second.close().await().indefinitely();
    }

    @Test
    void rule9EveryRecordIsCountedOnceAndNobodyWaitsInACircle() {
        Stage stage = new Stage(pool);
        List<String> accounts = IntStream.range(0, ACCOUNTS)
                .mapToObj(_ -> stage.account(100 * CREDIT))
                .toList();
        List<String> limits = accounts.stream()
                .map(account -> stage.limit(account, 50 * CREDIT, "month"))
                .toList();
        AtomicLong tokens = new AtomicLong();
        AtomicLong posted = new AtomicLong();
        IntStream.range(0, WORKERS).parallel().forEach(at -> {
            Random random = new Random(at);
            Edge edge = stage.edge();
            for (int round = 0; round < ROUNDS; round++) {
                boolean atFirst = random.nextBoolean();
                ask(stage, edge, shuffled(asks(accounts, limits, round), random), atFirst);
                List<UsageFrame> frames = new ArrayList<>();
                for (int i = 0; i < ACCOUNTS; i++) {
                    long used = 1 + random.nextLong(9_000);
                    tokens.addAndGet(used);
                    List<String> binding = random.nextBoolean() ? List.of() : List.of(limits.get(i));
                    frames.add(done(stage.subject(accounts.get(i), binding, CREDIT / 10), used));
                }
                // Each journal is shipped to both at once, in another order: the answer to one was lost.
                List<UsageFrame> again = shuffled(frames, random);
                posted.addAndGet(IntStream.range(0, 2)
                        .parallel()
                        .mapToObj(replica -> replica == 0
                                ? stage.ship(edge, frames.toArray(UsageFrame[]::new))
                                : ingest.ship(edge, again))
                        .flatMap(List::stream)
                        .filter(result -> result == Result.POSTED)
                        .count());
                operate(stage, accounts, limits, random, edge);
            }
        });
        assertThat(posted.get()).isEqualTo((long) WORKERS * ROUNDS * ACCOUNTS);
        assertThat(stage.number("SELECT sum(charge)::bigint FROM usage_record")).isEqualTo(tokens.get() * TOKEN);
        accounts.forEach(stage::verify);
        assertThat(verified().difference()).isNull();
        assertThat(stage.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    private void ask(Stage stage, Edge edge, List<LeaseAsk> asks, boolean atFirst) {
        if (atFirst) {
            stage.ask(edge, asks.toArray(LeaseAsk[]::new));
        } else {
            leasing.answer(new LeaseAsks(edge.id(), edge.epoch(), asks)).await().indefinitely();
        }
    }

    private static List<LeaseAsk> asks(List<String> accounts, List<String> limits, int round) {
        List<LeaseAsk> asks = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i++) {
            var need = List.of(Stage.need(CREDIT / 20));
            asks.add(new LeaseAsk(accounts.get(i), List.of(), round + 1L, need, CREDIT, 0, round % 5 == 4));
            asks.add(new LeaseAsk(accounts.get(i), List.of(limits.get(i)), round + 1L, need, 0, CREDIT / 50, false));
        }
        return asks;
    }

    /// What goes on beside: gifts, limits, freezes, and holds that end, on both replicas.
    private void operate(Stage stage, List<String> accounts, List<String> limits, Random random, Edge edge) {
        String account = accounts.get(random.nextInt(ACCOUNTS));
        switch (random.nextInt(5)) {
            case 0 -> stage.gift(account, 1 + random.nextLong(CREDIT));
            case 1 ->
                Stage.inner()
                        .body(Map.of("amount", Long.toString(random.nextLong(60 * CREDIT))))
                        .patch("/internal/v1/spend-limits/" + limits.get(random.nextInt(ACCOUNTS)))
                        .then()
                        .statusCode(200);
            case 2 ->
                Stage.inner()
                        .body("{\"frozen\":" + (random.nextInt(4) == 0) + "}")
                        .put("/internal/v1/credit/" + account + "/frozen")
                        .then()
                        .statusCode(200);
            case 3 ->
                Stage.inner()
                        .post("/internal/v1/edges/" + edge.id() + "/release")
                        .then()
                        .statusCode(200);
            default -> {
                stage.sql("UPDATE lease SET hold_until = now() - interval '1 second' WHERE edge_id = $1", edge.id());
                IntStream.range(0, 2).parallel().forEach(replica -> (replica == 0 ? expiry : secondExpiry)
                        .expire()
                        .await()
                        .indefinitely());
            }
        }
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
