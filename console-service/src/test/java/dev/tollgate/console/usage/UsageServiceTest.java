package dev.tollgate.console.usage;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.post;
import static dev.tollgate.console.Console.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Usage records, receipts, the ledger as a whole, edges and the catalogue.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class UsageServiceTest {
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
    void recordsAreAskedByAccountKeyModelAndTime() {
        get("/usage?account_id=acct_1&key_id=key_1&model=demo&from=1&to=2&after=" + Peers.REQUEST + "&limit=7")
                .statusCode(200)
                .body("data[0].charge", equalTo("1"))
                .body("has_more", equalTo(true))
                .body("first_id", equalTo("first"))
                .body("last_id", equalTo("last"));
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("account_id", "acct_1")
                .containsEntry("key_id", "key_1")
                .containsEntry("model", "demo")
                .containsEntry("from", "1")
                .containsEntry("to", "2")
                .containsEntry("after", Peers.REQUEST)
                .containsEntry("limit", "7");
    }

    @Test
    void sumsAreAskedByIntervalAccountKeyModelAndTime() {
        get("/usage/sums?interval=hour&account_id=acct_1&key_id=key_1&model=demo&from=1&to=2&before=sum&limit=7")
                .statusCode(200)
                .body("data[0].charge", equalTo("1"))
                .body("data[0].quantities.input", equalTo(3));
        assertThat(peers.billing.calls().getLast().query())
                .containsEntry("interval", "hour")
                .containsEntry("account_id", "acct_1")
                .containsEntry("key_id", "key_1")
                .containsEntry("model", "demo")
                .containsEntry("from", "1")
                .containsEntry("to", "2")
                .containsEntry("before", "sum")
                .containsEntry("limit", "7");
    }

    @Test
    void aReceiptIsFoundByItsRequestId() {
        get("/usage/" + Peers.REQUEST)
                .statusCode(200)
                .body("id", equalTo(Peers.REQUEST))
                .body("price_version", equalTo(1))
                .body("batch", equalTo(true));
        isError(get("/usage/01990000-0000-7000-8000-000000000002"), 404, "not_found_error", "not_found", null);
    }

    @Test
    void aLimitThatIsNoNumberOfRowsIsNamed() {
        for (String limit : new String[] {"0", "101", "ten", "-1", "99999999999"}) {
            for (String list : new String[] {
                "/usage", "/usage/sums", "/accounts", "/keys", "/spend-limits", "/accounts/acct_1/entries", "/audit"
            }) {
                isError(get(list + "?limit=" + limit), 400, "invalid_request_error", "invalid_value", "limit");
            }
        }
        assertThat(peers.billing.calls()).isEmpty();
    }

    @Test
    void edgesAreListedAndReleased() {
        get("/edges")
                .statusCode(200)
                .body("data[0].id", equalTo("edge_1"))
                .body("data[0].held", equalTo("40"))
                .body("has_more", equalTo(false));
        post("/edges/edge_1/release", "").statusCode(200).body("released", equalTo("40"));
        isError(call().post("/edges/edge_9/release").then(), 404, "not_found_error", "not_found", null);
    }

    @Test
    void theLedgerIsVerified() {
        get("/ledger/verify").statusCode(200).body("usage_records", equalTo(3)).body("difference", nullValue());
    }

    @Test
    void theCatalogueTellsItsStatusAndGroupsAndTakesCredentials() {
        get("/catalogue/status").statusCode(200).body("version", equalTo("v7"));
        get("/groups").statusCode(200).body("data.id", equalTo(List.of("default", "vip")));
        put("/catalogue/credentials/openai", "{\"secret\":\"sk-provider\"}").statusCode(204);
        assertThat(peers.routing.calls().getLast().body()).isEqualTo("{\"secret\":\"sk-provider\"}");
        post("/catalogue/credentials/rotate", "").statusCode(200).body("resealed", equalTo(2));
    }
}
