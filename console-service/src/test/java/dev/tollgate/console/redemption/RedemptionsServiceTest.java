package dev.tollgate.console.redemption;

import static dev.tollgate.console.Console.call;
import static dev.tollgate.console.Console.get;
import static dev.tollgate.console.Console.isError;
import static dev.tollgate.console.Console.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class RedemptionsServiceTest {
    private static final String CODE = "{\"code\":\"7K2MQ-0000-0000-0000-0000\"}";

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
    void aBatchIsMadeOncePerIdempotencyKeyShownAndEnded() {
        call().header("Idempotency-Key", "spring-1")
                .body("{\"name\":\"spring\",\"amount\":\"5\",\"codes\":1}")
                .post("/redemption-batches")
                .then()
                .statusCode(200)
                .body("batch.id", equalTo("rb_1"))
                .body("codes[0]", equalTo("7K2MQ-0000-0000-0000-0000"));
        assertThat(peers.billing.calls().getLast().body()).contains("\"idempotency_key\":\"spring-1\"");
        isError(
                call().header("Idempotency-Key", "spring-1")
                        .body("{\"name\":\"spring\",\"idempotency_key\":\"other\"}")
                        .post("/redemption-batches")
                        .then(),
                400,
                "invalid_request_error",
                "invalid_value",
                "idempotency_key");
        get("/redemption-batches?limit=1").statusCode(200).body("data[0].amount", equalTo("5"));
        get("/redemption-batches/rb_1").statusCode(200).body("name", equalTo("spring"));
        get("/redemption-batches/rb_1/codes").statusCode(200).body("data[0].hint", equalTo("0000"));
        post("/redemption-batches/rb_1/disable", "").statusCode(200);
    }

    @Test
    void aCodeIsRedeemedForAnAccountThatIsThere() {
        post("/accounts/acct_1/redemptions", CODE)
                .statusCode(200)
                .body("account_id", equalTo("acct_1"))
                .body("amount", equalTo("5"));
        int asked = peers.billing.calls().size();
        isError(post("/accounts/acct_typo/redemptions", CODE), 404, "not_found_error", "not_found", null);
        assertThat(peers.billing.calls()).hasSize(asked);
    }

    @Test
    void tooManyTriesAreToldAsSuch() {
        isError(
                post("/accounts/acct_1/redemptions", "{\"code\":\"guess\"}"),
                429,
                "rate_limit_error",
                "rate_limit_exceeded",
                null);
    }
}
