package dev.tollgate.billing.verify;

/// One thing that must agree. Each statement gives the first difference in words, or no row.
enum Check {
    TRANSACTIONS_SUM_TO_ZERO("""
            SELECT format('transaction %s sums to %s, not to 0', transaction_id, sum(amount))
            FROM ledger_entry GROUP BY transaction_id HAVING sum(amount) <> 0
            ORDER BY transaction_id LIMIT 1"""),

    ENTRIES_ARE_A_CHAIN("""
            SELECT format('entry %s of account %s: balance_after is %s, but %s + %s is %s',
              id, account_id, balance_after, before, amount, before + amount)
            FROM (SELECT id, account_id, amount, balance_after,
                coalesce(lag(balance_after) OVER (PARTITION BY account_id ORDER BY id), 0) AS before
              FROM ledger_entry WHERE book = 'account') chain
            WHERE before + amount <> balance_after
            ORDER BY id LIMIT 1"""),

    BALANCES_ARE_SUMS("""
            SELECT format('account %s: the balance is %s, its entries sum to %s', a.id, a.balance, coalesce(e.total, 0))
            FROM account a
            LEFT JOIN (SELECT account_id, sum(amount) AS total FROM ledger_entry WHERE book = 'account'
              GROUP BY account_id) e ON e.account_id = a.id
            WHERE a.balance <> coalesce(e.total, 0)
            ORDER BY a.id LIMIT 1"""),

    LOTS_ARE_THE_BALANCE("""
            SELECT format('account %s: the balance is %s, its lots hold %s', a.id, a.balance, coalesce(l.total, 0))
            FROM account a
            LEFT JOIN (SELECT account_id, sum(remaining) AS total FROM credit_lot GROUP BY account_id) l
              ON l.account_id = a.id
            WHERE greatest(a.balance, 0) <> coalesce(l.total, 0)
            ORDER BY a.id LIMIT 1"""),

    HOLDS_ARE_LEASES("""
            SELECT format('account %s: %s is held, its open leases hold %s', a.id, a.held, coalesce(l.total, 0))
            FROM account a
            LEFT JOIN (SELECT account_id, sum(granted - posted - returned) AS total FROM lease
              WHERE closed_at IS NULL GROUP BY account_id) l ON l.account_id = a.id
            WHERE a.held <> coalesce(l.total, 0)
            ORDER BY a.id LIMIT 1"""),

    COMPONENTS_ARE_PRICED("""
            WITH price AS MATERIALIZED (
              SELECT v.version, p ->> 'model' AS model, p ->> 'group' AS group_name,
                (t ->> 'aboveInput')::bigint AS above_input, lower(n.key) AS class, n.value::bigint AS nanos
              FROM price_version v, jsonb_array_elements(v.compiled -> 'prices') p,
                jsonb_array_elements(p -> 'tiers') t, jsonb_each_text(t -> 'nanosPerMillion') n
              WHERE v.version IN (SELECT price_version FROM usage_record)
            ), item AS (
              SELECT r.request_id, r.price_version, r.model, r.group_name, q.key AS class, q.value::bigint AS quantity,
                coalesce((r.components ->> q.key)::bigint, 0) AS component,
                sum(CASE WHEN q.key LIKE '%input' OR q.key = 'cache_write' THEN q.value::bigint ELSE 0 END)
                  OVER (PARTITION BY r.day, r.request_id) AS input
              FROM usage_record r, jsonb_each_text(r.quantities) q
            ), tier AS (
              SELECT DISTINCT ON (i.request_id, i.class) i.*, p.nanos
              FROM item i LEFT JOIN price p ON p.version = i.price_version AND p.model = i.model
                AND p.group_name = i.group_name AND p.class = i.class AND (p.above_input = 0 OR p.above_input < i.input)
              WHERE i.quantity > 0
              ORDER BY i.request_id, i.class, p.above_input DESC NULLS LAST
            )
            SELECT format('usage record %s: %s of %s cost %s, but version %s says %s', request_id, quantity, class,
              component, price_version, coalesce(ceil(quantity::numeric * nanos / 1000000)::text, 'no price'))
            FROM tier
            WHERE nanos IS NULL OR component <> ceil(quantity::numeric * nanos / 1000000)
            ORDER BY request_id LIMIT 1"""),

    CHARGES_ARE_SUMS("""
            SELECT format('usage record %s: the charge is %s, its components sum to %s', request_id, charge, total)
            FROM (SELECT request_id, charge,
                (SELECT coalesce(sum(c.value::bigint), 0) FROM jsonb_each_text(components) c) AS total
              FROM usage_record) r
            WHERE charge <> total
            ORDER BY request_id LIMIT 1"""),

    CHARGES_ARE_BOOKED("""
            WITH charged AS (
              SELECT account_id, sum(charge - uncollected) AS total FROM usage_record GROUP BY account_id
            ), booked AS (
              SELECT e.account_id, -sum(e.amount) AS total
              FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
              WHERE e.book = 'account' AND t.kind IN ('usage', 'correction')
              GROUP BY e.account_id
            )
            SELECT format('account %s: its usage records were charged %s, its entries say %s', account_id,
              coalesce(charged.total, 0), coalesce(booked.total, 0))
            FROM charged FULL JOIN booked USING (account_id)
            WHERE coalesce(charged.total, 0) <> coalesce(booked.total, 0)
            ORDER BY account_id LIMIT 1""");

    private final String sql;

    Check(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
