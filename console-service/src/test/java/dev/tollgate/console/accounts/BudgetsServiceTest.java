package dev.tollgate.console.accounts;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class BudgetsServiceTest {
    private static final String LIMIT = "{\"account_id\":\"acct_1\",\"amount\":\"10\",\"period\":\"day\"%s}";

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
    void anAccountsLimitIsMadeAndThenBound() {
        post("/spend-limits", LIMIT.formatted(",\"scope\":\"account\",\"budget\":true,\"alert_at\":[90]"))
                .statusCode(200)
                .body("scope", equalTo("account"));
        assertThat(peers.billing.calls().getLast().body()).contains("\"budget\":true", "\"alert_at\":[90]");
        assertThat(peers.auth.calls().getLast().path()).isEqualTo("/accounts/acct_1/spend-limits/lim_account");
        assertThat(paths(peers.auth)).hasSize(2);
    }

    @Test
    void aUsersLimitNamesAMember() {
        post("/spend-limits", LIMIT.formatted(",\"scope\":\"user\",\"user_id\":\"user_1\""))
                .statusCode(200)
                .body("user_id", equalTo("user_1"));
        assertThat(peers.billing.calls().getLast().body()).contains("\"user_id\":\"user_1\"");
        assertThat(peers.auth.calls().getLast().path()).isEqualTo("/accounts/acct_1/spend-limits/lim_user");
        assertThat(peers.auth.calls().getLast().body()).contains("\"user_id\":\"user_1\"");
        int made = peers.billing.calls().size();
        isError(
                post("/spend-limits", LIMIT.formatted(",\"scope\":\"user\",\"user_id\":\"user_9\"")),
                400,
                "invalid_request_error",
                "invalid_value",
                "user_id");
        assertThat(peers.billing.calls()).hasSize(made);
    }

    @Test
    void aKeysLimitIsBoundByTheKeysThatNameIt() {
        post("/spend-limits", LIMIT.formatted("")).statusCode(200);
        assertThat(paths(peers.auth)).containsExactly("/accounts/acct_1");
    }

    @Test
    void aLimitThatCannotBeBoundIsEnded() {
        isError(
                post("/spend-limits", LIMIT.formatted(",\"scope\":\"group\",\"group\":\"vip\"")),
                409,
                "invalid_request_error",
                "conflict",
                null);
        assertThat(paths(peers.billing)).containsExactly("/spend-limits", "/spend-limits/lim_group");
        isError(
                post("/spend-limits", LIMIT.formatted(",\"scope\":\"group\",\"group\":\"nope\"")),
                400,
                "invalid_request_error",
                "invalid_value",
                "group");
        assertThat(paths(peers.billing)).hasSize(2);
    }

    @Test
    void anEndedLimitIsForgottenByAuth() {
        call().delete("/spend-limits/lim_account").then().statusCode(200);
        assertThat(peers.auth.calls().getLast().path()).isEqualTo("/accounts/acct_1/spend-limits/lim_account");
        int asked = peers.auth.calls().size();
        call().delete("/spend-limits/lim_1").then().statusCode(200);
        assertThat(peers.auth.calls()).hasSize(asked);
    }

    @Test
    void alertsAndTheirTargetsAreTheAccountsOwn() {
        get("/accounts/acct_1/alerts").statusCode(200).body("data[0].threshold", equalTo(80));
        assertThat(peers.billing.calls().getLast().query()).containsEntry("account_id", "acct_1");
        post(
                        "/accounts/acct_1/alert-targets",
                        "{\"account_id\":\"acct_2\",\"kind\":\"webhook\",\"address\":\"https://h.example/\"}")
                .statusCode(200)
                .body("target.account_id", equalTo("acct_1"))
                .body("secret", equalTo("whsec_1"));
        get("/accounts/acct_1/alert-targets").statusCode(200).body("data[0].id", equalTo("at_1"));
        call().delete("/accounts/acct_1/alert-targets/at_1").then().statusCode(200);
        isError(call().delete("/accounts/acct_1/alert-targets/at_2").then(), 404, "not_found_error", "not_found", null);
        isError(
                post("/accounts/acct_typo/alert-targets", "{\"kind\":\"webhook\"}"),
                404,
                "not_found_error",
                "not_found",
                null);
    }

    private static List<String> paths(PeerStub peer) {
        return peer.calls().stream().map(PeerStub.Call::path).toList();
    }
}
