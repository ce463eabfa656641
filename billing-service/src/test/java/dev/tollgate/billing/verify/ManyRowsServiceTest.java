package dev.tollgate.billing.verify;

import static dev.tollgate.billing.TestBooks.tamper;
import static dev.tollgate.billing.TestBooks.verified;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Large books are verified by the database, set by set; what comes here is one row a check.
@QuarkusTest
@TestProfile(ManyRowsServiceTest.OwnDatabase.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class ManyRowsServiceTest {
    private static final int RECORDS = 50_000;

    @Inject
    Pool pool;

    @Test
    void findsTheOneWrongRecordAmongVeryMany() {
        Stage stage = new Stage(pool);
        String account = stage.account(RECORDS * 10L * Stage.TOKEN);
        Stage.Edge edge = stage.edge();
        var subject = stage.subject(account, 0);
        stage.ship(edge, Stage.done(subject, 10));
        multiply(account, subject.requestId());
        assertThat(verified().difference()).isNull();
        assertThat(verified().usageRecords()).isEqualTo(RECORDS);

        tamper(
                pool,
                "UPDATE usage_record SET charge = charge + 1 WHERE request_id ="
                        + " (SELECT request_id FROM usage_record ORDER BY request_id OFFSET " + RECORDS / 2
                        + " LIMIT 1)");
        assertThat(verified().difference()).contains("the charge is 10001, its components sum to 10000");
    }

    @Test
    void eachCheckGivesAtMostOneRow() {
        for (Check check : Check.values()) {
            if (check != Check.UNCOLLECTED_IS_BOOKED) {
                assertThat(check.sql().strip()).as(check.name()).endsWith("LIMIT 1");
            }
        }
    }

    /// The first record as often as is wanted, each charged by an entry of its own.
    private void multiply(String account, String first) {
        String each = " generate_series(2, " + RECORDS + ") AS g (n) ";
        tamper(pool, """
                INSERT INTO usage_record SELECT (jsonb_populate_record(u,
                  jsonb_build_object('request_id', overlay(u.request_id::text placing lpad(to_hex(n), 8, '0') from 29)))).*
                FROM usage_record u CROSS JOIN""" + each + "WHERE u.request_id = '" + first + "'");
        tamper(pool, "UPDATE usage_day SET requests = requests * " + RECORDS + ", charge = charge * " + RECORDS);
        for (String sums : List.of("usage_by_hour", "usage_by_day")) {
            tamper(
                    pool,
                    "UPDATE " + sums
                            + " SET requests = requests * %1$d, charge = charge * %1$d, input = input * %1$d, output = output * %1$d"
                                    .formatted(RECORDS));
        }
        tamper(
                pool,
                "UPDATE provider_day SET requests = requests * %1$d, served = served * %1$d, uncosted = uncosted * %1$d,"
                                .formatted(RECORDS)
                        + " charge = charge * %1$d, input = input * %1$d, output = output * %1$d".formatted(RECORDS));
        tamper(
                pool,
                "INSERT INTO ledger_transaction (kind, reference) SELECT 'usage', 'many/' || n FROM" + each
                        + "ORDER BY n");
        tamper(pool, """
                INSERT INTO ledger_entry (transaction_id, book, account_id, amount, balance_after)
                SELECT t.id, b.book, b.account_id, b.sign * 10000, CASE WHEN b.sign < 0 THEN a.balance - 10000 * nth END
                FROM (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM ledger_transaction
                  WHERE reference LIKE 'many/%%') t
                CROSS JOIN (VALUES ('account', '%1$s', -1), ('revenue', NULL, 1)) AS b (book, account_id, sign)
                JOIN account a ON a.id = '%1$s'
                ORDER BY t.id""".formatted(account));
        tamper(pool, "UPDATE account SET balance = 0 WHERE id = '" + account + "'");
        tamper(pool, "UPDATE credit_lot SET remaining = 0 WHERE account_id = '" + account + "'");
    }

    public static final class OwnDatabase implements QuarkusTestProfile {}
}
