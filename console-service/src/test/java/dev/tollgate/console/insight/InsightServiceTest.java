package dev.tollgate.console.insight;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Insights;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Figures, lists by user, exports, and accounts with their credit.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class InsightServiceTest {
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
        Insights.pieces = 1;
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void aSummaryIsAskedByAccountKeyModelIntervalAndTime() {
        get("/usage/summary?account_id=acct_1&key_id=key_1&model=m&interval=day&from=1&to=2")
                .statusCode(200)
                .body("total.charge", equalTo("7"))
                .body("series[0].usage.duration.p95_ms", equalTo(200));
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("account_id", "acct_1")
                .containsEntry("key_id", "key_1")
                .containsEntry("model", "m")
                .containsEntry("interval", "day")
                .containsEntry("from", "1")
                .containsEntry("to", "2");
        isError(get("/usage/summary"), 400, "invalid_request_error", "missing_required_parameter", "account_id");
    }

    @Test
    void theBiggestUsersAreFoundByWhoseKeysAre() throws IOException {
        get("/usage/top?account_id=acct_1&by=user&order=tokens&limit=7")
                .statusCode(200)
                .body("by", equalTo("user"));
        UsageTopAsk ask = peers.billing.calls().getLast().read(UsageTopAsk.class);
        assertThat(ask.users()).isEqualTo(Map.of("key_1", "user_1", "key_2", "user_1"));
        assertThat(ask.order()).isEqualTo("tokens");
        assertThat(ask.limit()).isEqualTo(7);
        get("/usage/top?account_id=acct_1&by=model").statusCode(200);
        assertThat(peers.auth.calls()).hasSize(1);
    }

    @Test
    void aUsersUsageIsThatOfHisKeys() {
        get("/usage?account_id=acct_1&user_id=user_1&outcome=failed&endpoint=embeddings&charge_min=5")
                .statusCode(200);
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("key_ids", "key_1,key_2")
                .containsEntry("outcome", "failed")
                .containsEntry("endpoint", "embeddings")
                .containsEntry("charge_min", "5");
        get("/usage?account_id=acct_1&user_id=user_2").statusCode(200);
        assertThat(peers.billing.calls().getLast().query()).containsEntry("key_ids", "-");
        isError(get("/usage?user_id=user_1"), 400, "invalid_request_error", "missing_required_parameter", "account_id");
    }

    @Test
    void aNamespacesUsageIsThatOfItsWorkloadsKeys() throws IOException {
        get("/usage/top?account_id=acct_1&by=namespace").statusCode(200).body("by", equalTo("namespace"));
        UsageTopAsk ask = peers.billing.calls().getLast().read(UsageTopAsk.class);
        assertThat(ask.users()).isEqualTo(Map.of("key_3", "team-a"));
        get("/usage?account_id=acct_1&namespace=team-a").statusCode(200);
        assertThat(peers.auth.calls().getLast().query()).containsEntry("namespace", "team-a");
        assertThat(peers.billing.calls().getLast().query()).containsEntry("key_ids", "key_3");
        get("/usage?account_id=acct_1&namespace=team-z").statusCode(200);
        assertThat(peers.billing.calls().getLast().query()).containsEntry("key_ids", "-");
        isError(
                get("/usage?namespace=team-a"),
                400,
                "invalid_request_error",
                "missing_required_parameter",
                "account_id");
        isError(
                get("/usage?account_id=acct_1&namespace=team-a&user_id=user_1"),
                400,
                "invalid_request_error",
                "invalid_value",
                "namespace");
    }

    @Test
    void theDashboardTellsMoneyToThoseWhoMaySeeIt() {
        get("/accounts/acct_1/dashboard").statusCode(200).body("money.balance", equalTo("9007199254740993"));
        as(Cast.of(AccountRole.OWNER), "/accounts/acct_1/dashboard").body("money.state", equalTo("ok"));
        as(Cast.of(AccountRole.MEMBER), "/accounts/acct_1/dashboard")
                .statusCode(200)
                .body("money", nullValue())
                .body("today.spend", equalTo("2"));
        isError(get("/accounts/acct_9/dashboard"), 404, "not_found_error", "not_found", null);
    }

    @Test
    void theOverviewIsAskedByDays() {
        get("/overview?from=2026-07-01&to=2026-07-02").statusCode(200).body("alerts[0].link", equalTo("/refunds"));
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("from", "2026-07-01")
                .containsEntry("to", "2026-07-02");
    }

    @Test
    void accountsAreListedWithTheirCreditByOneCallEach() {
        get("/accounts?search=Ad&limit=5").statusCode(200).body("data[0].credit.balance", equalTo("9007199254740993"));
        assertThat(peers.auth.calls().getLast().query())
                .containsEntry("search", "Ad")
                .containsEntry("limit", "5");
        assertThat(peers.billing.calls())
                .singleElement()
                .extracting(PeerStub.Call::path)
                .isEqualTo("/credits");
        as(Cast.of(PlatformRole.OPERATOR, "accounts:read"), "/accounts")
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].credit", nullValue());
        assertThat(peers.billing.calls()).hasSize(1);
    }

    @Test
    void edgesTellWhatTheyHoldAndWhenTheyWereHeardOf() {
        get("/edges")
                .statusCode(200)
                .body("data[0].orphaned", equalTo(1))
                .body("data[0].in_flight", equalTo(5))
                .body("data[0].oldest_unposted_at", equalTo(9))
                .body("data[0].seen_at", equalTo(10));
    }

    @Test
    void anExportIsAskedPieceByPiece() {
        Insights.pieces = 5;
        String text = call().get("/usage.csv?account_id=acct_1&model=m")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .header("Content-Disposition", equalTo("attachment; filename=\"usage.csv\""))
                .extract()
                .asString();
        assertThat(text).isEqualTo("request_id\r\nrow0\r\nrow1\r\nrow2\r\nrow3\r\nrow4\r\n");
        assertThat(peers.billing.calls()).hasSize(5).allSatisfy(one -> assertThat(one.query())
                .containsEntry("model", "m"));
    }

    @Test
    void anExportSaysWhenThereWasMore() {
        Insights.pieces = 50;
        String text = call().get("/usage.csv?account_id=acct_1")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(text.lines().toList())
                .hasSize(1 + 20 + 1)
                .last()
                .asString()
                .startsWith("# truncated after 20 records");
        assertThat(peers.billing.calls()).hasSize(20);
    }

    @Test
    void anExportThatIsRefusedHasItsStatus() {
        isError(
                call().get("/usage.csv?user_id=user_1").then(),
                400,
                "invalid_request_error",
                "missing_required_parameter",
                "account_id");
    }

    private static ValidatableResponse as(String token, String path) {
        return RestAssured.given()
                .basePath("/api/v1")
                .header("Authorization", "Bearer " + token)
                .get(path)
                .then();
    }
}
