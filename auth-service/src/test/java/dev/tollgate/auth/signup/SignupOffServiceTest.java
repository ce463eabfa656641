package dev.tollgate.auth.signup;

import static dev.tollgate.auth.People.post;
import static dev.tollgate.auth.People.signUp;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/// As a service comes: nobody signs up, and without mail what needs it says so.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SignupOffServiceTest {
    @Test
    void nobodySignsUpUnlessItIsSaid() {
        AuthApi.call()
                .get(InternalPaths.SIGNUPS + "/options")
                .then()
                .body("mode", equalTo("OFF"))
                .body("mail", equalTo(false));
        signUp("a@example.com", "").statusCode(409).body("error.message", containsString("operators"));
    }

    @Test
    void withoutMailWhatNeedsItSaysSo() {
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"a@example.com\"}")
                .statusCode(409)
                .body("error.message", containsString("TOLLGATE_MAIL_FROM"));
        post(InternalPaths.INVITATIONS, "{\"email\":\"a@example.com\"}").statusCode(409);
    }
}
