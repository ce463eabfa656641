package dev.tollgate.billing.plan;

import static dev.tollgate.billing.Stage.inner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On 40,000 entries, of which those asked for are few and old, no page of the audit log reads more than it shows.
/// Auth and routing read theirs by the same statements and indexes.
@QuarkusTest
@TestProfile(PlansServiceTest.OwnServer.class)
@QuarkusTestResource(ExplainedPostgres.class)
@QuarkusTestResource(RedisResource.class)
class AuditPlansServiceTest {
    private static final int REPEATED = 7;
    private static final int LIMIT = 20;
    private static final long BEGIN = 1_000_000_000;
    /// Ids as the service makes them, one a second; each thousandth entry of the first half is somebody else's.
    private static final String FILL = """
            INSERT INTO audit_entry (id, actor, action, subject, account_id, detail)
            SELECT (substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
              CASE WHEN rare THEN 'user_rare/tok_rare' ELSE 'user_' || n % 50 || '/tok_' || n % 90 END,
              CASE WHEN rare THEN 'edge.release' ELSE 'gift.create' END,
              CASE WHEN rare THEN 'edge_rare' ELSE 'x_' || n % 100 END,
              CASE WHEN rare THEN 'acct_rare' ELSE 'acct_' || n % 100 END, '{}'
            FROM (SELECT n, lpad(to_hex((1000000000 + n) * 1000), 12, '0') AS t, n % 1000 = 0 AND n < 20000 AS rare
              FROM generate_series(1::bigint, 40000) AS n) AS entries""";

    private static boolean isFilled;

    @Inject
    Pool pool;

    @BeforeEach
    void fill() {
        if (!isFilled) {
            pool.query(FILL).execute().await().indefinitely();
            pool.query("ANALYZE audit_entry").execute().await().indefinitely();
            isFilled = true;
        }
    }

    @Test
    void noPageReadsMoreThanItShows() throws IOException {
        String middle = RequestId.smallest((BEGIN + 10_000) * 1_000).toString();
        ServerLog log = new ServerLog(pool);
        for (String filter : filters()) {
            for (String cursor : List.of("", "&after=" + middle, "&before=" + middle)) {
                String page = "/internal/v1/audit?limit=" + LIMIT + filter + cursor;
                List<Plan> plans = log
                        .during(() -> IntStream.range(0, REPEATED)
                                .forEach(_ -> inner().get(page).then().statusCode(200)))
                        .stream()
                        .filter(plan -> plan.sql().contains("FROM billing.audit_entry"))
                        .toList();
                assertThat(plans).as(page).hasSizeGreaterThanOrEqualTo(REPEATED);
                assertThat(plans).as(page).allSatisfy(AuditPlansServiceTest::isNarrow);
            }
        }
    }

    private static List<String> filters() {
        String early = "&from=" + (BEGIN + 5) + "&to=" + (BEGIN + 9_000);
        return List.of(
                "",
                early,
                "&actor=user_rare",
                "&actor=tok_rare",
                "&actor=user_rare/tok_rare" + early,
                "&action=edge",
                "&action=edge.release",
                "&action=edge.release" + early,
                "&subject=edge_rare",
                "&account_id=acct_rare",
                "&account_id=acct_rare&action=edge.release&actor=user_rare" + early);
    }

    private static void isNarrow(Plan plan) {
        assertThat(plan.scans()).as(plan.sql()).noneMatch(scan -> scan.node().startsWith("Seq"));
        assertThat(plan.rowsRead()).as(plan.sql()).isLessThanOrEqualTo(2 * (LIMIT + 1));
    }
}
