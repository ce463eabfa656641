package dev.tollgate.console.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the pages about figures judge by themselves, and what is no HTML of them.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class FigurePagesServiceTest {
    private static final String REQUEST = "01990000-0000-7000-8000-000000000001";

    private final Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeers() {
        peers.close();
    }

    @Test
    void theDashboardIsOfTheAccountsThatOneMaySee() {
        assertThat(owner.page("/")).contains("tg-balance", "c-spend");
        assertThat(new Visitor(Cast.browser(AccountRole.MEMBER)).page("/"))
                .contains("c-spend")
                .doesNotContain("tg-balance");
        assertThat(owner.get("/?account=" + Cast.FOREIGN).statusCode()).isEqualTo(404);
        assertThat(location(new Visitor(Cast.browser(PlatformRole.OPERATOR)).get("/")))
                .isEqualTo("/admin");
        assertThat(location(new Visitor(null).get("/"))).isEqualTo("/login");
    }

    @Test
    void theDashboardBeginsWithTheLastDayByHours() {
        owner.page("/");
        owner.page("/?period=7d");
        assertThat(peers.billing.calls().stream()
                        .filter(call -> call.path().endsWith("/usage/summary"))
                        .map(call -> call.query().get("interval")))
                .containsExactly("hour", "day");
    }

    @Test
    void whatRequestsAreFilteredByIsAskedOfBilling() {
        owner.page("/usage?model=rare&key_id=key_1&outcome=failed&period=7d");
        assertThat(peers.billing.calls().stream()
                        .filter(call -> call.path().endsWith("/usage"))
                        .map(PeerStub.Call::query))
                .singleElement()
                .satisfies(query -> assertThat(query)
                        .containsEntry("account_id", "acct_1")
                        .containsEntry("model", "rare")
                        .containsEntry("key_id", "key_1")
                        .containsEntry("outcome", "failed")
                        .containsKey("from"));
    }

    @Test
    void theLiveTailsEventsTakeTheCookieAlone() {
        HttpResponse<String> events = owner.get("/usage/live/events?account=acct_1");
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(events.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        HttpResponse<String> byHeader = new Visitor(null)
                .with("Authorization", "Bearer " + Cast.of(AccountRole.OWNER))
                .get("/usage/live/events?account=acct_1");
        assertThat(location(byHeader)).startsWith("/login");
    }

    @Test
    void aReceiptIsPassedOnWithAllThatWasSigned() {
        HttpResponse<String> receipt = owner.get("/usage/" + REQUEST + "/receipt.json");
        assertThat(receipt.body()).contains("of_a_later_release");
        assertThat(receipt.headers().firstValue("content-disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"receipt-" + REQUEST + ".json\"");
    }

    @Test
    void aSearchForARequestGoesToItsReceipt() {
        assertThat(location(owner.get("/usage?search=" + REQUEST))).isEqualTo("/usage/" + REQUEST);
        assertThat(owner.page("/usage?search=something")).contains("Write a whole request id");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
