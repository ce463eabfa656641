package dev.tollgate.console.accounts;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.patch;
import static dev.tollgate.console.Console.post;
import static dev.tollgate.console.Console.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.http.Headers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class AccountsServiceTest {
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
    void createsListsReadsAndChangesAccounts() {
        post("/accounts", "{\"name\":\"Ada\",\"group\":\"vip\",\"limits\":{\"rpm\":10}}")
                .statusCode(200)
                .body("id", equalTo("acct_1"));
        get("/accounts?limit=1&after=acct_9")
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data[0].id", equalTo("acct_1"))
                .body("has_more", equalTo(true))
                .body("first_id", equalTo("first"))
                .body("last_id", equalTo("last"));
        assertThat(peers.auth.calls().getLast().query())
                .containsEntry("limit", "1")
                .containsEntry("after", "acct_9");
        get("/accounts/acct_1").statusCode(200).body("name", equalTo("Ada"));
        patch("/accounts/acct_1", "{\"name\":\"Grace\"}").statusCode(200);
        assertThat(peers.billing.calls()).extracting(PeerStub.Call::path).containsExactly("/credits");
    }

    @Test
    void aFreezeReachesAuthAndThenBilling() {
        patch("/accounts/acct_1", "{\"status\":\"FROZEN\"}").statusCode(200).body("status", equalTo("FROZEN"));
        PeerStub.Call told = peers.billing.calls().getFirst();
        assertThat(told.path()).isEqualTo("/credit/acct_1/frozen");
        assertThat(told.body()).isEqualTo("{\"frozen\":true}");
        assertThat(told.requestId()).isEqualTo(peers.auth.calls().getLast().requestId());
        patch("/accounts/acct_1", "{\"status\":\"ACTIVE\"}").statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).isEqualTo("{\"frozen\":false}");
    }

    @Test
    void onlyAGroupOfTheCatalogueCanBeNamed() {
        isError(
                post("/accounts", "{\"name\":\"Ada\",\"group\":\"nope\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "group");
        isError(
                patch("/accounts/acct_1", "{\"group\":\"nope\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "group");
        assertThat(peers.auth.calls()).isEmpty();
    }

    @Test
    void whatAuthRefusesIsTold() {
        isError(post("/accounts", "{\"name\":\" \"}"), 400, "invalid_request_error", "invalid_value", "name");
        isError(get("/accounts/acct_9"), 404, "not_found_error", "not_found", null);
    }

    @Test
    void anIdempotencyKeyGoesWithTheCreation() {
        call().header("Idempotency-Key", "order-7")
                .body("{\"name\":\"Ada\"}")
                .post("/accounts")
                .then()
                .statusCode(200);
        assertThat(peers.auth.calls().getLast().idempotencyKey()).isEqualTo("order-7");
    }

    @Test
    void moneyIsAStringOfNanoCredits() {
        get("/accounts/acct_1/credit")
                .statusCode(200)
                .body("balance", equalTo("9007199254740993"))
                .body("unit", equalTo("nano-credit"));
        get("/accounts/acct_1/entries").statusCode(200).body("data[0].amount", equalTo("5"));
        put("/accounts/acct_1/overdraft", "{\"overdraft\":\"5\"}").statusCode(200);
    }

    @Test
    void aGiftIsNamedByHeaderOrByField() {
        call().header("Idempotency-Key", "k-1")
                .body("{\"amount\":\"5\"}")
                .post("/accounts/acct_1/gifts")
                .then()
                .statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).contains("\"idempotency_key\":\"k-1\"");
        post("/accounts/acct_1/gifts", "{\"amount\":\"5\",\"idempotency_key\":\"k-2\"}")
                .statusCode(200);
        assertThat(peers.billing.calls().getLast().body()).contains("\"idempotency_key\":\"k-2\"");
        isError(
                call().header("Idempotency-Key", "k-1")
                        .body("{\"amount\":\"5\",\"idempotency_key\":\"k-2\"}")
                        .post("/accounts/acct_1/gifts")
                        .then(),
                400,
                "invalid_request_error",
                "invalid_value",
                "idempotency_key");
        assertThat(peers.billing.calls()).hasSize(2);
    }

    @Test
    void moneyOfAnAccountThatIsNotThereIsNeverBooked() {
        isError(post("/accounts/acct_typo/gifts", "{\"amount\":\"5\"}"), 404, "not_found_error", "not_found", null);
        isError(
                put("/accounts/acct_typo/overdraft", "{\"overdraft\":\"5\"}"),
                404,
                "not_found_error",
                "not_found",
                null);
        isError(get("/accounts/acct_typo/credit"), 404, "not_found_error", "not_found", null);
        isError(get("/accounts/acct_typo/entries"), 404, "not_found_error", "not_found", null);
        isError(
                post("/spend-limits", "{\"account_id\":\"acct_typo\",\"amount\":\"5\",\"period\":\"day\"}"),
                400,
                "invalid_request_error",
                "invalid_value",
                "account_id");
        assertThat(peers.billing.calls()).isEmpty();
    }

    @Test
    void spendLimitsAreMadeListedReadAndChanged() {
        post("/spend-limits", "{\"account_id\":\"acct_1\",\"amount\":\"10\",\"period\":\"day\"}")
                .statusCode(200)
                .body("id", equalTo("lim_1"));
        get("/spend-limits?account_id=acct_1&limit=5").statusCode(200).body("data[0].amount", equalTo("10"));
        assertThat(peers.billing.calls().getLast().query()).containsEntry("account_id", "acct_1");
        get("/spend-limits/lim_1").statusCode(200).body("spent", equalTo("1"));
        patch("/spend-limits/lim_1", "{\"amount\":\"3\"}").statusCode(200);
        isError(get("/spend-limits/lim_9"), 404, "not_found_error", "not_found", null);
    }

    @Test
    void everyCallCarriesItsOwnRequestIdWhichIsTheAnswers() {
        String first = get("/accounts/acct_1").extract().header(Headers.REQUEST_ID);
        String second = call().header(Headers.REQUEST_ID, "mine")
                .get("/accounts/acct_1")
                .header(Headers.REQUEST_ID);
        assertThat(peers.auth.calls()).extracting(PeerStub.Call::requestId).containsExactly(first, second);
        assertThat(second).isNotEqualTo("mine").isNotEqualTo(first);
    }
}
