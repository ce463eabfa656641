package dev.tollgate.billing.ledger;

import static org.awaitility.Awaitility.await;

import dev.tollgate.billing.TestBooks;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Ends connections of billing's to its database in the middle of what they do: between two statements of a
/// transaction, in its commit, while they wait for a lock. Statements dawdle now and then, so that it meets them
/// anywhere.
final class Storm implements AutoCloseable {
    private static final int STRIKES_ONE_IN = 3;
    private static final int MILLIS_MAX = 40;
    private static final int UNAVAILABLE = 503;

    private static final List<String> DAWDLE = List.of(
            """
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF random() < 0.15 THEN PERFORM pg_sleep(0.02); END IF;
              RETURN NULL;
            END $$""",
            "CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON ledger_transaction DEFERRABLE INITIALLY DEFERRED"
                    + " FOR EACH ROW EXECUTE FUNCTION dawdle()",
            "CREATE TRIGGER dawdle AFTER UPDATE ON account FOR EACH STATEMENT EXECUTE FUNCTION dawdle()",
            "CREATE TRIGGER dawdle AFTER INSERT OR UPDATE ON lease FOR EACH STATEMENT EXECUTE FUNCTION dawdle()",
            "CREATE TRIGGER dawdle AFTER INSERT OR UPDATE ON credit_lot FOR EACH STATEMENT EXECUTE FUNCTION dawdle()",
            "CREATE TRIGGER dawdle AFTER INSERT OR UPDATE ON refund FOR EACH STATEMENT EXECUTE FUNCTION dawdle()",
            "CREATE TRIGGER dawdle AFTER INSERT ON payment_event FOR EACH STATEMENT EXECUTE FUNCTION dawdle()");

    /// Drops the triggers as well.
    private static final String NO_MORE = "DROP FUNCTION dawdle CASCADE";

    private static final String STRIKE = """
            SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                AND state <> 'idle'
              ORDER BY random() LIMIT 1) victim""";

    private final Pool pool;
    private final Pool own = TestBooks.replicaPool();
    private final SqlConnection connection = own.getConnection().await().indefinitely();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger killed = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    Storm(Pool pool) {
        this.pool = pool;
        DAWDLE.forEach(statement -> TestBooks.execute(pool, statement));
    }

    /// As often as calls are made, however slow the machine is.
    private void brew(Random random) {
        if (random.nextInt(STRIKES_ONE_IN) == 0) {
            timer.schedule(this::strike, random.nextInt(MILLIS_MAX), TimeUnit.MILLISECONDS);
        }
    }

    private void strike() {
        killed.addAndGet(connection
                .query(STRIKE)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0));
    }

    /// How many connections it has ended.
    int killed() {
        return killed.get();
    }

    /// How many calls had no answer for it.
    int unanswered() {
        return unanswered.get();
    }

    /// Answers that say that something else is wrong than the database being away.
    Collection<String> wrong() {
        return wrong;
    }

    @Override
    public void close() {
        timer.close();
        connection.close().await().indefinitely();
        own.close().await().indefinitely();
        TestBooks.execute(pool, NO_MORE);
    }

    /// Whoever calls in a storm: again until there is an answer, of which some get lost; some give up at once.
    Client client(long seed) {
        return new Persistent(new Random(seed));
    }

    private final class Persistent implements Client {
        private static final int LOST_ONE_IN = 8;
        private static final int GIVES_UP_ONE_IN = 8;

        private final Random random;

        Persistent(Random random) {
            this.random = random;
        }

        @Override
        public Response call(Supplier<Response> call) {
            Response answer = untilAnswered(call);
            return random.nextInt(LOST_ONE_IN) == 0 ? untilAnswered(call) : answer;
        }

        private Response untilAnswered(Supplier<Response> call) {
            return await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> tried(call), answer -> answer.statusCode() < 500);
        }

        @Override
        public Optional<Response> tryTo(Supplier<Response> call) {
            return Optional.of(tried(call)).filter(answer -> answer.statusCode() < 500);
        }

        private Response tried(Supplier<Response> call) {
            brew(random);
            Response answer = call.get();
            if (answer.statusCode() >= 500) {
                unanswered.incrementAndGet();
                if (answer.statusCode() != UNAVAILABLE) {
                    wrong.add(answer.statusCode() + " " + answer.asString());
                }
            }
            return answer;
        }

        @Override
        public void run(Runnable work) {
            brew(random);
            try {
                work.run();
            } catch (RuntimeException _) {
                unanswered.incrementAndGet();
            }
        }

        @Override
        public boolean isImpatient() {
            return random.nextInt(GIVES_UP_ONE_IN) == 0;
        }
    }
}
