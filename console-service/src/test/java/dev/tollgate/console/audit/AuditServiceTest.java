package dev.tollgate.console.audit;

import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
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
class AuditServiceTest {
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
    void aLogWithoutAServicesChangesIsNotShown() {
        peers.routing.close();
        isError(get("/audit").header("Retry-After", "1"), 503, "server_error", "service_unavailable", null);
    }
}
