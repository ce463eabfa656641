package dev.tollgate.auth.internal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@TestProfile(InternalTokenServiceTest.TwoTokens.class)
class InternalTokenServiceTest {
    @Test
    void refusesWhoHasNoTokenOrAWrongOne() {
        for (String path :
                new String[] {InternalPaths.ACCOUNTS, InternalPaths.KEYS, InternalPaths.CHANGES, "/nowhere"}) {
            given().get(path).then().statusCode(401).body("error.type", equalTo("authentication_error"));
            given().header(Headers.INTERNAL_TOKEN, "wrong").get(path).then().statusCode(401);
        }
    }

    @Test
    void acceptsBothTokensDuringARotation() {
        given().header(Headers.INTERNAL_TOKEN, "one")
                .get(InternalPaths.KEYS)
                .then()
                .statusCode(200);
        given().header(Headers.INTERNAL_TOKEN, "two")
                .get(InternalPaths.KEYS)
                .then()
                .statusCode(200);
    }

    @Test
    void answersInTheEnvelopeWhereThereIsNothing() {
        given().header(Headers.INTERNAL_TOKEN, "one")
                .get("/internal/v1/nothing")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not_found"));
        given().header(Headers.INTERNAL_TOKEN, "one")
                .put(InternalPaths.KEYS)
                .then()
                .statusCode(405)
                .body("error.code", equalTo("method_not_allowed"));
    }

    @Test
    void leavesHealthAndMetricsOpen() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }

    /// Two tokens at once, as during a change of token.
    public static class TwoTokens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tollgate.internal.tokens", "one,two");
        }
    }
}
