package dev.tollgate.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Any method on any path is answered in order.
@QuarkusTest
@NullUnmarked
class MethodsServiceTest {
    @Inject
    @All
    List<PublicRoutes> features;

    @Test
    void aMethodThatAPathDoesNotTakeIs405WithTheOnesThatItTakes() {
        for (PublicRoute route : routes()) {
            for (Method method : Method.values()) {
                String path = "/v1" + route.path().replace("*", "x");
                Response answer = RestAssured.given().request(method, path);
                // Billing is not there, and what anybody may ask of it is asked without a key.
                int most = route.label().equals("receipt-keys") ? 503 : 499;
                assertThat(answer.statusCode())
                        .as(method + " " + path)
                        .isLessThanOrEqualTo(most)
                        .isNotEqualTo(500);
                if (route.methods().stream().noneMatch(taken -> taken.name().equals(method.name()))) {
                    assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
                    assertThat(answer.header("Allow"))
                            .contains(route.methods().getFirst().name());
                    assertThat(answer.header("x-request-id")).isNotBlank();
                }
            }
        }
        assertThat(routes()).isNotEmpty();
    }

    @Test
    void withoutCorsNoOriginIsNamed() {
        Response answer = RestAssured.given()
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/chat/completions");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.header("access-control-allow-origin")).isNull();
    }

    private List<PublicRoute> routes() {
        return features.stream()
                .flatMap(feature -> feature.publicRoutes().stream())
                .toList();
    }
}
