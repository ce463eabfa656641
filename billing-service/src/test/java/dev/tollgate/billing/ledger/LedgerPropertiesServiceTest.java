package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.TestBooks;
import dev.tollgate.billing.TestClock;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.sessions.JqwikSession;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever happens to the books, and in whatever order, they agree after each step. The scripts are jqwik's, each of
/// its seed; as its engine does not run here, failing ones are shrunk below. What a failure names is repeated by
/// `-Dtollgate.seed=<seed>`.
@QuarkusTest
@TestProfile(BooksProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class LedgerPropertiesServiceTest {
    private static final Logger LOG = Logger.getLogger(LedgerPropertiesServiceTest.class);
    private static final int ACCOUNTS = 3;
    private static final int EDGES = 3;
    private static final int STEPS = 60;
    private static final int VERIFY_EVERY = 15;
    private static final int SHRINKS_MAX = 60;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    @Inject
    Town.Rounds rounds;

    private Stage stage;

    @BeforeEach
    void begin() {
        stage = new Stage(pool);
    }

    @AfterEach
    void end() {
        clock.reset();
    }

    @Test
    void whateverHappensTheBooksAgreeAfterEachStep() {
        Long seed = Long.getLong("tollgate.seed");
        tries(seed == null ? LongStream.rangeClosed(1, 16) : LongStream.of(seed));
    }

    @Test
    @Tag("long")
    void whateverElseHappensTheBooksAgreeAfterEachStep() {
        long first = System.currentTimeMillis();
        tries(LongStream.range(first, first + 400));
    }

    private void tries(LongStream seeds) {
        JqwikSession.run(() -> seeds.forEach(this::tryOut));
    }

    private void tryOut(long seed) {
        List<Step> script = Scripts.of(seed, STEPS);
        long began = System.nanoTime();
        Optional<Throwable> failure = failure(script);
        LOG.infof("seed %d: %d steps in %d ms", seed, script.size(), (System.nanoTime() - began) / 1_000_000);
        if (failure.isPresent()) {
            List<Step> least = shrunk(script);
            Throwable why = failure(least).orElse(failure.get());
            String steps = least.stream().map(Step::toString).collect(Collectors.joining("\n  ", "\n  ", "\n"));
            throw new AssertionError("seed " + seed + ", by these steps:" + steps + why.getMessage(), why);
        }
    }

    /// Leaves out what the script fails without: half of it, a quarter, and so on.
    private List<Step> shrunk(List<Step> failing) {
        List<Step> least = failing;
        int tries = 0;
        for (int size = least.size() / 2; size > 0; size /= 2) {
            for (int from = 0; from < least.size() && tries < SHRINKS_MAX; ) {
                List<Step> candidate = new ArrayList<>(least);
                candidate.subList(from, Math.min(from + size, least.size())).clear();
                tries++;
                if (failure(candidate).isPresent()) {
                    least = candidate;
                } else {
                    from += size;
                }
            }
        }
        return least;
    }

    private Optional<Throwable> failure(List<Step> steps) {
        // Books that an earlier script has broken for good say nothing of this one.
        boolean sound = isSound();
        try (Town town = new Town(stage, rounds, ACCOUNTS)) {
            play(town, steps, sound);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(e);
        } finally {
            clock.reset();
        }
    }

    private static boolean isSound() {
        return TestBooks.verified().difference() == null;
    }

    private void play(Town town, List<Step> steps, boolean sound) {
        Actor actor = new Actor(town, new Client.Calm(), EDGES);
        int played = 0;
        for (Step step : steps) {
            LotBook before = LotBook.of(stage, town.accounts);
            actor.play(step);
            before.becomes(LotBook.of(stage, town.accounts), step, clock.instant());
            town.agrees();
            if (sound && ++played % VERIFY_EVERY == 0) {
                assertThat(TestBooks.verified().difference()).isNull();
            }
        }
        town.comesToRest(actor);
        town.agreesAtRest();
        if (sound) {
            assertThat(TestBooks.verified().difference()).isNull();
        }
    }
}
