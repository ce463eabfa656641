package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PostgresAwayServiceTest.CutWire.class)
@QuarkusTestResource(value = CutPostgres.class, restrictToAnnotatedClass = true)
class PostgresAwayServiceTest {
    public static final class CutWire extends CatalogueProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("quarkus.redis.hosts", "redis://127.0.0.1:1");
            overrides.put("quarkus.datasource.reactive.url", "${tollgate.testing.cut-url}");
            overrides.put("quarkus.datasource.jdbc.url", "${tollgate.testing.jdbc-url}");
            return overrides;
        }
    }

    @AfterEach
    void mends() {
        CutPostgres.mend();
    }

    @Test
    void servesFromMemoryAndTakesWhatChangedWhenItIsBack() {
        String managed = SampleFile.with("credential: env:OPENAI_API_KEY", "credential: managed");
        CatalogueProfile.write(managed);
        String hash = CatalogueReader.hash(managed.getBytes(StandardCharsets.UTF_8));
        await().until(() -> catalogue().fileHash().equals(hash));
        long revision = revision();
        double failed = loads("failed");
        CutPostgres.cut();
        await().until(() -> loads("failed") > failed);

        assertThat(catalogue().deployments().getFirst().weight()).isEqualTo(3);
        call().get("/internal/v1/changes?since=" + revision).then().statusCode(204);
        given().get("/q/health/ready").then().statusCode(200);
        call().contentType(ContentType.JSON)
                .body("{\"secret\":\"sk-1\"}")
                .put("/internal/v1/credentials/openai")
                .then()
                .statusCode(503)
                .body("error.code", equalTo("service_unavailable"));
        CatalogueProfile.write(managed.replace("weight: 3", "weight: 7"));
        await().during(Duration.ofMillis(1_200))
                .until(() -> catalogue().deployments().getFirst().weight() == 3);

        CutPostgres.mend();

        await().atMost(Duration.ofSeconds(8))
                .until(() -> catalogue().deployments().getFirst().weight() == 7);
        assertThat(revision()).isEqualTo(revision + 1);
    }

    private static long revision() {
        return call().get("/internal/v1/changes?since=1000000")
                .as(ChangePage.class)
                .revision();
    }

    private static Catalogue catalogue() {
        return call().get("/internal/v1/catalogue").as(Catalogue.class);
    }

    private static double loads(String result) {
        String name = "tollgate_routing_catalogue_loads_total{result=\"" + result + "\"}";
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    private static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN);
    }
}
