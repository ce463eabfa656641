-- The same hours and histograms as before, from less work: a batch told each of its requests to all 64 buckets, three times.
-- Pods of the release before go on working.

-- As before, from the id's bytes: writing the whole id as text took most of the time.
CREATE OR REPLACE FUNCTION usage_id_millis(id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('x' || encode(substring(uuid_send(id) FOR 6), 'hex'))::bit(48)::bigint;

-- How many requests are in each bucket: of one bucket per request, below 0 for one that is taken back. Null of none.
CREATE FUNCTION latency_histogram(of_buckets integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  requests integer[] := array_fill(0, ARRAY[64]);
  bucket integer;
BEGIN
  FOREACH bucket IN ARRAY of_buckets LOOP
    IF bucket > 0 THEN
      requests[bucket] := requests[bucket] + 1;
    ELSE
      requests[-bucket] := requests[-bucket] - 1;
    END IF;
  END LOOP;
  RETURN requests;
END $$;

-- Both histograms together. A bucket that is full stays so: nothing that is only measured may stop a record.
CREATE FUNCTION latency_histogram_plus(kept integer[], added integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  requests integer;
  bucket integer := 0;
BEGIN
  IF kept IS NULL OR added IS NULL THEN
    RETURN coalesce(kept, added);
  END IF;
  FOREACH requests IN ARRAY added LOOP
    bucket := bucket + 1;
    -- Most are 0, of few requests.
    IF requests <> 0 THEN
      kept[bucket] := least(kept[bucket]::bigint + requests, 2147483647);
    END IF;
  END LOOP;
  RETURN kept;
END $$;

DO $migration$
DECLARE
  outcomes CONSTANT text[] := ARRAY['cancelled', 'credit_exhausted', 'upstream_failed', 'refused', 'interrupted', 'revoked'];
  columns CONSTANT text := 'requests, ' || array_to_string(outcomes, ', ') || ', duration, first_byte';
  -- Of rows `m` with their signs and buckets `d` and `f`.
  counted text;
  added text;
BEGIN
  SELECT 'sum(sign)::bigint AS requests, '
      || string_agg(format('coalesce(sum(sign) FILTER (WHERE outcome = %L), 0)::bigint AS %I', upper(o), o), ', ')
      || ', latency_histogram(array_agg(sign * d) FILTER (WHERE d IS NOT NULL)) AS duration'
      || ', latency_histogram(array_agg(sign * f) FILTER (WHERE f IS NOT NULL)) AS first_byte',
    'requests = t.requests + excluded.requests, ' || string_agg(format('%1$I = t.%1$I + excluded.%1$I', o), ', ')
      || ', duration = latency_histogram_plus(t.duration, excluded.duration)'
      || ', first_byte = latency_histogram_plus(t.first_byte, excluded.first_byte)'
    INTO counted, added FROM unnest(outcomes) o;

  -- Rows are locked in the order of their keys, so that no two batches wait for each other.
  EXECUTE format($template$
    CREATE OR REPLACE FUNCTION keep_latencies_of_new() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
      WITH measured AS MATERIALIZED (
        SELECT sign, day, usage_id_hour(request_id) AS hour, account_id, key_id, model, coalesce(deployment, '') AS deployment,
          coalesce(provider, '') AS provider, outcome, charge, uncollected, coalesce(provider_cost, 0) AS cost,
          CASE WHEN outcome = 'COMPLETED' THEN latency_bucket(duration_ms) END AS d, latency_bucket(first_byte_ms) AS f
        FROM (SELECT 1 AS sign, a.* FROM added a) r
      ), hours AS (
        INSERT INTO usage_latency_by_hour AS t (day, hour, account_id, key_id, model, %1$s)
        SELECT day, hour, account_id, key_id, model, %2$s FROM measured m GROUP BY 1, 2, 3, 4, 5
        ORDER BY account_id, key_id, model, day, hour
        ON CONFLICT (account_id, day, hour, key_id, model) DO UPDATE SET %3$s
      ), days AS (
        INSERT INTO usage_latency_by_day AS t (day, account_id, key_id, model, %1$s)
        SELECT day, account_id, key_id, model, %2$s FROM measured m GROUP BY 1, 2, 3, 4
        ORDER BY account_id, key_id, model, day
        ON CONFLICT (account_id, day, key_id, model) DO UPDATE SET %3$s
      )
      INSERT INTO deployment_day AS t (day, deployment, provider, model, slot, charge, uncollected, cost, %1$s)
      SELECT day, deployment, provider, model, pg_backend_pid() %% 16, sum(sign * charge)::bigint,
        sum(sign * uncollected)::bigint, sum(sign * cost)::bigint, %2$s
      FROM measured m GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT (day, deployment, provider, model, slot) DO UPDATE SET charge = t.charge + excluded.charge,
        uncollected = t.uncollected + excluded.uncollected, cost = t.cost + excluded.cost, %3$s;
      RETURN NULL;
    END $function$ $template$, columns, counted, added);
  EXECUTE replace(replace(pg_get_functiondef('keep_latencies_of_new'::regproc), 'keep_latencies_of_new',
      'keep_latencies_of_corrected'),
    'SELECT 1 AS sign, a.* FROM added a',
    'SELECT 1 AS sign, a.* FROM added a UNION ALL SELECT -1, b.* FROM replaced b');
END $migration$;
