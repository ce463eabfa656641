-- What providers charge us is booked with every record, and kept by day, provider and model: for margins, and to be
-- compared with a provider's own count (ADR 0030). By triggers, so that pods of the release before book it as well.

-- 'provider_cost': what we were charged; 'providers': what we owe for it. 'refunds' is of V0020.
ALTER TABLE ledger_entry DROP CONSTRAINT book_is_known;
ALTER TABLE ledger_entry ADD CONSTRAINT book_is_known
  CHECK (book IN ('account', 'gifts', 'purchases', 'revenue', 'uncollected', 'receivable', 'expired', 'refunds',
    'provider_cost', 'providers')) NOT VALID;

-- Kept for ever. Concurrent batches add to slots of their own, so that none waits for another; sums go over all slots.
CREATE TABLE provider_day (
  day date NOT NULL,
  -- Empty where no provider was sent the request.
  provider text NOT NULL,
  -- As customers ask for it, and as the provider calls it.
  model text NOT NULL,
  upstream_model text NOT NULL,
  slot smallint NOT NULL,
  requests bigint NOT NULL,
  -- Those of which something was incurred: the ones that the provider counts.
  served bigint NOT NULL,
  -- Requests that cost us something of which no cost price is known.
  uncosted bigint NOT NULL,
  -- Failed attempts that the provider may charge for.
  failed_attempts bigint NOT NULL,
  -- Nano-credits.
  charge bigint NOT NULL,
  uncollected bigint NOT NULL,
  cost bigint NOT NULL,
  -- What was incurred, by class.
  input bigint NOT NULL,
  cached_input bigint NOT NULL,
  cache_write bigint NOT NULL,
  audio_input bigint NOT NULL,
  image_input bigint NOT NULL,
  output bigint NOT NULL,
  reasoning bigint NOT NULL,
  audio_output bigint NOT NULL,
  image_output bigint NOT NULL,
  milli_images bigint NOT NULL,
  characters bigint NOT NULL,
  audio_milliseconds bigint NOT NULL,
  searches bigint NOT NULL,
  PRIMARY KEY (day, provider, model, upstream_model, slot)
) WITH (fillfactor = 80);

-- A record's parts: the attempt that ended it, and each failed one that is charged for all the same. An attempt's own
-- cost is in it; the rest of the record's is the first part's.
CREATE FUNCTION provider_parts(of_provider text, of_model text, of_cost bigint, of_incurred jsonb, of_attempts jsonb)
RETURNS TABLE (provider text, upstream_model text, requests bigint, served bigint, uncosted bigint, failed_attempts bigint, cost bigint,
  incurred jsonb)
LANGUAGE sql IMMUTABLE AS $$
  WITH failed AS (
    SELECT a -> 'incurred' AS f, coalesce((a ->> 'cost')::bigint, 0) AS cost FROM jsonb_array_elements(of_attempts) a
    WHERE jsonb_typeof(a -> 'incurred') = 'object'
  )
  SELECT coalesce(of_provider, ''), coalesce(of_model, ''), 1::bigint, (of_incurred <> '{}')::int::bigint,
    (of_cost IS NULL AND (of_incurred <> '{}' OR EXISTS (SELECT FROM failed)))::int::bigint, 0::bigint,
    coalesce(of_cost - (SELECT coalesce(sum(cost), 0)::bigint FROM failed), 0), of_incurred
  UNION ALL
  SELECT f ->> 'provider', f ->> 'upstreamModel', 0, 0, 0, 1, CASE WHEN of_cost IS NULL THEN 0 ELSE cost END, f -> 'quantities'
  FROM failed
$$;

-- Nobody writes records from here to the commit: what is there is summed up once, what follows by the triggers.
LOCK TABLE usage_record IN SHARE ROW EXCLUSIVE MODE;

