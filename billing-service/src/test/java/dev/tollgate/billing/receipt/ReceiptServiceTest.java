package dev.tollgate.billing.receipt;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.receipt.PublicKeys;
import dev.tollgate.contract.receipt.ReceiptCheck;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ReceiptServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    private Stage stage;
    private Edge edge;

    @BeforeEach
    void prepare() {
        stage = new Stage(pool);
        edge = stage.edge();
    }

    @Test
    void rule20AReceiptIsSignedAndRecomputable() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        UsageFrame.Subject subject = stage.subject(account, CREDIT);
        assertThat(stage.ship(edge, done(subject, Map.of("input", 1_001L, "reasoning", 7L), 1_008 * TOKEN)))
                .containsExactly(Result.POSTED);

        Map<String, @Nullable Object> receipt = receipt(subject.requestId(), account);
        assertThat(ReceiptCheck.firstDifference(receipt, keys())).isEmpty();
        assertThat(receipt)
                .containsEntry("status", "posted")
                .containsEntry("quantities", Map.of("input", 1_001, "reasoning", 7))
                .containsEntry("prices", Map.of("input", "1000000000", "reasoning", "1000000000"))
                .containsEntry("components", Map.of("input", "1001000", "reasoning", "7000"))
                .containsEntry("price_version", (int) stage.priceVersion())
                .containsEntry("rounding", "up")
                .containsEntry("hold", Long.toString(CREDIT))
                .containsEntry("charge", "1008000")
                .containsEntry("collected", "1008000")
                .containsEntry("uncollected", "0")
                .containsEntry("kid", "k1")
                .containsEntry("supersedes", null);

        receipt.put("charge", "1007999");
        assertThat(ReceiptCheck.firstDifference(receipt, keys())).contains("signature: key k1 did not sign this");
    }

    @Test
    void namesTheLedgerEntryThatBookedIt() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        UsageFrame.Subject one = stage.subject(account, 1_000_000);
        UsageFrame.Subject other = stage.subject(account, 1_000_000);
        stage.ship(edge, done(one, 100), done(other, 200));

        List<Map<String, String>> entries = entries(receipt(one.requestId(), account));
        assertThat(entries).hasSize(1).isEqualTo(entries(receipt(other.requestId(), account)));
        assertThat(stage.number("SELECT amount FROM ledger_entry WHERE id = $1", number(entries.getFirst())))
                .isEqualTo(-300 * TOKEN);
    }

    @Test
    void tellsTheGroupsMultiplier() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        long version = version(new PriceList.ModelPrice("m", "g", tiers(CREDIT), 850_000L, null));
        UsageFrame.Subject subject = Stage.priced(stage.subject(account, CREDIT), version, null);
        stage.ship(edge, done(subject, 10));

        assertThat(receipt(subject.requestId(), account))
                .containsEntry("multiplier_ppm", 850_000)
                .doesNotContainKey("batch_multiplier_ppm");
    }

    @Test
    void aBatchsLineIsChargedAndVerifiedByTheBatchsPrice() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        PriceList.BatchPrice half = new PriceList.BatchPrice(tiers(CREDIT / 2), 500_000);
        long version = version(new PriceList.ModelPrice("m", "g", tiers(CREDIT), null, half));
        UsageFrame.Subject line = Stage.ofBatch(stage.subject(account, CREDIT), version);
        UsageFrame.Subject other = Stage.priced(stage.subject(account, CREDIT), version, null);
        Map<String, Long> quantities = Map.of("input", 1_001L, "output", 10L);

        stage.ship(edge, done(line, quantities, 1_011 * TOKEN / 2), done(other, quantities, 1_011 * TOKEN));

        Map<String, @Nullable Object> receipt = receipt(line.requestId(), account);
        assertThat(ReceiptCheck.firstDifference(receipt, keys())).isEmpty();
        assertThat(receipt)
                .containsEntry("charge", "505500")
                .containsEntry("prices", Map.of("input", "500000000", "output", "500000000"))
                .containsEntry("batch_multiplier_ppm", 500_000);
        assertThat(receipt(other.requestId(), account)).containsEntry("charge", "1011000");
        assertThat(Stage.inner()
                        .get("/internal/v1/usage/" + line.requestId())
                        .jsonPath()
                        .getBoolean("batch"))
                .isTrue();
        assertThat(Stage.inner()
                        .get("/internal/v1/usage?account_id=" + account)
                        .jsonPath()
                        .getList("data.batch"))
                .containsExactlyInAnyOrder(true, false);
        assertThat(stage.balance(account)).isEqualTo(10 * CREDIT - 505_500 - 1_011_000);
    }

    @Test
    void anAnswerFromTheCacheIsChargedAndVerifiedAtItsPartOfThePrice() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        long version = version(new PriceList.ModelPrice("m", "g", tiers(CREDIT + 5), 850_000L, null));
        UsageFrame.Subject hit = Stage.priced(stage.subject(account, CREDIT), version, null);
        Map<String, Long> quantities = Map.of("input", 1_001L, "output", 10L);

        stage.ship(edge, Stage.cached(hit, quantities, 101_100, 100_000));

        Map<String, @Nullable Object> receipt = receipt(hit.requestId(), account);
        assertThat(ReceiptCheck.firstDifference(receipt, keys())).isEmpty();
        assertThat(receipt)
                .containsEntry("cache", "hit")
                .containsEntry("cache_multiplier_ppm", 100_000)
                .as("100000000.5, to the even number; each component rounded up")
                .containsEntry("prices", Map.of("input", "100000000", "output", "100000000"))
                .containsEntry("components", Map.of("input", "100100", "output", "1000"))
                .containsEntry("charge", "101100")
                .containsEntry("attempts", List.of())
                .containsEntry("provider", null);
        assertThat(stage.number(
                        "SELECT provider_cost FROM usage_record WHERE request_id = $1",
                        UUID.fromString(hit.requestId())))
                .isZero();
    }

    private static List<PriceList.Tier> tiers(long price) {
        Map<UsageClass, Long> prices = new HashMap<>();
        Arrays.stream(UsageClass.values()).forEach(usage -> prices.put(usage, price));
        return List.of(new PriceList.Tier(0, prices));
    }

    private long version(PriceList.ModelPrice price) {
        return stage.sql(
                        "INSERT INTO price_version (file_hash, effective_from, compiled)"
                                + " VALUES ('test', $1, ($2::text)::jsonb) RETURNING version",
                        Instant.now().minusSeconds(60).atOffset(ZoneOffset.UTC),
                        Stage.write(new PriceList.Version(0, 0, List.of(price), List.of())))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void rule20ACorrectionIsANewRevisionThatNamesTheOneBefore() {
        String account = stage.account(10 * CREDIT);
        stage.ask(edge, account, need(CREDIT));
        UsageFrame.Subject subject = stage.subject(account, CREDIT);
        stage.ship(edge, done(subject, 1_000, UsageFrame.Outcome.INTERRUPTED));
        assertThat(stage.ship(edge, done(subject, 1_500))).containsExactly(Result.POSTED);

        Map<String, @Nullable Object> receipt = receipt(subject.requestId(), account);
        assertThat(ReceiptCheck.firstDifference(receipt, keys())).isEmpty();
        assertThat(receipt)
                .containsEntry("revision", 2)
                .containsEntry("charge", "1500000")
                .containsEntry("supersedes", Map.of("revision", 1, "charge", "1000000"));
        assertThat(entries(receipt)).extracting(entry -> entry.get("kind")).containsExactly("usage", "correction");
        assertThat(entries(receipt).stream()
                        .mapToLong(
                                entry -> stage.number("SELECT amount FROM ledger_entry WHERE id = $1", number(entry)))
                        .sum())
                .isEqualTo(-1_500_000);
    }

    @Test
    void tellsWhatTheAccountDidNotHave() {
        String account = stage.account(1_000 * TOKEN);
        stage.ask(edge, account, need(1_000 * TOKEN));
        UsageFrame.Subject subject = stage.subject(account, 1_000 * TOKEN);
        stage.ship(edge, done(subject, 1_500));

        assertThat(receipt(subject.requestId(), account))
                .containsEntry("charge", "1500000")
                .containsEntry("collected", "1000000")
                .containsEntry("uncollected", "500000");
    }

    @Test
    void anotherAccountsRequestIsNotToldFromOneThatNeverWas() {
        String account = stage.account(CREDIT);
        stage.ask(edge, account, need(CREDIT));
        UsageFrame.Subject subject = stage.subject(account, CREDIT);
        stage.ship(edge, done(subject, 10));

        Response theirs = ask(subject.requestId(), stage.account(CREDIT));
        Response nobodys = ask(stage.subject(account, 0).requestId(), account);
        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.asString()).isEqualTo(nobodys.asString());
        assertThat(inner().get("/internal/v1/receipts/" + subject.requestId()).statusCode())
                .isEqualTo(400);
        assertThat(ask("x", account).statusCode()).isEqualTo(400);
    }

    @Test
    void rule20RetiredKeysStayForEver() {
        byte[] retired = new byte[32];
        retired[0] = 9;
        OffsetDateTime then = OffsetDateTime.parse("2025-01-01T00:00:00Z");
        stage.sql(
                "INSERT INTO receipt_key (kid, public_key, published_at) VALUES ('k0', $1, $2)"
                        + " ON CONFLICT DO NOTHING",
                Buffer.buffer(retired),
                then);
        List<Map<String, String>> shown = inner().get("/internal/v1/receipt-keys")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("keys");
        assertThat(shown).extracting(key -> key.get("kid")).contains("k0", "k1");
        assertThatThrownBy(() -> stage.sql("DELETE FROM receipt_key WHERE kid = 'k0'"))
                .hasMessageContaining("append only");
    }

    @Test
    void aVersionOfTheListIsShownToAGroupWithItsPricesAlone() {
        long version = stage.priceVersion();
        PriceList.Version own = versionOf(version, "g");
        assertThat(own.version()).isEqualTo(version);
        assertThat(own.prices()).extracting(PriceList.ModelPrice::model).contains("m", "free");
        assertThat(own.costs()).isEmpty();
        assertThat(versionOf(version, "other").prices()).isEmpty();
    }

    private static PriceList.Version versionOf(long version, String group) {
        return Stage.read(
                inner().get("/internal/v1/price-list/versions/" + version + "?group=" + group)
                        .asString(),
                PriceList.Version.class);
    }

    private static Map<String, @Nullable Object> receipt(String requestId, String account) {
        Response answer = ask(requestId, account);
        answer.then().statusCode(200);
        return new HashMap<>(Stage.<Map<String, @Nullable Object>>read(answer.asString(), map()));
    }

    @SuppressWarnings("unchecked")
    private static Class<Map<String, @Nullable Object>> map() {
        return (Class<Map<String, @Nullable Object>>) (Class<?>) Map.class;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> entries(Map<String, @Nullable Object> receipt) {
        return (List<Map<String, String>>) Objects.requireNonNull(receipt.get("entries"));
    }

    private static long number(Map<String, String> entry) {
        return Long.parseLong(entry.getOrDefault("id", "").substring("le_".length()));
    }

    private static Response ask(String requestId, String account) {
        return inner().get("/internal/v1/receipts/" + requestId + "?account_id=" + account);
    }

    private static PublicKeys keys() {
        return PublicKeys.read(Stage.read(
                inner().get("/internal/v1/receipt-keys")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                Map.class));
    }
}
