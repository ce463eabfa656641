package dev.tollgate.routing.catalogue;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RedisAwayServiceTest.NoRedis.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class RedisAwayServiceTest {
    public static final class NoRedis extends CatalogueProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("quarkus.redis.hosts", "redis://127.0.0.1:1");
            return overrides;
        }
    }

    @Test
    void takesAChangedFileWithoutRedis() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));

        CatalogueProfile.write(SampleFile.with("weight: 3", "weight: 6"));

        await().atMost(Duration.ofSeconds(2)).until(() -> weight() == 6);
    }

    private static int weight() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .get("/internal/v1/catalogue")
                .as(Catalogue.class)
                .deployments()
                .getFirst()
                .weight();
    }
}
