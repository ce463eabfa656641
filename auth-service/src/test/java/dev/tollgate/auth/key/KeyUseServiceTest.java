package dev.tollgate.auth.key;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.introspect;
import static dev.tollgate.auth.AuthApi.key;
import static dev.tollgate.auth.AuthApi.keyView;
import static dev.tollgate.auth.AuthApi.patch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A key's last use, as edges' questions tell it: within the hour, and told to nobody as a change.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class KeyUseServiceTest {
    private static final int CONNECTIONS = 16;

    @Inject
    Pool pool;

    @Inject
    KeyUse use;

    @Test
    void anEdgesQuestionIsAUseOnceAnHour() {
        CreatedKey made = key(account("use").id(), "");
        String id = made.key().id();
        assertThat(made.key().lastUsedAt()).isNull();
        long revision = AuthApi.revision();
        asked(made);
        Long first = keyView(id).lastUsedAt();
        assertThat(first)
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
        usedAgo(id, "59 minutes");
        Long recent = keyView(id).lastUsedAt();
        asked(made);
        assertThat(keyView(id).lastUsedAt()).isEqualTo(recent);
        usedAgo(id, "61 minutes");
        asked(made);
        assertThat(keyView(id).lastUsedAt()).isGreaterThanOrEqualTo(first);
        assertThat(AuthApi.revision()).isEqualTo(revision);
    }

    @Test
    void aChangeOfTheKeyLeavesItAndADisabledKeyIsNotUsed() {
        CreatedKey made = key(account("use").id(), "");
        asked(made);
        patch(InternalPaths.KEYS + "/" + made.key().id(), "{\"status\":\"DISABLED\"}")
                .statusCode(200);
        assertThat(keyView(made.key().id()).lastUsedAt()).isNotNull();
        usedAgo(made.key().id(), "3 hours");
        Long before = keyView(made.key().id()).lastUsedAt();
        asked(made);
        assertThat(keyView(made.key().id()).lastUsedAt()).isEqualTo(before);
    }

    /// Whoever holds a connection and waits for another waits for ever when all do.
    @Test
    void asManyNewKeysAtOnceAsThereAreConnectionsAreAnsweredAll() throws InterruptedException {
        String account = account("use").id();
        List<CreatedKey> made = IntStream.range(0, 4 * CONNECTIONS)
                .mapToObj(n -> key(account, ""))
                .toList();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Introspection>> answers = callers.invokeAll(made.stream()
                    .<Callable<Introspection>>map(one -> () -> introspect(one.secret()))
                    .toList());
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.get().key()).isNotNull());
        }
        use.note().await().atMost(Duration.ofSeconds(5));
        assertThat(made).allSatisfy(one -> assertThat(keyView(one.key().id()).lastUsedAt())
                .isNotNull());
    }

    private void asked(CreatedKey key) {
        introspect(key.secret());
        use.note().await().atMost(Duration.ofSeconds(5));
    }

    private void usedAgo(String id, String interval) {
        pool.preparedQuery("UPDATE auth.api_key SET last_used_at = now() - $2::text::interval WHERE id = $1")
                .executeAndAwait(Tuple.of(id, interval));
    }
}
