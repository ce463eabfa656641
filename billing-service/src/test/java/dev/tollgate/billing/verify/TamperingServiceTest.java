package dev.tollgate.billing.verify;

import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.json;
import static dev.tollgate.billing.Stage.need;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Any one row of the books changed or taken away, as only a superuser can, is found. It has a database of its own.
@QuarkusTest
@TestProfile(TamperingServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class TamperingServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    /// Each column that holds money or says whose it is, and how it is changed; the rows that count.
    private static final List<Tampering> TAMPERINGS = List.of(
            new Tampering("account", "balance = balance + $", "true"),
            new Tampering("account", "held = held + $", "true"),
            new Tampering("account", "receivable = receivable + $", "true"),
            new Tampering("ledger_entry", "amount = amount + $", "true"),
            new Tampering("ledger_entry", "balance_after = balance_after + $", "book = 'account'"),
            new Tampering(
                    "ledger_entry", "book = CASE book WHEN 'revenue' THEN 'uncollected' ELSE 'revenue' END", "true"),
            new Tampering("ledger_entry", "account_id = 'acct_thief'", "account_id IS NOT NULL"),
            new Tampering("ledger_entry", "transaction_id = transaction_id + 1", "true"),
            new Tampering("ledger_transaction", "kind = CASE kind WHEN 'gift' THEN 'usage' ELSE 'gift' END", "true"),
            new Tampering("credit_lot", "remaining = remaining + $", "true"),
            new Tampering("credit_lot", "amount = amount + $", "true"),
            new Tampering("credit_lot", "kind = 'purchase'", "true"),
            new Tampering("credit_lot", "account_id = 'acct_thief'", "true"),
            new Tampering("lease", "granted = granted + $", "true"),
            new Tampering("lease", "posted = posted + $", "true"),
            new Tampering("lease", "returned = returned + $", "true"),
            new Tampering("lease", "account_id = 'acct_thief'", "closed_at IS NULL"),
            new Tampering("spend_period", "spent = spent + $", "true"),
            new Tampering("spend_period", "held = held + $", "true"),
            new Tampering("usage_record", "charge = charge + $", "true"),
            new Tampering("usage_record", "uncollected = uncollected + $", "charge > 0"),
            new Tampering("usage_record", "components = jsonb_set(components, '{input}', '$')", "charge > 0"),
            new Tampering("usage_record", "quantities = jsonb_set(quantities, '{input}', '$')", "true"),
            new Tampering("usage_record", "prices = '{}'", "charge > 0"),
            new Tampering("usage_record", "account_id = 'acct_thief'", "true"),
            new Tampering("usage_record", "key_id = 'key_other'", "true"),
            new Tampering("usage_record", "periods = '{}'", "periods <> '{}'"),
            new Tampering("usage_day", "requests = requests + $", "true"),
            new Tampering("usage_day", "charge = charge + $", "true"),
            new Tampering("usage_day", "uncollected = uncollected + $", "true"),
            new Tampering("usage_quarantine", "amount = amount + $", "true"),
            new Tampering("price_version", "compiled = jsonb_set(compiled, '{effectiveFrom}', '$')", "true"),
            new Tampering("ledger_entry", null, "true"),
            new Tampering("account", null, "balance <> 0"),
            new Tampering("credit_lot", null, "true"),
            new Tampering("lease", null, "closed_at IS NULL AND granted > posted + returned"),
            new Tampering("spend_period", null, "spent + held > 0"),
            new Tampering("usage_record", null, "true"),
            new Tampering("usage_day", null, "true"));

    @Inject
    Pool pool;

    @Test
    void anyRowThatIsTamperedWithIsFound() {
        Stage stage = new Stage(pool);
        fill(stage);
        assertThat(verified().difference()).isNull();
        Random random = new Random(20_261_121);
        for (Tampering tampering : TAMPERINGS) {
            List<String> rows = new ArrayList<>();
            stage.sql("SELECT tableoid::regclass || ' ' || md5(t::text) FROM " + tampering.table() + " t WHERE "
                            + tampering.where() + " ORDER BY random() LIMIT 3")
                    .forEach(row -> rows.add(row.getString(0)));
            assertThat(rows).as(tampering.toString()).isNotEmpty();
            for (String row : rows) {
                spoil(stage, tampering, row, 1 + random.nextInt(1_000));
            }
        }
    }

    /// Keeps a copy of the table, spoils one row, sees it named, and puts the copy back.
    private void spoil(Stage stage, Tampering tampering, String row, int delta) {
        String table = row.substring(0, row.indexOf(' '));
        String where = " WHERE md5(t::text) = '" + row.substring(row.indexOf(' ') + 1) + "'";
        String change = tampering.set() == null
                ? "DELETE FROM " + table + " t" + where
                : "UPDATE " + table + " t SET " + tampering.set().replace("$", Integer.toString(delta)) + where;
        stage.sql("CREATE TABLE kept AS SELECT * FROM " + table);
        try {
            tamper(pool, change);
            assertThat(verified().difference()).as("%s of %s", change, row).isNotNull();
        } catch (PgException refused) {
            // A CHECK or a unique key holds even for a superuser: that counts as found.
            assertThat(refused.getSqlState()).as(refused.getMessage()).startsWith("23");
        }
        tamper(pool, "DELETE FROM " + table);
        tamper(pool, "INSERT INTO " + table + " OVERRIDING SYSTEM VALUE SELECT * FROM kept");
        stage.sql("DROP TABLE kept");
        assertThat(verified().difference()).as("put back after %s", tampering).isNull();
    }

    /// Gifts, leases open and closed, limits, charges in and beyond credit, a correction, a chargeback, a frame in
    /// quarantine.
    private static void fill(Stage stage) {
        Edge edge = stage.edge();
        for (int i = 0; i < 4; i++) {
            String account = stage.account(10 * CREDIT);
            List<String> limits = List.of(stage.limit(account, 5 * CREDIT, i % 2 == 0 ? "day" : "total"));
            stage.ask(edge, account, limits, 0, need(CREDIT));
            stage.ask(edge, account, need(2 * CREDIT));
            var subject = stage.subject(account, CREDIT);
            stage.ship(
                    edge,
                    done(stage.subject(account, limits, CREDIT), 400 + i),
                    done(subject, 300, UsageFrame.Outcome.INTERRUPTED));
            stage.ship(edge, done(subject, 500), done(stage.subject(account, 0), 0));
        }
        String poor = stage.account(CREDIT);
        stage.ask(edge, 1, poor, List.of(), 0, 0, false, need(CREDIT / 2));
        stage.ask(edge, 2, poor, List.of(), 0, 0, true);
        stage.ship(edge, done(stage.subject(poor, 0), 5_000_000));
        String owing = stage.account(CREDIT);
        inner().body(Map.of(
                        "amount",
                        Long.toString(3 * CREDIT),
                        "idempotency_key",
                        UUID.randomUUID().toString()))
                .post("/internal/v1/credit/" + owing + "/chargebacks")
                .then()
                .statusCode(200);
        stage.shipRaw(edge, List.of(json(done(stage.subject(poor, 0), 77)).replace("\"version\":1", "\"version\":9")));
    }

    /// @param set what is changed, `$` being some number above 0; null when the row is taken away
    private record Tampering(String table, @Nullable String set, String where) {}

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
