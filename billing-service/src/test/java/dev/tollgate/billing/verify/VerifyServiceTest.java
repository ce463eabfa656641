package dev.tollgate.billing.verify;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.give;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Each test spoils the books in one way, sees it named, and repairs it. It has a database of its own.
@QuarkusTest
@TestProfile(VerifyServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyServiceTest {
    @Inject
    Pool pool;

    @Test
    @Order(1)
    void soundBooksAgree() {
        give(newAccount(), "100", "k");
        VerifyReport report = verify();
        assertThat(report.difference()).isNull();
        assertThat(report.accounts()).isEqualTo(1);
        assertThat(report.entries()).isEqualTo(2);
    }

    @Test
    void namesAnAccountWhoseBalanceIsNotItsEntries() {
        String account = newAccount();
        give(account, "100", "k");
        execute(pool, "UPDATE account SET balance = 101 WHERE id = '" + account + "'");
        assertThat(verify().difference())
                .isEqualTo("account " + account + ": the balance is 101, its entries sum to 100");
        execute(pool, "UPDATE account SET balance = 100 WHERE id = '" + account + "'");
        assertThat(verify().difference()).isNull();
    }

    @Test
    void namesAnAccountWhoseLotsAreNotItsBalance() {
        String account = newAccount();
        give(account, "100", "k");
        execute(pool, "UPDATE credit_lot SET remaining = 99 WHERE account_id = '" + account + "'");
        assertThat(verify().difference()).contains(account).contains("its lots hold 99");
        execute(pool, "UPDATE credit_lot SET remaining = 100 WHERE account_id = '" + account + "'");
    }

    @Test
    void namesAnAccountWhoseHoldIsNotItsLeases() {
        String account = newAccount();
        give(account, "100", "k");
        execute(pool, "UPDATE account SET held = 1 WHERE id = '" + account + "'");
        assertThat(verify().difference()).contains(account).contains("1 is held, its open leases hold 0");
        execute(pool, "UPDATE account SET held = 0 WHERE id = '" + account + "'");
    }

    @Test
    void namesAnEntryThatBreaksTheChain() {
        String account = newAccount();
        give(account, "100", "k");
        spoilEntry("UPDATE ledger_entry SET balance_after = 7 WHERE account_id = '" + account + "'");
        assertThat(verify().difference()).contains(account).contains("balance_after is 7, but 0 + 100 is 100");
        spoilEntry("UPDATE ledger_entry SET balance_after = 100 WHERE account_id = '" + account + "'");
    }

    @Test
    void namesATransactionThatDoesNotSumToZero() {
        String account = newAccount();
        give(account, "100", "k");
        String spoil = "UPDATE ledger_entry SET amount = amount + %d WHERE book = 'gifts' AND transaction_id ="
                + " (SELECT transaction_id FROM ledger_entry WHERE account_id = '" + account + "')";
        spoilEntry(spoil.formatted(1));
        assertThat(verify().difference()).startsWith("transaction ").contains("sums to 1");
        spoilEntry(spoil.formatted(-1));
    }

    @Test
    void namesAUsageRecordThatIsNotWhatItsPriceVersionSays() {
        String account = newAccount();
        give(account, "100", "k");
        // Three tokens at 0.5 nano-credits each cost 2: rounded up once.
        UUID record = record(account, "{\"input\": 3}", "{\"input\": 2}", 2, 2);
        assertThat(verify().difference()).isNull();
        correct(record, "components = '{\"input\": 1}', charge = 1, uncollected = 1");
        assertThat(verify().difference())
                .contains(record.toString())
                .contains("3 of input cost 1, but version")
                .endsWith("says 2");
        correct(record, "components = '{\"input\": 2}', charge = 3, uncollected = 3");
        assertThat(verify().difference()).contains("the charge is 3, its components sum to 2");
        correct(record, "charge = 2, uncollected = 0");
        assertThat(verify().difference()).contains(account).contains("were charged 2, its entries say 0");
        correct(record, "charge = 2, uncollected = 2");
    }

    @Test
    void aLongPromptIsRecomputedAtItsTier() {
        String account = newAccount();
        give(account, "100", "k");
        UUID record =
                record(account, "{\"input\": 8, \"cached_input\": 3}", "{\"input\": 16, \"cached_input\": 6}", 22, 22);
        assertThat(verify().difference()).isNull();
        correct(record, "quantities = '{\"input\": 8}', components = '{\"input\": 16}', charge = 16, uncollected = 16");
        assertThat(verify().difference()).contains(record.toString()).endsWith("says 4");
        correct(record, "components = '{\"input\": 4}', charge = 4, uncollected = 4");
        assertThat(verify().difference()).isNull();
    }

    @Test
    @Order(2)
    void leasesAndChargesOfAnEdgeAgree() {
        Stage stage = new Stage(pool);
        String account = stage.account(1_000_000_000);
        Stage.Edge edge = stage.edge();
        stage.ask(edge, account, Stage.need(50 * Stage.TOKEN));
        stage.ship(edge, Stage.done(stage.subject(account, 50 * Stage.TOKEN), 33));

        VerifyReport report = verify();
        assertThat(report.difference()).isNull();
        assertThat(report.usageRecords()).isEqualTo(1);
        assertThat(stage.balance(account)).isEqualTo(1_000_000_000 - 33 * Stage.TOKEN);
    }

    private VerifyReport verify() {
        return inner().get("/internal/v1/ledger/verify")
                .then()
                .statusCode(200)
                .extract()
                .as(VerifyReport.class);
    }

    /// Entries are append only: the test takes the guard away for a moment.
    private void spoilEntry(String sql) {
        execute(pool, "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_append_only");
        execute(pool, sql);
        execute(pool, "ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_append_only");
    }

    private void correct(UUID record, String set) {
        execute(pool, "UPDATE usage_record SET " + set + " WHERE request_id = '" + record + "'");
    }

    private UUID record(String account, String quantities, String components, long charge, long uncollected) {
        long version = number(pool, """
                INSERT INTO price_version (file_hash, effective_from, compiled) VALUES ('test', now(),
                '{"version": 0, "effectiveFrom": 0, "costs": [], "prices": [{"model": "m", "group": "g", "tiers": [
                  {"aboveInput": 0, "nanosPerMillion": {"INPUT": 500000, "CACHED_INPUT": 1}},
                  {"aboveInput": 10, "nanosPerMillion": {"INPUT": 2000000, "CACHED_INPUT": 2000000}}]}]}')
                RETURNING version""");
        UUID id = RequestId.next(System.currentTimeMillis());
        String day = RequestId.day(id).toString();
        execute(pool, "SELECT ensure_usage_partition('" + day + "')");
        execute(pool, """
                INSERT INTO usage_record (day, request_id, edge_id, epoch, account_id, key_id, limit_ids, group_name,
                  model, endpoint, stream, admitted_at, price_version, stated_price_version, quantities, prices,
                  components, hold, charge, stated_charge, uncollected, incurred, outcome, estimated, http_status,
                  attempts, duration_ms, content, batch, posted_at)
                VALUES ('%s', '%s', 'e', 1, '%s', 'k', '{}', 'g', 'm', 'chat.completions', false, now(), %d, 1, '%s',
                  '{}', '%s', 0, %d, 0, %d, '{}', 'completed', false, 200, '[]', 1, 'c', gen_random_uuid(), now())""".formatted(day, id, account, version, quantities, components, charge, uncollected));
        return id;
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