DO $migration$
DECLARE
  class text;
  classes CONSTANT text[] := ARRAY['input', 'cached_input', 'cache_write', 'audio_input', 'image_input', 'output',
    'reasoning', 'audio_output', 'image_output', 'milli_images', 'characters', 'audio_milliseconds', 'searches'];
  measures CONSTANT text[] := ARRAY['requests', 'served', 'uncosted', 'failed_attempts', 'charge', 'uncollected', 'cost'] || classes;
  columns CONSTANT text := array_to_string(measures, ', ');
  keys CONSTANT text := 'day, provider, model, upstream_model';
  -- Of rows `r` whose sign is 1, or -1 for what a correction replaces, and their parts `p`.
  sums text := 'sum(r.sign * p.requests)::bigint AS requests, sum(r.sign * p.served)::bigint AS served, sum(r.sign * p.uncosted)::bigint AS uncosted,'
    || ' sum(r.sign * p.failed_attempts)::bigint AS failed_attempts, sum(r.sign * p.requests * r.charge)::bigint AS charge,'
    || ' sum(r.sign * p.requests * r.uncollected)::bigint AS uncollected, sum(r.sign * p.cost)::bigint AS cost';
  nothing text := '';
  added text;
  again text;
  parts CONSTANT text := ' CROSS JOIN LATERAL provider_parts(r.provider, r.upstream_model, r.provider_cost, r.incurred, r.attempts) p';
BEGIN
  FOREACH class IN ARRAY classes LOOP
    sums := sums || format(', coalesce(sum(r.sign * (p.incurred ->> %L)::bigint), 0)::bigint AS %I', class, class);
  END LOOP;
  SELECT string_agg(format('%1$I = d.%1$I + excluded.%1$I', m), ', '), string_agg(format('sum(%1$I)::bigint AS %1$I', m), ', '),
      string_agg(format('%I = 0', m), ' AND ')
    INTO added, again, nothing FROM unnest(measures) m;

  -- What the records themselves say: for `verify-ledger` and the seal.
  EXECUTE format('CREATE VIEW provider_day_counted AS
    SELECT r.day, p.provider, r.model, p.upstream_model, %s FROM (SELECT 1 AS sign, day, provider, model, upstream_model, charge, uncollected, provider_cost, incurred, attempts
      FROM usage_record) r %s
    GROUP BY 1, 2, 3, 4', sums, parts);
  EXECUTE format('CREATE VIEW provider_day_kept AS
    SELECT %s, %s FROM provider_day GROUP BY 1, 2, 3, 4', keys, again);

  EXECUTE format($template$
    CREATE FUNCTION keep_provider_day_of_new() RETURNS trigger LANGUAGE plpgsql AS $function$
    DECLARE
      cost_of record;
      booked bigint;
    BEGIN
      FOR cost_of IN
        WITH delta AS MATERIALIZED (
          SELECT r.day, p.provider, r.model, p.upstream_model, %2$s
          FROM (SELECT 1 AS sign, a.* FROM added a) r %3$s
          GROUP BY 1, 2, 3, 4
        ), kept AS (
          INSERT INTO provider_day AS d (%1$s, slot, %4$s)
          SELECT %1$s, pg_backend_pid() %% 16, %4$s FROM delta WHERE NOT (%6$s) ORDER BY %1$s
          ON CONFLICT (%1$s, slot) DO UPDATE SET %5$s
        )
        SELECT day, sum(cost)::bigint AS cost FROM delta GROUP BY day HAVING sum(cost) <> 0 ORDER BY day
      LOOP
        INSERT INTO ledger_transaction (kind, reference)
          VALUES ('cost', format('%%s/%%s', cost_of.day, gen_random_uuid())) RETURNING id INTO booked;
        INSERT INTO ledger_entry (transaction_id, book, amount)
          VALUES (booked, 'provider_cost', -cost_of.cost), (booked, 'providers', cost_of.cost);
      END LOOP;
      RETURN NULL;
    END $function$ $template$, keys, sums, parts, columns, added, nothing);
  EXECUTE replace(replace(pg_get_functiondef('keep_provider_day_of_new'::regproc), 'keep_provider_day_of_new',
      'keep_provider_day_of_corrected'),
    'SELECT 1 AS sign, a.* FROM added a',
    'SELECT 1 AS sign, a.* FROM added a UNION ALL SELECT -1, b.* FROM replaced b');

  EXECUTE format('INSERT INTO provider_day (%1$s, slot, %2$s) SELECT %1$s, 0, %2$s FROM provider_day_counted', keys, columns);
END $migration$;

-- The costs of what is there: one transaction a day.
WITH due AS (SELECT day, sum(cost)::bigint AS cost FROM provider_day GROUP BY day HAVING sum(cost) <> 0), made AS (
  INSERT INTO ledger_transaction (kind, reference, memo)
    SELECT 'cost', day || '/before', 'records of before costs were booked' FROM due ORDER BY day
    RETURNING id, reference
)
INSERT INTO ledger_entry (transaction_id, book, amount)
  SELECT m.id, b.book, b.sign * d.cost
  FROM due d JOIN made m ON m.reference = d.day || '/before',
    (VALUES ('provider_cost', -1), ('providers', 1)) AS b (book, sign);

CREATE TRIGGER usage_record_new_cost AFTER INSERT ON usage_record
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_provider_day_of_new();
CREATE TRIGGER usage_record_corrected_cost AFTER UPDATE ON usage_record
  REFERENCING NEW TABLE AS added OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION keep_provider_day_of_corrected();

-- A sealed day's roll-up stands for its records: it is compared with them before they go, and never changes after.
CREATE TABLE provider_seal (
  day date PRIMARY KEY REFERENCES usage_seal (day),
  -- SHA-256 over the day's roll-up.
  digest text NOT NULL
);
CREATE TRIGGER provider_seal_append_only BEFORE UPDATE OR DELETE ON provider_seal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER provider_seal_no_truncate BEFORE TRUNCATE ON provider_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER provider_day_sealed BEFORE INSERT OR UPDATE OR DELETE ON provider_day
  FOR EACH ROW EXECUTE FUNCTION refuse_sealed_day();

CREATE FUNCTION provider_day_digest(wanted date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(to_jsonb(d)::text, E'\n'
      ORDER BY provider COLLATE "C", model COLLATE "C", upstream_model COLLATE "C"), ''), 'UTF8')), 'hex')
  FROM provider_day_kept d WHERE day = wanted
