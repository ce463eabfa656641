package dev.tollgate.billing.statement;

import static dev.tollgate.billing.Stage.TOKEN;
import static dev.tollgate.billing.Stage.done;
import static dev.tollgate.billing.Stage.inner;
import static dev.tollgate.billing.Stage.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.billing.TestClock;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class StatementServiceTest {
    private static final long CREDIT = 1_000_000_000L;

    @Inject
    Pool pool;

    @Inject
    TestClock clock;

    private final YearMonth month = YearMonth.now(ZoneOffset.UTC);
    private final Period period = new Period(month, ZoneOffset.UTC);
    private Stage stage;
    private Edge edge;
    private String account;

    /// An account of 5 credits from the month before, that bought 10 and used some.
    @BeforeEach
    void useAMonth() {
        stage = new Stage(pool);
        edge = stage.edge();
        account = stage.account(100 * CREDIT);
        book("top_up", "payment/" + account, 10 * CREDIT, period.from());
        book("gift", "before/" + account, 5 * CREDIT, period.from().minusMillis(1));
        book("gift", "after/" + account, 7 * CREDIT, period.to());
        stage.ask(edge, account, need(CREDIT));
        stage.ship(edge, done(stage.subject(account, CREDIT), 100), done(stage.subject(account, CREDIT), 200));
        UsageFrame.Subject cut = stage.subject(account, CREDIT);
        stage.ship(edge, done(cut, 1_000, UsageFrame.Outcome.INTERRUPTED));
        stage.ship(edge, done(cut, 1_500));
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void theStatementsSumsAreTheLedgers() {
        List<String> rows = csv(month).lines().toList();
        long charged = 1_800 * TOKEN;
        assertThat(rows)
                .contains(
                        "about,account " + account + ",,,",
                        "about,preliminary,,,",
                        "balance,opening,,5000000000,5.000000000",
                        "balance,top_up,1,10000000000,10.000000000",
                        "balance,gift,1,100000000000,100.000000000",
                        "balance,correction,1,-500000,-0.000500000",
                        "balance,usage,2,-1300000,-0.001300000",
                        "model,m,3,1800000,0.001800000",
                        "key,key_1,3,1800000,0.001800000");
        assertThat(sum(rows, "day")).isEqualTo(charged);
        assertThat(rows)
                .contains("balance,closing,,%d,%s"
                        .formatted(115 * CREDIT - charged, BigDecimal.valueOf(115 * CREDIT - charged, 9)));
        // The last of the ledger's entries is of the next month.
        assertThat(stage.balance(account)).isEqualTo(115 * CREDIT - charged + 7 * CREDIT);
        assertThat(stage.number(
                        "SELECT sum(amount)::bigint FROM ledger_entry WHERE account_id = $1 AND book = 'account'"
                                + " AND posted_at < $2",
                        account,
                        period.to().atOffset(ZoneOffset.UTC)))
                .isEqualTo(115 * CREDIT - charged);
    }

    @Test
    void thePdfSaysTheSame() throws IOException {
        Response answer = ask(month + ".pdf?name=Ada");
        assertThat(answer.contentType()).isEqualTo("application/pdf");
        String text = StatementTest.text(answer.asByteArray());
        assertThat(text)
                .contains("Statement " + month, "Account " + account, "Ada", "Preliminary")
                .contains("Opening balance 5.000000000", "Top-ups 1 10.000000000", "Charges 2 -0.001300000")
                .contains("Corrections of charges 1 -0.000500000", "Closing balance 114.998200000");
        BigDecimal sum = text.lines()
                .filter(line -> line.matches("(Opening|Top-ups|Gifts|Charges [0-9]|Corrections of charges [0-9]).*"))
                .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo("114.9982");
    }

    @Test
    void aClosedMonthNeverChanges() {
        assertThat(ask("invoices/" + month + ".pdf").statusCode()).isEqualTo(409);
        clock.moveTo(period.to().plusSeconds(3_600));
        byte[] pdf = ask(month + ".pdf?name=Ada").asByteArray();
        String csv = csv(month);
        byte[] invoice = ask("invoices/" + month + ".pdf").asByteArray();
        assertThat(csv).contains("about,closed,,,").contains("about,name Ada,,,");

        // What nobody may do: an entry of a moment that is over.
        book("gift", "late/" + account, CREDIT, period.from());
        assertThat(csv(month)).isEqualTo(csv);
        assertThat(ask(month + ".pdf?name=Grace").asByteArray()).isEqualTo(pdf);
        assertThat(ask("invoices/" + month + ".pdf").asByteArray()).isEqualTo(invoice);
        assertThatThrownBy(() -> stage.sql("UPDATE statement SET content = '{}' WHERE account_id = $1", account))
                .hasMessageContaining("append only");
        assertThatThrownBy(() -> stage.sql("DELETE FROM statement WHERE account_id = $1", account))
                .hasMessageContaining("append only");
    }

    @Test
    void theInvoiceHasWhatWasSold() {
        book("refund_hold", "refund/" + account, -2 * CREDIT, Instant.now());
        clock.moveTo(period.to().plusSeconds(3_600));
        assertThat(ask("invoices/" + month + ".csv").asString())
                .contains("number TG-" + month + "-" + account)
                .contains("top_up,payment/" + account)
                .contains("total,,2,8000000000,8.000000000");
    }

    @Test
    void whatWasSoldInTheLastMomentIsToldInItsMonth() throws IOException {
        Instant last = period.to().minusMillis(1);
        book("top_up", "payment/last-" + account, CREDIT, last);
        assertThat(inner().get("/internal/v1/ledger/" + account + "/entries")
                        .jsonPath()
                        .getList("data.created_at"))
                .contains((int) last.getEpochSecond());
        clock.moveTo(period.to().plusSeconds(3_600));
        assertThat(StatementTest.text(ask("invoices/" + month + ".pdf").asByteArray()))
                .contains(month.atEndOfMonth() + " 23:59 Top-ups", "payment/last-" + account);
    }

    @Test
    void rule9WhatComesAfterTheMonthIsInTheNext() {
        assertThat(csv(month)).doesNotContain("107.0", "7000000000");
        clock.moveTo(period.to().plusSeconds(3_601));
        assertThat(csv(month)).contains("balance,closing,,114998200000,");
        assertThat(csv(month.plusMonths(1)))
                .contains("balance,opening,,114998200000,114.998200000")
                .contains("balance,gift,1,7000000000,7.000000000")
                .contains("balance,closing,,121998200000,121.998200000");
    }

    @Test
    void theTimeZoneMovesTheMonthUntilOneIsClosed() {
        setZone("Pacific/Kiritimati").then().statusCode(200);
        // 14 hours ahead: what was the month before, in UTC, is this one.
        assertThat(csv(month)).contains("balance,opening,,0,0.000000000");
        assertThat(setZone("Mars/Olympus").statusCode()).isEqualTo(400);
        clock.moveTo(new Period(month, ZoneId.of("Pacific/Kiritimati")).to().plusSeconds(3_601));
        csv(month);
        assertThat(setZone("UTC").statusCode()).isEqualTo(409);
        assertThat(setZone("Pacific/Kiritimati").statusCode()).isEqualTo(200);
    }

    @Test
    void aMonthThatHasNotBegunHasNone() {
        assertThat(ask(month.plusMonths(1) + ".pdf").statusCode()).isEqualTo(404);
        assertThat(ask("1999-01.csv").statusCode()).isEqualTo(404);
        assertThat(ask("soon.csv").statusCode()).isEqualTo(400);
    }

    @Test
    void anAccountWithoutCreditHasAnEmptyOne() {
        account = "acct_never";
        clock.moveTo(period.to().plusSeconds(3_601));
        assertThat(csv(month)).contains("balance,opening,,0,").contains("balance,closing,,0,");
    }

    /// Books as billing does, but at a moment of its own.
    private void book(String kind, String reference, long amount, Instant at) {
        pool.withTransaction(tx -> tx.preparedQuery(
                                "INSERT INTO ledger_transaction (kind, reference) VALUES ($1, $2) RETURNING id")
                        .execute(Tuple.of(kind, reference))
                        .map(rows -> rows.iterator().next().getLong(0))
                        .flatMap(id -> tx.preparedQuery(
                                        "UPDATE account SET balance = balance + $2 WHERE id = $1 RETURNING balance")
                                .execute(Tuple.of(account, amount))
                                .map(rows -> rows.iterator().next().getLong(0))
                                .flatMap(balance -> tx.preparedQuery(
                                                "INSERT INTO ledger_entry (transaction_id, book, account_id, amount,"
                                                        + " balance_after, posted_at)"
                                                        + " VALUES ($1, 'account', $2, $3, $4, $5), ($1, 'purchases',"
                                                        + " NULL, -$3::bigint, NULL, $5)")
                                        .execute(Tuple.of(id, account, amount, balance, at.atOffset(ZoneOffset.UTC))))))
                .await()
                .indefinitely();
    }

    private static long sum(List<String> rows, String section) {
        return rows.stream()
                .filter(row -> row.startsWith(section + ","))
                .mapToLong(row -> Long.parseLong(row.split(",", -1)[3]))
                .sum();
    }

    private Response setZone(String zone) {
        return inner().body(Map.of("time_zone", zone)).put("/internal/v1/statements/" + account + "/time-zone");
    }

    private String csv(YearMonth wanted) {
        Response answer = ask(wanted + ".csv?name=Ada");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.asString();
    }

    private Response ask(String file) {
        return inner().accept("*/*").get("/internal/v1/statements/" + account + "/" + file);
    }
}
