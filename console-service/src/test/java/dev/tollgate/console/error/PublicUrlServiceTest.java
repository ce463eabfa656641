package dev.tollgate.console.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Absolute URLs come from the configuration alone.
@QuarkusTest
@TestProfile(PublicUrlServiceTest.Behind.class)
class PublicUrlServiceTest {
    private static final String URL = "https://manage.gateway.example/t1";

    /// A console behind a proxy, at an address of its own.
    public static class Behind implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tollgate.public-url", URL);
        }
    }

    @Test
    void theDocumentNamesThePublicUrlWhateverTheHost() {
        assertThat(asked("eu.gateway.example").asString())
                .isEqualTo(asked("us.gateway.example").asString())
                .contains("url: " + URL);
    }

    @Test
    void noAnswerEchoesTheHost() {
        for (String path : new String[] {"/api/v1/openapi", "/api/v1/accounts", "/nothing", "/q/health"}) {
            Response answer =
                    RestAssured.given().header("Host", "eu.gateway.example").get(path);
            assertThat(answer.asString() + answer.headers()).doesNotContain("eu.gateway.example");
        }
    }

    private static Response asked(String host) {
        return RestAssured.given().header("Host", host).get("/api/v1/openapi");
    }
}
