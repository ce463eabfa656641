package dev.tollgate.billing.verify;

/// One thing that must agree. Each statement gives the first difference in words, or no row.
enum Check {
    TRANSACTIONS_SUM_TO_ZERO("""
            SELECT format('transaction %s sums to %s, not to 0', transaction_id, sum(amount))
            FROM ledger_entry GROUP BY transaction_id HAVING sum(amount) <> 0
            ORDER BY transaction_id LIMIT 1"""),

    ENTRIES_KEEP_TO_THEIR_BOOKS("""
            SELECT format('entry %s of the %s transaction %s is in the book of %s', e.id, t.kind, t.id, e.book)
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.amount = 0 OR NOT CASE t.kind
              WHEN 'gift' THEN e.book IN ('account', 'gifts')
              WHEN 'top_up' THEN e.book IN ('account', 'purchases', 'receivable')
              WHEN 'debt_paid' THEN e.book IN ('account', 'receivable')
              WHEN 'chargeback' THEN e.book IN ('account', 'purchases', 'receivable')
              WHEN 'chargeback_reversal' THEN e.book IN ('account', 'purchases')
              WHEN 'refund_hold' THEN e.book IN ('account', 'refunds')
              WHEN 'refund' THEN e.book IN ('account', 'refunds', 'purchases', 'receivable')
              WHEN 'refund_release' THEN e.book IN ('account', 'refunds', 'purchases')
              WHEN 'usage' THEN e.book IN ('account', 'uncollected', 'revenue')
              WHEN 'correction' THEN e.book IN ('account', 'uncollected', 'revenue')
              WHEN 'cost' THEN e.account_id IS NULL AND e.book IN ('provider_cost', 'providers')
              WHEN 'quarantine' THEN e.book IN ('uncollected', 'revenue')
              WHEN 'expiry' THEN e.book IN ('account', 'expired')
              ELSE false END
            ORDER BY e.id LIMIT 1"""),
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

    ENTRIES_HAVE_ACCOUNTS("""
            SELECT format('entry %s is of account %s, which is not there', e.id, e.account_id)
            FROM ledger_entry e LEFT JOIN account a ON a.id = e.account_id
            WHERE a.id IS NULL AND (e.account_id IS NOT NULL OR e.book IN ('account', 'receivable'))
            ORDER BY e.id LIMIT 1"""),
    RECEIVABLES_ARE_SUMS("""
            SELECT format('account %s: %s is receivable, its entries say %s', a.id, a.receivable, coalesce(e.total, 0))
            FROM account a
            LEFT JOIN (SELECT account_id, -sum(amount) AS total FROM ledger_entry WHERE book = 'receivable'
              GROUP BY account_id) e ON e.account_id = a.id
            WHERE a.receivable <> coalesce(e.total, 0)
            ORDER BY a.id LIMIT 1"""),
    LOTS_ARE_WHAT_CAME_IN("""
            WITH came AS (
              SELECT e.account_id, CASE t.kind WHEN 'gift' THEN 'gift' ELSE 'purchase' END AS kind,
                sum(e.amount) AS total
              FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
              WHERE e.book = 'account' AND t.kind IN ('gift', 'top_up')
              GROUP BY 1, 2
            ), kept AS (
              SELECT account_id, kind, sum(amount) AS total FROM credit_lot GROUP BY 1, 2
            )
            SELECT format('account %s: its %s lots are of %s, its entries say %s', account_id, kind,
              coalesce(kept.total, 0), coalesce(came.total, 0))
            FROM came FULL JOIN kept USING (account_id, kind)
            WHERE coalesce(kept.total, 0) <> coalesce(came.total, 0)
            ORDER BY account_id, kind LIMIT 1"""),
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

