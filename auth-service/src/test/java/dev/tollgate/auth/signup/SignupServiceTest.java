package dev.tollgate.auth.signup;

import static dev.tollgate.auth.People.PASSWORD;
import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.audit;
import static dev.tollgate.auth.People.confirm;
import static dev.tollgate.auth.People.login;
import static dev.tollgate.auth.People.post;
import static dev.tollgate.auth.People.principal;
import static dev.tollgate.auth.People.signUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sign-ups: nobody until the address is confirmed, then a user with an account of his own, once.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SignupServiceTest {
    @Inject
    Pool pool;

    private People people;

    @BeforeEach
    void knowPeople() {
        people = new People(pool);
    }

    @Test
    void thePageIsToldWhoMaySignUp() {
        AuthApi.call()
                .get(InternalPaths.SIGNUPS + "/options")
                .then()
                .statusCode(200)
                .body("mode", equalTo("OPEN"))
                .body("mail", equalTo(true));
    }

    @Test
    void aConfirmedSignUpIsAUserWithAnAccountOfHisOwn() {
        String email = address("ada");
        long before = AuthApi.revision();
        signUp(email, "").statusCode(200).body("status", equalTo("CONFIRM_BY_MAIL"));
        assertThat(people.count("auth.app_user WHERE login = $1", email)).isZero();
        String token = people.newest(email).token();
        assertThat(people.newest(email).content()).contains(PeopleProfile.SITE + "/signup/confirm?token=" + token);
        confirm(token).statusCode(204);

        Principal principal = principal(people.userId(email));
        assertThat(principal.login()).isEqualTo(email);
        assertThat(principal.memberships()).singleElement().satisfies(one -> {
            assertThat(one.role()).isEqualTo(AccountRole.OWNER);
            assertThat(people.text("SELECT group_id FROM auth.account WHERE id = $1", one.accountId()))
                    .isEqualTo("newcomers");
            assertThat(AuthApi.changesSince(before).changes())
                    .anyMatch(change ->
                            change.kind() == ChangeKind.ACCOUNT && change.id().equals(one.accountId()));
            assertThat(audit(one.accountId()))
                    .extracting(AuditEntryView::action, AuditEntryView::actor)
                    .contains(tuple("account.create", principal.userId()));
        });
        assertThat(audit(principal.userId()).toString()).doesNotContain(PASSWORD, "argon2", token);
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
        AuthApi.call()
                .get(InternalPaths.USERS + "/" + principal.userId())
                .then()
                .body("email_confirmed", equalTo(true))
                .body("language", equalTo("en"));
    }

    @Test
    void ofConfirmationsAtTheSameTimeOneMakesTheAccount() throws Exception {
        String email = address("race");
        signUp(email, "").statusCode(200);
        signUp(email, "").statusCode(200);
        List<People.Letter> letters = people.letters(email);
        assertThat(letters).hasSize(2);
        for (int round = 0; round < 2; round++) {
            String token = letters.get(round).token();
            List<Integer> statuses =
                    People.atOnce(6, () -> confirm(token).extract().statusCode());
            assertThat(statuses).filteredOn(status -> status == 204).hasSize(round == 0 ? 1 : 0);
            assertThat(statuses).containsOnly(round == 0 ? new Integer[] {204, 400} : new Integer[] {400});
        }
        assertThat(people.count("auth.app_user WHERE login = $1", email)).isOne();
        assertThat(people.count("auth.membership WHERE user_id = $1", people.userId(email)))
                .isOne();
    }

    @Test
    void twoSignUpsConfirmedAtTheSameTimeMakeOneUser() throws Exception {
        String email = address("twin");
        signUp(email, "").statusCode(200);
        signUp(email, "").statusCode(200);
        List<String> tokens =
                people.letters(email).stream().map(People.Letter::token).toList();
        AtomicInteger next = new AtomicInteger();
        List<Integer> statuses = People.atOnce(
                2, () -> confirm(tokens.get(next.getAndIncrement())).extract().statusCode());
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
        assertThat(people.count(
                        "auth.account a JOIN auth.membership m ON m.account_id = a.id"
                                + " JOIN auth.app_user u ON u.id = m.user_id WHERE u.login = $1",
                        email))
                .isOne();
    }

    @Test
    void aKnownAddressIsAnsweredAlikeAndItsOwnerIsTold() {
        String email = address("known");
        String first = signUp(email, "").statusCode(200).extract().asString();
        confirm(people.newest(email).token()).statusCode(204);
        String second = signUp(email.toUpperCase(Locale.ROOT), "")
                .statusCode(200)
                .extract()
                .asString();
        assertThat(second).isEqualTo(first);
        assertThat(people.newest(email).subject()).isEqualTo("You are signed up already");
        assertThat(people.newest(email).content()).doesNotContain("token=", "Ada");
    }

    @Test
    void whoIsNotConfirmedIsToldSoAfterTheRightPasswordOnly() {
        String email = address("waiting");
        signUp(email, "").statusCode(200);
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.UNCONFIRMED);
        assertThat(login(email, "not the password", "").verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(login(address("nobody"), PASSWORD, "").verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void guessingAtAWaitingSignUpIsBounded() {
        String email = address("guessed");
        signUp(email, "").statusCode(200);
        for (int i = 0; i < 10; i++) {
            assertThat(login(email, "guess number " + i, "").verdict()).isEqualTo(Verdict.REFUSED);
        }
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void theMailComesAgainToWhoeverKnowsThePasswordAndTheAnswerDoesNotTell() {
        String email = address("again");
        signUp(email, "").statusCode(200);
        resend(email, "not the password").statusCode(204);
        assertThat(people.letters(email)).hasSize(1);
        resend(address("nobody"), PASSWORD).statusCode(204);
        resend(email, PASSWORD).statusCode(204);
        assertThat(people.letters(email)).hasSize(2);
        confirm(people.newest(email).token()).statusCode(204);
        confirm(people.letters(email).get(1).token()).statusCode(400).body("error.param", equalTo("token"));
    }

    @Test
    void aLinkEndsAndOneOfAnotherPurposeIsNone() {
        String email = address("late");
        signUp(email, "").statusCode(200);
        String token = people.newest(email).token();
        post(InternalPaths.EMAIL_CONFIRMATIONS, "{\"token\":\"" + token + "\"}").statusCode(400);
        pool.preparedQuery("UPDATE auth.mail_token SET expires_at = now() WHERE secret_hash = $1")
                .executeAndAwait(Tuple.of(TokenFormat.hash(token)));
        confirm(token).statusCode(400).body("error.param", equalTo("token"));
        confirm("tgm_nonsense").statusCode(400);
        post(InternalPaths.SIGNUPS + "/confirm", "{}").statusCode(400).body("error.param", equalTo("token"));
    }

    @Test
    void onlyTheHashOfALinkIsStored() {
        String email = address("hash");
        signUp(email, "").statusCode(200);
        String token = people.newest(email).token();
        assertThat(people.count("auth.mail_token WHERE secret_hash = $1", TokenFormat.hash(token)))
                .isOne();
        assertThat(people.count("auth.mail_token t WHERE t::text LIKE '%' || $1 || '%'", token))
                .isZero();
    }

    @Test
    void mailsComeInTheLanguageOfWhoAsked() {
        String email = address("zh");
        signUp(email, ",\"language\":\"zh\"").statusCode(200);
        assertThat(people.newest(email).subject()).isEqualTo("请确认您的电子邮箱地址");
    }

    @Test
    void asksAreBoundedPerMailboxAndPerAddressOfTheNetwork() {
        String email = address("often");
        for (int i = 0; i < 5; i++) {
            signUp(email, "").statusCode(200);
        }
        signUp(email, "").statusCode(429).body("error.code", equalTo("rate_limit_exceeded"));
        post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + email + "\"}").statusCode(429);
        for (int i = 0; i < 60; i++) {
            reset("2001:db8:0:7::" + Integer.toHexString(i)).statusCode(204);
        }
        reset("2001:db8:0:7:ffff::1").statusCode(429);
        reset("2001:db8:0:8::1").statusCode(204);
    }

    @Test
    void refusesWhatASignUpCannotBe() {
        refused("{\"name\":\"x\",\"password\":\"" + PASSWORD + "\"}", "email");
        refused("{\"email\":\"no address\",\"name\":\"x\",\"password\":\"" + PASSWORD + "\"}", "email");
        refused("{\"email\":\"a@example.com\",\"name\":\"x\"}", "password");
        refused("{\"email\":\"a@example.com\",\"name\":\"x\",\"password\":\"A@example.COM\"}", "password");
        refused("{\"email\":\"a@example.com\",\"name\":\"x\",\"password\":\"Password1234\"}", "password");
        refused("{\"email\":\"a@example.com\",\"name\":\" \",\"password\":\"" + PASSWORD + "\"}", "name");
        refused(
                "{\"email\":\"a@example.com\",\"name\":\"x\",\"password\":\"" + PASSWORD + "\",\"language\":\"fr\"}",
                "language");
    }

    private static ValidatableResponse reset(String clientAddress) {
        return post(InternalPaths.PASSWORD_RESETS, "{\"email\":\"" + address("far") + "\"}", clientAddress);
    }

    private static ValidatableResponse resend(String email, String password) {
        return post(
                InternalPaths.SIGNUPS + "/resend", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private static void refused(String body, String param) {
        post(InternalPaths.SIGNUPS, body).statusCode(400).body("error.param", equalTo(param));
    }
}
