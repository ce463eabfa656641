package dev.tollgate.auth.member;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Members: one role each, audited for the account's owners, and never without an owner again.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class MemberServiceTest {
    private String account = "";

    @BeforeEach
    void makeAnAccount() {
        account = account("with members").id();
    }

    @Test
    void aMemberHasOneRoleThatCanBeChanged() {
        String ada = member("OWNER");
        String ben = member("MEMBER");
        set(ben, "BILLING").statusCode(200).body("role", equalTo("BILLING"));
        assertThat(members())
                .extracting(MemberView::userId, MemberView::role)
                .containsExactly(tuple(ada, AccountRole.OWNER), tuple(ben, AccountRole.BILLING));
        remove(ben).statusCode(200);
        remove(ben).statusCode(404);
        assertThat(members()).extracting(MemberView::userId).containsExactly(ada);
    }

    @Test
    void aUsersAccountsAreToldWithTheirNamesAndHisRoles() {
        String ada = member("OWNER");
        String other = account("another one").id();
        call().body("{\"role\":\"BILLING\"}")
                .put(InternalPaths.ACCOUNTS + "/" + other + "/members/" + ada)
                .then()
                .statusCode(200);
        List<MembershipView> accounts = call().get(InternalPaths.USERS + "/" + ada + "/memberships")
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        assertThat(accounts)
                .extracting(MembershipView::accountId, MembershipView::accountName, MembershipView::role)
                .containsExactly(
                        tuple(account, "with members", AccountRole.OWNER),
                        tuple(other, "another one", AccountRole.BILLING));
    }

    @Test
    void whatIsNotThereIsNamed() {
        set("user_none", "MEMBER").statusCode(404).body("error.message", equalTo("There is no user user_none."));
        call().get(InternalPaths.ACCOUNTS + "/acct_none/members").then().statusCode(404);
        set(member("OWNER"), "KING").statusCode(400).body("error.param", equalTo("role"));
        call().body("{}").put(path("user_none")).then().statusCode(400).body("error.param", equalTo("role"));
    }

    @Test
    void theLastOwnerStays() {
        String ada = member("OWNER");
        remove(ada).statusCode(409).body("error.code", equalTo("conflict"));
        set(ada, "MEMBER").statusCode(409);
        String ben = member("OWNER");
        remove(ada).statusCode(200);
        set(ben, "BILLING").statusCode(409);
    }

    @Test
    void ofOwnersWhoLeaveAtTheSameTimeOneStays() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> owners = List.of(member("OWNER"), member("OWNER"), member("OWNER"), member("OWNER"));
            members().stream().filter(one -> !owners.contains(one.userId())).forEach(one -> remove(one.userId())
                    .statusCode(200));
            try (ExecutorService threads = Executors.newFixedThreadPool(owners.size())) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < owners.size(); i++) {
                    String owner = owners.get(i);
                    boolean demoted = i % 2 == 0;
                    answers.add(threads.submit(() -> (demoted ? set(owner, "MEMBER") : remove(owner))
                            .extract()
                            .statusCode()));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> answer : answers) {
                    statuses.add(answer.get());
                }
                assertThat(statuses).containsOnlyOnce(409).doesNotContain(500);
            }
            assertThat(members())
                    .filteredOn(one -> one.role() == AccountRole.OWNER)
                    .hasSize(1);
        }
    }

    @Test
    void changesAreInTheAccountsAudit() {
        String ada = member("OWNER");
        set(ada, "OWNER").statusCode(200);
        Page<AuditEntryView> page = call().get(InternalPaths.AUDIT + "?account_id=" + account)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        assertThat(page.data())
                .extracting(AuditEntryView::action)
                .containsExactly("member.set", "member.set", "account.create");
        AuditEntryView last = page.data().getFirst();
        assertThat(last.before()).isEqualTo(last.after()).contains("\"role\":\"OWNER\"", ada);
        assertThat(page.data().get(1).before()).isNull();
        assertThat(page.data()).allMatch(entry -> account.equals(entry.accountId()));
    }

    private String member(String role) {
        String id = user("m" + System.nanoTime() + "@example.com", "").id();
        set(id, role).statusCode(200);
        return id;
    }

    private ValidatableResponse set(String user, String role) {
        return call().body("{\"role\":\"" + role + "\"}").put(path(user)).then();
    }

    private ValidatableResponse remove(String user) {
        return call().delete(path(user)).then();
    }

    private List<MemberView> members() {
        return call().get(InternalPaths.ACCOUNTS + "/" + account + "/members")
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }

    private String path(String user) {
        return InternalPaths.ACCOUNTS + "/" + account + "/members/" + user;
    }
}