    PERIODS_HOLD_LEASES("""
            WITH leased AS (
              SELECT k.limit_id, k.starts_at, sum(l.granted - l.posted - l.returned) AS total
              FROM lease l, unnest(l.limit_ids, l.period_starts) AS k (limit_id, starts_at)
              WHERE l.closed_at IS NULL AND l.granted - l.posted - l.returned <> 0
              GROUP BY 1, 2
            )
            SELECT format('spend limit %s from %s: %s is held, open leases hold %s', limit_id, starts_at,
              coalesce(p.held, 0), coalesce(leased.total, 0))
            FROM spend_period p FULL JOIN leased USING (limit_id, starts_at)
            WHERE coalesce(p.held, 0) <> coalesce(leased.total, 0)
            ORDER BY limit_id, starts_at LIMIT 1"""),
    PERIODS_SPENT_RECORDS("""
            WITH counted AS (
              SELECT limit_id, starts_at, sum(spent) AS total FROM (
                SELECT k.key AS limit_id, k.value::timestamptz AS starts_at, r.charge - r.uncollected AS spent
                FROM usage_record r, jsonb_each_text(r.periods) k WHERE r.charge > r.uncollected
                UNION ALL
                SELECT limit_id, starts_at, spent FROM spend_sealed
              ) s GROUP BY 1, 2
            )
            SELECT format('spend limit %s from %s: %s is spent, usage records say %s', limit_id, starts_at,
              coalesce(p.spent, 0), coalesce(counted.total, 0))
            FROM spend_period p FULL JOIN counted USING (limit_id, starts_at)
            WHERE coalesce(p.spent, 0) <> coalesce(counted.total, 0)
            ORDER BY limit_id, starts_at LIMIT 1"""),
    PAYMENTS_ARE_BOOKED("""
            WITH booked AS (
              SELECT substr(t.reference, 9) AS id, -sum(e.amount) AS total
              FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
              WHERE t.kind = 'top_up' AND t.reference LIKE 'payment/%' AND e.book = 'purchases'
              GROUP BY 1
            ), paid AS (SELECT id, credits FROM payment WHERE status = 'paid')
            SELECT format('payment %s: %s was paid for, the entries say %s', id, coalesce(paid.credits, 0),
              coalesce(booked.total, 0))
            FROM paid FULL JOIN booked USING (id)
            WHERE coalesce(paid.credits, 0) <> coalesce(booked.total, 0)
            ORDER BY id LIMIT 1"""),
    REFUNDS_ARE_BOOKED("""
            WITH booked AS (
              SELECT split_part(t.reference, '/', 2) AS id, sum(e.amount) FILTER (WHERE e.book = 'refunds') AS waiting,
                sum(e.amount) FILTER (WHERE e.book = 'purchases') AS gone
              FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
              WHERE t.kind IN ('refund_hold', 'refund', 'refund_release') GROUP BY 1
            )
            SELECT format('refund %s of %s is %s, the entries say %s waiting and %s gone', id, coalesce(r.credits, 0),
              coalesce(r.status, 'not there'), coalesce(b.waiting, 0), coalesce(b.gone, 0))
            FROM refund r FULL JOIN booked b USING (id)
            WHERE coalesce(b.waiting, 0) <> CASE WHEN r.status IN ('held', 'sent') THEN r.credits ELSE 0 END
              OR coalesce(b.gone, 0) <> CASE WHEN r.status = 'succeeded' THEN r.credits ELSE 0 END
            ORDER BY id LIMIT 1"""),
    DISPUTES_ARE_BOOKED("""
            WITH booked AS (
              SELECT substr(t.reference, 9) AS id, sum(e.amount) AS gone
              FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
              WHERE t.kind IN ('chargeback', 'chargeback_reversal') AND t.reference LIKE 'dispute/%'
                AND e.book = 'purchases'
              GROUP BY 1
            )
            SELECT format('dispute %s of %s is %s, the entries say %s', id, coalesce(d.credits, 0),
              coalesce(d.status, 'not there'), coalesce(b.gone, 0))
            FROM dispute d FULL JOIN booked b USING (id)
            WHERE coalesce(b.gone, 0) <> CASE WHEN d.status = 'withdrawn' THEN d.credits ELSE 0 END
            ORDER BY id LIMIT 1"""),
    PRICES_ARE_AS_PUBLISHED("""
            SELECT format('price version %s is not what was published', version) FROM price_version
            WHERE digest <> encode(sha256(convert_to(compiled::text, 'UTF8')), 'hex')
            ORDER BY version LIMIT 1"""),
    COMPONENTS_ARE_PRICED("""
            WITH price AS MATERIALIZED (
              SELECT v.version, p ->> 'model' AS model, p ->> 'group' AS group_name, f.of_batch,
                (t ->> 'aboveInput')::bigint AS above_input, lower(n.key) AS class, n.value::bigint AS nanos
              FROM price_version v, jsonb_array_elements(v.compiled -> 'prices') p,
                (VALUES (false), (true)) AS f (of_batch),
                jsonb_array_elements(CASE WHEN f.of_batch AND p -> 'batch' -> 'tiers' IS NOT NULL
                  THEN p -> 'batch' -> 'tiers' ELSE p -> 'tiers' END) t,
                jsonb_each_text(t -> 'nanosPerMillion') n
              WHERE v.version IN (SELECT price_version FROM usage_record)
            ), item AS (
              SELECT r.request_id, r.price_version, r.model, r.group_name, r.of_batch, r.cached_ppm, q.key AS class, q.value::bigint AS quantity,
                coalesce((r.components ->> q.key)::bigint, 0) AS component, (r.prices ->> q.key)::bigint AS shown,
                sum(CASE WHEN q.key LIKE '%input' OR q.key = 'cache_write' THEN q.value::bigint ELSE 0 END)
                  OVER (PARTITION BY r.day, r.request_id) AS input
              FROM usage_record r, jsonb_each_text(r.quantities) q
            ), listed AS (
              SELECT DISTINCT ON (i.request_id, i.class) i.*, p.nanos AS whole, p.nanos::numeric * i.cached_ppm AS part
              FROM item i LEFT JOIN price p ON p.version = i.price_version AND p.model = i.model
                AND p.group_name = i.group_name AND p.of_batch = i.of_batch AND p.class = i.class AND (p.above_input = 0 OR p.above_input < i.input)
              WHERE i.quantity > 0
              ORDER BY i.request_id, i.class, p.above_input DESC NULLS LAST
            ), tier AS (
              SELECT l.*, CASE WHEN cached_ppm IS NULL THEN whole ELSE div(part, 1000000)
                + (mod(part, 1000000) + mod(div(part, 1000000), 2) > 500000)::int END AS nanos
              FROM listed l
            )
            SELECT format('usage record %s: %s of %s cost %s, but version %s says %s', request_id, quantity, class,
              component, price_version, coalesce(ceil(quantity::numeric * nanos / 1000000)::text, 'no price'))
            FROM tier
            WHERE nanos IS NULL OR shown IS DISTINCT FROM nanos
              OR component <> ceil(quantity::numeric * nanos / 1000000)
            ORDER BY request_id LIMIT 1"""),

