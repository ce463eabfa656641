package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the suite has written down of a customer's requests, as an operator sees it, and as the database has it.
final class Books {
    private static final String OPEN_LEASES =
            "SELECT count(*) FROM billing.lease WHERE account_id = ? AND closed_at IS NULL";

    private final Suite suite;

    Books(Suite suite) {
        this.suite = suite;
    }

    /// All usage records of an account, every page.
    List<JsonNode> records(Suite.Customer customer) {
        List<JsonNode> records = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = suite.manage("GET", "/usage?limit=100&account_id=" + customer.account() + after, null);
            page.get("data").forEach(records::add);
            after = "&after=" + page.get("last_id").asText();
        } while (page.get("has_more").booleanValue());
        return records;
    }

    /// Waits for the record of one request.
    JsonNode posted(String requestId) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreException(AssertionError.class)
                .until(
                        () -> suite.manage("GET", "/usage/" + requestId, null),
                        record -> record.get("status").textValue().equals("posted"));
    }

    long balance(Suite.Customer customer) {
        return credit(customer, "balance");
    }

    /// What leases hold of it.
    long held(Suite.Customer customer) {
        return credit(customer, "held");
    }

    private long credit(Suite.Customer customer, String field) {
        return Long.parseLong(suite.manage("GET", "/accounts/" + customer.account() + "/credit", null)
                .get(field)
                .textValue());
    }

    static long charge(JsonNode record) {
        return Long.parseLong(record.get("charge").textValue());
    }

    static long charges(List<JsonNode> records) {
        return records.stream().mapToLong(Books::charge).sum();
    }

    static long uncollected(List<JsonNode> records) {
        return records.stream()
                .mapToLong(record -> Long.parseLong(record.get("uncollected").textValue()))
                .sum();
    }

    /// Nothing of this account is reserved or leased any more.
    void awaitNothingHeld(Suite.Customer customer) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(number(OPEN_LEASES, customer.account())).isZero();
            assertThat(held(customer)).isZero();
        });
    }

    /// Every balance is the sum of its entries, and every charge has its record. Billing verifies for few at a time,
    /// and refuses the others: rows that run beside one another take turns.
    void verify() {
        JsonNode verified;
        synchronized (Books.class) {
            verified = suite.manage("GET", "/ledger/verify", null);
        }
        assertThat(verified.get("difference").isNull()).as(verified.toString()).isTrue();
    }

    /// The one number that a query answers.
    long number(String sql, Object... arguments) {
        try (Connection database = suite.stack().database();
                PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
