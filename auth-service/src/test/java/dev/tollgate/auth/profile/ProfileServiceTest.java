package dev.tollgate.auth.profile;

import static dev.tollgate.auth.People.PASSWORD;
import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.ask;
import static dev.tollgate.auth.People.audit;
import static dev.tollgate.auth.People.login;
import static dev.tollgate.auth.People.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a user changes of himself, and a forgotten password.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ProfileServiceTest {
    private static final String OTHER = "quite another secret";

    @Inject
    Pool pool;

    private People people;
    private String email;
    private String userId;

    @BeforeEach
    void somebodySignsUp() {
        people = new People(pool);
        email = address("self");
        userId = people.member(email);
    }

    @Test
    void aForgottenPasswordIsReplacedByALinkAndAllSessionsEnd() {
        CreatedToken session = session(PASSWORD);
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + email + "\"}").statusCode(204);
        String token = people.newest(email).token();
        reset(token, "too short").statusCode(400).body("error.param", equalTo("password"));
        reset(token, OTHER).statusCode(204);
        assertThat(ask(session.secret()).verdict()).isEqualTo(TokenAnswer.Verdict.REFUSED);
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(login(email, OTHER, "").verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(people.newest(email).subject()).isEqualTo("Your password was changed");
        reset(token, PASSWORD).statusCode(400).body("error.param", equalTo("token"));
        assertThat(audit(userId))
                .extracting(AuditEntryView::action)
                .contains("user.change_password", "session.end_all");
        assertThat(audit(userId).toString()).doesNotContain(OTHER, token, "argon2");
    }

    @Test
    void aLinkReplacesThePasswordOnceEvenAtTheSameTime() throws Exception {
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + email + "\"}").statusCode(204);
        String token = people.newest(email).token();
        List<Integer> statuses =
                People.atOnce(3, () -> reset(token, OTHER).extract().statusCode());
        assertThat(statuses).containsOnly(204, 400);
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
    }

    @Test
    void anUnknownAddressIsAnsweredAlikeAndASuspendedUserGetsNoLink() {
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + address("nobody") + "\"}")
                .statusCode(204);
        int mails = people.letters(email).size();
        AuthApi.patch(InternalPaths.USERS + "/" + userId, "{\"status\":\"SUSPENDED\"}")
                .statusCode(200);
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + email + "\"}").statusCode(204);
        assertThat(people.letters(email)).hasSize(mails);
    }

    @Test
    void anotherPasswordNeedsTheOldOneAndLeavesTheSessionThatSetIt() {
        CreatedToken mine = session(PASSWORD);
        CreatedToken other = session(PASSWORD);
        String path = InternalPaths.USERS + "/" + userId + "/password?session="
                + mine.token().id();
        post(path, "{\"old_password\":\"not the password\",\"new_password\":\"" + OTHER + "\"}")
                .statusCode(400)
                .body("error.param", equalTo("old_password"));
        post(path, "{\"old_password\":\"" + PASSWORD + "\",\"new_password\":\"" + email + "\"}")
                .statusCode(400)
                .body("error.param", equalTo("new_password"));
        post(path, "{\"old_password\":\"" + PASSWORD + "\",\"new_password\":\"" + OTHER + "\"}")
                .statusCode(204);
        assertThat(ask(mine.secret()).verdict()).isEqualTo(TokenAnswer.Verdict.VALID);
        assertThat(ask(other.secret()).verdict()).isEqualTo(TokenAnswer.Verdict.REFUSED);
        assertThat(login(email, OTHER, "").verdict()).isEqualTo(Verdict.GRANTED);
    }

    @Test
    void guessesAtTheOldPasswordLockTheUser() {
        String path = InternalPaths.USERS + "/" + userId + "/password";
        for (int i = 0; i < 10; i++) {
            post(path, "{\"old_password\":\"guess number " + i + "\",\"new_password\":\"" + OTHER + "\"}")
                    .statusCode(400);
        }
        post(path, "{\"old_password\":\"" + PASSWORD + "\",\"new_password\":\"" + OTHER + "\"}")
                .statusCode(429);
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.LOCKED);
    }

    @Test
    void anotherAddressCountsOnceItIsConfirmedAndTheOldOneIsTold() {
        String next = address("next");
        askEmail(next, "not the password").statusCode(400).body("error.param", equalTo("password"));
        askEmail(next, PASSWORD).statusCode(204);
        assertThat(login(next, PASSWORD, "").verdict()).isEqualTo(Verdict.REFUSED);
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + email + "\"}").statusCode(204);
        String toTheOldOne = people.newest(email).token();
        confirmEmail(people.newest(next).token()).statusCode(204);
        assertThat(login(next, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(people.newest(email).content()).contains(next).doesNotContain("token=");
        reset(toTheOldOne, OTHER).statusCode(400).body("error.param", equalTo("token"));
        assertThat(audit(userId)).extracting(AuditEntryView::action).startsWith("user.change_email");
    }

    @Test
    void anAddressThatIsTakenGetsNoLinkAndTheAnswerIsTheSame() {
        String taken = address("taken");
        people.member(taken);
        int mails = people.letters(taken).size();
        askEmail(taken, PASSWORD).statusCode(204);
        assertThat(people.letters(taken)).hasSize(mails);
        String free = address("free");
        askEmail(free, PASSWORD).statusCode(204);
        String token = people.newest(free).token();
        people.member(free);
        confirmEmail(token).statusCode(409);
    }

    @Test
    void anotherPasswordEndsTheLinkToAnotherAddress() {
        String next = address("thief");
        askEmail(next, PASSWORD).statusCode(204);
        post(
                        InternalPaths.USERS + "/" + userId + "/password",
                        "{\"old_password\":\"" + PASSWORD + "\",\"new_password\":\"" + OTHER + "\"}")
                .statusCode(204);
        confirmEmail(people.newest(next).token()).statusCode(400);
    }

    @Test
    void nameAndLanguageAreHisToChange() {
        String path = InternalPaths.USERS + "/" + userId + "/profile";
        AuthApi.patch(path, "{\"name\":\"Ada L.\",\"language\":\"zh\"}")
                .statusCode(200)
                .body("name", equalTo("Ada L."))
                .body("language", equalTo("zh"));
        AuthApi.patch(path, "{\"language\":\"fr\"}").statusCode(400).body("error.param", equalTo("language"));
        AuthApi.patch(path, "{\"name\":\"\"}").statusCode(400).body("error.param", equalTo("name"));
        AuthApi.patch(InternalPaths.USERS + "/" + userId, "{\"name\":\"By an operator\"}")
                .statusCode(200)
                .body("language", equalTo("zh"));
    }

    private CreatedToken session(String password) {
        return Objects.requireNonNull(login(email, password, "").created());
    }

    private ValidatableResponse askEmail(String next, String password) {
        return post(
                InternalPaths.USERS + "/" + userId + "/email",
                "{\"email\":\"" + next + "\",\"password\":\"" + password + "\"}");
    }

    private static ValidatableResponse confirmEmail(String token) {
        return post(InternalPaths.EMAIL_CONFIRMATIONS, "{\"token\":\"" + token + "\"}");
    }

    private static ValidatableResponse reset(String token, String password) {
        return post(
                InternalPaths.PASSWORD_RESETS + "/confirm",
                "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
    }
}
