package dev.tollgate.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.http.HttpResponse;
import org.hamcrest.Matchers;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortWindows.class)
@QuarkusTestResource(value = RedisResource.class, restrictToAnnotatedClass = true)
@NullUnmarked
class BadInputServiceTest {
    @Test
    void refusesACallWithoutTheInternalToken() {
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post(InternalPaths.PERMITS)
                .then()
                .statusCode(401)
                .body("error.type", Matchers.equalTo("authentication_error"));
    }

    @Test
    void namesTheFieldThatIsMissingOrWrong() {
        expect("{\"edgeId\":\"e\",\"tokens\":0,\"checks\":[]}", "requestId");
        expect("{\"requestId\":\"r\",\"edgeId\":\"e\",\"tokens\":-1,\"checks\":[]}", "tokens");
        expect(checking("{\"kind\":\"PLANET\",\"id\":\"x\"}", "{}"), "checks[0].subject.kind");
        expect(checking("{\"kind\":\"KEY\",\"id\":\"x\"}", "{}"), "checks.subject.accountId");
        expect(checking("{\"kind\":\"GROUP\",\"id\":\"x\"}", "{\"rpm\":0}"), "checks[0].limits");
    }

    @Test
    void saysWhereTheJsonIsBroken() {
        HttpResponse<String> answer = Caller.send(InternalPaths.PERMITS, "{\"requestId\": nope}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("line 1");
    }

    @Test
    void slotsAreNotReturnedAsSlices() {
        HttpResponse<String> answer = Caller.send(InternalPaths.SLICE_RETURNS, """
                {"edgeId":"e","returns":[{"sliceId":"s","subject":{"kind":"GROUP","id":"g"},
                 "dimension":"CONCURRENCY","amount":1}]}""");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("returns.dimension");
    }

    @Test
    void isReadyWithRedis() {
        RestAssured.get("/q/health/ready").then().statusCode(200);
    }

    private static String checking(String subject, String limits) {
        return "{\"requestId\":\"r\",\"edgeId\":\"e\",\"tokens\":0,\"checks\":[{\"subject\":" + subject + ",\"limits\":"
                + limits + "}]}";
    }

    private static void expect(String body, String param) {
        HttpResponse<String> answer = Caller.send(InternalPaths.PERMITS, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"param\":\"" + param);
    }
}
