package dev.tollgate.auth;

import static io.restassured.RestAssured.given;

import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.TestSecrets;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;

/// The service's inner API, as tests call it.
public final class AuthApi {
    private AuthApi() {}

    public static RequestSpecification call() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .header(Headers.REQUEST_ID, "test-request")
                .contentType(ContentType.JSON);
    }

    public static ValidatableResponse post(String path, String body) {
        return call().body(body).post(path).then();
    }

    public static ValidatableResponse patch(String path, String body) {
        return call().body(body).patch(path).then();
    }

    public static AccountView account(String name) {
        return post(InternalPaths.ACCOUNTS, "{\"name\":\"" + name + "\"}")
                .statusCode(200)
                .extract()
                .as(AccountView.class);
    }

    /// @param more further fields, each with a comma in front
    public static UserView user(String login, String more) {
        return post(InternalPaths.USERS, "{\"login\":\"" + login + "\",\"name\":\"Test\"" + more + "}")
                .statusCode(200)
                .extract()
                .as(UserView.class);
    }

    /// A new user who is a member of the account.
    public static String member(String accountId) {
        String id = user("member-" + System.nanoTime() + "@example.com", "").id();
        call().body("{\"role\":\"MEMBER\"}")
                .put(InternalPaths.ACCOUNTS + "/" + accountId + "/members/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    /// @param more further fields, each with a comma in front
    public static CreatedKey key(String accountId, String more) {
        return post(InternalPaths.KEYS, "{\"account_id\":\"" + accountId + "\",\"name\":\"test\"" + more + "}")
                .statusCode(200)
                .extract()
                .as(CreatedKey.class);
    }

    public static KeyView keyView(String id) {
        return call().get(InternalPaths.KEYS + "/" + id)
                .then()
                .statusCode(200)
                .extract()
                .as(KeyView.class);
    }

    public static Introspection introspect(String secret) {
        return post(InternalPaths.INTROSPECT, "{\"keyHash\":\"" + KeyFormat.hash(secret) + "\"}")
                .statusCode(200)
                .extract()
                .as(Introspection.class);
    }

    /// The newest revision.
    public static long revision() {
        return introspect("sk-nobody").revision();
    }

    /// What is newer; an empty page when nothing is.
    public static ChangePage changesSince(long revision) {
        var answer = call().queryParam("since", revision).get(InternalPaths.CHANGES);
        return answer.statusCode() == 204
                ? new ChangePage(revision, true, List.of())
                : answer.then().statusCode(200).extract().as(ChangePage.class);
    }
}
