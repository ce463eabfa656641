package dev.tollgate.billing.margin;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Both books of each request (rules 17): the customer's charge, and the provider's cost at the deployments'
/// prices. Providers are named anew by each test: their roll-ups are its own.
@QuarkusTest
@TestProfile(ProviderCostsServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ProviderCostsServiceTest {
    /// A token costs us 400 nano-credits at `cheap`, and 700 above 1,000 tokens of input.
    private static final long CHEAP = 400;

    private static final long CHEAP_ABOVE = 700;

    @Inject
    Pool pool;

    private Stage stage;
    private Stage.Edge edge;
    private String account;
    private String provider;
    private long version;

    @BeforeEach
    void setUp() {
        stage = new Stage(pool);
        edge = stage.edge();
        account = stage.account(1_000_000_000L);
        provider = "p-" + UUID.randomUUID();
        version = versionWithCosts();
    }

    @Test
    void whatAProviderChargesIsBookedWithTheCharge() {
        UsageFrame.Done done = done(Map.of("input", 100L, "output", 50L), "cheap");
        ship(done);
        assertThat(cost(done)).isEqualTo(150 * CHEAP);
        assertThat(stage.balance(account)).isEqualTo(1_000_000_000L - 150 * Stage.TOKEN);
        assertThat(booked()).isEqualTo(150 * CHEAP);
        MarginReport.Row margin = margin();
        assertThat(margin.charge()).isEqualTo(150 * Stage.TOKEN);
        assertThat(margin.cost()).isEqualTo(150 * CHEAP);
        assertThat(margin.margin()).isEqualTo(150 * (Stage.TOKEN - CHEAP));
        assertThat(margin.marginPercent()).isEqualTo("60.0 %");
        assertThat(verified().difference()).isNull();
    }

    @Test
    void theTierOfTheInputPricesTheCost() {
        UsageFrame.Done done = done(Map.of("input", 900L, "cached_input", 101L, "output", 1L), "cheap");
        ship(done);
        assertThat(cost(done)).isEqualTo(1_002 * CHEAP_ABOVE);
        assertThat(verified().difference()).isNull();
    }

    /// Rules 17: a failed attempt before a fallback is in the provider's book only.
    @Test
    void aFailedAttemptThatTheProviderBillsIsACostWithoutACharge() {
        String slow = "slow-" + provider;
        UsageFrame.Done done = done(
                Map.of("input", 100L, "output", 50L),
                "cheap",
                new UsageFrame.Attempt(
                        "dear", "timeout", 9, new UsageFrame.Incurred(slow, "up-slow", Map.of("input", 100L))),
                new UsageFrame.Attempt("cheap", "ok", 3));
        ship(done);
        assertThat(cost(done)).isEqualTo(150 * CHEAP + 100 * 2_000);
        assertThat(stage.balance(account)).isEqualTo(1_000_000_000L - 150 * Stage.TOKEN);
        assertThat(margin(slow).charge()).isZero();
        assertThat(margin(slow).requests()).isZero();
        assertThat(margin(slow).cost()).isEqualTo(200_000);
        assertThat(margin(slow).margin()).isEqualTo(-200_000);
        assertThat(margin().cost()).isEqualTo(150 * CHEAP);
        assertThat(verified().difference()).isNull();
        inner().get("/internal/v1/usage/" + done.requestId()).then().statusCode(200);
    }

    @Test
    void aRefusedRequestCanCostUsWithoutACharge() {
        UsageFrame.Done done = refused(new UsageFrame.Attempt(
                "dear", "timeout", 9, new UsageFrame.Incurred(provider, "up", Map.of("input", 30L))));
        ship(done);
        assertThat(cost(done)).isEqualTo(60_000);
        assertThat(stage.balance(account)).isEqualTo(1_000_000_000L);
        assertThat(margin().cost()).isEqualTo(60_000);
        assertThat(verified().difference()).isNull();
    }

    /// A copy for a shadow, or a probe: it comes in one batch with customers' requests.
    @Test
    void aCallThatNoCustomerHasAskedForIsACostWithoutACharge() {
        UsageFrame.Done asked = done(Map.of("input", 100L), "cheap");
        UsageFrame.Subject theirs = Stage.priced(stage.subject("house", 0), version, null);
        UsageFrame.Done ours = new UsageFrame.Done(
                1,
                theirs,
                Map.of(),
                Map.of(),
                0,
                Map.of("input", 9L, "output", 3L),
                null,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                provider,
                "cheap",
                "up",
                List.of(),
                5L,
                80);
        assertThat(stage.ship(edge, asked, ours)).containsOnly(UsageAnswer.Result.POSTED);
        assertThat(cost(ours)).isEqualTo(12 * CHEAP);
        assertThat(margin().cost()).isEqualTo(112 * CHEAP);
        assertThat(margin().charge()).isEqualTo(100 * Stage.TOKEN);
        assertThat(stage.balance(account)).isEqualTo(1_000_000_000L - 100 * Stage.TOKEN);
        assertThat(verified().difference()).isNull();
    }

    @Test
    void aCostThatNobodyKnowsIsTold() {
        UsageFrame.Done done = done(Map.of("input", 10L), "no-cost-price");
        ship(done);
        assertThat(cost(done)).isNull();
        assertThat(margin().uncosted()).isEqualTo(1);
        assertThat(margin().cost()).isZero();
        assertThat(verified().difference()).isNull();
    }

    @Test
    void aCorrectionCorrectsTheCost() {
        UsageFrame.Done first = done(Map.of("input", 100L, "output", 20L), "cheap");
        UsageFrame.Done cut = with(first, UsageFrame.Outcome.INTERRUPTED, Map.of("input", 100L));
        ship(cut);
        assertThat(margin().cost()).isEqualTo(100 * CHEAP);
        ship(first);
        assertThat(cost(first)).isEqualTo(120 * CHEAP);
        assertThat(margin().cost()).isEqualTo(120 * CHEAP);
        assertThat(margin().requests()).isEqualTo(1);
        assertThat(verified().difference()).isNull();
    }

    @Test
    void aRecordThatComesTwiceIsACostOnce() {
        UsageFrame.Done done = done(Map.of("input", 10L), "cheap");
        ship(done);
        assertThat(stage.ship(edge, done)).containsExactly(UsageAnswer.Result.DUPLICATE);
        assertThat(margin().cost()).isEqualTo(10 * CHEAP);
    }

    @Test
    void verifyNamesACostThatWasChanged() {
        UsageFrame.Done done = done(Map.of("input", 10L), "cheap");
        ship(done);
        String where = " WHERE request_id = '" + done.requestId() + "'";
        tamper(pool, "UPDATE usage_record SET provider_cost = provider_cost + 1" + where);
        assertThat(verified().difference()).contains(done.requestId()).contains("at the cost prices of version");
        tamper(pool, "UPDATE usage_record SET provider_cost = provider_cost - 1" + where);
        assertThat(verified().difference()).isNull();
    }

    @Test
    void verifyNamesARollUpOrABookingThatWasChanged() {
        UsageFrame.Done done = done(Map.of("input", 10L), "cheap");
        ship(done);
        String mine = " WHERE provider = '" + provider + "'";
        tamper(pool, "UPDATE provider_day SET output = output + 1" + mine);
        assertThat(verified().difference()).contains(provider).contains("the roll-up says");
        tamper(pool, "UPDATE provider_day SET output = output - 1" + mine);
        tamper(
                pool,
                "UPDATE ledger_entry SET amount = amount * 2 WHERE transaction_id = (SELECT max(id) FROM"
                        + " ledger_transaction WHERE kind = 'cost')");
        assertThat(verified().difference()).contains("providers cost").contains("the entries say");
        tamper(
                pool,
                "UPDATE ledger_entry SET amount = amount / 2 WHERE transaction_id = (SELECT max(id) FROM"
                        + " ledger_transaction WHERE kind = 'cost')");
        assertThat(verified().difference()).isNull();
    }

    @Test
    void theBooksTakeNoOtherName() {
        assertThatThrownBy(() -> stage.sql("INSERT INTO ledger_entry (transaction_id, book, amount)"
                        + " SELECT max(id), 'pocket', 1 FROM ledger_transaction"))
                .hasMessageContaining("book_is_known");
    }

    @Test
    void aProvidersExportIsComparedWithOurs() {
        UsageFrame.Done done =
                done(Map.of("input", 100L, "cached_input", 40L, "output", 50L, "reasoning", 5L), "cheap");
        ship(done);
        String day = RequestId.day(UUID.fromString(done.requestId())).toString();
        String csv = "model_version,usage_date_utc,usage_output_tokens,usage_input_tokens_no_cache,"
                + "usage_input_tokens_cache_read,web_search_count\n"
                + "up-20260513," + day + ",55,101,40,0\n";
        ReconciliationReport report =
                reconcile("anthropic", csv).then().statusCode(200).extract().as(ReconciliationReport.class);
        assertThat(report.lines()).isEqualTo(1);
        assertThat(report.differences()).isEqualTo(1);
        assertThat(report.rows()).singleElement().satisfies(row -> {
            assertThat(row.model()).isEqualTo("up");
            assertThat(row.theirNames()).containsExactly("up-20260513");
            assertThat(row.figures())
                    .containsExactly(
                            new ReconciliationReport.Figure("input", 100, 101, 1, "+1.0 %"),
                            new ReconciliationReport.Figure("cached_input", 40, 40, 0, "0.0 %"),
                            new ReconciliationReport.Figure("output", 55, 55, 0, "0.0 %"));
        });
        assertThat(reconcile("anthropic", csv.replace("101", "100")).jsonPath().getLong("differences"))
                .isZero();
        long start = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        // 195 tokens at 400 are 78,000 nano-credits: USD 0.00000936
        String costs = "line_item,start_time,amount_value,amount_currency,quantity_unit\n\"up, input\"," + start
                + ",0.00000936,usd,tokens\n";
        assertThat(reconcile("openai", costs).jsonPath().getLong("differences")).isZero();
        Response refused = reconcile("openai", costs.replace("tokens", "parsecs"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.message"))
                .isEqualTo("line 2: the unit is not known here: parsecs");
        assertThat(reconcile("acme", csv).jsonPath().getString("error.param")).isEqualTo("provider");
    }

    private Response reconcile(String dialect, String csv) {
        return inner("text/csv")
                .body(csv)
                .post("/internal/v1/reconciliations?provider=" + dialect + "&provider_id=" + provider);
    }

    private void ship(UsageFrame.Done done) {
        assertThat(stage.ship(edge, done)).containsExactly(UsageAnswer.Result.POSTED);
    }

    private @Nullable Long cost(UsageFrame.Done done) {
        return stage.sql(
                        "SELECT provider_cost FROM usage_record WHERE request_id = $1",
                        UUID.fromString(done.requestId()))
                .iterator()
                .next()
                .getLong(0);
    }

    /// By the newest transaction.
    private long booked() {
        return stage.number("""
                SELECT (SELECT -amount FROM ledger_entry WHERE transaction_id = t.id AND book = 'provider_cost')
                FROM ledger_transaction t WHERE kind = 'cost' ORDER BY id DESC LIMIT 1""");
    }

    private MarginReport.Row margin() {
        return margin(provider);
    }

    private static MarginReport.Row margin(String of) {
        return inner().get("/internal/v1/margin?by=provider").as(MarginReport.class).rows().stream()
                .filter(row -> of.equals(row.provider()))
                .findFirst()
                .orElseThrow();
    }

    private UsageFrame.Done done(Map<String, Long> quantities, String deployment, UsageFrame.Attempt... attempts) {
        long charge = quantities.values().stream().mapToLong(Long::longValue).sum() * Stage.TOKEN;
        UsageFrame.Subject subject = Stage.priced(stage.subject(account, 0), version, null);
        return new UsageFrame.Done(
                1,
                subject,
                quantities,
                Map.of(),
                charge,
                quantities,
                null,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                provider,
                deployment,
                "up",
                List.of(attempts),
                5L,
                80);
    }

    private UsageFrame.Done refused(UsageFrame.Attempt... attempts) {
        return with(done(Map.of(), "dear", attempts), UsageFrame.Outcome.REFUSED, Map.of());
    }

    private static UsageFrame.Done with(
            UsageFrame.Done done, UsageFrame.Outcome outcome, Map<String, Long> quantities) {
        return new UsageFrame.Done(
                1,
                done.subject(),
                quantities,
                Map.of(),
                quantities.values().stream().mapToLong(Long::longValue).sum() * Stage.TOKEN,
                quantities,
                null,
                outcome,
                false,
                200,
                done.provider(),
                done.deployment(),
                done.upstreamModel(),
                done.attempts(),
                5L,
                80);
    }

    /// The prices of [Stage], with cost prices of two deployments.
    private long versionWithCosts() {
        PriceList.Version priced = inner().get("/internal/v1/price-list/versions/" + stage.priceVersion())
                .as(PriceList.Version.class);
        PriceList.Version costed = new PriceList.Version(
                0,
                priced.effectiveFrom(),
                priced.prices(),
                List.of(
                        new PriceList.DeploymentCost("cheap", List.of(tier(0, CHEAP), tier(1_000, CHEAP_ABOVE))),
                        new PriceList.DeploymentCost("dear", List.of(tier(0, 2_000)))));
        return stage.sql(
                        "INSERT INTO price_version (file_hash, effective_from, compiled)"
                                + " SELECT 'stage', effective_from, ($1::text)::jsonb FROM price_version WHERE version = $2"
                                + " RETURNING version",
                        Stage.write(costed),
                        stage.priceVersion())
                .iterator()
                .next()
                .getLong(0);
    }

    private static PriceList.Tier tier(long above, long perToken) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        Arrays.stream(UsageClass.values()).forEach(usage -> prices.put(usage, perToken * 1_000_000));
        return new PriceList.Tier(above, prices);
    }

    /// Other tests leave books that do not agree.
    public static final class OwnDatabase implements QuarkusTestProfile {}
}
