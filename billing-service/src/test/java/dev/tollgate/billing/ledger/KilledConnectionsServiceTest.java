package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.sessions.JqwikSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everything that may happen to the books happens at once, while billing's connections to Postgres are killed.
/// Whoever gets no answer asks again, as edges, Stripe and customers do, or never again.
@QuarkusTest
@TestProfile(BooksProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class KilledConnectionsServiceTest {
    private static final Logger LOG = Logger.getLogger(KilledConnectionsServiceTest.class);
    private static final int ACCOUNTS = 3;
    private static final int ACTORS = 6;
    private static final int STEPS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    @Inject
    Town.Rounds rounds;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int connections;

    @AfterEach
    void end() {
        clock.reset();
    }

    @Test
    @Timeout(300)
    void nothingIsLostAndNothingCountsTwiceThoughConnectionsAreKilled() {
        Long seed = Long.getLong("tollgate.seed");
        weather(seed == null ? 1 : seed);
    }

    @Test
    @Tag("long")
    void nothingIsLostInManyStorms() {
        long first = System.currentTimeMillis();
        IntStream.range(0, 15).forEach(nth -> weather(first + nth));
    }

    private void weather(long seed) {
        Stage stage = new Stage(pool);
        try (Town town = new Town(stage, rounds, ACCOUNTS)) {
            try (Storm storm = new Storm(pool)) {
                List<Actor> actors = IntStream.range(0, ACTORS)
                        .mapToObj(at -> new Actor(town, storm.client(seed + at), 2))
                        .toList();
                playAtOnce(actors, seed);
                LOG.infof(
                        "seed %d: %d connections killed, %d calls without an answer",
                        seed, storm.killed(), storm.unanswered());
                assertThat(storm.unanswered()).as("calls without an answer").isGreaterThan(ACTORS);
                assertThat(storm.wrong()).isEmpty();
            }
            nothingIsHeldOpen(stage);
            town.agrees();
            town.comesToRest(new Actor(town, new Client.Calm(), 1));
            town.agreesAtRest();
        }
        assertThat(TestBooks.verified().difference()).isNull();
        nothingIsHeldOpen(stage);
        allConnectionsAreThere();
        assertThat(TestBooks.number(pool, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .as("deadlocks")
                .isZero();
    }

    private static void playAtOnce(List<Actor> actors, long seed) {
        List<Callable<Void>> plays = new ArrayList<>();
        JqwikSession.run(() -> actors.forEach(actor -> {
            List<Step> script = Scripts.of(seed * 1_000 + plays.size(), STEPS);
            plays.add(() -> {
                script.forEach(actor::play);
                actor.shipsAll();
                return null;
            });
        }));
        try (ExecutorService threads = Executors.newFixedThreadPool(ACTORS)) {
            for (Future<Void> done : threads.invokeAll(plays)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// No transaction is left behind, nor a row's lock.
    private void nothingIsHeldOpen(Stage stage) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.number("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                          AND state <> 'idle'
                        """))
                .as("transactions left behind")
                .isZero());
        pool.withTransaction(tx -> tx.query("SELECT id FROM account ORDER BY id FOR UPDATE NOWAIT")
                        .execute())
                .await()
                .atMost(PATIENCE);
    }

    /// As many as the pool may have can be used at once: none was lost.
    private void allConnectionsAreThere() {
        List<Uni<SqlConnection>> all = IntStream.range(0, connections)
                .mapToObj(_ -> pool.getConnection())
                .toList();
        List<SqlConnection> open = Uni.join().all(all).andFailFast().await().atMost(PATIENCE);
        assertThat(open).hasSize(connections);
        open.forEach(connection -> {
            connection.query("SELECT 1").execute().await().atMost(PATIENCE);
            connection.close().await().atMost(PATIENCE);
        });
    }
}
