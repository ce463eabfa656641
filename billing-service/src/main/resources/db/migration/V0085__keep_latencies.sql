-- How long requests took and how they ended: histograms and counts by hour and day, per account, key and model, and by
-- day per deployment. Kept by the database with every insert and correction of records, in the same transaction, so
-- that pods of the release before feed them as well. Adds only. What was rolled up before has none.

-- The bucket of a time, from 1 to 64: whatever is in one is told as a value that differs from it by a tenth at most,
-- up to 572 seconds; beyond, it is told as those. `Latency` in the service has the same bounds, and a test compares.
CREATE FUNCTION latency_bucket(millis bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN width_bucket(millis, '{2,3,4,5,6,7,8,9,11,14,17,21,26,32,39,47,57,69,84,103,126,154,188,229,279,341,417,509,622,761,931,1138,1391,1701,2079,2541,3106,3796,4639,5669,6928,8467,10348,12647,15457,18892,23091,28223,34495,42161,51531,62983,76979,94085,114993,140547,171779,209952,256608,313632,383328,468512,572626}'::bigint[]) + 1;

-- Kept as long as the records of its day, and dropped with them.
CREATE TABLE usage_latency_by_hour (
  day date NOT NULL,
  hour smallint NOT NULL,
  account_id text NOT NULL,
  key_id text NOT NULL,
  model text NOT NULL,
  requests bigint NOT NULL,
  cancelled bigint NOT NULL,
  credit_exhausted bigint NOT NULL,
  upstream_failed bigint NOT NULL,
  refused bigint NOT NULL,
  interrupted bigint NOT NULL,
  revoked bigint NOT NULL,
  -- Requests per bucket: of those that were completed, and of those of which a first byte came. Null while there are none.
  duration integer[],
  first_byte integer[],
  PRIMARY KEY (account_id, day, hour, key_id, model)
) PARTITION BY RANGE (day);

-- Kept for ever.
CREATE TABLE usage_latency_by_day (LIKE usage_latency_by_hour) WITH (fillfactor = 80);
ALTER TABLE usage_latency_by_day DROP COLUMN hour;
ALTER TABLE usage_latency_by_day ADD PRIMARY KEY (account_id, day, key_id, model);
SELECT plan_pages_by_index('usage_latency_by_hour'), plan_pages_by_index('usage_latency_by_day');

-- Kept for ever. Concurrent batches add to slots of their own, as in provider_day.
CREATE TABLE deployment_day (
  day date NOT NULL,
  -- That of the attempt which ended the request; empty where there was none.
  deployment text NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  slot smallint NOT NULL,
  requests bigint NOT NULL,
  cancelled bigint NOT NULL,
  credit_exhausted bigint NOT NULL,
  upstream_failed bigint NOT NULL,
  refused bigint NOT NULL,
  interrupted bigint NOT NULL,
  revoked bigint NOT NULL,
  -- Nano-credits. The cost as far as it is known.
  charge bigint NOT NULL,
  uncollected bigint NOT NULL,
  cost bigint NOT NULL,
  duration integer[],
  first_byte integer[],
  PRIMARY KEY (day, deployment, provider, model, slot)
) WITH (fillfactor = 80);

CREATE OR REPLACE FUNCTION ensure_usage_partition(wanted date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  IF to_regclass('usage_record_' || to_char(wanted, 'YYYYMMDD')) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tollgate usage partition'));
  IF EXISTS (SELECT FROM usage_seal WHERE day = wanted) THEN
    RETURN;
  END IF;
  FOREACH name IN ARRAY ARRAY['usage_by_hour', 'usage_latency_by_hour', 'usage_record'] LOOP
    IF to_regclass(name || '_' || to_char(wanted, 'YYYYMMDD')) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name || '_' || to_char(wanted, 'YYYYMMDD'), name);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, name || '_' || to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
      PERFORM plan_pages_by_index(name || '_' || to_char(wanted, 'YYYYMMDD'));
    END IF;
  END LOOP;
END $$;

-- Nobody makes partitions or writes records from here to the commit.
SELECT pg_advisory_xact_lock(hashtext('tollgate usage partition'));
LOCK TABLE usage_record IN SHARE ROW EXCLUSIVE MODE;

DO $migration$
DECLARE
  present date;
  name text;
  buckets CONSTANT int[] := ARRAY(SELECT generate_series(1, 64));
  outcomes CONSTANT text[] := ARRAY['cancelled', 'credit_exhausted', 'upstream_failed', 'refused', 'interrupted', 'revoked'];
  counts CONSTANT text := 'requests, ' || array_to_string(outcomes, ', ');
  -- Of rows `m` with their signs and buckets `d` and `f`.
  counted text := 'sum(sign)::bigint AS requests';
  counts_again text;
  counts_added text;
  -- How histograms are made of rows, summed up, and added to.
  made text;
  made_again text;
  added text;
BEGIN
  FOREACH name IN ARRAY outcomes LOOP
    counted := counted || format(', coalesce(sum(sign) FILTER (WHERE outcome = %L), 0)::bigint AS %I', upper(name), name);
  END LOOP;
  SELECT string_agg(format('sum(%I)::bigint', c), ', '), string_agg(format('%1$I = t.%1$I + excluded.%1$I', c), ', ')
    INTO counts_again, counts_added FROM unnest(ARRAY['requests'] || outcomes) c;
  SELECT string_agg(format('CASE WHEN count(%s) > 0 THEN ARRAY[%s]::integer[] END AS %s', letter,
      (SELECT string_agg(format('coalesce(sum(sign) FILTER (WHERE %s = %s), 0)', letter, b), ',' ORDER BY b) FROM unnest(buckets) b),
      histogram), ', ' ORDER BY letter),
    string_agg(format('CASE WHEN count(%1$s) > 0 THEN ARRAY[%2$s]::integer[] END', histogram,
      (SELECT string_agg(format('coalesce(sum(%s[%s]), 0)', histogram, b), ',' ORDER BY b) FROM unnest(buckets) b)), ', ' ORDER BY letter),
    -- A bucket that is full stays so: nothing that is only measured may stop a record.
    string_agg(format('%1$s = CASE WHEN t.%1$s IS NULL THEN excluded.%1$s WHEN excluded.%1$s IS NULL THEN t.%1$s ELSE ARRAY[%2$s]::integer[] END',
      histogram, (SELECT string_agg(format('least(t.%1$s[%2$s]::bigint + excluded.%1$s[%2$s], 2147483647)', histogram, b), ',' ORDER BY b)
        FROM unnest(buckets) b)), ', ' ORDER BY letter)
    INTO made, made_again, added
    FROM (VALUES ('d', 'duration'), ('f', 'first_byte')) AS h (letter, histogram);

  EXECUTE format($view$
    CREATE VIEW usage_measured AS
    SELECT 1 AS sign, day, usage_id_hour(request_id) AS hour, account_id, key_id, model, coalesce(deployment, '') AS deployment,
      coalesce(provider, '') AS provider, outcome, charge, uncollected, coalesce(provider_cost, 0) AS cost,
      CASE WHEN outcome = 'COMPLETED' THEN latency_bucket(duration_ms) END AS d, latency_bucket(first_byte_ms) AS f
    FROM usage_record $view$);
  -- What the records themselves say.
  EXECUTE format('CREATE VIEW usage_latency_counted AS SELECT day, hour, account_id, key_id, model, %s, %s FROM usage_measured m
    GROUP BY 1, 2, 3, 4, 5', counted, made);
  EXECUTE format('CREATE VIEW usage_latency_of_days_counted AS SELECT day, account_id, key_id, model, %s, %s FROM usage_measured m
    GROUP BY 1, 2, 3, 4', counted, made);
  EXECUTE format('CREATE VIEW deployment_day_counted AS SELECT day, deployment, provider, model, %s,
    sum(sign * charge)::bigint AS charge, sum(sign * uncollected)::bigint AS uncollected, sum(sign * cost)::bigint AS cost, %s
    FROM usage_measured m GROUP BY 1, 2, 3, 4', counted, made);

  -- Rows are locked in the order of their keys, so that no two batches wait for each other.
  EXECUTE format($template$
    CREATE FUNCTION keep_latencies_of_new() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
      WITH measured AS MATERIALIZED (
        SELECT sign, day, usage_id_hour(request_id) AS hour, account_id, key_id, model, coalesce(deployment, '') AS deployment,
          coalesce(provider, '') AS provider, outcome, charge, uncollected, coalesce(provider_cost, 0) AS cost,
          CASE WHEN outcome = 'COMPLETED' THEN latency_bucket(duration_ms) END AS d, latency_bucket(first_byte_ms) AS f
        FROM (SELECT 1 AS sign, a.* FROM added a) r
      ), delta AS MATERIALIZED (
        SELECT day, hour, account_id, key_id, model, %2$s, %3$s FROM measured m GROUP BY 1, 2, 3, 4, 5
      ), hours AS (
        INSERT INTO usage_latency_by_hour AS t (day, hour, account_id, key_id, model, %1$s, duration, first_byte)
        SELECT day, hour, account_id, key_id, model, %1$s, duration, first_byte FROM delta
        ORDER BY account_id, key_id, model, day, hour
        ON CONFLICT (account_id, day, hour, key_id, model) DO UPDATE SET %6$s, %7$s
      ), days AS (
        INSERT INTO usage_latency_by_day AS t (day, account_id, key_id, model, %1$s, duration, first_byte)
        SELECT day, account_id, key_id, model, %4$s, %5$s FROM delta GROUP BY 1, 2, 3, 4
        ORDER BY account_id, key_id, model, day
        ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET %6$s, %7$s
      )
      INSERT INTO deployment_day AS t (day, deployment, provider, model, slot, %1$s, charge, uncollected, cost, duration, first_byte)
      SELECT day, deployment, provider, model, pg_backend_pid() %% 16, %2$s, sum(sign * charge)::bigint,
        sum(sign * uncollected)::bigint, sum(sign * cost)::bigint, %3$s
      FROM measured m GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT (day, deployment, provider, model, slot) DO UPDATE SET %6$s, charge = t.charge + excluded.charge,
        uncollected = t.uncollected + excluded.uncollected, cost = t.cost + excluded.cost, %7$s;
      RETURN NULL;
    END $function$ $template$, counts, counted, made, counts_again, made_again, counts_added, added);
  EXECUTE replace(replace(pg_get_functiondef('keep_latencies_of_new'::regproc), 'keep_latencies_of_new',
      'keep_latencies_of_corrected'),
    'SELECT 1 AS sign, a.* FROM added a',
    'SELECT 1 AS sign, a.* FROM added a UNION ALL SELECT -1, b.* FROM replaced b');

  FOR present IN SELECT * FROM usage_partition_days() LOOP
    name := 'usage_latency_by_hour_' || to_char(present, 'YYYYMMDD');
    EXECUTE format('CREATE TABLE %I (LIKE usage_latency_by_hour INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE usage_latency_by_hour ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, present, present + 1);
    PERFORM plan_pages_by_index(name);
  END LOOP;
END $migration$;

CREATE TRIGGER usage_record_new_latency AFTER INSERT ON usage_record
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_latencies_of_new();
CREATE TRIGGER usage_record_corrected_latency AFTER UPDATE ON usage_record
  REFERENCING NEW TABLE AS added OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION keep_latencies_of_corrected();

-- With a sealed day's records go its hours.
CREATE FUNCTION drop_latency_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE IF EXISTS %I', 'usage_latency_by_hour_' || to_char(NEW.day, 'YYYYMMDD'));
  RETURN NULL;
END $$;
CREATE TRIGGER usage_seal_of_latencies AFTER INSERT ON usage_seal
  FOR EACH ROW EXECUTE FUNCTION drop_latency_hours();
