package dev.tollgate.console.keys;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.patch;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class KeysServiceTest {
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void aSecretIsInTheAnswerOfCreationAndRotationAndNowhereElse() {
        post("/keys", "{\"account_id\":\"acct_1\",\"name\":\"first\",\"group\":\"vip\"}")
                .statusCode(200)
                .body("secret", equalTo(Peers.SECRET))
                .body("key.id", equalTo("key_1"));
        post("/keys/key_1/rotate", "{\"grace_seconds\":60}").statusCode(200).body("secret", equalTo(Peers.SECRET));
        assertThat(peers.auth.calls().getLast().body()).isEqualTo("{\"grace_seconds\":60}");
        for (String path : new String[] {"/keys", "/keys/key_1"}) {
            assertThat(get(path).statusCode(200).extract().asString()).doesNotContain(Peers.SECRET);
        }
    }

    @Test
    void listsByAccountAndChanges() {
        get("/keys?account_id=acct_1&limit=2&before=key_0").statusCode(200).body("data[0].hint", equalTo("sk-...once"));
        assertThat(peers.auth.calls().getLast().query())
                .containsEntry("account_id", "acct_1")
                .containsEntry("limit", "2")
                .containsEntry("before", "key_0");
        patch("/keys/key_1", "{\"status\":\"DISABLED\",\"ip_allow\":[\"10.0.0.0/8\"]}")
                .statusCode(200);
        patch("/keys/key_1", "{\"group\":\"\"}").statusCode(200);
        isError(patch("/keys/key_9", "{\"name\":\"x\"}"), 404, "not_found_error", "not_found", null);
    }

    @Test
    void revokesWithOrWithoutEndingStreams() {
        post("/keys/key_1/revoke", "{\"end_streams\":true}").statusCode(200).body("status", equalTo("REVOKED"));
        assertThat(peers.auth.calls().getLast().body()).isEqualTo("{\"end_streams\":true}");
        call().delete("/keys/key_1").then().statusCode(200).body("status", equalTo("REVOKED"));
        assertThat(peers.auth.calls().getLast().body()).isEqualTo("{\"end_streams\":false}");
    }

    @Test
    void onlyAGroupOfTheCatalogueCanBeNamed() {
        isError(
                post("/keys", "{\"account_id\":\"acct_1\",\"name\":\"x\",\"group\":\"nope\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "group");
        isError(patch("/keys/key_1", "{\"group\":\"nope\"}"), 400, "invalid_request_error", "invalid_value", "group");
        assertThat(peers.auth.calls()).isEmpty();
    }

    @Test
    void onlySpendLimitsOfTheKeysOwnAccountCanBeNamed() {
        String key = "{\"account_id\":\"acct_1\",\"name\":\"x\",\"spend_limit_ids\":[\"lim_1\"%s]}";
        post("/keys", key.formatted("")).statusCode(200);
        isError(
                post("/keys", key.formatted(",\"lim_9\"")),
                400,
                "invalid_request_error",
                "invalid_value",
                "spend_limit_ids[1]");
        isError(
                post("/keys", key.formatted(",\"lim_2\"")),
                400,
                "invalid_request_error",
                "invalid_value",
                "spend_limit_ids[1]");
        isError(
                patch("/keys/key_1", "{\"spend_limit_ids\":[\"lim_2\"]}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "spend_limit_ids[0]");
        patch("/keys/key_1", "{\"spend_limit_ids\":[\"lim_1\"]}").statusCode(200);
        assertThat(peers.auth.calls()).extracting(PeerStub.Call::method).containsExactly("POST", "GET", "GET", "PATCH");
    }

    @Test
    void anIdempotencyKeyGoesWithTheCreation() {
        call().header("Idempotency-Key", "order-7")
                .body("{\"account_id\":\"acct_1\",\"name\":\"x\"}")
                .post("/keys")
                .then()
                .statusCode(200);
        assertThat(peers.auth.calls().getLast().idempotencyKey()).isEqualTo("order-7");
    }

    @Test
    void anUnknownAccountIsNamed() {
        isError(
                post("/keys", "{\"account_id\":\"acct_9\",\"name\":\"x\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "account_id");
    }
}
