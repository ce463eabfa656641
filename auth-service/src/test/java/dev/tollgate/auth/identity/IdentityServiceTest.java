package dev.tollgate.auth.identity;

import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.audit;
import static dev.tollgate.auth.People.post;
import static dev.tollgate.auth.People.principal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.auth.AuthApi;
import dev.tollgate.auth.People;
import dev.tollgate.auth.PeopleProfile;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who comes by an identity provider's word.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class IdentityServiceTest {
    private static final String PATH = InternalPaths.SESSIONS + "/oidc";

    @Inject
    Pool pool;

    private People people;

    @BeforeEach
    void knowPeople() {
        people = new People(pool);
    }

    @Test
    void anIdentityIsTheSameUserEachTimeAlsoAtTheSameTime() throws Exception {
        String email = address("oidc");
        List<String> users = People.atOnce(4, () -> userOf(login("race-" + email, email, true)));
        assertThat(users).hasSize(4).containsOnly(users.getFirst());
        Principal principal = principal(users.getFirst());
        assertThat(principal.login()).isEqualTo(email);
        assertThat(principal.memberships())
                .singleElement()
                .extracting(Principal.Membership::role)
                .isEqualTo(AccountRole.OWNER);
        assertThat(userOf(login("race-" + email, address("changed"), true))).isEqualTo(users.getFirst());
        assertThat(audit(users.getFirst())).extracting(AuditEntryView::action).contains("identity.link", "user.create");
    }

    @Test
    void anAddressThatBothHaveVerifiedLinksAndNoOther() {
        String email = address("linked");
        String user = people.member(email);
        assertThat(login("unverified-" + email, email, false).verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(userOf(login("unverified-" + email, email, true))).isNotEqualTo(user);
        assertThat(userOf(login("verified-" + email, email, true))).isEqualTo(user);
        String typed = address("typed");
        AuthApi.user(typed, "");
        assertThat(login("typed-" + typed, typed, true)).isEqualTo(new LoginAnswer(Verdict.REFUSED, null));
    }

    @Test
    void aSuspendedUserIsRefused() {
        String email = address("gone");
        String user = userOf(login("gone-" + email, email, true));
        AuthApi.patch(InternalPaths.USERS + "/" + user, "{\"status\":\"SUSPENDED\"}")
                .statusCode(200);
        assertThat(login("gone-" + email, email, true).verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void issuerAndSubjectAreNeeded() {
        post(PATH, "{\"subject\":\"s\"}").statusCode(400).body("error.param", equalTo("issuer"));
        post(PATH, "{\"issuer\":\"https://id.example.com\"}").statusCode(400).body("error.param", equalTo("subject"));
    }

    private static String userOf(LoginAnswer answer) {
        return Objects.requireNonNull(answer.created()).token().userId();
    }

    private static LoginAnswer login(String subject, String email, boolean verified) {
        return post(
                        PATH,
                        "{\"issuer\":\"https://id.example.com\",\"subject\":\"" + subject + "\",\"email\":\"" + email
                                + "\",\"email_verified\":" + verified + ",\"name\":\"Ada\"}")
                .statusCode(200)
                .extract()
                .as(LoginAnswer.class);
    }
}
