package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class CatalogueServiceTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Inject
    RedisDataSource redis;

    @BeforeEach
    void takesTheSample() {
        CatalogueProfile.write(SampleFile.TEXT);
        String hash = CatalogueReader.hash(SampleFile.TEXT.getBytes(StandardCharsets.UTF_8));
        await().until(() ->
                status().fileHash().equals(hash) && status().problems().isEmpty());
    }

    @Test
    void givesTheSnapshotOnceAndThen304() {
        Response first = call().get("/internal/v1/catalogue");
        String etag = first.header("ETag");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(etag).isEqualTo('"' + first.as(Catalogue.class).version() + '"');
        call().header("If-None-Match", etag)
                .get("/internal/v1/catalogue")
                .then()
                .statusCode(304);
        call().header("If-None-Match", "\"older\", " + etag)
                .get("/internal/v1/catalogue")
                .then()
                .statusCode(304);
        call().header("If-None-Match", "\"older\"")
                .get("/internal/v1/catalogue")
                .then()
                .statusCode(200);
    }

    @Test
    void listsGroupsAndTellsItsStatus() {
        call().get("/internal/v1/groups").then().statusCode(200).body("id", equalTo(List.of("default", "all")));
        assertThat(status().models()).isEqualTo(2);
        assertThat(status().deployments()).isEqualTo(2);
        assertThat(status().loadedAt()).isPositive();
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void refusesCallersWithoutTheInternalToken() {
        given().get("/internal/v1/catalogue")
                .then()
                .statusCode(401)
                .body("error.type", equalTo("authentication_error"))
                .body("error", hasKey("param"));
        given().header(Headers.INTERNAL_TOKEN, "wrong")
                .get("/internal/v1/changes?since=0")
                .then()
                .statusCode(401);
    }

    @Test
    void takesAChangedFileWithinTwoSecondsAndRings() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        PubSubCommands.RedisSubscriber bell =
                redis.pubsub(String.class).subscribe(Channels.ROUTING_CHANGES, heard::add);
        long before = newestRevision();

        CatalogueProfile.write(SampleFile.with("weight: 3", "weight: 5"));

        await().atMost(PROMISED)
                .until(() -> catalogue().deployments().getFirst().weight() == 5);
        long after = newestRevision();
        assertThat(after).isEqualTo(before + 1);
        ChangePage page = call().get("/internal/v1/changes?since=" + before).as(ChangePage.class);
        assertThat(page.complete()).isTrue();
        assertThat(page.changes())
                .extracting(ChangePage.Change::id)
                .containsExactly(catalogue().version());
        await().until(() -> heard.contains(Long.toString(after)));
        bell.unsubscribe();
    }

    @Test
    void keepsTheSnapshotWhenTheFileIsBrokenAndSaysWhere() {
        String version = catalogue().version();

        CatalogueProfile.write(SampleFile.with("rpm: 60", "rpm: 0").replace("weight: 3", "weight: 5"));

        await().atMost(PROMISED).until(() -> !status().problems().isEmpty());
        assertThat(status().problems())
                .containsExactly(new CatalogueStatus.Problem(
                        23, "models[0].limits.rpm", "must be from 1 to 1000000000000, not 0"));
        assertThat(catalogue().version()).isEqualTo(version);
        assertThat(catalogue().deployments().getFirst().weight()).isEqualTo(3);
        assertThat(metrics()).contains("tollgate_routing_catalogue_problems 1.0");
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void neverServesHalfAFile() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                readers.add(threads.submit(() -> readWhole(done)));
            }
            for (int weight = 10; weight < 16; weight++) {
                int now = weight;
                CatalogueProfile.write(
                        SampleFile.with("weight: 3", "weight: " + now).replace("priority: 1", "priority: " + now));
                await().atMost(PROMISED)
                        .until(() -> catalogue().deployments().getFirst().weight() == now);
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    @Test
    void takesFiveThousandModels() {
        StringBuilder models = new StringBuilder();
        StringBuilder deployments = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            models.append("  - {id: m").append(i).append(", owner: o, context_window: 1000, output_bound: 100,");
            models.append(" capabilities: [chat, tools], prices: {input: 1, output: 2}}\n");
            deployments
                    .append("  - {id: d")
                    .append(i)
                    .append(", provider: openai, model: m")
                    .append(i)
                    .append("}\n");
        }
        String text = SampleFile.with("deployments:\n", models + "deployments:\n" + deployments);

        CatalogueProfile.write(text);

        await().atMost(Duration.ofSeconds(5)).until(() -> status().models() == 5_002);
    }

    private static int readWhole(AtomicBoolean done) {
        int count = 0;
        while (!done.get()) {
            Response answer = call().get("/internal/v1/catalogue");
            Catalogue catalogue = answer.as(Catalogue.class);
            Catalogue.Deployment deployment = catalogue.deployments().getFirst();
            assertThat(SnapshotVersion.stamp(catalogue)).isEqualTo(catalogue);
            assertThat(answer.header("ETag")).contains(catalogue.version());
            assertThat(deployment.weight() == 3 || deployment.weight() == deployment.priority())
                    .isTrue();
            count++;
        }
        return count;
    }

    @Test
    void answersTheFeedByRevision() {
        long revision = newestRevision();

        call().get("/internal/v1/changes?since=" + revision).then().statusCode(204);
        assertThat(call().get("/internal/v1/changes?since=0")
                        .as(ChangePage.class)
                        .revision())
                .isEqualTo(revision);
        ChangePage beyond =
                call().get("/internal/v1/changes?since=" + (revision + 7)).as(ChangePage.class);
        assertThat(beyond).isEqualTo(new ChangePage(revision, false, List.of()));
        call().get("/internal/v1/changes?since=x").then().statusCode(not(200));
    }

    @Test
    void showsItsMetrics() {
        assertThat(metrics())
                .contains("tollgate_routing_catalogue_loads_total{result=\"applied\"}")
                .contains("tollgate_routing_catalogue_revision ")
                .contains("tollgate_routing_catalogue_models 2.0")
                .contains("tollgate_routing_catalogue_deployments_unconfigured ");
    }

    @Test
    void answersUnknownPathsInTheEnvelope() {
        call().get("/internal/v1/nothing").then().statusCode(404).body("error.code", equalTo("not_found"));
        call().delete("/internal/v1/catalogue").then().statusCode(405);
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }

    private static Catalogue catalogue() {
        return call().get("/internal/v1/catalogue").as(Catalogue.class);
    }

    private static CatalogueStatus status() {
        return call().get("/internal/v1/catalogue/status").as(CatalogueStatus.class);
    }

    private static long newestRevision() {
        ChangePage page = call().get("/internal/v1/changes?since=1000000").as(ChangePage.class);
        return page.revision();
    }

    private static String metrics() {
        return given().get("/q/metrics").asString();
    }
}
