package dev.tollgate.billing.change;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ChangesServiceTest {
    @Inject
    Changes changes;

    @Inject
    Pool pool;

    @Inject
    RedisDataSource redis;

    @Test
    void tellsWhatIsNewerAndNothingWhenNothingIs() {
        long before = newest();
        long revision = changes.publish(ChangeKind.RECALL, "acct_feed").await().indefinitely();

        Response page = ask(before);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.jsonPath().getLong("revision")).isGreaterThanOrEqualTo(revision);
        assertThat(page.jsonPath().getBoolean("complete")).isTrue();
        assertThat(page.jsonPath().getList("changes.id")).contains("acct_feed");
        assertThat(ask(newest()).statusCode()).isEqualTo(204);
    }

    @Test
    void tellsAnAskerFromAnotherPastToDropAll() {
        Response page = ask(newest() + 1_000_000);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.jsonPath().getBoolean("complete")).isFalse();
    }

    @Test
    void ringsTheBellAfterTheCommit() {
        List<String> heard = new CopyOnWriteArrayList<>();
        redis.pubsub(String.class).subscribe(Channels.BILLING_CHANGES, heard::add);
        long revision = changes.publish(ChangeKind.RECALL, "acct_bell").await().indefinitely();
        Awaitility.await().until(() -> heard.contains(Long.toString(revision)));
    }

    @Test
    void commitOrderIsNumberOrderWhenManyChangeAtOnce() {
        long before = newest();
        IntStream.range(0, 40).parallel().forEach(i -> changes.publish(ChangeKind.RECALL, "acct_" + i)
                .await()
                .indefinitely());
        List<Long> revisions = ask(before).jsonPath().getList("changes.revision", Long.class);
        assertThat(revisions).hasSizeGreaterThanOrEqualTo(40).isSorted().doesNotHaveDuplicates();
        assertThat(revisions.getFirst()).isEqualTo(before + 1);
    }

    @Test
    void refusesACallWithoutTheToken() {
        Response answer = given().get("/internal/v1/changes?since=0");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("error.type")).isEqualTo("authentication_error");
        assertThat(given().header(Headers.INTERNAL_TOKEN, "wrong")
                        .get("/internal/v1/nothing")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        Response answer = given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .get("/internal/v1/changes?since=soon");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error.param")).isEqualTo("since");
    }

    @Test
    void answersAnUnknownPathInTheEnvelope() {
        Response answer = given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .get("/internal/v1/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("error.code")).isEqualTo("not_found");
    }

    private long newest() {
        return pool.query("SELECT value FROM revision")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }

    private static Response ask(long since) {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .get("/internal/v1/changes?since=" + since);
    }
}
