package dev.tollgate.billing.pricing;

import static dev.tollgate.billing.TestBooks.audit;
import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.number;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.billing.v1.ImportReport;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PriceListServiceTest.WithCatalogue.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PriceDraftsServiceTest {
    private static final String DRAFTS = "/internal/v1/price-drafts";
    private static final String FILE = """
            models:
              - {id: m, capabilities: [chat], prices: {input: 1, output: 1}}
              - {id: n, capabilities: [chat], prices: {input: 1, output: 2}}
            deployments:
              - {id: p/m, provider: p, model: m, upstream_model: up-m, cost: {input: 0.5, output: 0.5}}
            groups:
              - {id: g, models: ['*']}
              - {id: vip, models: ['*'], multiplier: 0.5}
            """;

    @Inject
    Pool pool;

    @ConfigProperty(name = "tollgate.billing.pricing.catalogue")
    Path catalogue;

    private static int files;

    @BeforeEach
    void theFileIsRead() throws IOException {
        // What other tests have published is none of this one's prices.
        tamper(pool, "DELETE FROM price_draft");
        file(FILE);
    }

    @Test
    void draftsAreFoundByIdOrByAPartOfTheNote() {
        String dearer = draft("models: [{id: m, prices: {input: 2, output: 3}}]", "?note=Dearer_by_half")
                .as(PriceDraftView.class)
                .id();
        String plain = draft("models: [{id: m, prices: {input: 4, output: 3}}]", "")
                .as(PriceDraftView.class)
                .id();
        assertThat(ids(DRAFTS + "?search=dEARER")).containsExactly(dearer);
        assertThat(ids(DRAFTS + "?search=R_BY_")).containsExactly(dearer);
        assertThat(ids(DRAFTS + "?search=d_arer")).isEmpty();
        assertThat(ids(DRAFTS + "?search=" + plain)).containsExactly(plain);
        assertThat(ids(DRAFTS + "?search=")).containsExactly(plain, dearer);
        assertThat(ids(DRAFTS + "?search=dearer&before=" + plain)).isEmpty();
        assertThat(inner().get(DRAFTS + "?search=" + "x".repeat(101)).jsonPath().getString("error.param"))
                .isEqualTo("search");
    }

    @Test
    void versionsAreFoundByNumberOrByHowTheFilesHashBegins() {
        String versions = "/internal/v1/price-list/versions";
        PriceVersionView newest =
                inner().get(versions + "?limit=1").jsonPath().getObject("data[0]", PriceVersionView.class);
        assertThat(ids(versions + "?search=" + newest.version())).contains(newest.id());
        assertThat(ids(versions + "?limit=1&search=" + newest.fileHash().substring(0, 12)))
                .containsExactly(newest.id());
        assertThat(ids(versions + "?search=nothing")).isEmpty();
    }

    private static List<String> ids(String list) {
        return inner().get(list).then().statusCode(200).extract().jsonPath().getList("data.id");
    }

    @Test
    void aDraftIsPublishedWithNoticeAndTakesEffectOnEveryEdge() {
        PriceDraftView draft = draft("""
                models: [{id: m, prices: {input: 2, output: 3, reasoning: 4, tiers: [{above_input: 200000, input: 5, output: 6}]}}]
                groups: [{id: vip, multiplier: 0.8}]
                deployments: [{id: p/m, cost: {input: 0.7, output: 0.9}}]
                """, "?note=dearer").as(PriceDraftView.class);
        assertThat(draft.status()).isEqualTo("draft");
        assertThat(draft.note()).isEqualTo("dearer");
        long versions = number(pool, "SELECT count(*) FROM price_version");
        assertThat(priceAt(Instant.now().plusSeconds(1_000), "g", 0, UsageClass.INPUT))
                .isEqualTo(1_000_000_000L);

        long from = Instant.now().getEpochSecond() + 120;
        PriceDraftView published = publish(draft.id(), from).as(PriceDraftView.class);
        assertThat(published.status()).isEqualTo("published");
        assertThat(published.effectiveFrom()).isEqualTo(from);
        assertThat(number(pool, "SELECT count(*) FROM price_version")).isGreaterThan(versions);

        Instant before = Instant.ofEpochSecond(from - 1);
        Instant after = Instant.ofEpochSecond(from);
        assertThat(priceAt(before, "g", 0, UsageClass.INPUT)).isEqualTo(1_000_000_000L);
        assertThat(priceAt(after, "g", 0, UsageClass.INPUT)).isEqualTo(2_000_000_000L);
        assertThat(priceAt(after, "g", 200_000, UsageClass.INPUT)).isEqualTo(5_000_000_000L);
        assertThat(priceAt(after, "g", 0, UsageClass.CACHED_INPUT)).isEqualTo(200_000_000L);
        assertThat(priceAt(after, "vip", 0, UsageClass.REASONING)).isEqualTo(3_200_000_000L);
        assertThat(counting(after).costs()).singleElement().satisfies(cost -> assertThat(
                        cost.tiers().getFirst().nanosPerMillion())
                .containsEntry(UsageClass.OUTPUT, 900_000_000L));
        List<AuditEntryView> noted = audit("subject=" + draft.id());
        assertThat(noted)
                .extracting(AuditEntryView::action)
                .containsExactly("price-draft.publish", "price-draft.create");
        assertThat(told(noted.getFirst().before(), "status")).isEqualTo("draft");
        assertThat(told(noted.getFirst().after(), "status")).isEqualTo("published");
        assertThat(told(noted.getFirst().after(), "effective_from")).isEqualTo((int) from);
    }

    @Test
    void aPublishedDraftNeverChanges() {
        String id = draft("models: [{id: m, prices: {input: 2, output: 3}}]", "")
                .as(PriceDraftView.class)
                .id();
        assertThatThrownBy(() -> execute(pool, "UPDATE price_draft SET patch = '{}' WHERE id = " + id))
                .hasMessageContaining("published or deleted, not changed");
        publish(id, null).then().statusCode(200);
        publish(id, null).then().statusCode(409);
        inner().delete(DRAFTS + "/" + id).then().statusCode(409);
        assertThatThrownBy(() -> execute(pool, "UPDATE price_draft SET effective_from = now() WHERE id = " + id))
                .hasMessageContaining("it never changes");
        assertThatThrownBy(() -> execute(pool, "DELETE FROM price_draft WHERE id = " + id))
                .hasMessageContaining("it never changes");
        assertThatThrownBy(() -> execute(pool, "TRUNCATE price_draft")).hasMessageContaining("append only");
        assertThatThrownBy(() -> execute(pool, "TRUNCATE price_version")).hasMessageContaining("append only");
    }

    @Test
    void aDraftPricesWhatManagementDeclaresBesideTheFile() {
        String text = """
                models: [{id: own, prices: {input: 2, output: 3}}]
                groups: [{id: partners, multiplier: 0.5}]
                deployments: [{id: d/own, cost: {input: 1, output: 1}}]
                """;
        draft(text, "").then().statusCode(400);
        assertThat(ofAll("models: [{id: own, prices: {input: 2}}]").asString()).contains("output is missing");
        assertThat(ofAll("models: [{id: nobodys, prices: {input: 2, output: 3}}]")
                        .asString())
                .contains("the catalogue has no models: nobodys");

        PriceDraftView draft = ofAll(text).as(PriceDraftView.class);
        long from = Instant.now().getEpochSecond() + 120;
        publish(draft.id(), from).then().statusCode(200);

        Instant after = Instant.ofEpochSecond(from);
        assertThat(priceAt(after, "g", 0, UsageClass.INPUT)).isEqualTo(1_000_000_000L);
        assertThat(price(after, "own", "g", 0, UsageClass.INPUT)).isEqualTo(2_000_000_000L);
        assertThat(price(after, "own", "vip", 0, UsageClass.INPUT)).isEqualTo(1_000_000_000L);
        assertThat(price(after, "own", "partners", 0, UsageClass.INPUT)).isEqualTo(1_000_000_000L);
        assertThat(price(after, "m", "partners", 0, UsageClass.INPUT)).isEqualTo(500_000_000L);
        assertThat(counting(after).costs())
                .extracting(PriceList.DeploymentCost::deployment)
                .contains("d/own");
        // What a published draft was judged by is known to those after it, also when management has deleted it.
        draft("withdraw: {models: [own], groups: [partners], deployments: [d/own]}", "")
                .then()
                .statusCode(200);
    }

    private static Response ofAll(String text) {
        PriceDraftCommand.Managed managed = new PriceDraftCommand.Managed(
                List.of(new PriceDraftCommand.Model("own", List.of("chat"))),
                List.of("partners"),
                List.of(new PriceDraftCommand.Deployment("d/own", "d", "own", "own")));
        return inner().contentType("application/json")
                .body(new PriceDraftCommand(text, null, managed))
                .post(DRAFTS + "/of-all");
    }

    @Test
    void aDraftThatIsNotPublishedCanBeDeleted() {
        String id = draft("models: [{id: m, prices: {input: 2, output: 3}}]", "")
                .as(PriceDraftView.class)
                .id();
        inner().delete(DRAFTS + "/" + id).then().statusCode(204);
        inner().get(DRAFTS + "/" + id).then().statusCode(404);
        inner().delete(DRAFTS + "/" + id).then().statusCode(404);
        publish(id, null).then().statusCode(404);
        List<AuditEntryView> noted = audit("subject=" + id);
        assertThat(noted)
                .extracting(AuditEntryView::action)
                .containsExactly("price-draft.delete", "price-draft.create");
        assertThat(told(noted.getFirst().before(), "models")).isEqualTo(List.of("m"));
        assertThat(noted.getFirst().after()).isEqualTo("{}");
    }

    @Test
    void noPriceChangesWithoutItsNotice() {
        String id = draft("models: [{id: m, prices: {input: 2, output: 3}}]", "")
                .as(PriceDraftView.class)
                .id();
        Response refused = publish(id, Instant.now().getEpochSecond() + 30);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("effective_from");
        long before = Instant.now().getEpochSecond();
        PriceDraftView published = publish(id, null).as(PriceDraftView.class);
        assertThat(published.effectiveFrom()).isGreaterThanOrEqualTo(before + 60);
    }

    @Test
    void whatTheCatalogueDoesNotHaveIsRefusedByName() {
        Response refused =
                draft("models: [{id: x, prices: {input: 1, output: 1}}]\ngroups: [{id: y, multiplier: 2}]", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.message"))
                .isEqualTo("the catalogue has no groups: y; the catalogue has no models: x");
        assertThat(draft("models: [{id: m, prices: {input: 1}}]", "").jsonPath().getString("error.message"))
                .isEqualTo("line 1: models[0].prices: output is missing");
        assertThat(draft("models: [{id: m, prices: {input: 1.0000000001, output: 1}}]", "")
                        .jsonPath()
                        .getString("error.message"))
                .contains("must be exact to 9 decimals");
        assertThat(draft("prices: {}", "").jsonPath().getString("error.message"))
                .contains("unknown field prices");
        assertThat(draft("models: []", "").jsonPath().getString("error.message"))
                .contains("nothing is changed");
        assertThat(inner().body("x".repeat(1_100_000)).post(DRAFTS).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aDraftAndVersionsAreCompared() {
        String id = draft("models: [{id: m, prices: {input: 2, output: 1}}]\nwithdraw: {models: [n]}", "")
                .as(PriceDraftView.class)
                .id();
        PriceDiff diff = inner().get(DRAFTS + "/" + id + "/diff").as(PriceDiff.class);
        assertThat(diff.changes())
                .filteredOn(change -> change.name().equals("m")
                        && "g".equals(change.group())
                        && change.usage().equals("input"))
                .containsExactly(new PriceDiff.Change("price", "m", "g", 0, "input", "1000000000", "2000000000"));
        assertThat(diff.changes())
                .noneMatch(change -> change.name().equals("m") && change.usage().equals("output"));
        publish(id, null).then().statusCode(200);
        PriceVersionView newest = inner().get("/internal/v1/price-list/versions?limit=1")
                .jsonPath()
                .getObject("data[0]", PriceVersionView.class);
        assertThat(newest.prices()).isEqualTo(4);
        assertThat(newest.costs()).isEqualTo(1);
        String version = "/internal/v1/price-list/versions/" + newest.version();
        assertThat(inner().get(version + "/diff?against=" + newest.version())
                        .as(PriceDiff.class)
                        .changes())
                .isEmpty();
        assertThat(inner().get(version + "/diff?against=0").as(PriceDiff.class).changes())
                .contains(new PriceDiff.Change("price", "m", "vip", 0, "input", null, "1000000000"));
        assertThat(inner().get("/internal/v1/price-list/versions/999999/diff").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aChangeOfTheFileKeepsWhatADraftSays() throws IOException {
        String id = draft("models: [{id: m, prices: {input: 2, output: 2}}]", "")
                .as(PriceDraftView.class)
                .id();
        publish(id, null).then().statusCode(200);
        file(FILE.replace("{input: 1, output: 1}", "{input: 7, output: 7}")
                .replace("{input: 1, output: 2}", "{input: 8, output: 8}"));
        Instant later = Instant.now().plusSeconds(1_000);
        assertThat(priceAt(later, "g", 0, UsageClass.INPUT)).isEqualTo(2_000_000_000L);
        assertThat(price(later, "n", "g", 0, UsageClass.INPUT)).isEqualTo(8_000_000_000L);
        Response early = publish(
                draft("models: [{id: n, prices: {input: 3, output: 3}}]", "")
                        .as(PriceDraftView.class)
                        .id(),
                Instant.now().getEpochSecond() + 86_400);
        assertThat(early.statusCode()).isEqualTo(200);
    }

    @Test
    void aDraftDoesNotComeBeforeAChangeOfTheFileThatWaits() throws IOException {
        String tomorrow = Instant.now().plusSeconds(86_400).toString();
        file(FILE.replace("{input: 1, output: 1}", "{input: 7, output: 7}") + "prices_effective_from: " + tomorrow
                + "\n");
        String id = draft("models: [{id: n, prices: {input: 3, output: 3}}]", "")
                .as(PriceDraftView.class)
                .id();
        Response refused = publish(id, null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("error.message")).contains("choose a time not before it");
        publish(id, Instant.now().getEpochSecond() + 90_000).then().statusCode(200);
    }

    /// `m` costs 1 credit per million at present: 1,000 nano-credits a token.
    @Test
    void lastWeekIsReplayedAtADraftsPrices() {
        Stage stage = new Stage(pool);
        String account = stage.account(1_000_000_000_000L);
        Stage.Edge edge = stage.edge();
        for (int i = 0; i < 3; i++) {
            stage.ship(edge, Stage.done(stage.subject(account, 0), 1_000));
        }
        String id = draft("models: [{id: m, prices: {input: 1.031, output: 1.031}}]", "")
                .as(PriceDraftView.class)
                .id();
        long records = number(pool, "SELECT count(*) FROM usage_record WHERE model = 'm' AND quantities <> '{}'");
        long charge = number(pool, "SELECT sum(charge)::bigint FROM usage_record WHERE model = 'm'");
        long anew = number(pool, """
                SELECT sum(ceil((q.value::bigint) * 1031000000::numeric / 1000000))::bigint
                FROM usage_record r, jsonb_each_text(r.quantities) q WHERE r.model = 'm'""");
        ReplayReport report = inner().get(
                        DRAFTS + "/" + id + "/replay?to=" + (Instant.now().getEpochSecond() + 60))
                .as(ReplayReport.class);
        assertThat(report.models())
                .filteredOn(model -> model.model().equals("m"))
                .singleElement()
                .satisfies(model -> {
                    assertThat(model.records()).isEqualTo(records);
                    assertThat(model.before()).isEqualTo(charge);
                    assertThat(model.after()).isEqualTo(anew);
                    assertThat(model.difference()).isEqualTo(anew - charge);
                });
        assertThat(report.change()).startsWith("+");
        long now = Instant.now().getEpochSecond();
        assertThat(inner().get(DRAFTS + "/" + id + "/replay?from=" + (now - 86_400 * 40))
                        .jsonPath()
                        .getString("error.message"))
                .isEqualTo("A replay covers at most 31 days.");
        inner().get(DRAFTS + "/999999/replay").then().statusCode(404);
    }

    @Test
    void modelPricesBecomeADraftWithAReport() {
        String entries = """
                {"sample_spec": {"input_cost_per_token": 0.0, "mode": "one of: chat"},
                 "up-m": {"litellm_provider": "p", "mode": "chat", "input_cost_per_token": 1.2e-07,
                   "output_cost_per_token": 6e-07, "input_cost_per_token_above_200k_tokens": 2.4e-07,
                   "input_cost_per_token_batches": 1e-8},
                 "other": {"litellm_provider": "p", "input_cost_per_token": 1e-6}}
                """;
        PriceDraftView draft = inner().body(entries)
                .post(DRAFTS + "/import?markup=1.5&note=public")
                .as(PriceDraftView.class);
        assertThat(draft.source()).isEqualTo("model_prices");
        assertThat(draft.models()).containsExactly("m");
        assertThat(draft.deployments()).containsExactly("p/m");
        ImportReport report = Objects.requireNonNull(draft.importReport());
        assertThat(report.entries()).isEqualTo(2);
        assertThat(report.taken()).singleElement().satisfies(taken -> assertThat(taken.leftOut())
                .containsExactly("input_cost_per_token_batches"));
        publish(draft.id(), null).then().statusCode(200);
        Instant later = Instant.now().plusSeconds(1_000);
        assertThat(priceAt(later, "g", 0, UsageClass.INPUT)).isEqualTo(1_500_000_000L);
        assertThat(priceAt(later, "g", 200_000, UsageClass.INPUT)).isEqualTo(3_000_000_000L);
        assertThat(counting(later).costs().getFirst().tiers().getFirst().nanosPerMillion())
                .containsEntry(UsageClass.INPUT, 1_000_000_000L)
                .containsEntry(UsageClass.OUTPUT, 5_000_000_000L);
        assertThat(inner().body("[]").post(DRAFTS + "/import").statusCode()).isEqualTo(400);
        assertThat(inner().body("{}")
                        .post(DRAFTS + "/import?markup=0")
                        .jsonPath()
                        .getString("error.param"))
                .isEqualTo("markup");
    }

    private static Response draft(String yaml, String query) {
        return inner("application/yaml").body(yaml).post(DRAFTS + query);
    }

    private static Response publish(String id, @Nullable Long from) {
        return inner().body(from == null ? Map.of() : Map.of("effective_from", from))
                .post(DRAFTS + "/" + id + "/publish");
    }

    private long priceAt(Instant moment, String group, long aboveInput, UsageClass usage) {
        return price(moment, "m", group, aboveInput, usage);
    }

    private long price(Instant moment, String model, String group, long aboveInput, UsageClass usage) {
        return counting(moment).prices().stream()
                .filter(price -> price.model().equals(model) && price.group().equals(group))
                .flatMap(price -> price.tiers().stream())
                .filter(tier -> tier.aboveInput() == aboveInput)
                .map(tier -> tier.nanosPerMillion().get(usage))
                .findFirst()
                .orElseThrow();
    }

    /// As an edge chooses it: the newest whose time has come.
    private static PriceList.Version counting(Instant moment) {
        return list().versions().stream()
                .filter(version -> version.effectiveFrom() <= moment.toEpochMilli())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private static PriceList list() {
        return inner().get("/internal/v1/price-list").as(PriceList.class);
    }

    private void file(String text) throws IOException {
        String file = text + "# " + files++ + " " + Instant.now() + "\n";
        Files.writeString(catalogue, file);
        String hash = CatalogueReader.hash(file.getBytes(StandardCharsets.UTF_8));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> inner().get("/internal/v1/price-list").statusCode() == 200
                        && list().fileHash().equals(hash));
    }
}
