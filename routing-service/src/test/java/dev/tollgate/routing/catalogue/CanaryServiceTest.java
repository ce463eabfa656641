package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.change.Bell;
import dev.tollgate.routing.change.NewestRevision;
import dev.tollgate.routing.credential.ManagedCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A canary's share in the catalogue that edges are given, by what edges report.
@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@NullUnmarked
class CanaryServiceTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CANARY = "demo/canary";
    private static final String OLD = "openai/gpt-x";

    @Inject
    Pool postgres;

    @Inject
    CatalogueConfig config;

    @Inject
    ManagedConfig managedConfig;

    @Inject
    CatalogueStore store;

    @Inject
    Bell bell;

    @Inject
    NewestRevision newest;

    @Inject
    ManagedCredentials credentials;

    @Inject
    AuditLog audit;

    private static int tried;

    @BeforeEach
    void beginsAnew() {
        // Another definition than the test before had.
        tried++;
        write("[10, 50]", 20 + tried);
        await().atMost(SOON)
                .until(() -> postgres.preparedQuery("SELECT 1 FROM routing.canary WHERE definition LIKE $1")
                                .execute(Tuple.of("%/" + (20 + tried)))
                                .await()
                                .atMost(SOON)
                                .rowCount()
                        == 1);
    }

    @Test
    void itsFirstShareIsThatOfAllRequestsOfItsModel() {
        assertThat(deployment(CANARY).weight()).isEqualTo(1);
        assertThat(deployment(OLD).weight()).isEqualTo(9);
        assertThat(deployment(CANARY).priority()).isEqualTo(deployment(OLD).priority());
    }

    @Test
    void itsShareGrowsStepByStepAndThenStays() {
        report(CANARY, 60, 0);
        timeIsUp();
        await().atMost(SOON)
                .until(() -> deployment(CANARY).weight() == deployment(OLD).weight());
        assertThat(canary().attempts()).isZero();
        report(CANARY, 60, 0);
        timeIsUp();
        await().atMost(SOON).until(() -> canary().phase().equals("done"));
        assertThat(canary().share()).isEqualTo(50);
    }

    @Test
    void tooManyErrorsTakeItBackAndAreNoted() {
        report(OLD, 100, 1);
        report(CANARY, 60, 30);
        await().atMost(SOON).until(() -> canary().phase().equals("rolled_back"));
        await().atMost(SOON).until(() -> deployment(CANARY).weight() == 0);
        assertThat(canary().why()).isEqualTo("50% of its attempts failed, 1% of the others', at a share of 10%");
        assertThat(actions()).startsWith("catalogue-deployment.canary-roll-back");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(given().get("/q/metrics").asString())
                        .contains("tollgate_routing_canary_moves_total{action=\"roll-back\"}")
                        .contains("tollgate_routing_canary_share_percent{deployment=\"demo/canary\"}"));
    }

    @Test
    void twoReplicasMakeOneStepOnce() throws Exception {
        long before = steps();
        report(CANARY, 60, 0);
        timeIsUp();
        CompletableFuture<?>[] looks = new CompletableFuture<?>[2];
        for (int i = 0; i < looks.length; i++) {
            looks[i] = CompletableFuture.runAsync(replica());
        }
        CompletableFuture.allOf(looks).get();
        await().atMost(SOON).until(() -> canary().share() == 50);
        assertThat(steps()).isEqualTo(before + 1);
    }

    @Test
    void whatIsNoCanaryAnyMoreHasItsOwnWeight() {
        CatalogueProfile.write(SampleFile.TEXT);
        await().atMost(SOON).until(() -> deployment(OLD).weight() == 3);
        await().atMost(SOON)
                .until(() -> postgres.query("SELECT 1 FROM routing.canary")
                                .execute()
                                .await()
                                .atMost(SOON)
                                .rowCount()
                        == 0);
    }

    /// Another process of routing, with the same file.
    private Runnable replica() {
        var metrics = new CatalogueMetrics(new SimpleMeterRegistry());
        var watch = new CatalogueWatch(config, managedConfig, store, bell, newest, metrics, credentials);
        var canaries = new CanaryWatch(watch, store, audit, new SimpleMeterRegistry());
        return () -> {
            watch.look();
            canaries.look();
        };
    }

    private static void write(String steps, int minRequests) {
        CatalogueProfile.write(SampleFile.with(
                "deployments:\n",
                "deployments:\n  - {id: demo/canary, provider: demo, model: gpt-x, upstream_model: demo, priority: 7,"
                        + " canary: {steps: " + steps + ", every: 10s, max_error_rate: 2, min_requests: " + minRequests
                        + "}}\n"));
    }

    private void timeIsUp() {
        postgres.query("UPDATE routing.canary SET begun_at = begun_at - interval '1 hour'")
                .execute()
                .await()
                .atMost(SOON);
    }

    private static void report(String deployment, long attempts, long failures) {
        Seen seen = new Seen(
                deployment, false, 0, 0, 0, null, null, attempts, Map.of("broken", failures), attempts, failures, null);
        call().contentType(ContentType.JSON)
                .body(new HealthReport("a", List.of(seen), List.of()))
                .post(InternalPaths.HEALTH_REPORTS)
                .then()
                .statusCode(200);
    }

    private static Catalogue.Deployment deployment(String id) {
        return call().get(InternalPaths.CATALOGUE).as(Catalogue.class).deployments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static DeploymentHealth.Canary canary() {
        return call().get(InternalPaths.DEPLOYMENT_HEALTH).jsonPath().getList("data", DeploymentHealth.class).stream()
                .filter(one -> one.id().equals(CANARY))
                .findFirst()
                .map(DeploymentHealth::canary)
                .orElse(null);
    }

    private static List<String> actions() {
        return call().get(InternalPaths.AUDIT + "?limit=100&subject=" + CANARY)
                .jsonPath()
                .getList("data.action", String.class);
    }

    private static long steps() {
        return actions().stream()
                .filter("catalogue-deployment.canary-advance"::equals)
                .count();
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }
}
