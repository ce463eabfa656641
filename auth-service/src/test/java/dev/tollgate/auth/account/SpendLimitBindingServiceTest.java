package dev.tollgate.auth.account;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.changesSince;
import static dev.tollgate.auth.AuthApi.introspect;
import static dev.tollgate.auth.AuthApi.key;
import static dev.tollgate.auth.AuthApi.member;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.revision;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SpendLimitBindingServiceTest {
    private String account;

    @BeforeEach
    void createAccount() {
        account = account("limited").id();
    }

    @Test
    void anAccountsLimitBindsEveryKeyOfIt() {
        String limit = limit();
        String plain = key(account, "").secret();
        String own =
                key(account, ",\"spend_limit_ids\":[\"own\",\"" + limit + "\"]").secret();
        String other = key(account("other").id(), "").secret();
        assertThat(bind(account, limit, "{}").statusCode()).isEqualTo(204);
        assertThat(limits(plain)).containsExactly(limit);
        assertThat(limits(own)).containsExactly("own", limit);
        assertThat(limits(other)).isEmpty();
        assertThat(unbind(account, limit).statusCode()).isEqualTo(204);
        assertThat(limits(plain)).isEmpty();
    }

    @Test
    void aGroupsLimitBindsTheKeysThatAreInIt() {
        String limit = limit();
        bind(account, limit, "{\"group\":\"vip\"}");
        String named = key(account, ",\"group\":\"vip\"").secret();
        String inherited = key(account, "").secret();
        assertThat(limits(named)).containsExactly(limit);
        assertThat(limits(inherited)).isEmpty();
        patch(InternalPaths.ACCOUNTS + "/" + account, "{\"group\":\"vip\"}").statusCode(200);
        assertThat(limits(inherited)).containsExactly(limit);
    }

    @Test
    void aUsersLimitBindsTheAccountsKeysOfHis() {
        String ada = member(account);
        String ben = member(account);
        String limit = limit();
        String named = "{\"user_id\":\"" + ada + "\"}";
        String adas = key(account, ",\"user_id\":\"" + ada + "\"").secret();
        String bens = key(account, ",\"user_id\":\"" + ben + "\"").secret();
        String nobodys = key(account, "").secret();
        assertThat(bind(account, limit, named).statusCode()).isEqualTo(204);
        assertThat(limits(adas)).containsExactly(limit);
        assertThat(limits(bens)).isEmpty();
        assertThat(limits(nobodys)).isEmpty();
        String whole = limit();
        bind(account, whole, "{}");
        assertThat(limits(adas)).containsExactlyInAnyOrder(limit, whole);
        assertThat(limits(bens)).containsExactly(whole);
        assertThat(bind(account, limit, "{\"user_id\":\"" + ben + "\"}").statusCode())
                .isEqualTo(409);
        unbind(account, limit);
        assertThat(limits(adas)).containsExactly(whole);
    }

    @Test
    void onlyAMembersKeysAreBoundAsHis() {
        String stranger = member(account("other").id());
        Response refused = bind(account, limit(), "{\"user_id\":\"" + stranger + "\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("user_id");
        Response both = bind(account, limit(), "{\"group\":\"vip\",\"user_id\":\"" + member(account) + "\"}");
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.jsonPath().getString("error.param")).isEqualTo("user_id");
    }

    /// Each user has his own, but all that bind one key are sixteen.
    @Test
    void sixteenLimitsBindOneKey() {
        String ada = "{\"user_id\":\"" + member(account) + "\"}";
        String ben = "{\"user_id\":\"" + member(account) + "\"}";
        for (int i = 0; i < 10; i++) {
            assertThat(bind(account, limit(), "{}").statusCode()).isEqualTo(204);
        }
        for (String user : List.of(ada, ben)) {
            for (int i = 0; i < 5; i++) {
                assertThat(bind(account, limit(), user).statusCode()).isEqualTo(204);
            }
        }
        assertThat(bind(account, limit(), ada).statusCode()).isEqualTo(204);
        assertThat(bind(account, limit(), ada).statusCode()).isEqualTo(409);
        assertThat(bind(account, limit(), "{}").statusCode()).isEqualTo(409);
        assertThat(bind(account, limit(), "{\"group\":\"vip\"}").statusCode()).isEqualTo(409);
        assertThat(bind(account, limit(), ben).statusCode()).isEqualTo(204);
    }

    @Test
    void edgesAreToldOfEachChangeAndOfNothingElse() {
        String limit = limit();
        long before = revision();
        bind(account, limit, "{}");
        bind(account, limit, "{}");
        unbind(account, limit);
        unbind(account, limit);
        ChangePage page = changesSince(before);
        assertThat(page.changes())
                .extracting(ChangePage.Change::kind, ChangePage.Change::id)
                .containsExactly(tuple(ChangeKind.ACCOUNT, account), tuple(ChangeKind.ACCOUNT, account));
    }

    @Test
    void aLimitBindsOneAccountAndAnAccountHasSixteen() {
        String limit = limit();
        bind(account, limit, "{}");
        assertThat(bind(account, limit, "{\"group\":\"vip\"}").statusCode()).isEqualTo(409);
        assertThat(bind(account("other").id(), limit, "{}").statusCode()).isEqualTo(409);
        assertThat(bind("acct_none", limit(), "{}").statusCode()).isEqualTo(404);
        assertThat(bind(account, "a b", "{}").statusCode()).isEqualTo(400);
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> bind(account, limit(), "{}").statusCode())
                .toList();
        assertThat(statuses.stream().filter(status -> status == 204)).hasSize(15);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(5);
    }

    private static List<String> limits(String secret) {
        return requireNonNull(introspect(secret).key()).spendLimitIds();
    }

    private static String limit() {
        return "sl_" + UUID.randomUUID();
    }

    private static Response bind(String account, String limit, String body) {
        return call().body(body).put(path(account, limit));
    }

    private static Response unbind(String account, String limit) {
        return call().delete(path(account, limit));
    }

    private static String path(String account, String limit) {
        return InternalPaths.ACCOUNTS + "/" + account + "/spend-limits/" + limit.replace(" ", "%20");
    }
}
