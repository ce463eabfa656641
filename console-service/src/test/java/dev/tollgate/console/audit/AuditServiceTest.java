package dev.tollgate.console.audit;

import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.PlatformRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class AuditServiceTest {
    private static final String AFTER = "01990009-0000-7000-8000-000000000000";

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
    void theLogsOfAllServicesAreOneNewestFirst() {
        get("/audit?limit=2&subject=subject")
                .statusCode(200)
                .body("data.action", contains("key.create", "credential.set"))
                .body("data[0].actor", equalTo("admin:00000000"))
                .body("data[0].request_id", equalTo(Peers.REQUEST))
                .body("has_more", equalTo(true))
                .body("first_id", equalTo("01990003-0000-7000-8000-000000000000"))
                .body("last_id", equalTo("01990002-0000-7000-8000-000000000000"));
        for (PeerStub stub : List.of(peers.auth, peers.routing, peers.billing)) {
            assertThat(stub.calls().getFirst().query())
                    .containsEntry("subject", "subject")
                    .containsEntry("limit", "2");
        }
    }

    @Test
    void eachServiceChoosesAmongItsOwnEntries() {
        get("/audit?actor=user_1&action=key.create&subject=key_1&from=1&to=2&after=" + AFTER)
                .statusCode(200);
        for (PeerStub stub : List.of(peers.auth, peers.routing, peers.billing)) {
            assertThat(asked(stub))
                    .containsAllEntriesOf(Map.of(
                            "actor",
                            "user_1",
                            "action",
                            "key.create",
                            "subject",
                            "key_1",
                            "from",
                            "1",
                            "to",
                            "2",
                            "after",
                            AFTER));
        }
    }

    @Test
    void routingIsNotAskedForAnAccountsChanges() {
        get("/audit?account_id=acct_1&action=key").statusCode(200);
        assertThat(asked(peers.billing)).containsEntry("account_id", "acct_1").containsEntry("action", "key");
        assertThat(peers.routing.calls()).isEmpty();
    }

    @Test
    void whatAServiceRefusesIsNamed() {
        isError(get("/audit?from=x"), 400, "invalid_request_error", "invalid_value", "from");
    }

    /// A login is an id to the services, and a day is two moments.
    @Test
    void thePageAsksAsTheManagementApiDoes() {
        new Visitor(Cast.browser(PlatformRole.OPERATOR))
                .page("/audit?actor=ADA&action=Key&of=acct_1&from=2026-01-01&until=2026-01-02");
        assertThat(asked(peers.billing))
                .containsAllEntriesOf(Map.of(
                        "actor",
                        "user_1",
                        "action",
                        "key",
                        "account_id",
                        "acct_1",
                        "from",
                        "1767225600",
                        "to",
                        "1767398400"));
    }

    private static Map<String, String> asked(PeerStub stub) {
        return stub.calls().stream()
                .filter(call -> call.path().endsWith("/audit"))
                .findFirst()
                .orElseThrow()
                .query();
    }

    @Test
    void aLogWithoutAServicesChangesIsNotShown() {
        peers.routing.close();
        isError(get("/audit").header("Retry-After", "1"), 503, "server_error", "service_unavailable", null);
    }
}
