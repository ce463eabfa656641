package dev.tollgate.billing.verify;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.give;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        tamper(pool, "UPDATE account SET balance = 101 WHERE id = '" + account + "'");
        assertThat(verify().difference())
                .isEqualTo("account " + account + ": the balance is 101, its entries sum to 100");
        tamper(pool, "UPDATE account SET balance = 100 WHERE id = '" + account + "'");
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
        // Three tokens at 0.5 nano-credits each cost 2: rounded up once.
        String record = record(Map.of("input", 3L), 2);
        correct(record, "components = '{\"input\": 1}', charge = 1");
        assertThat(verify().difference())
                .contains(record)
                .contains("3 of input cost 1, but version")
                .endsWith("says 2");
        correct(record, "components = '{\"input\": 2}', charge = 3");
        assertThat(verify().difference()).contains("the charge is 3, its components sum to 2");
        correct(record, "charge = 2, uncollected = 1");
        assertThat(verify().difference())
                .contains("key key_1: its records are 1 for 2, 1 uncollected, the roll-up says 1 for 2, 0");
        correct(record, "uncollected = 0, prices = '{\"input\": 7}'");
        assertThat(verify().difference()).contains(record);
        correct(record, "prices = '{\"input\": 500000}'");
        assertThat(verify().difference()).isNull();
    }

    @Test
    void aLongPromptIsRecomputedAtItsTier() {
        String record = record(Map.of("input", 8L, "cached_input", 3L), 22);
        correct(record, "quantities = '{\"input\": 8}', components = '{\"input\": 16}', charge = 16");
        assertThat(verify().difference()).contains(record).endsWith("says 4");
        correct(
                record,
                "quantities = '{\"input\": 8, \"cached_input\": 3}', components = '{\"input\": 16, \"cached_input\": 6}',"
                        + " charge = 22");
        assertThat(verify().difference()).isNull();
    }

    /// A hundred searches lift no one above ten tokens of input; 1,500 thousandths of an image at 3 nano-credits each.
    @Test
    void unitsAreRecomputedAsTokensAreAndDecideNoTier() {
        String record = record(Map.of("input", 10L, "searches", 100L, "milli_images", 1_500L), 4_505 + 100);
        correct(record, "components = '{\"input\": 5, \"searches\": 100, \"milli_images\": 4499}', charge = 4604");
        assertThat(verify().difference())
                .contains(record)
                .contains("1500 of milli_images cost 4499, but version")
                .endsWith("says 4500");
        correct(record, "components = '{\"input\": 5, \"searches\": 100, \"milli_images\": 4500}', charge = 4605");
        assertThat(verify().difference()).isNull();
    }

    @Test
    void anAnswerFromTheCacheIsRecomputedAtItsPartOfThePrice() {
        Stage stage = new Stage(pool);
        var hit = Stage.priced(stage.subject(stage.account(10_000), 0), version(stage), null);
        assertThat(stage.ship(stage.edge(), Stage.cached(hit, Map.of("input", 8L), 2, 500_000)))
                .containsExactly(UsageAnswer.Result.POSTED);
        assertThat(verify().difference()).isNull();
        correct(hit.requestId(), "components = '{\"input\": 4}', charge = 4");
        assertThat(verify().difference())
                .contains(hit.requestId())
                .contains("8 of input cost 4, but version")
                .endsWith("says 2");
        correct(hit.requestId(), "components = '{\"input\": 2}', charge = 2");
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

    private static VerifyReport verify() {
        return verified();
    }

    private void spoilEntry(String sql) {
        tamper(pool, sql);
    }

    private void correct(String record, String set) {
        tamper(pool, "UPDATE usage_record SET " + set + " WHERE request_id = '" + record + "'");
    }

    /// Posts a record at 0.5 nano-credits an input token, 2 of any class above ten of them.
    private String record(Map<String, Long> quantities, long charge) {
        Stage stage = new Stage(pool);
        var subject = Stage.priced(stage.subject(stage.account(10_000), 0), version(stage), null);
        assertThat(stage.ship(stage.edge(), Stage.done(subject, quantities, charge)))
                .containsExactly(UsageAnswer.Result.POSTED);
        assertThat(verify().difference()).isNull();
        return subject.requestId();
    }

    private static long version(Stage stage) {
        return stage.priceVersion(
                Instant.now().minusSeconds(60),
                List.of(
                        new Tier(
                                0,
                                Map.of(
                                        UsageClass.INPUT, 500_000L,
                                        UsageClass.CACHED_INPUT, 1L,
                                        UsageClass.SEARCHES, 1_000_000L,
                                        UsageClass.MILLI_IMAGES, 3_000_000L)),
                        new Tier(10, Map.of(UsageClass.INPUT, 2_000_000L, UsageClass.CACHED_INPUT, 2_000_000L))));
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
