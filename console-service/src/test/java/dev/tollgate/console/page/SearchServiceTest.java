package dev.tollgate.console.page;

import static dev.tollgate.console.Console.get;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is typed into a list's search box is looked for by the service that has the rows.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class SearchServiceTest {
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

    @ParameterizedTest
    @CsvSource({
        "/invitations, /invitations",
        "/accounts/acct_1/invitations, /invitations",
        "/spend-limits, /spend-limits",
        "/refunds, /refunds",
        "/prices/drafts, /price-drafts",
        "/prices/versions, /price-list/versions"
    })
    void theManagementApiHandsOnWhatIsLookedFor(String list, String inner) {
        get(list + "?search=nothing").statusCode(200);
        assertThat(isAskedFor(inner)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, /team/invitations, /invitations",
        "OWNER, /team/budgets, /spend-limits",
        "OPERATOR, /admin/refunds, /refunds",
        "OPERATOR, /admin/users/invitations, /invitations",
        "OPERATOR, /admin/prices, /price-drafts",
        "OPERATOR, /admin/prices/versions, /price-list/versions"
    })
    void aPageLooksForItAndSaysHowToSeeAllAgain(String who, String page, String inner) {
        Visitor visitor = new Visitor(
                who.equals("OWNER") ? Cast.browser(AccountRole.OWNER) : Cast.browser(PlatformRole.OPERATOR));
        String html = visitor.page(page + "?search=nothing");
        assertThat(isAskedFor(inner)).isTrue();
        assertThat(html).contains("value=\"nothing\"", "Nothing fits what you look for.", "Clear filters");
        assertThat(visitor.page(page)).doesNotContain("Nothing fits what you look for.");
    }

    private boolean isAskedFor(String inner) {
        return stub(inner).calls().stream()
                .anyMatch(call -> call.path().endsWith(inner)
                        && "nothing".equals(call.query().get("search")));
    }

    private PeerStub stub(String inner) {
        return inner.equals("/invitations") ? peers.auth : peers.billing;
    }
}
