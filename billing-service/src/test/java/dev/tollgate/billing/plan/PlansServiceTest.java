package dev.tollgate.billing.plan;

import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.bench.UsageData;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On 200,000 records over 10 days, what Postgres reads for each page of usage and of the ledger, as the code asks
/// for it: no partition is scanned, and at most three rows are read for each that a page may show, at any depth.
/// The operations are those of the service's own description: a new one without pages here fails.
@QuarkusTest
@TestProfile(PlansServiceTest.OwnServer.class)
@QuarkusTestResource(ExplainedPostgres.class)
@QuarkusTestResource(RedisResource.class)
class PlansServiceTest {
    private static final int RECORDS = 200_000;
    private static final int DAYS = 10;
    /// Yesterday, today and the days ahead have partitions of the service's own.
    private static final int OWN_DAYS = 5;
    private static final int LIMIT = 50;
    /// Often enough for Postgres to prefer a plan without the values, if it ever does.
    private static final int REPEATED = 7;
    /// A heap page for each row that is shown, of each partition a way down its index and of one the leaves with the
    /// rows; to walk through an index from a day's end to the cursor takes more.
    private static final long BUFFERS_MAX = LIMIT + 1 + 3 * (DAYS + OWN_DAYS) + 8;
    /// What no index is by is compared with three records for each one that is shown.
    private static final String COMPARED = ".*&((endpoint|charge_min|key_ids)=|outcome=completed|outcome=.*&model=).*";

    private static final long COMPARED_BUFFERS_MAX = BUFFERS_MAX + 2 * LIMIT;
    /// An entry's transaction is looked up by its id.
    private static final long ENTRIES_BUFFERS_MAX = 5 * (LIMIT + 1);

    /// The days are past ones, of which the service has made no partitions.
    private static final LocalDate TODAY = LocalDate.of(2026, 8, 1);
    private static final Instant FIRST =
            TODAY.minusDays(DAYS).atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant MIDDLE = FIRST.plusSeconds(DAYS * 43_200L + 43_200);
    private static final Instant EARLY = FIRST.plusSeconds(30_000);

    private static final String PARTS =
            "(usage_record|usage_by_hour|usage_latency_by_hour)_\\d+|usage_by_day|usage_latency_by_day|usage_day|ledger_entry|ledger_transaction|usage_quarantine";

    /// Whose plan may be to read nothing at all. The days there are, which retention looks up meanwhile, are no page.
    private static final String LISTS = "(?s)SELECT\\s.*\\sFROM\\s+(usage_(?!partition_days)|ledger_).*\\sLIMIT\\s.*";

    /// Filters that sums do not have.
    private static final String OF_RECORDS = ".*&(outcome|endpoint|charge_min|key_ids)=.*";

    private static boolean loaded;

    /// What no page is, and why it may read more.
    private static final Map<String, String> NO_PAGES = Map.of(
            "GET /internal/v1/usage/csv",
            "pieces of the list's pages, by its filters",
            "GET /internal/v1/ledger/verify",
            "recomputes everything, with minutes of time",
            "GET /internal/v1/usage/export",
            "counts what waits for Kafka up to a bound",
            "GET /internal/v1/usage/export/refused",
            "pages over what Kafka refused, by its primary key",
            "POST /internal/v1/usage/export/refused/retry",
            "moves at most 10,000 of them",
            "POST /internal/v1/usage/export/backfill",
            "moves a day in steps, by the records' primary key",
            "POST /internal/v1/usage/export/discard",
            "empties the outbox");

    @Inject
    Pool pool;

    private ServerLog log;

    @BeforeEach
    void load() throws SQLException {
        log = new ServerLog(pool);
        if (!loaded) {
            try (Connection source = connection();
                    Connection target = connection()) {
                new UsageData(Path.of("..", "deploy", "bench", "usage.sql"), RECORDS, DAYS, TODAY.minusDays(DAYS))
                        .load(source, target, _ -> {});
            }
            loaded = true;
        }
    }