$$;

-- How a day's roll-up differs from its records, in words, or null. A correction may leave a row of nothing.
CREATE FUNCTION provider_day_difference(wanted date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('%s, provider %s, model %s (%s): the records say %s, the roll-up says %s', wanted, provider, model,
    upstream_model, to_jsonb(c) - 'day', to_jsonb(k) - 'day')
  FROM (SELECT * FROM provider_day_counted WHERE day = wanted) c
  FULL JOIN (SELECT * FROM provider_day_kept WHERE day = wanted) k USING (provider, model, upstream_model)
  WHERE to_jsonb(c) IS DISTINCT FROM to_jsonb(k)
    AND NOT (c.day IS NULL AND k.requests = 0 AND k.failed_attempts = 0 AND k.charge = 0 AND k.cost = 0)
  ORDER BY provider, model, upstream_model LIMIT 1
$$;

CREATE FUNCTION seal_provider_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  difference text := provider_day_difference(NEW.day);
BEGIN
  IF difference IS NOT NULL THEN
    RAISE EXCEPTION 'not sealed: %', difference;
  END IF;
  INSERT INTO provider_seal (day, digest) VALUES (NEW.day, provider_day_digest(NEW.day));
  RETURN NULL;
END $$;
CREATE TRIGGER usage_seal_of_providers AFTER INSERT ON usage_seal
  FOR EACH ROW EXECUTE FUNCTION seal_provider_day();
