-- The generator of usage for `./tollgate bench usage`, and for the test of every query's plan. Deterministic. Record i of
-- all `${records}` is spread evenly over `${days}` days from `${first}` on. 999 accounts with three keys each and 12
-- models, few of which make most of the records; one more model is used by one request in 10,007. All is priced by a
-- version 0 of its own, so that `verify-ledger` finds the books in order: triggers are off while they are loaded, and
-- what these would have kept is loaded beside the records. What the services have booked before is left as it is.
--
-- Parts begin with `-- part:`; each is one statement, or several with `;` at the end of a line. `${day}` is a day,
-- `${name}` the same for a table's name, `${from}` and `${to}` are its first record and the next day's.

-- part: columns
day, request_id, edge_id, epoch, account_id, key_id, limit_ids, group_name, model, endpoint, stream, admitted_at,
price_version, stated_price_version, quantities, prices, components, hold, charge, stated_charge, incurred,
provider_cost, outcome, estimated, http_status, provider, deployment, upstream_model, attempts, first_byte_ms,
duration_ms, periods, content, batch, posted_at

-- part: records
SELECT date '${day}' AS day,
  (left(lpad(to_hex(ms), 12, '0'), 8) || '-' || right(lpad(to_hex(ms), 12, '0'), 4) || '-7' || substr(digest, 1, 3) || '-8'
    || substr(digest, 4, 3) || '-' || substr(digest, 7, 12)) AS request_id,
  'edge_bench', 1, 'acct_bench_' || account, 'key_bench_' || account || '_' || key, '{}', 'default', model,
  'chat.completions', i % 2 = 0, to_timestamp(ms / 1000.0), 0, 0,
  '{"input":' || input || ',"output":' || output || '}', '{"input":1000000000,"output":1000000000}',
  '{"input":' || input * 1000 || ',"output":' || output * 1000 || '}', (input + 4096) * 1000,
  (input + output) * 1000, (input + output) * 1000, '{"input":' || input || ',"output":' || output || '}',
  (input + output) * 700, CASE WHEN i % 50 = 7 THEN 'UPSTREAM_FAILED' ELSE 'COMPLETED' END, false, 200, 'demo', 'demo-1',
  'demo', '[{"deployment":"demo-1","result":"ok","millis":' || 200 + i % 700 || '}]', 150 + i % 400, 400 + i % 3000, '{}',
  digest || digest, '00000000-0000-4000-8000-' || lpad(to_hex(i / 500), 12, '0'), to_timestamp(ms / 1000.0 + 1)
FROM (
  SELECT i, (extract(epoch FROM date '${first}') * 1000)::bigint + (i * (${days} * 86400000.0 / ${records}))::bigint AS ms,
    md5(i::text) AS digest,
    floor(exp((hashint8extended(i, 1) & 4294967295) / 4294967296.0::float8 * ln(1000)))::int AS account,
    1 + (hashint8extended(i, 2) & 1023) % 3 AS key,
    CASE WHEN i % 10007 = 5000 THEN 'model-rare' ELSE 'model-'
      || floor(exp((hashint8extended(i, 3) & 4294967295) / 4294967296.0::float8 * ln(13)))::int END AS model,
    200 + (hashint8extended(i, 4) & 4095) AS input, 20 + (hashint8extended(i, 5) & 1023) AS output
  FROM generate_series(${from}::bigint, ${to}::bigint - 1) AS i
) r

-- part: table
SET session_replication_role = replica;
CREATE TABLE usage_record_${name} (LIKE usage_record INCLUDING ALL EXCLUDING INDEXES);
CREATE TABLE usage_by_hour_${name} PARTITION OF usage_by_hour FOR VALUES FROM ('${day}') TO (date '${day}' + 1);
CREATE TABLE usage_latency_by_hour_${name} PARTITION OF usage_latency_by_hour FOR VALUES FROM ('${day}') TO (date '${day}' + 1);
SELECT plan_pages_by_index('usage_record_${name}'), plan_pages_by_index('usage_by_hour_${name}'),
  plan_pages_by_index('usage_latency_by_hour_${name}');

-- part: attach
ALTER TABLE usage_record ATTACH PARTITION usage_record_${name} FOR VALUES FROM ('${day}') TO (date '${day}' + 1);
INSERT INTO usage_by_hour SELECT * FROM usage_counted WHERE day = '${day}';
INSERT INTO usage_latency_by_hour SELECT * FROM usage_latency_counted WHERE day = '${day}';
INSERT INTO deployment_day (day, deployment, provider, model, slot, requests, cancelled, credit_exhausted, upstream_failed, refused,
  interrupted, revoked, charge, uncollected, cost, duration, first_byte)
  SELECT day, deployment, provider, model, 0, requests, cancelled, credit_exhausted, upstream_failed, refused, interrupted, revoked,
  charge, uncollected, cost, duration, first_byte FROM deployment_day_counted WHERE day = '${day}';
INSERT INTO usage_latency_by_day SELECT day, account_id, key_id, model, requests, cancelled, credit_exhausted, upstream_failed, refused,
  interrupted, revoked, duration, first_byte FROM usage_latency_of_days_counted WHERE day = '${day}';
