package dev.tollgate.auth.change;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.changesSince;
import static dev.tollgate.auth.AuthApi.introspect;
import static dev.tollgate.auth.AuthApi.key;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.revision;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ChangeServiceTest {
    private static final Duration WAIT = Duration.ofSeconds(5);

    @Inject
    RedisDataSource redis;

    @Inject
    Pool pool;

    @Inject
    ChangeStore store;

    @Test
    void numbersConcurrentChangesInCommitOrderWithoutGaps() throws Exception {
        String account = account("busy").id();
        long before = revision();
        List<Long> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<CreatedKey>> made = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                made.add(threads.submit(() -> key(account, "")));
            }
            // A reader that follows as they commit must never find a number behind the one it has reached.
            long reached = before;
            while (reached < before + 24) {
                ChangePage page = changesSince(reached);
                page.changes().forEach(change -> seen.add(change.revision()));
                reached = page.revision();
            }
            for (Future<CreatedKey> one : made) {
                one.get();
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(before + 1, before + 24).boxed().toList());
    }

    /// The edge reads the row at t0; revoke commits at t1; the verdict it caches at t2 is older than the change.
    @Test
    void verdictReadBeforeARevocationCarriesAnOlderRevision() {
        CreatedKey made = key(account("rule 12").id(), "");
        Introspection early = introspect(made.secret());
        post(InternalPaths.KEYS + "/" + made.key().id() + "/revoke", "{}").statusCode(200);
        ChangePage.Change change = changesSince(early.revision()).changes().getLast();
        assertThat(change.id()).isEqualTo(made.key().id());
        assertThat(early.revision()).isLessThan(change.revision());
        Introspection late = introspect(made.secret());
        assertThat(late.revision()).isGreaterThanOrEqualTo(change.revision());
        assertThat(requireNonNull(late.key()).status()).isEqualTo(KeyStatus.REVOKED);
    }

    @Test
    void takesNoRevisionForWhatIsRefused() {
        long before = revision();
        patch(InternalPaths.KEYS + "/key_none", "{\"name\":\"x\"}").statusCode(404);
        post(InternalPaths.ACCOUNTS, "{}").statusCode(400);
        assertThat(revision()).isEqualTo(before);
        call().queryParam("since", before).get(InternalPaths.CHANGES).then().statusCode(204);
    }

    @Test
    void ringsAfterTheCommit() {
        List<String> rung = new CopyOnWriteArrayList<>();
        var subscriber = redis.pubsub(String.class).subscribe(Channels.AUTH_CHANGES, rung::add);
        account("ring");
        String revision = Long.toString(revision());
        await().atMost(WAIT).untilAsserted(() -> assertThat(rung).contains(revision));
        subscriber.unsubscribe();
    }

    @Test
    void tellsThoseWhoAreTooFarBehindOrAheadToDropAll() {
        account("one");
        account("two");
        long newest = revision();
        pool.query("DELETE FROM auth.change WHERE revision < " + newest).executeAndAwait();
        ChangePage behind = changesSince(0);
        assertThat(behind).isEqualTo(new ChangePage(newest, false, List.of()));
        assertThat(changesSince(newest - 1).complete()).isTrue();
        assertThat(changesSince(newest + 5)).isEqualTo(new ChangePage(newest, false, List.of()));
    }

    @Test
    void trimsOnlyWhatNeedsNotBeKept() {
        account("kept");
        long newest = revision();
        store.trim().await().atMost(WAIT);
        assertThat(changesSince(newest - 1).changes()).hasSize(1);
    }

    @Test
    void asksForARevision() {
        call().get(InternalPaths.CHANGES).then().statusCode(400).body("error.param", equalTo("since"));
        call().queryParam("since", "x")
                .get(InternalPaths.CHANGES)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("since"));
    }

    @Test
    void keepsAnAuditEntryOfEachChangeWithoutTheSecret() {
        CreatedKey made = key(account("audit").id(), ",\"group\":\"vip\"");
        var row = pool.query("SELECT action, request_id, detail FROM auth.audit_entry WHERE subject = '"
                        + made.key().id() + "'")
                .executeAndAwait()
                .iterator()
                .next();
        assertThat(row.getString("action")).isEqualTo("key.create");
        assertThat(row.getString("request_id")).isEqualTo("test-request");
        assertThat(row.getString("detail")).contains("vip").doesNotContain(made.secret());
        assertThatThrownBy(() ->
                        pool.query("UPDATE auth.audit_entry SET action = 'x'").executeAndAwait())
                .hasMessageContaining("append only");
    }
}
