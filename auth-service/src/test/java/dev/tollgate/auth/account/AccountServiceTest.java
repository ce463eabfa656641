package dev.tollgate.auth.account;

import static dev.tollgate.auth.AuthApi.account;
import static dev.tollgate.auth.AuthApi.call;
import static dev.tollgate.auth.AuthApi.changesSince;
import static dev.tollgate.auth.AuthApi.patch;
import static dev.tollgate.auth.AuthApi.post;
import static dev.tollgate.auth.AuthApi.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class AccountServiceTest {
    private static final String ACCOUNTS = InternalPaths.ACCOUNTS;

    @Test
    void createsReadsAndChangesAnAccount() {
        AccountView made = account("Ada");
        assertThat(made.id()).matches("acct_[0-9a-z]{26}");
        assertThat(made.group()).isEqualTo("default");
        assertThat(made.status()).isEqualTo(AccountStatus.ACTIVE);
        assertThat(made.limits()).isEqualTo(RateLimits.NONE);

        patch(ACCOUNTS + "/" + made.id(), "{\"group\":\"vip\",\"status\":\"FROZEN\",\"limits\":{\"rpm\":10}}")
                .statusCode(200);
        AccountView changed =
                call().get(ACCOUNTS + "/" + made.id()).then().extract().as(AccountView.class);
        assertThat(changed.name()).isEqualTo("Ada");
        assertThat(changed.group()).isEqualTo("vip");
        assertThat(changed.status()).isEqualTo(AccountStatus.FROZEN);
        assertThat(changed.limits()).isEqualTo(new RateLimits(10L, null, null, null));

        AccountView freed =
                patch(ACCOUNTS + "/" + made.id(), "{\"limits\":{}}").extract().as(AccountView.class);
        assertThat(freed.limits()).isEqualTo(RateLimits.NONE);
    }

    @Test
    void takesTheNextRevisionForEachChange() {
        long before = revision();
        AccountView made = account("Ada");
        patch(ACCOUNTS + "/" + made.id(), "{\"status\":\"FROZEN\"}").statusCode(200);
        assertThat(changesSince(before).changes())
                .containsExactly(
                        new ChangePage.Change(before + 1, ChangeKind.ACCOUNT, made.id(), false),
                        new ChangePage.Change(before + 2, ChangeKind.ACCOUNT, made.id(), false));
    }

    @Test
    void findsAccountsByAPartOfTheNameOrById() {
        String odd = account("Blue 50%_! Ltd").id();
        String even = account("blue seven").id();
        assertThat(found("BLUE")).containsExactly(even, odd);
        assertThat(found("50%25_!")).containsExactly(odd);
        assertThat(found("b%25e")).isEmpty();
        assertThat(found(even)).containsExactly(even);
        assertThat(found("blue&limit=1")).containsExactly(even);
        assertThat(found("blue&limit=1&after=" + even)).containsExactly(odd);
        call().get(ACCOUNTS + "?search=" + "x".repeat(201)).then().statusCode(400);
    }

    private static List<String> found(String search) {
        return call().urlEncodingEnabled(false)
                .get(ACCOUNTS + "?search=" + search)
                .then()
                .statusCode(200)
                .extract()
                .path("data.id");
    }

    @Test
    void pagesForthAndBackNewestFirst() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> account("page " + i).id())
                .toList()
                .reversed();
        Page<AccountView> first = page("?limit=2");
        assertThat(ids(first)).isEqualTo(ids.subList(0, 2));
        assertThat(first.hasMore()).isTrue();
        Page<AccountView> second = page("?limit=2&after=" + first.lastId());
        assertThat(ids(second)).isEqualTo(ids.subList(2, 4));
        Page<AccountView> back = page("?limit=2&before=" + second.firstId());
        assertThat(ids(back)).isEqualTo(ids.subList(0, 2));
        assertThat(back.hasMore()).isFalse();
        Page<AccountView> nearest = page("?limit=1&before=" + second.firstId());
        assertThat(ids(nearest)).isEqualTo(ids.subList(1, 2));
        assertThat(nearest.hasMore()).isTrue();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        refuses("{}", "missing_required_parameter", "name");
        refuses("{\"name\":\" \"}", "invalid_value", "name");
        refuses("{\"name\":\"a\",\"group\":\"no spaces\"}", "invalid_value", "group");
        refuses("{\"name\":\"a\",\"status\":\"SLEEPING\"}", "invalid_value", "status");
        refuses("{\"name\":\"a\",\"limits\":{\"rpm\":0}}", "invalid_value", "limits");
        refuses("{\"name\":\"a\",\"limits\":{\"rpm\":\"x\"}}", "invalid_value", "limits.rpm");
    }

    @Test
    void saysWhereJsonBreaks() {
        post(ACCOUNTS, "{\"name\":").statusCode(400).body("error.code", equalTo("invalid_json"));
        call().post(ACCOUNTS).then().statusCode(400).body("error.code", equalTo("invalid_json"));
    }

    @Test
    void refusesPagesThatAreNone() {
        call().get(ACCOUNTS + "?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
        call().get(ACCOUNTS + "?limit=101").then().statusCode(400).body("error.param", equalTo("limit"));
        call().get(ACCOUNTS + "?after=acct_none").then().statusCode(400).body("error.param", equalTo("after"));
        call().get(ACCOUNTS + "?after=a&before=b").then().statusCode(400).body("error.param", equalTo("before"));
    }

    @Test
    void doesNotKnowWhatIsNotThere() {
        call().get(ACCOUNTS + "/acct_none").then().statusCode(404).body("error.code", equalTo("not_found"));
        patch(ACCOUNTS + "/acct_none", "{\"name\":\"x\"}").statusCode(404);
    }

    private static void refuses(String body, String code, String param) {
        post(ACCOUNTS, body)
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo(code))
                .body("error.param", equalTo(param));
    }

    private static Page<AccountView> page(String query) {
        return call().get(ACCOUNTS + query).then().statusCode(200).extract().as(new TypeRef<>() {});
    }

    private static List<String> ids(Page<AccountView> page) {
        return page.data().stream().map(AccountView::id).toList();
    }
}
