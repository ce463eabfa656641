package dev.tollgate.billing.gift;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.give;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class GiftsServiceTest {
    @Inject
    Pool pool;

    @Inject
    GiftExpiry expiry;

    @Test
    void aGiftGivenTwentyTimesAtOnceCountsOnce() {
        String account = newAccount();
        List<Integer> statuses = IntStream.range(0, 20)
                .parallel()
                .mapToObj(_ -> give(account, "1000000000", "once").statusCode())
                .toList();
        assertThat(statuses).containsOnly(200);
        assertThat(give(account, "1000000000", "once").jsonPath().getString("balance"))
                .isEqualTo("1000000000");
        assertThat(number(pool, "SELECT count(*) FROM ledger_entry WHERE account_id = '" + account + "'"))
                .isEqualTo(1);
    }

    @Test
    void aKeyUsedForAnotherAmountIsAConflict() {
        String account = newAccount();
        give(account, "10", "key");
        Response refused = give(account, "11", "key");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("idempotency_key");
        assertThat(give(newAccount(), "11", "key").statusCode()).isEqualTo(200);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        String account = newAccount();
        for (String amount : List.of("0", "-1", "1.5", "1e9", "ten", "99999999999999999999", "2000000000000000000")) {
            Response refused = give(account, amount, "k" + amount);
            assertThat(refused.statusCode()).as(amount).isEqualTo(400);
            assertThat(refused.jsonPath().getString("error.param")).isEqualTo("amount");
        }
        String path = "/internal/v1/credit/" + account + "/gifts";
        Response past = inner().body(Map.of("amount", "1", "expires_at", 1)).post(path);
        assertThat(past.jsonPath().getString("error.param")).isEqualTo("expires_at");
        Response text =
                inner().body("{\"amount\":\"1\",\"expires_at\":\"soon\"}").post(path);
        assertThat(text.statusCode()).isEqualTo(400);
        assertThat(text.jsonPath().getString("error.param")).isEqualTo("expires_at");
        Response broken = inner().body("{\"amount\"").post(path);
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.jsonPath().getString("error.code")).isEqualTo("invalid_json");
    }

    @Test
    void aBalanceBeyondWhatCanBeCountedIsRefused() {
        String account = newAccount();
        for (int i = 0; i < 9; i++) {
            assertThat(give(account, "1000000000000000000", "k" + i).statusCode())
                    .isEqualTo(200);
        }
        assertThat(give(account, "1000000000000000000", "k9").statusCode()).isEqualTo(400);
    }

    @Test
    void anExpiredGiftIsBookedOutButNeverWhatIsHeld() {
        String account = newAccount();
        Instant end = Instant.now().plus(Duration.ofHours(1));
        inner().body(Map.of("amount", "10", "expires_at", end.getEpochSecond()))
                .post("/internal/v1/credit/" + account + "/gifts");
        give(account, "5", "lasting");
        execute(pool, "UPDATE account SET held = 12 WHERE id = '" + account + "'");

        expiry.expire(end.plusSeconds(1)).await().indefinitely();
        assertThat(balance(account)).isEqualTo(12);
        execute(pool, "UPDATE account SET held = 0 WHERE id = '" + account + "'");
        expiry.expire(end.plusSeconds(2)).await().indefinitely();
        assertThat(balance(account)).isEqualTo(5);
        expiry.expire(end.plusSeconds(3)).await().indefinitely();
        assertThat(balance(account)).isEqualTo(5);
        Response entries = inner().get("/internal/v1/ledger/" + account + "/entries");
        assertThat(entries.jsonPath().getList("data.kind")).containsExactly("expiry", "expiry", "gift", "gift");
    }

    private long balance(String account) {
        return number(pool, "SELECT balance FROM account WHERE id = '" + account + "'");
    }
}
