package dev.tollgate.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Browsers of the configured origins may call, others may not.
@QuarkusTest
@TestProfile(CorsServiceTest.OneOrigin.class)
class CorsServiceTest {
    /// Allows one application's origin.
    public static class OneOrigin implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", "https://app.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/chat/completions", "/v1/models"})
    void aPreflightOfTheOriginIsAnswered(String path) {
        Response answer = preflight("https://app.example", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://app.example");
        assertThat(answer.header("access-control-allow-headers")).contains("authorization");
        assertThat(answer.header("access-control-allow-methods")).contains("POST");
        assertThat(answer.header("access-control-max-age")).isEqualTo("600");
    }

    @Test
    void whatABrowserMaySeeIsNamed() {
        Response answer =
                RestAssured.given().header("Origin", "https://app.example").get("/v1/models");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("access-control-expose-headers").split(",\\s*"))
                .contains("x-request-id", "retry-after", "retry-after-ms", "x-should-retry")
                .contains("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")
                .contains("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens")
                .contains("x-ratelimit-mode", "x-tollgate-provider", "x-tollgate-output-bound")
                .contains("idempotency-replayed");
    }

    @Test
    void anotherOriginIsNotLetIn() {
        Response answer = preflight("https://evil.example", "/v1/chat/completions");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.header("access-control-allow-origin")).isNull();
    }

    private static Response preflight(String origin, String path) {
        return RestAssured.given()
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,x-stainless-lang")
                .options(path);
    }
}
