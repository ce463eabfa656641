package dev.tollgate.billing.ledger;

import static dev.tollgate.billing.TestBooks.execute;
import static dev.tollgate.billing.TestBooks.give;
import static dev.tollgate.billing.TestBooks.inTransaction;
import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.ledger.Opening.AlreadyPosted;
import dev.tollgate.billing.ledger.Opening.OpenedTransaction;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class BooksServiceTest {
    @Inject
    Pool pool;

    @Inject
    Ledger ledger;

    @Inject
    Lots lots;

    @Test
    void anUnknownAccountHasNothing() {
        Response credit = inner().get("/internal/v1/credit/" + newAccount());
        assertThat(credit.statusCode()).isEqualTo(200);
        assertThat(credit.jsonPath().getString("balance")).isEqualTo("0");
        assertThat(credit.jsonPath().getString("free")).isEqualTo("0");
        assertThat(credit.jsonPath().getString("unit")).isEqualTo("nano-credit");
    }

    @Test
    void theDatabaseRefusesToChangeOrDeleteEntries() {
        give(newAccount(), "5", "k");
        for (String sql : List.of(
                "UPDATE ledger_entry SET amount = amount + 1",
                "DELETE FROM ledger_entry",
                "TRUNCATE ledger_entry CASCADE",
                "UPDATE ledger_transaction SET reference = 'other'",
                "DELETE FROM ledger_transaction")) {
            assertThatThrownBy(() -> execute(pool, sql)).as(sql).hasMessageContaining("append only");
        }
    }

    @Test
    void theDatabaseRefusesAnUnbalancedTransaction() {
        String account = newAccount();
        give(account, "5", "k");
        List<String> statements = List.of(
                "INSERT INTO ledger_transaction (kind, reference) VALUES ('usage', '%s')".formatted(UUID.randomUUID()),
                "INSERT INTO ledger_entry (transaction_id, book, account_id, amount, balance_after)"
                        + " SELECT max(id), 'account', '%s', -1, 4 FROM ledger_transaction".formatted(account),
                "INSERT INTO ledger_entry (transaction_id, book, amount)"
                        + " SELECT max(id), 'revenue', 2 FROM ledger_transaction",
                "UPDATE account SET balance = 4 WHERE id = '%s'".formatted(account));
        assertThatThrownBy(() -> inTransaction(pool, statements)).hasMessageContaining("does not sum to zero");
    }

    @Test
    void theDatabaseRefusesAnEntryThatDoesNotContinueTheOneBefore() {
        String account = newAccount();
        give(account, "5", "k");
        assertThatThrownBy(() -> inTransaction(pool, charged(account, 3, 3))).hasMessageContaining("does not continue");
    }

    @Test
    void theDatabaseRefusesABalanceThatIsNotItsEntries() {
        String account = newAccount();
        give(account, "5", "k");
        assertThatThrownBy(() -> execute(pool, "UPDATE account SET balance = 6 WHERE id = '" + account + "'"))
                .hasMessageContaining("its entries say 5");
        assertThatThrownBy(() -> execute(pool, "INSERT INTO account (id, balance) VALUES ('" + newAccount() + "', 1)"))
                .hasMessageContaining("its entries say 0");
        assertThatThrownBy(() -> inTransaction(pool, charged(account, 4, 5))).hasMessageContaining("its newest entry");
        inTransaction(pool, charged(account, 4, 4));
        assertThat(balance(account)).isEqualTo(4);
    }

    @Test
    void theDatabaseRefusesAnEntryOfNothingAndABookThatIsNone() {
        String entry = "INSERT INTO ledger_entry (transaction_id, book, amount) SELECT max(id), '%s', %d"
                + " FROM ledger_transaction";
        assertThatThrownBy(() -> execute(pool, entry.formatted("revenue", 0)))
                .hasMessageContaining("amount_is_something");
        assertThatThrownBy(() -> execute(pool, entry.formatted("pocket", 1))).hasMessageContaining("book_is_known");
    }

    /// A charge of 1 by hand: the entry's balance afterwards, and the account's.
    private static List<String> charged(String account, long after, long balance) {
        return List.of(
                "INSERT INTO ledger_transaction (kind, reference) VALUES ('usage', '%s')".formatted(UUID.randomUUID()),
                "INSERT INTO ledger_entry (transaction_id, book, account_id, amount, balance_after)"
                        + " SELECT max(id), 'account', '%s', -1, %d FROM ledger_transaction".formatted(account, after),
                "INSERT INTO ledger_entry (transaction_id, book, amount)"
                        + " SELECT max(id), 'revenue', 1 FROM ledger_transaction",
                "UPDATE account SET balance = %d WHERE id = '%s'".formatted(balance, account));
    }

    @Test
    void theDatabaseRefusesANegativePrepaidBalanceAndAHoldAboveIt() {
        String account = newAccount();
        give(account, "5", "k");
        assertThatThrownBy(() -> execute(pool, "UPDATE account SET balance = -1 WHERE id = '" + account + "'"))
                .hasMessageContaining("held_within_credit");
        assertThatThrownBy(() -> execute(pool, "UPDATE account SET held = 6 WHERE id = '" + account + "'"))
                .hasMessageContaining("held_within_credit");
        assertThatThrownBy(() -> charge(account, 6)).hasMessageContaining("held_within_credit");
        assertThat(balance(account)).isEqualTo(5);
    }

    @Test
    void aReferenceIsBookedOnce() {
        String reference = UUID.randomUUID().toString();
        Opening first = open(reference);
        Opening second = open(reference);
        assertThat(first).isInstanceOf(OpenedTransaction.class);
        assertThat(second).isEqualTo(new AlreadyPosted(((OpenedTransaction) first).id()));
    }

    @Test
    void chargesTakeGiftsByExpiryThenPurchasesByAge() {
        String account = newAccount();
        pool.withTransaction(tx -> ledger.ensureAccounts(tx, List.of(account)))
                .await()
                .indefinitely();
        lot(account, "purchase", 10, null);
        lot(account, "gift", 10, null);
        lot(account, "gift", 10, "2999-01-01");
        lot(account, "purchase", 10, null);
        lot(account, "gift", 10, "2998-01-01");
        credit(account, 50);

        charge(account, 25);
        assertThat(remaining(account)).containsExactly(10L, 5L, 0L, 10L, 0L);
        charge(account, 10);
        assertThat(remaining(account)).containsExactly(5L, 0L, 0L, 10L, 0L);
        charge(account, -12);
        assertThat(remaining(account)).containsExactly(10L, 7L, 0L, 10L, 0L);
    }

    @Test
    void aGiftFillsAnOverdraftBeforeItsLot() {
        String account = newAccount();
        inner().body("{\"overdraft\":\"10\"}").put("/internal/v1/credit/" + account + "/overdraft");
        charge(account, 4);
        assertThat(balance(account)).isEqualTo(-4);
        give(account, "10", "k");
        assertThat(remaining(account)).containsExactly(6L);
        Response refused = inner().body("{\"overdraft\":\"0\"}").put("/internal/v1/credit/" + account + "/overdraft");
        assertThat(refused.statusCode()).isEqualTo(200);
    }

    @Test
    void anOverdraftInUseIsNotTakenAway() {
        String account = newAccount();
        inner().body("{\"overdraft\":\"10\"}").put("/internal/v1/credit/" + account + "/overdraft");
        charge(account, 4);
        Response refused = inner().body("{\"overdraft\":\"3\"}").put("/internal/v1/credit/" + account + "/overdraft");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("overdraft");
    }

    @Test
    void aFreezeRecallsTheAccountsCredit() {
        String account = newAccount();
        long before = number(pool, "SELECT value FROM revision");
        Response answer = inner().body("{\"frozen\":true}").put("/internal/v1/credit/" + account + "/frozen");
        assertThat(answer.statusCode()).isEqualTo(200);
        Response feed = inner().get("/internal/v1/changes?since=" + before);
        assertThat(feed.jsonPath().getList("changes.id")).contains(account);
        assertThat(feed.jsonPath().getList("changes.kind")).contains("RECALL");
    }

    @Test
    void entriesArePagedNewestFirst() {
        String account = newAccount();
        for (int i = 1; i <= 5; i++) {
            give(account, Integer.toString(i), "k" + i);
        }
        String path = "/internal/v1/ledger/" + account + "/entries?limit=2";
        Response first = inner().get(path);
        assertThat(first.jsonPath().getList("data.amount")).containsExactly("5", "4");
        assertThat(first.jsonPath().getList("data.balance_after")).containsExactly("15", "10");
        assertThat(first.jsonPath().getBoolean("has_more")).isTrue();
        Response second = inner().get(path + "&after=" + first.jsonPath().getString("last_id"));
        assertThat(second.jsonPath().getList("data.amount")).containsExactly("3", "2");
        Response back = inner().get(path + "&before=" + second.jsonPath().getString("first_id"));
        assertThat(back.jsonPath().getList("data.amount")).containsExactly("5", "4");
        assertThat(back.jsonPath().getBoolean("has_more")).isFalse();
        assertThat(inner().get(path + "&after=nonsense").statusCode()).isEqualTo(400);
    }

    /// Any sequence of gifts and charges, over accounts in one transaction: the books agree after each.
    @Test
    void anySequenceKeepsTheBooksBalanced() {
        Random random = new Random(7);
        List<String> accounts = List.of(newAccount(), newAccount(), newAccount());
        accounts.forEach(account -> give(account, "1000", "start"));
        for (int step = 0; step < 60; step++) {
            List<Posting> postings = new ArrayList<>();
            long total = 0;
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                String account = accounts.get(random.nextInt(3));
                long amount = 1 + random.nextLong(9);
                postings.add(Posting.toAccount(account, -amount));
                total += amount;
            }
            postings.add(Posting.to(Book.REVENUE, total));
            post(postings, accounts);
            if (step % 10 == 0) {
                give(accounts.getFirst(), Integer.toString(1 + random.nextInt(50)), "gift" + step);
            }
        }
        for (String account : accounts) {
            String its = " WHERE account_id = '" + account + "'";
            assertThat(number(pool, "SELECT sum(amount)::bigint FROM ledger_entry" + its))
                    .isEqualTo(balance(account));
            assertThat(number(pool, "SELECT sum(remaining)::bigint FROM credit_lot" + its))
                    .isEqualTo(balance(account));
            assertThat(number(pool, "SELECT balance_after FROM ledger_entry" + its + " ORDER BY id DESC LIMIT 1"))
                    .isEqualTo(balance(account));
        }
        assertThat(number(pool, "SELECT sum(amount)::bigint FROM ledger_entry")).isZero();
    }

    private void charge(String account, long amount) {
        post(List.of(Posting.toAccount(account, -amount), Posting.to(Book.REVENUE, amount)), List.of(account));
    }

    private void credit(String account, long amount) {
        List<Posting> postings = List.of(Posting.toAccount(account, amount), Posting.to(Book.GIFTS, -amount));
        post(postings, List.of());
    }

    private void post(List<Posting> postings, List<String> settle) {
        pool.withTransaction(tx -> ledger.open(
                                tx, TransactionKind.USAGE, UUID.randomUUID().toString())
                        .flatMap(opening -> switch (opening) {
                            case OpenedTransaction opened -> ledger.post(tx, opened.id(), postings);
                            case AlreadyPosted _ -> Uni.createFrom().voidItem();
                        })
                        .flatMap(_ -> lots.settle(tx, settle)))
                .await()
                .indefinitely();
    }

    private Opening open(String reference) {
        return pool.withTransaction(tx -> ledger.open(tx, TransactionKind.USAGE, reference))
                .await()
                .indefinitely();
    }

    private void lot(String account, String kind, long amount, @Nullable String expiry) {
        execute(
                pool,
                "INSERT INTO credit_lot (account_id, kind, amount, remaining, expires_at) VALUES ('%s', '%s', %d, %d, %s)"
                        .formatted(account, kind, amount, amount, expiry == null ? "NULL" : "'" + expiry + "'"));
    }

    private long balance(String account) {
        return number(pool, "SELECT balance FROM account WHERE id = '" + account + "'");
    }

    private List<Long> remaining(String account) {
        List<Long> rest = new ArrayList<>();
        pool.query("SELECT remaining FROM credit_lot WHERE account_id = '" + account + "' ORDER BY id")
                .execute()
                .await()
                .indefinitely()
                .forEach(row -> rest.add(row.getLong(0)));
        return rest;
    }
}
