package dev.tollgate.auth.user;

import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Users: made once by login, changed, never left without an operator.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class UserServiceTest {
    private static final String FIRST = InternalPaths.USERS + "/" + Principal.FIRST_OPERATOR;

    @Inject
    Pool pool;

    @Test
    void theFirstOperatorIsThereFromTheStart() {
        UserView first = call().get(FIRST).then().statusCode(200).extract().as(UserView.class);
        assertThat(first.login()).isEqualTo("operator");
        assertThat(first.platformRoles()).containsExactly(PlatformRole.OPERATOR);
        assertThat(first.hasPassword()).isFalse();
    }

    @Test
    void aLoginIsTakenInAnySpelling() {
        user("Ada@example.com", "");
        post(InternalPaths.USERS, "{\"login\":\"ada@EXAMPLE.com\",\"name\":\"Other\"}")
                .statusCode(409)
                .body("error.param", equalTo("login"));
    }

    @Test
    void refusesWhatAUserCannotBe() {
        refused("{\"name\":\"x\"}", "login");
        refused("{\"login\":\"no blanks\",\"name\":\"x\"}", "login");
        refused("{\"login\":\"fine\"}", "name");
        refused("{\"login\":\"fine\",\"name\":\"x\",\"password\":\"too short\"}", "password");
        refused("{\"login\":\"fine\",\"name\":\"x\",\"platform_roles\":[null]}", "platform_roles");
        patch(FIRST, "{\"login\":\"other\"}").statusCode(400).body("error.param", equalTo("login"));
        patch(InternalPaths.USERS + "/user_none", "{\"name\":\"x\"}").statusCode(404);
    }

    @Test
    void changesAreAuditedWithWhatWasBeforeAndNeverAPassword() {
        UserView made = user("audited@example.com", ",\"password\":\"correct horse battery\"");
        UserView changed = patch(
                        InternalPaths.USERS + "/" + made.id(),
                        "{\"name\":\"New\",\"password\":\"another long secret\",\"platform_roles\":[\"AUDITOR\"]}")
                .statusCode(200)
                .extract()
                .as(UserView.class);
        assertThat(changed.platformRoles()).containsExactly(PlatformRole.AUDITOR);
        List<AuditEntryView> entries = audit("subject=" + made.id());
        assertThat(entries).extracting(AuditEntryView::action).containsExactly("user.change_password", "user.create");
        AuditEntryView change = entries.getFirst();
        assertThat(change.before()).contains("\"name\":\"Test\"", "\"platform_roles\":[]");
        assertThat(change.after()).contains("\"name\":\"New\"", "\"platform_roles\":[\"AUDITOR\"]");
        assertThat(change.requestId()).isEqualTo("test-request");
        assertThat(entries.get(1).before()).isNull();
        assertThat(entries.toString()).doesNotContain("correct horse", "another long", "argon2");
        assertThat(hash(made.id())).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void pagesNewestFirst() {
        List<String> ids = List.of(
                user("page1@example.com", "").id(),
                user("page2@example.com", "").id());
        Page<UserView> first = users("limit=1");
        assertThat(first.data()).extracting(UserView::id).containsExactly(ids.get(1));
        assertThat(first.hasMore()).isTrue();
        assertThat(users("limit=1&after=" + ids.get(1)).data())
                .extracting(UserView::id)
                .containsExactly(ids.get(0));
        call().get(InternalPaths.USERS + "?after=user_none").then().statusCode(400);
    }

    @Test
    void isFoundByAPartOfLoginOrNameInAnyCaseOrByItsId() {
        UserView eve = post(InternalPaths.USERS, "{\"login\":\"Eve.100%@example.com\",\"name\":\"Evelyn Sought\"}")
                .statusCode(200)
                .extract()
                .as(UserView.class);
        UserView eva = post(InternalPaths.USERS, "{\"login\":\"eva.1000@example.com\",\"name\":\"Eva sought\"}")
                .statusCode(200)
                .extract()
                .as(UserView.class);
        assertThat(users("search=SOUGHT").data()).extracting(UserView::id).containsExactly(eva.id(), eve.id());
        assertThat(users("search=SOUGHT&limit=1&after=" + eva.id()).data())
                .extracting(UserView::id)
                .containsExactly(eve.id());
        assertThat(users("search=eve.100").data()).extracting(UserView::id).containsExactly(eve.id());
        assertThat(users("search=eve.100_").data()).isEmpty();
        assertThat(users("search=" + eva.id()).data()).extracting(UserView::id).containsExactly(eva.id());
        assertThat(users("search=nobody-has-this").data()).isEmpty();
        call().get(InternalPaths.USERS + "?search=" + "x".repeat(101))
                .then()
                .statusCode(400)
                .body("error.param", equalTo("search"));
    }

    @Test
    void theLastActiveOperatorCanNeitherBeSuspendedNorLoseTheRole() {
        patch(FIRST, "{\"status\":\"SUSPENDED\"}").statusCode(409).body("error.code", equalTo("conflict"));
        patch(FIRST, "{\"platform_roles\":[]}").statusCode(409);
        UserView suspended =
                user("sleeping@example.com", ",\"status\":\"SUSPENDED\",\"platform_roles\":[\"OPERATOR\"]");
        assertThat(suspended.status()).isEqualTo(UserStatus.SUSPENDED);
        patch(FIRST, "{\"platform_roles\":[]}").statusCode(409);
    }

    @Test
    void ofOperatorsWhoAreTakenAwayAtTheSameTimeOneStays() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> ids = new ArrayList<>(List.of(Principal.FIRST_OPERATOR));
            for (int i = 0; i < 3; i++) {
                ids.add(user("op" + round + "-" + i + "@example.com", ",\"platform_roles\":[\"OPERATOR\"]")
                        .id());
            }
            int refused = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(ids.size())) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < ids.size(); i++) {
                    String path = InternalPaths.USERS + "/" + ids.get(i);
                    String body = i % 2 == 0 ? "{\"platform_roles\":[]}" : "{\"status\":\"SUSPENDED\"}";
                    answers.add(threads.submit(() -> patch(path, body).extract().statusCode()));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isIn(200, 409);
                    refused += answer.get() == 409 ? 1 : 0;
                }
            }
            assertThat(refused).isEqualTo(1);
            assertThat(operators()).isEqualTo(1);
            patch(FIRST, "{\"status\":\"ACTIVE\",\"platform_roles\":[\"OPERATOR\"]}")
                    .statusCode(200);
            ids.stream().skip(1).forEach(id -> patch(InternalPaths.USERS + "/" + id, "{\"platform_roles\":[]}")
                    .statusCode(200));
        }
    }

    private long operators() {
        return pool.query("SELECT count(*) FROM auth.platform_role r JOIN auth.app_user u ON u.id = r.user_id"
                        + " WHERE r.role = 'OPERATOR' AND u.status = 'ACTIVE'")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    private String hash(String userId) {
        return pool.query("SELECT password_hash FROM auth.app_user WHERE id = '" + userId + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString(0);
    }

    private static void refused(String body, String param) {
        post(InternalPaths.USERS, body).statusCode(400).body("error.param", equalTo(param));
    }

    private static Page<UserView> users(String query) {
        return call().get(InternalPaths.USERS + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
    }

    private static List<AuditEntryView> audit(String query) {
        Page<AuditEntryView> page = call().get(InternalPaths.AUDIT + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .as(new TypeRef<>() {});
        return page.data();
    }
}
