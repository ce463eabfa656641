package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import java.util.ArrayList;
import java.util.List;

/// What holds of accounts at every moment, by SQL of its own.
final class Invariants {
    private static final String BROKEN = """
            SELECT format('account %s: not so: %s (balance %s, held %s, overdraft %s, entries %s, lots %s, leases %s, charged %s, booked %s)',
              a.id, law.what, a.balance, a.held, a.overdraft, e.entries, l.rest, h.held, u.collected, b.booked)
            FROM account a
            CROSS JOIN LATERAL (SELECT coalesce(sum(amount) FILTER (WHERE book = 'account'), 0) AS entries,
                coalesce(-sum(amount) FILTER (WHERE book = 'receivable'), 0) AS owed
              FROM ledger_entry WHERE account_id = a.id) e
            CROSS JOIN LATERAL (SELECT coalesce(sum(remaining), 0) AS rest FROM credit_lot WHERE account_id = a.id) l
            CROSS JOIN LATERAL (SELECT coalesce(sum(granted - posted - returned), 0) AS held FROM lease
              WHERE account_id = a.id AND closed_at IS NULL) h
            CROSS JOIN LATERAL (SELECT coalesce(sum(charge - uncollected), 0) AS collected FROM usage_record
              WHERE account_id = a.id) u
            CROSS JOIN LATERAL (SELECT coalesce(-sum(n.amount), 0) AS booked
              FROM ledger_entry n JOIN ledger_transaction t ON t.id = n.transaction_id
              WHERE n.account_id = a.id AND n.book = 'account' AND t.kind IN ('usage', 'correction')) b
            CROSS JOIN LATERAL (SELECT count(*) AS uneven FROM (SELECT FROM ledger_entry WHERE transaction_id IN
                (SELECT transaction_id FROM ledger_entry WHERE account_id = a.id)
              GROUP BY transaction_id HAVING sum(amount) <> 0) s) z
            CROSS JOIN LATERAL (SELECT coalesce(sum(r.credits), 0) AS waiting FROM refund r JOIN payment p ON p.id = r.payment_id
              WHERE p.account_id = a.id AND r.status IN ('held', 'sent')) w
            CROSS JOIN LATERAL (SELECT coalesce(-sum(n.amount), 0) AS aside
              FROM ledger_entry n JOIN ledger_transaction t ON t.id = n.transaction_id
              WHERE n.account_id = a.id AND n.book = 'account' AND t.kind = 'refund_hold') x
            CROSS JOIN LATERAL (SELECT coalesce(sum(r.credits), 0) AS asked FROM refund r JOIN payment p ON p.id = r.payment_id
              WHERE p.account_id = a.id AND r.request_id IS NOT NULL) y
            CROSS JOIN LATERAL (VALUES
              ('each transaction sums to zero', z.uneven = 0),
              ('the balance is the sum of its entries', a.balance = e.entries),
              ('the balance is what the lots hold', greatest(a.balance, 0) = l.rest),
              ('what is held is what leases hold', a.held = h.held),
              ('held is within the credit', a.held BETWEEN 0 AND a.balance + a.overdraft + a.outage_drawn),
              ('what is charged is booked', u.collected = b.booked),
              ('what is owed is booked', a.receivable = e.owed AND a.receivable >= 0),
              ('each refund is set aside once', x.aside = y.asked AND w.waiting <= y.asked)
            ) AS law (what, holds)
            WHERE a.id = ANY ($1::text[]) AND NOT law.holds
            ORDER BY 1""";

    private Invariants() {}

    static void hold(Stage stage, List<String> accounts) {
        List<String> broken = new ArrayList<>();
        stage.sql(BROKEN, (Object) accounts.toArray(String[]::new)).forEach(row -> broken.add(row.getString(0)));
        assertThat(broken).isEmpty();
    }
}
