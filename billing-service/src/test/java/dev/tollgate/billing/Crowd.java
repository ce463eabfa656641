package dev.tollgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Equal calls at once that take long.
public final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Settings under which no call gives a lock up before the rest are answered, however slow the machine.
    public static final Map<String, String> UNHURRIED = Map.of(
            "quarkus.datasource.reactive.additional-properties.lock_timeout", "60000",
            "quarkus.datasource.reactive.additional-properties.statement_timeout", "60000");

    private Crowd() {}

    /// [#UNHURRIED] and nothing else.
    public static final class Unhurried implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return UNHURRIED;
        }
    }

    /// The answers to calls that read a table which is locked until all but some are answered. One call is made
    /// before, so that no time is lost to what is done once.
    ///
    /// @param waiting how many calls are not answered before
    public static List<Response> at(Pool pool, String table, int calls, int waiting, Supplier<Response> call) {
        assertThat(call.get().statusCode()).isLessThan(500);
        SqlConnection holder = pool.getConnection().await().atMost(PATIENCE);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var lock = holder.begin().await().atMost(PATIENCE);
            List<CompletableFuture<Response>> answers;
            try {
                holder.query("SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE " + table
                                + " IN ACCESS EXCLUSIVE MODE")
                        .execute()
                        .await()
                        .atMost(PATIENCE);
                answers = Stream.generate(() -> CompletableFuture.supplyAsync(call, callers))
                        .limit(calls)
                        .toList();
                await().atMost(PATIENCE)
                        .until(() -> answers.stream()
                                        .filter(CompletableFuture::isDone)
                                        .count()
                                == calls - waiting);
            } finally {
                lock.rollback().await().atMost(PATIENCE);
            }
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            holder.close().await().atMost(PATIENCE);
        }
    }
}
