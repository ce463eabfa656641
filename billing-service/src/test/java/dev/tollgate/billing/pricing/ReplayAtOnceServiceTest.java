package dev.tollgate.billing.pricing;

import static dev.tollgate.billing.TestBooks.inner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.billing.Crowd;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Each replay holds a connection for as long as it takes: two do, two wait without one, more are refused.
@QuarkusTest
@TestProfile(ReplayAtOnceServiceTest.Unhurried.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ReplayAtOnceServiceTest {
    private static final String DRAFTS = "/internal/v1/price-drafts";
    private static final String CATALOGUE = """
            models:
              - {id: m, capabilities: [chat], prices: {input: 1, output: 1}}
            groups:
              - {id: g, models: ['*']}
            """;
    private static final int TAKEN = 4;

    @Inject
    Pool pool;

    @ConfigProperty(name = "tollgate.billing.pricing.catalogue")
    Path catalogue;

    @Test
    void fewAreUnderWayAndTheRestAreToldToComeLater() throws IOException {
        Files.writeString(catalogue, CATALOGUE);
        await().until(() -> inner().get("/internal/v1/price-list").statusCode() == 200);
        String draft = inner("application/yaml")
                .body("models: [{id: m, prices: {input: 2, output: 2}}]")
                .post(DRAFTS)
                .jsonPath()
                .getString("id");
        List<Response> answers =
                Crowd.at(pool, "usage_record", 2 * TAKEN, TAKEN, () -> inner().get(DRAFTS + "/" + draft + "/replay"));
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(TAKEN);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 429).hasSize(TAKEN);
    }

    /// A catalogue that the test writes, and [Crowd#UNHURRIED].
    public static final class Unhurried implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(Crowd.UNHURRIED);
            overrides.putAll(new PriceListServiceTest.WithCatalogue().getConfigOverrides());
            return overrides;
        }
    }
}
