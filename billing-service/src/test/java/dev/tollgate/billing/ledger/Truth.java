package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.local.fake.stripe.FakeStripe;
import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What billing has acknowledged, and what it was asked: the first is in the books once, the rest at most once.
final class Truth {
    private final Map<String, Long> given = new ConcurrentHashMap<>();
    private final Map<String, Long> gifts = new ConcurrentHashMap<>();
    private final Map<String, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, Long> charged = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    void asksToGive(String reference, long amount) {
        gifts.put(reference, amount);
    }

    void isGiven(String reference, long amount) {
        gifts.put(reference, amount);
        given.put(reference, amount);
    }

    void begins(String requestId) {
        begun.add(requestId);
    }

    void sends(String requestId, long charge) {
        sent.put(requestId, charge);
    }

    void isCharged(String requestId) {
        charged.put(requestId, sent.get(requestId));
    }

    /// Records are those that were sent, each once, at their own price.
    void agreesOnUsage(Stage stage, List<String> accounts) {
        Map<String, Long> records = new HashMap<>();
        Set<String> madeHere = new HashSet<>();
        for (Row row : stage.sql(
                "SELECT request_id::text, charge, made_here FROM usage_record WHERE account_id = ANY ($1::text[])",
                (Object) accounts.toArray(String[]::new))) {
            String id = row.getString(0);
            assertThat(records.put(id, row.getLong(1)))
                    .as("two records of %s", id)
                    .isNull();
            if (row.getBoolean(2)) {
                madeHere.add(id);
            }
        }
        assertThat(records).as("what was acknowledged").containsAllEntriesOf(charged);
        records.forEach((id, charge) -> {
            if (madeHere.contains(id)) {
                assertThat(begun).as("what billing ended by itself").contains(id);
            } else {
                assertThat(sent).as("what was sent").containsEntry(id, charge);
            }
        });
    }

    /// Gifts and codes, each once.
    void agreesOnGifts(Stage stage, List<String> accounts) {
        Map<String, Long> booked = new HashMap<>();
        for (Row row : stage.sql("""
                        SELECT t.reference, e.amount FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
                        WHERE e.account_id = ANY ($1::text[]) AND e.book = 'account' AND t.kind = 'gift'
                        """, (Object) accounts.toArray(String[]::new))) {
            assertThat(booked.put(row.getString(0), row.getLong(1)))
                    .as("two gifts %s", row.getString(0))
                    .isNull();
        }
        assertThat(booked).as("what was acknowledged").containsAllEntriesOf(given);
        assertThat(gifts).as("what was asked for").containsAllEntriesOf(booked);
    }

    /// Once all is told, our books of payments, refunds and disputes are Stripe's.
    static void agreesWithStripe(Stage stage, FakeStripe stripe, List<String> accounts) {
        Map<String, String> theirs = new HashMap<>();
        stripe.objects("payment_intent").stream()
                .filter(intent -> intent.path("status").asText().equals("succeeded"))
                .forEach(intent -> theirs.put(
                        intent.path("id").asText(),
                        "paid " + intent.path("amount").asLong()));
        stripe.objects("refund")
                .forEach(refund -> theirs.put(
                        refund.path("id").asText(),
                        refund.path("status").asText() + " "
                                + refund.path("amount").asLong()));
        stripe.objects("dispute")
                .forEach(dispute -> theirs.put(
                        dispute.path("id").asText(),
                        standing(dispute.path("status").asText()) + " "
                                + dispute.path("amount").asLong()));
        Map<String, String> ours = new HashMap<>();
        for (Row row : stage.sql("""
                        WITH mine AS (SELECT * FROM payment WHERE account_id = ANY ($1::text[]))
                        SELECT intent_ref, status || ' ' || amount FROM mine WHERE status = 'paid'
                        UNION ALL
                        SELECT r.provider_ref, r.status || ' ' || r.amount FROM refund r JOIN mine ON mine.id = r.payment_id
                        WHERE r.provider_ref IS NOT NULL
                        UNION ALL
                        SELECT d.id, d.status || ' ' || d.amount FROM dispute d JOIN mine ON mine.id = d.payment_id
                        """, (Object) accounts.toArray(String[]::new))) {
            assertThat(ours.put(row.getString(0), row.getString(1)))
                    .as("booked twice: %s", row.getString(0))
                    .isNull();
        }
        assertThat(ours).isEqualTo(theirs);
    }

    private static String standing(String status) {
        return switch (status) {
            case "warning_needs_response" -> "inquiry";
            case "won" -> "reinstated";
            default -> "withdrawn";
        };
    }
}
