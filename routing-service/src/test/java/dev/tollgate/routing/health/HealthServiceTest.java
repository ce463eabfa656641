package dev.tollgate.routing.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthReport.Seen;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.contract.routing.v1.HealthVerdicts.Verdict;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import dev.tollgate.local.testing.TestSecrets;
import dev.tollgate.routing.catalogue.CatalogueProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CatalogueProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class HealthServiceTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String DEPLOYMENT = "openai/gpt-x";

    @Inject
    Pool postgres;

    @Inject
    HealthConfig config;

    @BeforeEach
    void nobodyHasToldAnything() {
        postgres.query("TRUNCATE routing.edge_health, routing.probe_lease, routing.health_reset")
                .execute()
                .await()
                .atMost(SOON);
        report("nobody", well("other", 0));
    }

    @Test
    void aCooldownOfOneEdgeIsToldToTheNextThatAsks() {
        report("a", cooling(DEPLOYMENT, 30_000));
        assertThat(verdict(report("b")).coolingMillis()).isBetween(25_000L, 30_000L);
    }

    @Test
    void anotherReplicaKnowsItWithinItsReadInterval() {
        Verdicts replica = new Verdicts(new HealthStore(postgres, config), config);
        replica.take(new HealthReport("b", List.of(), List.of())).await().atMost(SOON);
        report("a", cooling(DEPLOYMENT, 30_000));
        await().atMost(config.readInterval().plusMillis(300))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !replica.take(new HealthReport("b", List.of(), List.of()))
                        .await()
                        .atMost(SOON)
                        .deployments()
                        .isEmpty());
    }

    @Test
    void breakersCloseADeploymentToAllOnceEnoughEdgesAgree() {
        report("c", well(DEPLOYMENT, 7));
        assertThat(report("a", open(DEPLOYMENT)).deployments()).isEmpty();
        assertThat(verdict(report("b", open(DEPLOYMENT))).openMillis()).isPositive();
        assertThat(report("a", well(DEPLOYMENT, 1)).deployments()).isEmpty();
    }

    @Test
    void probingIsLentToOneEdgeAtATime() {
        assertThat(probes("a")).containsExactly(DEPLOYMENT);
        assertThat(probes("b")).isEmpty();
        assertThat(probes("a")).containsExactly(DEPLOYMENT);
    }

    @Test
    void operatorsSeeWhatEachEdgeSees() {
        report("a", open(DEPLOYMENT));
        report("b", well(DEPLOYMENT, 10));

        DeploymentHealth health = page().stream()
                .filter(one -> one.id().equals(DEPLOYMENT))
                .findFirst()
                .orElseThrow();

        assertThat(health.state()).isEqualTo("open_at_some");
        assertThat(health.why()).isEqualTo("500");
        assertThat(health.errorRate()).isCloseTo(5 / 15.0, within(1e-6));
        assertThat(health.edges())
                .extracting(DeploymentHealth.AtEdge::edge, DeploymentHealth.AtEdge::state)
                .containsExactly(tuple("a", "open"), tuple("b", "well"));
        assertThat(page()).filteredOn(one -> !one.id().equals(DEPLOYMENT)).allSatisfy(one -> assertThat(one.state())
                .isEqualTo("unknown"));
    }

    @Test
    void aResetIsToldToEveryEdgeAndNoted() {
        report("a", open(DEPLOYMENT));

        call().header(Headers.ACTOR, "user_1/console")
                .post(InternalPaths.DEPLOYMENT_HEALTH + "/{id}/reset", DEPLOYMENT)
                .then()
                .statusCode(204);

        assertThat(verdict(report("b", well("other", 1))).reset()).isPositive();
        assertThat(page().stream().filter(one -> one.id().equals(DEPLOYMENT)))
                .extracting(DeploymentHealth::state)
                .containsExactly("unknown");
        call().get(InternalPaths.AUDIT + "?subject={id}", DEPLOYMENT)
                .then()
                .body("data[0].action", equalTo("catalogue-deployment.reset"));
    }

    @Test
    void refusesAReportWithoutAnEdgeAndOneOfTooMuch() {
        call().contentType(ContentType.JSON)
                .body("{\"deployments\":[]}")
                .post(InternalPaths.HEALTH_REPORTS)
                .then()
                .statusCode(400)
                .body("error.param", equalTo("edge"));
    }

    private static List<String> probes(String edge) {
        return send(new HealthReport(edge, List.of(), List.of(DEPLOYMENT))).probes();
    }

    private static HealthVerdicts report(String edge, Seen... seen) {
        return send(new HealthReport(edge, List.of(seen), List.of()));
    }

    private static HealthVerdicts send(HealthReport report) {
        return call().contentType(ContentType.JSON)
                .body(report)
                .post(InternalPaths.HEALTH_REPORTS)
                .then()
                .statusCode(200)
                .extract()
                .as(HealthVerdicts.class);
    }

    private static Verdict verdict(HealthVerdicts verdicts) {
        return verdicts.deployments().stream()
                .filter(one -> one.deployment().equals(DEPLOYMENT))
                .findFirst()
                .orElseThrow();
    }

    private static List<DeploymentHealth> page() {
        return call().get(InternalPaths.DEPLOYMENT_HEALTH)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data", DeploymentHealth.class);
    }

    private static Seen open(String deployment) {
        return seen(deployment, true, 5_000, 0, "500", 5, 5);
    }

    private static Seen cooling(String deployment, long millis) {
        return seen(deployment, false, 0, millis, "429", 5, 1);
    }

    private static Seen well(String deployment, long attempts) {
        return seen(deployment, false, 0, 0, null, attempts, 0);
    }

    private static Seen seen(
            String deployment,
            boolean open,
            long openMillis,
            long coolingMillis,
            @Nullable String why,
            long attempts,
            long failures) {
        return new Seen(
                deployment,
                open,
                openMillis,
                coolingMillis,
                0,
                why,
                null,
                attempts,
                Map.of("broken", failures),
                attempts,
                failures,
                120L);
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }
}