    /// What is measured is no other than what the service and its triggers would have written.
    @Test
    void theGeneratedBooksAgreeWithThemselves() {
        JsonPath report = inner().get("/internal/v1/ledger/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(report.getString("difference")).isNull();
        assertThat(report.getLong("usage_records")).isGreaterThanOrEqualTo(RECORDS);
    }

    @Test
    void everyPageReadsWhatItShowsAtAnyDepth() throws IOException {
        for (String list : lists()) {
            for (String page : pages(list)) {
                checkPage(list + page);
            }
        }
    }

    /// A record is found by its id alone, however many there are.
    @Test
    void aReceiptReadsOneRow() throws IOException {
        String id = ids("/internal/v1/usage?limit=1&after=" + RequestId.smallest(MIDDLE.toEpochMilli()))
                .getFirst();
        for (Plan plan : plans(() -> ok("/internal/v1/usage/" + id))) {
            assertThat(plan.rowsRead()).as(plan.sql()).isLessThanOrEqualTo(1);
            assertThat(plan.buffers()).as(plan.sql()).isLessThan(20);
        }
    }

    @Test
    void countsOfADayReadRollUpsByTheirIndexes() throws IOException {
        Map<String, Object> ask = Map.of(
                "day", TODAY.minusDays(3).toString(),
                "accountIds", List.of("acct_bench_1"),
                "keyIds", List.of("key_bench_2_1"),
                "groupIds", List.of("none"),
                "modelIds", List.of("model-rare", "model-12"));
        List<Plan> plans = plans(() ->
                inner().body(ask).post("/internal/v1/usage/day-counts").then().statusCode(200));
        assertThat(plans).hasSizeGreaterThanOrEqualTo(4);
        for (Plan plan : plans) {
            assertThat(plan.touches("usage_record_\\d+")).as(plan.sql()).isFalse();
            assertNoneIsScanned(plan);
        }
    }

    /// An account's figures come from its roll-ups' rows in the range, and from records only where a zone cuts hours.
    @Test
    void figuresReadRollUpsByTheirIndexes() throws IOException {
        String range = "&from=" + EARLY.getEpochSecond() + "&to="
                + MIDDLE.plusSeconds(90_000).getEpochSecond();
        for (String interval : List.of("hour", "day")) {
            for (String filter : List.of("", "&key_id=key_bench_2_1", "&model=model-1")) {
                assertNoRecords(plans(() -> ok(
                        "/internal/v1/usage/summary?account_id=acct_bench_2&interval=" + interval + filter + range)));
            }
        }
        for (String by : List.of("model", "key")) {
            Map<String, Object> ask = Map.of(
                    "account_id",
                    "acct_bench_2",
                    "by",
                    by,
                    "from",
                    Long.toString(EARLY.getEpochSecond()),
                    "to",
                    Long.toString(MIDDLE.getEpochSecond()));
            assertNoRecords(plans(() ->
                    inner().body(ask).post("/internal/v1/usage/top").then().statusCode(200)));
        }
    }

    @Test
    void hoursThatAZoneCutsAreReadByTheAccountsIndex() throws IOException {
        pool.query("UPDATE account SET time_zone = 'Asia/Kolkata' WHERE id = 'acct_bench_3'")
                .execute()
                .await()
                .indefinitely();
        List<Plan> plans = plans(() -> ok("/internal/v1/usage/summary?account_id=acct_bench_3&interval=day&from="
                + FIRST.getEpochSecond() + "&to=" + MIDDLE.getEpochSecond()));
        assertThat(plans).anyMatch(plan -> plan.touches("usage_record_\\d+"));
        for (Plan plan : plans) {
            assertNoneIsScanned(plan);
            if (plan.touches("usage_record_\\d+")) {
                // A thirtieth of a day's records at each of 16 midnights.
                assertThat(plan.rowsRead()).as(plan.sql()).isLessThan(1_000);
            }
        }
    }

    @Test
    void aTailReadsNoMoreThanItTells() throws IOException {
        Stage stage = new Stage(pool);
        Stage.Edge edge = stage.edge();
        UsageFrame[] frames = IntStream.range(0, 300)
                .mapToObj(_ -> Stage.done(stage.subject("acct_bench_998", 0), 100))
                .toArray(UsageFrame[]::new);
        stage.ship(edge, frames);
        long since = System.currentTimeMillis() - 600_000;
        List<Plan> plans = plans(() -> ok("/internal/v1/usage/tail?account_id=acct_bench_998&since=" + since));
        assertThat(plans).hasSizeGreaterThanOrEqualTo(REPEATED);
        for (Plan plan : plans) {
            assertNoneIsScanned(plan);
            assertThat(plan.rowsRead()).as(plan.sql()).isLessThanOrEqualTo(201);
        }
    }

    private static void assertNoRecords(List<Plan> plans) {
        assertThat(plans).isNotEmpty();
        for (Plan plan : plans) {
            assertThat(plan.touches("usage_record_\\d+")).as(plan.sql()).isFalse();
            assertNoneIsScanned(plan);
        }
    }

    /// Beside the rows it writes, a batch reads what it must know of them: in its triggers and functions too.
    @Test
    void aBatchOfRecordsScansNothing() throws IOException {
        Stage stage = new Stage(pool);
        stage.gift("acct_bench_999", 1_000_000_000_000_000L);
        Stage.Edge edge = stage.edge();
        UsageFrame[] frames = IntStream.range(0, 100)
                .mapToObj(_ -> Stage.done(stage.subject("acct_bench_999", 0), 100))
                .toArray(UsageFrame[]::new);
        for (int i = 0; i < REPEATED; i++) {
            List<Plan> plans = log.during(() -> stage.ship(edge, frames));
            assertThat(plans).anyMatch(plan -> plan.sql().contains("INTO usage_record"));
            plans.stream().filter(plan -> plan.touches(PARTS)).forEach(plan -> {
                assertNoneIsScanned(plan);
                assertThat(plan.rowsRead()).as(plan.sql()).isLessThanOrEqualTo(10L * frames.length);
            });
        }
    }

    /// All that the service's description says of reading usage and the ledger.
    @Test
    void noOperationIsWithoutPagesHere() {
        Set<String> known = new TreeSet<>(NO_PAGES.keySet());
        lists().forEach(list -> known.add("GET " + list.replace("acct_bench_1", "{accountId}")));
        known.add("GET /internal/v1/usage/{requestId}");
        known.add("GET /internal/v1/usage/summary");
        known.add("POST /internal/v1/usage/top");
        known.add("GET /internal/v1/usage/tail");
        known.add("POST /internal/v1/usage/day-counts");
        known.add("POST /internal/v1/usage");
        known.add("POST /internal/v1/usage/quarantine/{id}/repost");
        Set<String> described = new TreeSet<>();
        JsonPath document = RestAssured.get("/q/openapi?format=JSON").jsonPath();
        Map<String, Map<String, Object>> paths = document.getMap("paths");
        paths.forEach((path, operations) -> {
            if (path.matches("/internal/v1/(usage|ledger)(/.*)?")) {
                operations.keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path));
            }
        });
        assertThat(known).isEqualTo(described);
        for (String list : lists()) {
            String path = list.replace("acct_bench_1", "{accountId}");
            List<String> names =
                    document.getList("paths.'" + path + "'.get.parameters.findAll { it.in == 'query' }.name");
            String pages = String.join(" ", pages(list));
            assertThat(names).as(list).allSatisfy(name -> assertThat(pages).contains(name + "="));
        }
    }

    private void checkPage(String page) throws IOException {
        List<Plan> plans = plans(() -> ok(page));
        assertThat(plans).as(page).hasSizeGreaterThanOrEqualTo(REPEATED);
        for (Plan plan : plans) {
            assertNoneIsScanned(plan);
            assertThat(plan.rowsRead())
                    .as("%s: %s%n%s", page, plan.sql(), plan.root().toPrettyString())
                    .isLessThanOrEqualTo(3 * LIMIT);
            assertThat(plan.buffers())
                    .as("%s: %s%n%s", page, plan.sql(), plan.root().toPrettyString())
                    .isLessThanOrEqualTo(buffersOf(page));
        }
    }

    private static long buffersOf(String page) {
        return page.contains("/entries")
                ? ENTRIES_BUFFERS_MAX
                : page.matches(COMPARED) ? COMPARED_BUFFERS_MAX : BUFFERS_MAX;
    }

    private static void assertNoneIsScanned(Plan plan) {
        assertThat(plan.scans())
                .as(plan.sql())
                .noneMatch(scan -> scan.node().startsWith("Seq")
                        && scan.rows() > 0
                        && scan.table().matches(PARTS));
    }

    private List<Plan> plans(Runnable ask) throws IOException {
        return log.during(() -> IntStream.range(0, REPEATED).forEach(_ -> ask.run())).stream()
                .filter(plan -> plan.touches(PARTS) || plan.sql().matches(LISTS))
                .toList();
    }

    private static List<String> lists() {
        return List.of(
                "/internal/v1/usage",
                "/internal/v1/usage/sums",
                "/internal/v1/usage/quarantine",
                "/internal/v1/ledger/acct_bench_1/entries");
    }

    /// Each list whole and by each filter; of each the first page, one in the middle, the last ones, and backwards.
    private static List<String> pages(String list) {
        List<String> filters = list.endsWith("/usage")
                ? filters()
                : list.endsWith("/sums")
                        ? filters().stream()
                                .filter(one -> !one.matches(OF_RECORDS))
                                .toList()
                        : List.of("");
        List<String> intervals = list.endsWith("/sums") ? List.of("&interval=hour", "&interval=day") : List.of("");
        List<String> pages = new ArrayList<>();
        for (String interval : intervals) {
            for (String filter : filters) {
                String base = "?limit=" + LIMIT + interval + filter;
                pages.add(base);
                for (String cursor : cursors(list)) {
                    pages.add(base + "&after=" + cursor);
                    pages.add(base + "&before=" + cursor);
                }
            }
        }
        return pages;
    }

    private static List<String> filters() {
        String range = "&from=" + EARLY.getEpochSecond() + "&to="
                + MIDDLE.plusSeconds(90_000).getEpochSecond();
        return List.of(
                "",
                range,
                "&account_id=acct_bench_1",
                "&account_id=acct_bench_1" + range,
                "&account_id=acct_bench_900",
                "&key_id=key_bench_2_1",
                "&model=model-1",
                "&model=model-rare" + range,
                "&account_id=acct_bench_1&model=model-rare",
                "&key_id=key_bench_1_1&model=model-12" + range,
                "&account_id=acct_bench_2&key_id=key_bench_2_1",
                "&outcome=failed",
                "&outcome=failed" + range,
                "&outcome=failed&account_id=acct_bench_1",
                "&outcome=cancelled&account_id=acct_bench_1",
                "&outcome=failed&key_id=key_bench_2_1",
                "&outcome=failed&account_id=acct_bench_1&model=model-rare",
                "&outcome=completed&account_id=acct_bench_1",
                "&endpoint=embeddings",
                "&endpoint=embeddings&account_id=acct_bench_1" + range,
                "&charge_min=4000000&key_id=key_bench_2_1",
                "&key_ids=key_bench_1_1,key_bench_1_2&account_id=acct_bench_1&model=model-1",
                // Another account's key: nothing, and nothing of it is read.
                "&account_id=acct_bench_1&key_id=key_bench_2_1",
                "&account_id=acct_bench_1&key_id=key_bench_1_2&model=model-1");
    }

    private static List<String> cursors(String list) {
        if (list.endsWith("/usage")) {
            return List.of(
                    RequestId.smallest(MIDDLE.toEpochMilli()).toString(),
                    RequestId.smallest(EARLY.toEpochMilli()).toString());
        }
        if (list.endsWith("/sums")) {
            return List.of(
                    sum("&interval=hour&to=" + MIDDLE.getEpochSecond()),
                    sum("&interval=hour&to=" + EARLY.getEpochSecond()));
        }
        return list.endsWith("/quarantine") ? List.of("10000", "500") : List.of("le_150000", "le_500");
    }

    /// The id of a sum of the busiest account, deep in the list.
    private static String sum(String range) {
        return ids("/internal/v1/usage/sums?limit=1&account_id=acct_bench_1" + range)
                .getFirst();
    }

    private static List<String> ids(String page) {
        return inner().get(page).then().statusCode(200).extract().jsonPath().getList("data.id");
    }

    private static void ok(String page) {
        inner().get(page).then().statusCode(200);
    }

    private static Connection connection() throws SQLException {
        String url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
        // Not the plans of the loading: it is no query of the service.
        return DriverManager.getConnection(
                url + "?currentSchema=billing&options=-c%20TimeZone=UTC%20-c%20auto_explain.log_min_duration=-1",
                "postgres",
                "postgres");
    }

    public static final class OwnServer implements QuarkusTestProfile {}
}
