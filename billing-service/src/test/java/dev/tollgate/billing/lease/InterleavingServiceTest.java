package dev.tollgate.billing.lease;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three edges do what edges do in any order, and after each step the books agree with a model kept in memory.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class InterleavingServiceTest {
    private static final long CREDIT = 1_000_000_000L;
    private static final int STEPS = 120;

    @Inject
    Pool pool;

    @Inject
    LeaseExpiry expiry;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyNanoIsAccountedForInAnyOrder(long seed) {
        Random random = new Random(seed);
        Stage stage = new Stage(pool);
        String account = stage.account(5 * CREDIT);
        List<String> limits = List.of(stage.limit(account, 3 * CREDIT, "total"));
        List<Edge> edges = List.of(stage.edge(), stage.edge(), stage.edge());
        Map<String, Long> charges = new HashMap<>();
        List<UsageFrame> shipped = new ArrayList<>();
        List<LeaseAsk> last = new ArrayList<>(Collections.nCopies(3, null));
        List<LeaseAnswer> answered = new ArrayList<>(Collections.nCopies(3, null));
        for (int step = 0; step < STEPS; step++) {
            int at = random.nextInt(3);
            Edge edge = edges.get(at);
            List<String> set = random.nextBoolean() ? List.of() : limits;
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    long bound = random.nextLong(CREDIT);
                    Need need = new Need(bound, random.nextLong(bound + 1), bound / 4);
                    LeaseAsk ask = new LeaseAsk(
                            account,
                            set,
                            stage.number(edge, account, set),
                            List.of(need),
                            random.nextLong(CREDIT),
                            0,
                            false);
                    last.set(at, ask);
                    answered.set(at, stage.ask(edge, ask).answers().getFirst());
                }
                case 2 -> {
                    if (last.get(at) != null
                            && stage.number(
                                            "SELECT count(*) FROM lease WHERE edge_id = $1 AND closed_at IS NULL AND limit_ids = $2 AND ask_number = $3",
                                            edge.id(),
                                            last.get(at).limitIds().toArray(String[]::new),
                                            last.get(at).askNumber())
                                    == 1) {
                        assertThat(stage.ask(edge, last.get(at)).answers().getFirst())
                                .isEqualTo(answered.get(at));
                    }
                }
                case 3 ->
                    stage.ask(
                            edge,
                            stage.number(edge, account, set),
                            account,
                            set,
                            0,
                            random.nextLong(CREDIT),
                            random.nextInt(4) == 0);
                case 4, 5 -> {
                    long tokens = random.nextLong(900_000);
                    UsageFrame frame = done(stage.subject(account, set, tokens * TOKEN), tokens);
                    charges.put(frame.requestId(), tokens * TOKEN);
                    shipped.add(frame);
                    UsageFrame again = shipped.get(random.nextInt(shipped.size()));
                    stage.ship(edges.get(random.nextInt(3)), again, frame, frame);
                }
                default -> {
                    stage.sql(
                            "UPDATE lease SET hold_until = now() - interval '1 second' WHERE account_id = $1 AND edge_id = $2",
                            account,
                            edge.id());
                    expiry.expire().await().indefinitely();
                }
            }
            stage.verify(account);
            assertThat(stage.number("SELECT count(*) FROM usage_record WHERE account_id = $1", account))
                    .isEqualTo(charges.size());
            assertThat(stage.number(
                            "SELECT coalesce(sum(charge), 0)::bigint FROM usage_record WHERE account_id = $1", account))
                    .isEqualTo(
                            charges.values().stream().mapToLong(Long::longValue).sum());
            assertThat(stage.number(
                            "SELECT spent + held FROM spend_period WHERE limit_id = $1 UNION ALL SELECT 0",
                            limits.getFirst()))
                    .isLessThanOrEqualTo(3 * CREDIT);
        }
    }

    @Test
    void eightPostersAndAskersNeverWaitForEachOther() {
        Stage stage = new Stage(pool);
        List<String> accounts =
                IntStream.range(0, 5).mapToObj(_ -> stage.account(100 * CREDIT)).toList();
        List<Edge> edges = IntStream.range(0, 8).mapToObj(_ -> stage.edge()).toList();
        IntStream.range(0, 8).parallel().forEach(at -> {
            Random random = new Random(at);
            Edge edge = edges.get(at);
            for (int round = 0; round < 15; round++) {
                List<UsageFrame> frames = new ArrayList<>();
                List<LeaseAsk> asks = new ArrayList<>();
                List<String> shuffled = new ArrayList<>(accounts);
                Collections.shuffle(shuffled, random);
                for (String account : shuffled) {
                    asks.add(new LeaseAsk(
                            account, List.of(), round + 1L, List.of(Stage.need(CREDIT / 10)), 0, 0, false));
                    frames.add(done(stage.subject(account, CREDIT / 10), random.nextLong(10_000)));
                    frames.add(Stage.open(stage.subject(account, 0), 5));
                }
                stage.ask(edge, asks.toArray(LeaseAsk[]::new));
                stage.ship(edge, frames.toArray(UsageFrame[]::new));
            }
        });
        accounts.forEach(stage::verify);
        assertThat(stage.number("SELECT count(*) FROM usage_record WHERE account_id = ANY ($1::text[])", (Object)
                        accounts.toArray(String[]::new)))
                .isEqualTo(8 * 15 * 5);
    }
}
