package dev.tollgate.auth.token;

import static dev.tollgate.auth.People.PASSWORD;
import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.ask;
import static dev.tollgate.auth.People.login;
import static dev.tollgate.auth.People.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.TokenAnswer.Verdict;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.common.mapper.TypeRef;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A user's sessions: listed by what they were opened with, ended one by one or all but one.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SessionServiceTest {
    @Inject
    Pool pool;

    @Test
    void sessionsAreListedWithTheirDeviceAndEnded() {
        String email = address("sessions");
        String path = InternalPaths.USERS + "/" + new People(pool).member(email);
        CreatedToken first = Objects.requireNonNull(login(email, PASSWORD, "").created());
        CreatedToken second = Objects.requireNonNull(login(email, PASSWORD, "").created());
        CreatedToken third = Objects.requireNonNull(login(email, PASSWORD, "").created());
        CreatedToken personal = post(path + "/tokens", "{\"name\":\"x\",\"scopes\":[\"keys:read\"]}")
                .statusCode(200)
                .extract()
                .as(CreatedToken.class);
        assertThat(sessions(path)).containsExactly(third.token(), second.token(), first.token());
        assertThat(first.token().device()).isEqualTo("Test/1.0");
        assertThat(personal.token().device()).isNull();
        post(path + "/tokens/" + second.token().id() + "/revoke", "").statusCode(200);
        assertThat(sessions(path)).containsExactly(third.token(), first.token());
        post(path + "/sessions/end?except=" + first.token().id(), "").statusCode(204);
        assertThat(sessions(path)).containsExactly(first.token());
        assertThat(ask(third.secret()).verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(ask(first.secret()).verdict()).isEqualTo(Verdict.VALID);
        assertThat(ask(personal.secret()).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void aDeviceIsShortAndPrintable() {
        assertThat(TokenRules.device("Mozilla\u00e4/5.0\n(x)")).isEqualTo("Mozilla/5.0(x)");
        assertThat(TokenRules.device("x".repeat(1000))).hasSize(200);
        assertThat(TokenRules.device(" ")).isNull();
        assertThat(TokenRules.device(null)).isNull();
    }

    private static List<TokenView> sessions(String path) {
        Page<TokenView> page = AuthApi.call()
                .get(path + "/sessions")
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        return page.data();
    }
}