INSERT INTO provider_day SELECT day, provider, model, upstream_model, 0, count(*), count(*), 0, 0, sum(charge), sum(uncollected),
  sum(provider_cost), sum((incurred ->> 'input')::bigint), 0, 0, 0, 0, sum((incurred ->> 'output')::bigint), 0, 0, 0, 0, 0, 0, 0
  FROM usage_record WHERE day = '${day}' GROUP BY 1, 2, 3, 4;
ANALYZE usage_record_${name}, usage_by_hour_${name}, usage_latency_by_hour_${name};

-- part: books
INSERT INTO price_version (version, file_hash, effective_from, compiled, digest) OVERRIDING SYSTEM VALUE
  SELECT 0, 'bench', to_timestamp(0), compiled, encode(sha256(convert_to(compiled::text, 'UTF8')), 'hex')
  FROM (SELECT jsonb_build_object('version', 0, 'effectiveFrom', 0, 'prices', jsonb_agg(jsonb_build_object('model', 'model-' || m,
      'group', 'default', 'tiers', jsonb_build_array('{"aboveInput":0,"nanosPerMillion":{"INPUT":1000000000,"OUTPUT":1000000000}}'::jsonb))),
    'costs', '[{"deployment":"demo-1","tiers":[{"aboveInput":0,"nanosPerMillion":{"INPUT":700000000,"OUTPUT":700000000}}]}]'::jsonb) AS compiled
    FROM unnest(array_append(ARRAY(SELECT generate_series(1, 12)::text), 'rare')) AS m) v;
INSERT INTO usage_by_day SELECT day, account_id, key_id, group_name, model, sum(requests), sum(failed), sum(input),
  sum(cached_input), sum(cache_write), sum(audio_input), sum(image_input), sum(output), sum(reasoning), sum(audio_output),
  sum(image_output), sum(milli_images), sum(characters), sum(audio_milliseconds), sum(searches), sum(charge),
  sum(uncollected), sum(provider_cost) FROM usage_by_hour WHERE account_id LIKE 'acct_bench_%' GROUP BY 1, 2, 3, 4, 5;
INSERT INTO usage_day SELECT day, account_id, key_id, sum(requests), sum(charge), sum(uncollected) FROM usage_by_day
  WHERE account_id LIKE 'acct_bench_%' GROUP BY 1, 2, 3;
CREATE UNLOGGED TABLE bench_booking AS WITH used AS MATERIALIZED (
    SELECT account_id, usage_id_millis(request_id) / 600000 AS at, sum(charge)::bigint AS charge FROM usage_record
      WHERE account_id LIKE 'acct_bench_%' GROUP BY 1, 2
  )
  SELECT b.*, row_number() OVER (ORDER BY at, account_id) + (SELECT coalesce(max(id), 0) FROM ledger_entry) AS n FROM (
    SELECT 'top_up' AS kind, account_id, (SELECT min(at) - 1 FROM used) AS at, 'bench/' || account_id AS reference, 1000000000000000 AS amount
      FROM used GROUP BY account_id
    UNION ALL SELECT 'usage', account_id, at, account_id || '/' || at, -charge FROM used
    UNION ALL SELECT 'cost', NULL, extract(epoch FROM day + 1)::bigint / 600, day || '/bench', -sum(cost)::bigint FROM provider_day
      WHERE model LIKE 'model-%' GROUP BY day
  ) b;
INSERT INTO ledger_transaction (id, kind, reference, created_at) OVERRIDING SYSTEM VALUE
  SELECT n, kind, reference, to_timestamp(at * 600) FROM bench_booking ORDER BY n;
INSERT INTO ledger_entry (id, transaction_id, book, account_id, amount, balance_after, posted_at) OVERRIDING SYSTEM VALUE
  SELECT 2 * n - 1, n, CASE kind WHEN 'cost' THEN 'provider_cost' ELSE 'account' END, account_id, amount,
    CASE WHEN kind <> 'cost' THEN sum(amount) OVER (PARTITION BY account_id ORDER BY n) END, to_timestamp(at * 600)
  FROM bench_booking ORDER BY n;
INSERT INTO ledger_entry (id, transaction_id, book, amount, posted_at) OVERRIDING SYSTEM VALUE
  SELECT 2 * n, n, CASE kind WHEN 'cost' THEN 'providers' WHEN 'usage' THEN 'revenue' ELSE 'purchases' END, -amount,
    to_timestamp(at * 600) FROM bench_booking ORDER BY n;
INSERT INTO usage_quarantine (edge_id, epoch, reason, detail, raw, content, amount, received_at, resolved_at)
  SELECT 'edge_bench', 1, 'unknown_version', 'version 2', '{}', 'bench ' || n, 0, now(), CASE WHEN n % 100 > 0 THEN now() END
  FROM generate_series(1, 20000) AS g (n);
SELECT setval(pg_get_serial_sequence('ledger_transaction', 'id'), max(n)), setval(pg_get_serial_sequence('ledger_entry', 'id'),
  2 * max(n)) FROM bench_booking;
INSERT INTO account (id, balance) SELECT account_id, sum(amount) FROM bench_booking WHERE kind <> 'cost' GROUP BY 1;
INSERT INTO credit_lot (account_id, kind, amount, remaining) SELECT id, 'purchase', 1000000000000000, balance FROM account
  WHERE id LIKE 'acct_bench_%';
DROP TABLE bench_booking;
SET session_replication_role = origin;
ANALYZE usage_by_day, usage_latency_by_day, deployment_day, usage_day, provider_day, account, ledger_transaction, ledger_entry, usage_quarantine;
