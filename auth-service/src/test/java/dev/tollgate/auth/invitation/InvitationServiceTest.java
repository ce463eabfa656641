package dev.tollgate.auth.invitation;

import static dev.tollgate.auth.People.PASSWORD;
import static dev.tollgate.auth.People.address;
import static dev.tollgate.auth.People.audit;
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
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.InvitationView.Status;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Invitations: accepted once, by whoever has the mailbox.
@QuarkusTest
@TestProfile(PeopleProfile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class InvitationServiceTest {
    @Inject
    Pool pool;

    private People people;
    private String account;
    private String email;

    @BeforeEach
    void thereIsAnAccount() {
        people = new People(pool);
        account = AuthApi.account("Our team http://evil.example").id();
        email = address("guest");
    }

    @Test
    void aUserAcceptsOnceAndIsAMemberThen() throws Exception {
        String user = people.member(email);
        InvitationView made = invite(email, "MEMBER");
        assertThat(made.status()).isEqualTo(Status.PENDING);
        People.Letter letter = people.newest(email);
        assertThat(letter.content())
                .contains("Our team http evil example", PeopleProfile.SITE + "/invitation?token=")
                .doesNotContain("http://evil");
        look(letter.token()).statusCode(200).body("account_id", equalTo(account));
        List<Integer> statuses =
                People.atOnce(3, () -> accept(user, letter.token()).extract().statusCode());
        assertThat(statuses).containsOnly(200, 400);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(principal(user).memberships()).contains(new Principal.Membership(account, AccountRole.MEMBER));
        look(letter.token()).statusCode(400);
        assertThat(listed()).extracting(InvitationView::status).containsExactly(Status.ACCEPTED);
        assertThat(audit(made.id()))
                .extracting(AuditEntryView::action, AuditEntryView::accountId)
                .containsExactly(tuple("invitation.accept", account), tuple("invitation.create", account));
        assertThat(audit(made.id()).toString()).doesNotContain(letter.token());
    }

    @Test
    void itIsTheInvitedAddressOnly() {
        String other = people.member(address("other"));
        invite(email, "BILLING");
        String token = people.newest(email).token();
        accept(other, token).statusCode(400).body("error.param", equalTo("email"));
        signUp(address("third"), ",\"invitation\":\"" + token + "\"")
                .statusCode(400)
                .body("error.param", equalTo("email"));
        signUp(email.toUpperCase(Locale.ROOT), ",\"invitation\":\"" + token + "\"")
                .statusCode(200)
                .body("status", equalTo("DONE"));
        assertThat(login(email, PASSWORD, "").verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(principal(people.userId(email)).memberships())
                .containsExactly(new Principal.Membership(account, AccountRole.BILLING));
    }

    @Test
    void whoIsInvitedToTheInstallationGetsAnAccountOfHisOwn() {
        InvitationView made = post(InternalPaths.INVITATIONS, "{\"email\":\"" + email + "\"}")
                .statusCode(200)
                .extract()
                .as(InvitationView.class);
        assertThat(made.accountId()).isNull();
        signUp(email, ",\"invitation\":\"" + people.newest(email).token() + "\"")
                .statusCode(200);
        assertThat(principal(people.userId(email)).memberships())
                .singleElement()
                .extracting(Principal.Membership::role)
                .isEqualTo(AccountRole.OWNER);
    }

    @Test
    void sentAgainTheLinkBeforeIsNoneAndRevokedNoneIs() {
        String user = people.member(email);
        InvitationView made = invite(email, "MEMBER");
        String first = people.newest(email).token();
        change(made.id(), "resend").statusCode(200);
        String second = people.newest(email).token();
        assertThat(second).isNotEqualTo(first);
        accept(user, first).statusCode(400);
        change(made.id(), "revoke").statusCode(200).body("status", equalTo("REVOKED"));
        accept(user, second).statusCode(400);
        change(made.id(), "revoke").statusCode(409);
        change(made.id(), "resend").statusCode(409);
        invite(email, "OWNER");
    }

    @Test
    void anotherAccountsInvitationIsNotThere() {
        InvitationView made = invite(email, "MEMBER");
        String other = AuthApi.account("other").id();
        post(InternalPaths.INVITATIONS + "/" + made.id() + "/revoke?account_id=" + other, "")
                .statusCode(404);
        post(InternalPaths.INVITATIONS + "/" + made.id() + "/revoke", "").statusCode(404);
        post(InternalPaths.INVITATIONS + "?account_id=acct_none", "{\"email\":\"" + email + "\",\"role\":\"MEMBER\"}")
                .statusCode(404);
    }

    @Test
    void invitationsAreFoundByAPartOfTheAddress() {
        String first = invite(address("Search_ann"), "MEMBER").id();
        String second = invite(address("search_bob"), "MEMBER").id();
        invite(address("other"), "MEMBER");
        assertThat(found("sEARCH_")).containsExactly(second, first);
        assertThat(found("_BOB")).containsExactly(second);
        assertThat(found("s_arch")).isEmpty();
        assertThat(found("search_&limit=1&after=" + second)).containsExactly(first);
        assertThat(found("search_&limit=1&before=" + first)).containsExactly(second);
        AuthApi.call()
                .get(path() + "&search=" + "x".repeat(101))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("search"));
    }

    private List<String> found(String search) {
        return AuthApi.call()
                .get(path() + "&search=" + search)
                .then()
                .statusCode(200)
                .extract()
                .path("data.id");
    }

    @Test
    void refusesWhatAnInvitationCannotBe() {
        invite(email, "MEMBER");
        refused(email, ",\"role\":\"MEMBER\"", 409, "email");
        refused("no address", ",\"role\":\"MEMBER\"", 400, "email");
        refused(address("x"), "", 400, "role");
        String member = people.member(address("in"));
        AuthApi.call()
                .body("{\"role\":\"MEMBER\"}")
                .put(InternalPaths.ACCOUNTS + "/" + account + "/members/" + member)
                .then()
                .statusCode(200);
        refused(principal(member).login(), ",\"role\":\"OWNER\"", 409, "email");
    }

    @Test
    void anAccountInvitesSoManyAnHour() {
        pool.query("DELETE FROM auth.ask_count WHERE kind = 'invitation'").executeAndAwait();
        for (int i = 0; i < 50; i++) {
            invite(address("many" + i), "MEMBER");
        }
        refused(address("more"), ",\"role\":\"MEMBER\"", 429, null);
    }

    private InvitationView invite(String address, String role) {
        return post(path(), "{\"email\":\"" + address + "\",\"role\":\"" + role + "\"}")
                .statusCode(200)
                .extract()
                .as(InvitationView.class);
    }

    private void refused(String address, String more, int status, @Nullable String param) {
        post(path(), "{\"email\":\"" + address + "\"" + more + "}")
                .statusCode(status)
                .body("error.param", equalTo(param));
    }

    private String path() {
        return InternalPaths.INVITATIONS + "?account_id=" + account;
    }

    private ValidatableResponse change(String id, String how) {
        return post(InternalPaths.INVITATIONS + "/" + id + "/" + how + "?account_id=" + account, "");
    }

    private List<InvitationView> listed() {
        Page<InvitationView> page =
                AuthApi.call().get(path()).then().statusCode(200).extract().as(new TypeRef<>() {});
        return page.data();
    }

    private static ValidatableResponse accept(String user, String token) {
        return post(InternalPaths.INVITATIONS + "/accept?user=" + user, "{\"token\":\"" + token + "\"}");
    }

    private static ValidatableResponse look(String token) {
        return post(InternalPaths.INVITATIONS + "/look", "{\"token\":\"" + token + "\"}");
    }
}