    CHARGES_ARE_SUMS("""
            SELECT format('usage record %s: the charge is %s, its components sum to %s', request_id, charge, total)
            FROM (SELECT request_id, charge,
                (SELECT coalesce(sum(c.value::bigint), 0) FROM jsonb_each_text(components) c) AS total
              FROM usage_record) r
            WHERE charge <> total
            ORDER BY request_id LIMIT 1"""),

    RECORDS_ARE_ROLLED_UP("""
            WITH counted AS (
              SELECT day, account_id, key_id, count(*) AS requests, sum(charge) AS charge,
                sum(uncollected) AS uncollected
              FROM usage_record GROUP BY 1, 2, 3
            ), rolled AS (
              SELECT d.* FROM usage_day d WHERE NOT EXISTS (SELECT FROM usage_seal s WHERE s.day = d.day)
            )
            SELECT format('%s, account %s, key %s: its records are %s for %s, %s uncollected, the roll-up says %s for %s, %s',
              day, account_id, key_id, coalesce(counted.requests, 0), coalesce(counted.charge, 0),
              coalesce(counted.uncollected, 0), coalesce(rolled.requests, 0), coalesce(rolled.charge, 0),
              coalesce(rolled.uncollected, 0))
            FROM counted FULL JOIN rolled USING (day, account_id, key_id)
            WHERE (counted.requests, counted.charge, counted.uncollected)
              IS DISTINCT FROM (rolled.requests, rolled.charge, rolled.uncollected)
            ORDER BY day, account_id, key_id LIMIT 1"""),
    COSTS_ARE_PRICED("""
            WITH price AS MATERIALIZED (
              SELECT v.version, c ->> 'deployment' AS deployment, (t ->> 'aboveInput')::bigint AS above_input,
                lower(n.key) AS class, n.value::bigint AS nanos
              FROM price_version v, jsonb_array_elements(v.compiled -> 'costs') c,
                jsonb_array_elements(c -> 'tiers') t, jsonb_each_text(t -> 'nanosPerMillion') n
              WHERE v.version IN (SELECT stated_price_version FROM usage_record)
            ), part AS (
              SELECT r.request_id, r.stated_price_version AS version, 0 AS nth, r.deployment, r.incurred, NULL::bigint AS told
              FROM usage_record r
              UNION ALL
              SELECT r.request_id, r.stated_price_version, a.nth, a.one ->> 'deployment', a.one #> '{incurred,quantities}',
                (a.one ->> 'cost')::bigint
              FROM usage_record r, jsonb_array_elements(r.attempts) WITH ORDINALITY AS a (one, nth)
              WHERE jsonb_typeof(a.one -> 'incurred') = 'object'
            ), item AS (
              SELECT p.request_id, p.version, p.nth, p.deployment, p.told, q.key AS class, q.value::bigint AS quantity,
                sum(CASE WHEN q.key LIKE '%input' OR q.key = 'cache_write' THEN q.value::bigint ELSE 0 END)
                  OVER (PARTITION BY p.request_id, p.nth) AS input
              FROM part p, jsonb_each_text(p.incurred) q WHERE p.version IN (SELECT version FROM price_version)
            ), tier AS (
              SELECT DISTINCT ON (i.request_id, i.nth, i.class) i.*, p.nanos
              FROM item i LEFT JOIN price p ON p.version = i.version AND p.deployment = i.deployment
                AND p.class = i.class AND (p.above_input = 0 OR p.above_input < i.input)
              WHERE i.quantity > 0
              ORDER BY i.request_id, i.nth, i.class, p.above_input DESC NULLS LAST
            ), costed AS (
              SELECT request_id, nth, told, CASE WHEN bool_and(nanos IS NOT NULL)
                THEN sum(ceil(quantity::numeric * nanos / 1000000)) END AS cost
              FROM tier GROUP BY request_id, nth, told
            ), request AS (
              SELECT request_id, CASE WHEN bool_and(cost IS NOT NULL) THEN sum(cost) END AS cost,
                bool_or(nth > 0 AND told IS DISTINCT FROM cost) AS attempt_differs
              FROM costed GROUP BY request_id
            )
            SELECT format('usage record %s: its provider''s cost is %s, at the cost prices of version %s it is %s',
              r.request_id, coalesce(r.provider_cost::text, 'not known'), r.stated_price_version,
              coalesce(q.cost::text, 'not known'))
            FROM usage_record r JOIN request q USING (request_id)
            WHERE r.provider_cost IS DISTINCT FROM q.cost OR (q.cost IS NOT NULL AND q.attempt_differs)
            ORDER BY r.request_id LIMIT 1"""),
    HOURS_AND_DAYS_ARE_SUMS("""
            SELECT difference FROM (SELECT day, usage_sums_difference(day) AS difference
              FROM usage_partition_days() AS p (day)) d
            WHERE difference IS NOT NULL
            ORDER BY day LIMIT 1"""),
    SEALS_ARE_UNBROKEN("""
            SELECT format('the sealed roll-up of %s is not what was sealed', s.day)
            FROM usage_seal s
            LEFT JOIN (SELECT day, sum(requests) AS requests, sum(charge) AS charge, sum(uncollected) AS uncollected
              FROM usage_day GROUP BY day) d ON d.day = s.day
            WHERE (s.requests, s.charge, s.uncollected)
                IS DISTINCT FROM (coalesce(d.requests, 0), coalesce(d.charge, 0), coalesce(d.uncollected, 0))
              OR s.digest <> usage_day_digest(s.day)
            ORDER BY s.day LIMIT 1"""),
    DAYS_BY_MODEL_ARE_DAYS("""
            WITH summed AS (
              SELECT day, account_id, key_id, sum(requests) AS requests, sum(charge) AS charge,
                sum(uncollected) AS uncollected
              FROM usage_by_day GROUP BY 1, 2, 3
            )
            SELECT format('%s, account %s, key %s: its models come to %s for %s, %s uncollected, the day to %s for %s, %s',
              day, account_id, key_id, coalesce(s.requests, 0), coalesce(s.charge, 0), coalesce(s.uncollected, 0),
              coalesce(d.requests, 0), coalesce(d.charge, 0), coalesce(d.uncollected, 0))
            FROM summed s FULL JOIN usage_day d USING (day, account_id, key_id)
            WHERE (s.requests, s.charge, s.uncollected) IS DISTINCT FROM (d.requests, d.charge, d.uncollected)
            ORDER BY day, account_id, key_id LIMIT 1"""),
    CHARGES_ARE_BOOKED("""
            WITH charged AS (
              SELECT account_id, sum(charge - uncollected) AS total FROM usage_day GROUP BY account_id
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
            ORDER BY account_id LIMIT 1"""),
    UNCOLLECTED_IS_BOOKED("""
            SELECT format('%s is uncollected by usage records, %s in quarantine, the entries say %s', used, kept, booked)
            FROM (SELECT
              (SELECT coalesce(sum(uncollected), 0) FROM usage_day) AS used,
              (SELECT coalesce(sum(amount), 0) FROM usage_quarantine WHERE resolved_at IS NULL) AS kept,
              (SELECT coalesce(-sum(amount), 0) FROM ledger_entry WHERE book = 'uncollected') AS booked) u
            WHERE used + kept <> booked"""),
    PROVIDERS_ARE_ROLLED_UP("""
            SELECT difference FROM (
              SELECT day, provider_day_difference(day) AS difference FROM usage_partition_days() AS p (day)
              UNION ALL
              SELECT DISTINCT day, format('%s has a roll-up of providers, and neither records nor a seal', day)
              FROM provider_day WHERE day NOT IN (SELECT day FROM usage_seal)
                AND day NOT IN (SELECT day FROM usage_partition_days() AS p (day))
            ) d WHERE difference IS NOT NULL ORDER BY day LIMIT 1"""),
    PROVIDER_SEALS_ARE_UNBROKEN("""
            SELECT format('the sealed roll-up of providers of %s is not what was sealed', day) FROM provider_seal
            WHERE digest <> provider_day_digest(day) ORDER BY day LIMIT 1"""),
    COSTS_ARE_BOOKED("""
            WITH booked AS (
              SELECT split_part(t.reference, '/', 1)::date AS day,
                coalesce(-sum(e.amount) FILTER (WHERE e.book = 'provider_cost'), 0) AS cost,
                coalesce(sum(e.amount) FILTER (WHERE e.book = 'providers'), 0) AS owed
              FROM ledger_transaction t JOIN ledger_entry e ON e.transaction_id = t.id
              WHERE t.kind = 'cost' GROUP BY 1
            ), counted AS (SELECT day, sum(cost) AS cost FROM provider_day GROUP BY day)
            SELECT format('%s: providers cost %s by the usage records, the entries say %s, %s owed', day,
              coalesce(counted.cost, 0), coalesce(booked.cost, 0), coalesce(booked.owed, 0))
            FROM counted FULL JOIN booked USING (day)
            WHERE coalesce(counted.cost, 0) <> coalesce(booked.cost, 0)
              OR coalesce(booked.cost, 0) <> coalesce(booked.owed, 0)
            ORDER BY day LIMIT 1""");

    private final String sql;

    Check(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
