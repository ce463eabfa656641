package dev.tollgate.auth.totp;

import static dev.tollgate.auth.People.PASSWORD;
import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.audit;
import static dev.tollgate.auth.People.login;
import static dev.tollgate.auth.People.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Codes beside the password: each good once, guesses bounded with the password's, secrets never to be read
/// again.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class TotpServiceTest {
    @Inject
    Pool pool;

    private People people;
    private String email;
    private String path;
    private String userId;

    @BeforeEach
    void somebodySignsUp() {
        people = new People(pool);
        email = address("totp");
        userId = people.member(email);
        path = InternalPaths.USERS + "/" + userId + "/totp";
    }

    @Test
    void aLoginNeedsACodeOnceOneWasShown() {
        TotpEnrolment enrolment = enrol();
        assertThat(enrolment.uri()).startsWith("otpauth://totp/Tollgate%3A").contains("secret=" + enrolment.secret());
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
        confirm("000000x").statusCode(400).body("error.param", equalTo("totp"));
        List<String> recovery = confirmed(enrolment);
        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.CODE_NEEDED);
        assertThat(login(email, "wrong password!", code(enrolment, 1)).verdict())
                .isEqualTo(Verdict.REFUSED);
        assertThat(login(email, PASSWORD, code(enrolment, 1)).verdict()).isEqualTo(Verdict.GRANTED);
        AuthApi.call().get(InternalPaths.USERS + "/" + userId).then().body("totp", equalTo(true));
        assertThat(audit(userId).toString())
                .doesNotContain(enrolment.secret(), recovery.getFirst())
                .contains("totp.confirm");
        assertThat(people.text("SELECT sealed FROM auth.totp WHERE user_id = $1", userId))
                .doesNotContain(enrolment.secret());
    }

    @Test
    void aCodeIsGoodOnceEvenAtTheSameTime() throws Exception {
        TotpEnrolment enrolment = enrol();
        String shown = "{\"totp\":\"" + code(enrolment, 0).replaceAll("\\D", "") + "\"}";
        post(path + "/confirm", shown).statusCode(200);
        assertThat(login(email, PASSWORD, ",\"totp\":" + shown.substring(8, 16)).verdict())
                .as("the code of the confirmation")
                .isEqualTo(Verdict.CODE_REFUSED);
        String next = code(enrolment, 1);
        List<Verdict> verdicts =
                People.atOnce(4, () -> login(email, PASSWORD, next).verdict());
        assertThat(verdicts).filteredOn(verdict -> verdict == Verdict.GRANTED).hasSize(1);
        assertThat(verdicts).containsOnly(Verdict.GRANTED, Verdict.CODE_REFUSED);
    }

    @Test
    void aRecoveryCodeStandsInOnce() {
        List<String> recovery = confirmed(enrol());
        String used = ",\"recovery_code\":\"" + recovery.getFirst() + "\"";
        assertThat(login(email, PASSWORD, used).verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(login(email, PASSWORD, used).verdict()).isEqualTo(Verdict.CODE_REFUSED);
        assertThat(audit(userId)).extracting(AuditEntryView::action).contains("totp.recover");
        assertThat(people.count("auth.recovery_code WHERE user_id = $1", userId))
                .isEqualTo(9);
    }

    @Test
    void guessesAtCodesLockTheUserAndAskingForOneGivesNoNewTries() {
        TotpEnrolment enrolment = enrol();
        confirmed(enrolment);
        for (int i = 0; i < 10; i++) {
            assertThat(login(email, PASSWORD, ",\"totp\":\"00000" + i + "x\"").verdict())
                    .isEqualTo(Verdict.CODE_REFUSED);
            if (i < 9) {
                assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.CODE_NEEDED);
                post(path, "{\"password\":\"" + PASSWORD + "\"}").statusCode(409);
            }
        }
        assertThat(login(email, PASSWORD, code(enrolment, 1)).verdict()).isEqualTo(Verdict.LOCKED);
        post(path + "/remove", "{\"password\":\"" + PASSWORD + "\"" + code(enrolment, 1) + "}")
                .statusCode(429);
    }

    @Test
    void itIsTakenOffByPasswordAndCodeTogether() {
        TotpEnrolment enrolment = enrol();
        confirmed(enrolment);
        String code = code(enrolment, 1);
        post(path + "/remove", "{\"password\":\"wrong password!\"" + code + "}")
                .statusCode(400)
                .body("error.param", equalTo("password"));
        post(path + "/remove", "{\"password\":\"" + PASSWORD + "\"}")
                .statusCode(400)
                .body("error.param", equalTo("totp"));
        post(path + "/remove", "{\"password\":\"" + PASSWORD + "\",\"totp\":\"123\"}")
                .statusCode(400)
                .body("error.param", equalTo("totp"));
        post(path + "/remove", "{\"password\":\"" + PASSWORD + "\"" + code + "}")
                .statusCode(200)
                .body("totp", equalTo(false));
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(people.count("auth.recovery_code WHERE user_id = $1", userId))
                .isZero();
    }

    @Test
    void anOperatorTakesItOffAndThatIsAudited() {
        confirmed(enrol());
        AuthApi.call().delete(path).then().statusCode(200).body("totp", equalTo(false));
        AuthApi.call().delete(path).then().statusCode(409);
        assertThat(audit(userId)).extracting(AuditEntryView::action).startsWith("totp.remove", "totp.confirm");
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
    }

    @Test
    void setUpAsksForThePasswordAndNeverReplacesOneThatCounts() {
        post(path, "{\"password\":\"wrong password!\"}").statusCode(400).body("error.param", equalTo("password"));
        post(path, "{}").statusCode(400);
        TotpEnrolment first = enrol();
        TotpEnrolment second = enrol();
        assertThat(second.secret()).isNotEqualTo(first.secret());
        confirm(code(first, 0).replaceAll("\\D", "")).statusCode(400);
        confirmed(second);
        post(path, "{\"password\":\"" + PASSWORD + "\"}").statusCode(409);
        confirm(code(second, 1).replaceAll("\\D", "")).statusCode(409);
    }

    @Test
    void withoutItsMasterKeyOnlyARecoveryCodeHelps() {
        TotpEnrolment enrolment = enrol();
        List<String> recovery = confirmed(enrolment);
        pool.preparedQuery("UPDATE auth.totp SET key_id = 'gone' WHERE user_id = $1")
                .executeAndAwait(Tuple.of(userId));
        post(
                        InternalPaths.SESSIONS,
                        "{\"login\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"" + code(enrolment, 1) + "}")
                .statusCode(503);
        assertThat(login(email, PASSWORD, ",\"recovery_code\":\"" + recovery.get(3) + "\"")
                        .verdict())
                .isEqualTo(Verdict.GRANTED);
    }

    private TotpEnrolment enrol() {
        return post(path, "{\"password\":\"" + PASSWORD + "\"}")
                .statusCode(200)
                .extract()
                .as(TotpEnrolment.class);
    }

    private io.restassured.response.ValidatableResponse confirm(String code) {
        return post(path + "/confirm", "{\"totp\":\"" + code + "\"}");
    }

    private List<String> confirmed(TotpEnrolment enrolment) {
        return confirm(code(enrolment, 0).replaceAll("\\D", ""))
                .statusCode(200)
                .extract()
                .as(RecoveryCodes.class)
                .codes();
    }

    /// A field with the code of so many steps from now.
    private static String code(TotpEnrolment enrolment, int steps) {
        long step = Totp.stepAt(Instant.now()) + steps;
        return ",\"totp\":\"" + Totp.code(Base32.read(enrolment.secret()), step, 6) + "\"";
    }
}
