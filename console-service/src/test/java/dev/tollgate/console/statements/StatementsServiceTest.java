package dev.tollgate.console.statements;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class StatementsServiceTest {
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
        "statements/2026-10.pdf, /statements/acct_1/2026-10.pdf, application/pdf, statement-2026-10.pdf",
        "statements/2026-10.csv, /statements/acct_1/2026-10.csv, text/csv, statement-2026-10.csv",
        "invoices/2026-10.pdf, /statements/acct_1/invoices/2026-10.pdf, application/pdf, invoice-2026-10.pdf",
        "invoices/2026-10.csv, /statements/acct_1/invoices/2026-10.csv, text/csv, invoice-2026-10.csv"
    })
    void aFileIsHandedOnAsBillingDrewIt(String path, String asked, String type, String name) {
        Response answer = call().get("/accounts/acct_1/" + path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asByteArray()).isEqualTo(Peers.file());
        assertThat(answer.contentType()).startsWith(type);
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + name + "\"");
        assertThat(peers.billing.calls().getLast().path()).isEqualTo(asked);
        assertThat(peers.billing.calls().getLast().query()).containsEntry("name", "Ada");
    }

    @Test
    void billingsRefusalIsHandedOn() {
        isError(get("/accounts/acct_1/invoices/2026-11.pdf"), 409, "invalid_request_error", "conflict", null);
    }

    @Test
    void ofAnAccountThatDoesNotExistBillingIsNotAsked() {
        isError(get("/accounts/acct_9/statements/2026-10.pdf"), 404, "not_found_error", "not_found", null);
        assertThat(peers.billing.calls()).isEmpty();
    }

    @Test
    void theTimeZoneIsSet() {
        put("/accounts/acct_1/time-zone", "{\"time_zone\":\"Europe/Berlin\"}")
                .statusCode(200)
                .body("time_zone", equalTo("Europe/Berlin"));
    }
}
