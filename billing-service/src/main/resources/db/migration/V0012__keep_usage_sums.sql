-- Roll-ups of usage by hour and by day, per account, key, group and model: kept by the database with every insert and
-- correction of records, in the same transaction and from the same rows, so that no release, replica or replay can
-- count a record otherwise than once. Adds only: pods of the release before feed them as well.

-- Kept as long as the records of its day, and dropped with them.
CREATE TABLE usage_by_hour (
  day date NOT NULL,
  hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  account_id text NOT NULL,
  key_id text NOT NULL,
  group_name text NOT NULL,
  model text NOT NULL,
  requests bigint NOT NULL,
  -- Those that the provider refused, or broke off.
  failed bigint NOT NULL,
  -- What was delivered, by class.
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
  -- Nano-credits. The provider's cost as far as it is known.
  charge bigint NOT NULL,
  uncollected bigint NOT NULL,
  provider_cost bigint NOT NULL,
  PRIMARY KEY (day, hour, account_id, key_id, group_name, model)
) PARTITION BY RANGE (day);
CREATE INDEX usage_by_hour_account ON usage_by_hour (account_id, day, hour, key_id, group_name, model);
CREATE INDEX usage_by_hour_account_model ON usage_by_hour (account_id, model, day, hour, key_id, group_name);
CREATE INDEX usage_by_hour_key ON usage_by_hour (key_id, day, hour, account_id, group_name, model);
CREATE INDEX usage_by_hour_key_model ON usage_by_hour (key_id, model, day, hour, account_id, group_name);
CREATE INDEX usage_by_hour_model ON usage_by_hour (model, day, hour, account_id, key_id, group_name);

-- Kept for ever.
CREATE TABLE usage_by_day (LIKE usage_by_hour) WITH (fillfactor = 80);
ALTER TABLE usage_by_day DROP COLUMN hour;
ALTER TABLE usage_by_day ADD PRIMARY KEY (day, account_id, key_id, group_name, model);
CREATE INDEX usage_by_day_account ON usage_by_day (account_id, day, key_id, group_name, model);
CREATE INDEX usage_by_day_account_model ON usage_by_day (account_id, model, day, key_id, group_name);
CREATE INDEX usage_by_day_key ON usage_by_day (key_id, day, account_id, group_name, model);
CREATE INDEX usage_by_day_key_model ON usage_by_day (key_id, model, day, account_id, group_name);
CREATE INDEX usage_by_day_model ON usage_by_day (model, day, account_id, key_id, group_name);
CREATE INDEX usage_by_day_group ON usage_by_day (group_name, day) INCLUDE (requests);

SELECT plan_pages_by_index('usage_by_hour'), plan_pages_by_index('usage_by_day');

-- A day has both partitions or none. A sealed one gets none again: the database refuses its records.
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
  FOREACH name IN ARRAY ARRAY['usage_by_hour', 'usage_record'] LOOP
    IF to_regclass(name || '_' || to_char(wanted, 'YYYYMMDD')) IS NULL THEN
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name || '_' || to_char(wanted, 'YYYYMMDD'), name);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, name || '_' || to_char(wanted, 'YYYYMMDD'), wanted, wanted + 1);
      PERFORM plan_pages_by_index(name || '_' || to_char(wanted, 'YYYYMMDD'));
    END IF;
  END LOOP;
END $$;

-- Nobody writes records from here to the commit: what is there is summed up once, what follows by the triggers.
LOCK TABLE usage_record IN SHARE ROW EXCLUSIVE MODE;

DO $migration$
DECLARE
  present date;
  class text;
  classes CONSTANT text[] := ARRAY['input', 'cached_input', 'cache_write', 'audio_input', 'image_input', 'output',
    'reasoning', 'audio_output', 'image_output', 'milli_images', 'characters', 'audio_milliseconds', 'searches'];
  measures CONSTANT text[] := ARRAY['requests', 'failed'] || classes || ARRAY['charge', 'uncollected', 'provider_cost'];
  subject CONSTANT text := 'account_id, key_id, group_name, model';
  columns CONSTANT text := array_to_string(measures, ', ');
  -- Of rows `r` whose sign is 1, or -1 for what a correction replaces.
  sums text := 'sum(sign)::bigint AS requests,'
    || ' coalesce(sum(sign) FILTER (WHERE outcome IN (''REFUSED'', ''UPSTREAM_FAILED'')), 0)::bigint AS failed';
  sums_again text;
  added text;
BEGIN
  FOREACH class IN ARRAY classes LOOP
    sums := sums || format(', coalesce(sum(sign * (quantities ->> %L)::bigint), 0)::bigint AS %I', class, class);
  END LOOP;
  sums := sums || ', sum(sign * charge)::bigint AS charge, sum(sign * uncollected)::bigint AS uncollected'
    || ', coalesce(sum(sign * provider_cost), 0)::bigint AS provider_cost';
  SELECT string_agg(format('sum(%I)::bigint', m), ', '), string_agg(format('%1$I = s.%1$I + excluded.%1$I', m), ', ')
    INTO sums_again, added FROM unnest(measures) m;

  -- What the records themselves say: for the triggers' check, `verify-ledger` and the seal.
  EXECUTE format('CREATE VIEW usage_counted AS
    SELECT day, usage_id_hour(request_id) AS hour, %1$s, %2$s FROM (SELECT 1 AS sign, u.* FROM usage_record u) r
    GROUP BY day, usage_id_hour(request_id), %1$s', subject, sums);

  -- Rows are locked in the order of their keys, so that no two batches wait for each other.
  EXECUTE format($template$
    CREATE FUNCTION keep_usage_sums_%1$s() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
      WITH delta AS MATERIALIZED (
        SELECT day, usage_id_hour(request_id) AS hour, %3$s, %5$s FROM (%2$s) r
        GROUP BY day, usage_id_hour(request_id), %3$s
      ), hours AS (
        INSERT INTO usage_by_hour AS s (day, hour, %3$s, %4$s)
        SELECT day, hour, %3$s, %4$s FROM delta ORDER BY %3$s, day, hour
        ON CONFLICT (day, hour, %3$s) DO UPDATE SET %6$s
      )
      INSERT INTO usage_by_day AS s (day, %3$s, %4$s)
      SELECT day, %3$s, %7$s FROM delta GROUP BY day, %3$s ORDER BY %3$s, day
      ON CONFLICT (day, %3$s) DO UPDATE SET %6$s;
      RETURN NULL;
    END $function$ $template$,
    'of_new', 'SELECT 1 AS sign, a.* FROM added a', subject, columns, sums, added, sums_again);
  EXECUTE replace(replace(pg_get_functiondef('keep_usage_sums_of_new'::regproc), 'keep_usage_sums_of_new',
      'keep_usage_sums_of_corrected'),
    'SELECT 1 AS sign, a.* FROM added a',
    'SELECT 1 AS sign, a.* FROM added a UNION ALL SELECT -1, b.* FROM replaced b');

  FOR present IN SELECT * FROM usage_partition_days() LOOP
    EXECUTE format('CREATE TABLE %I (LIKE usage_by_hour INCLUDING ALL)',
      'usage_by_hour_' || to_char(present, 'YYYYMMDD'));
    EXECUTE format('ALTER TABLE usage_by_hour ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      'usage_by_hour_' || to_char(present, 'YYYYMMDD'), present, present + 1);
    PERFORM plan_pages_by_index('usage_by_hour_' || to_char(present, 'YYYYMMDD'));
  END LOOP;

  EXECUTE format('INSERT INTO usage_by_hour (day, hour, %1$s, %2$s) SELECT day, hour, %1$s, %2$s FROM usage_counted',
    subject, columns);
  EXECUTE format('INSERT INTO usage_by_day (day, %1$s, %2$s) SELECT day, %1$s, %3$s FROM usage_by_hour GROUP BY day, %1$s',
    subject, columns, sums_again);
  -- Of days that were sealed before, no model is known.
  EXECUTE format('INSERT INTO usage_by_day (day, %1$s, %2$s)
    SELECT day, account_id, key_id, '''', '''', requests, 0%3$s, charge, uncollected, 0
    FROM usage_day d WHERE EXISTS (SELECT FROM usage_seal s WHERE s.day = d.day)',
    subject, columns, repeat(', 0', cardinality(classes)));
END $migration$;

CREATE TRIGGER usage_record_new AFTER INSERT ON usage_record
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION keep_usage_sums_of_new();
CREATE TRIGGER usage_record_corrected AFTER UPDATE ON usage_record
  REFERENCING NEW TABLE AS added OLD TABLE AS replaced
  FOR EACH STATEMENT EXECUTE FUNCTION keep_usage_sums_of_corrected();

CREATE TRIGGER usage_by_day_sealed BEFORE INSERT OR UPDATE OR DELETE ON usage_by_day
  FOR EACH ROW EXECUTE FUNCTION refuse_sealed_day();

-- How the roll-ups of a day with records differ from these, in words, or null.
CREATE FUNCTION usage_sums_difference(wanted date) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  difference text;
BEGIN
  SELECT format('%s %s h, account %s, key %s, group %s, model %s: the records say %s, the hour''s roll-up says %s',
      wanted, hour, account_id, key_id, group_name, model, to_jsonb(c) - 'day', to_jsonb(h) - 'day')
    INTO difference
    FROM (SELECT * FROM usage_counted WHERE day = wanted) c
    FULL JOIN (SELECT * FROM usage_by_hour WHERE day = wanted) h
      USING (hour, account_id, key_id, group_name, model)
    -- A correction may leave a row of nothing.
    WHERE c IS DISTINCT FROM h AND NOT (c IS NULL AND h.requests = 0 AND h.charge = 0)
    ORDER BY hour, account_id, key_id, group_name, model LIMIT 1;
  IF difference IS NOT NULL THEN
    RETURN difference;
  END IF;
  SELECT format('%s, account %s, key %s, group %s, model %s: the hours come to %s, the day''s roll-up says %s',
      wanted, account_id, key_id, group_name, model, to_jsonb(h), to_jsonb(d) - 'day')
    INTO difference
    FROM (SELECT account_id, key_id, group_name, model, sum(requests)::bigint AS requests, sum(failed)::bigint AS failed,
        sum(input)::bigint AS input, sum(cached_input)::bigint AS cached_input, sum(cache_write)::bigint AS cache_write,
        sum(audio_input)::bigint AS audio_input, sum(image_input)::bigint AS image_input, sum(output)::bigint AS output,
        sum(reasoning)::bigint AS reasoning, sum(audio_output)::bigint AS audio_output,
        sum(image_output)::bigint AS image_output, sum(milli_images)::bigint AS milli_images,
        sum(characters)::bigint AS characters, sum(audio_milliseconds)::bigint AS audio_milliseconds,
        sum(searches)::bigint AS searches, sum(charge)::bigint AS charge, sum(uncollected)::bigint AS uncollected,
        sum(provider_cost)::bigint AS provider_cost
      FROM usage_by_hour WHERE day = wanted GROUP BY 1, 2, 3, 4) h
    FULL JOIN (SELECT * FROM usage_by_day WHERE day = wanted) d USING (account_id, key_id, group_name, model)
    WHERE to_jsonb(h) IS DISTINCT FROM to_jsonb(d) - 'day'
    ORDER BY account_id, key_id, group_name, model LIMIT 1;
  RETURN difference;
END $$;

-- Seals a day and drops its records and hours, unless they are not what the day's roll-ups say: then it gives the
-- difference in words.
CREATE OR REPLACE FUNCTION seal_usage_day(wanted date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'usage_record_' || to_char(wanted, 'YYYYMMDD');
  difference text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tollgate usage partition'));
  IF to_regclass(partition) IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', partition);
  SELECT format('the records of account %s and key %s are %s requests for %s, the roll-up says %s for %s',
      account_id, key_id, coalesce(r.requests, 0), coalesce(r.charge, 0), coalesce(d.requests, 0), coalesce(d.charge, 0))
    INTO difference
    FROM (SELECT account_id, key_id, count(*) AS requests, sum(charge) AS charge, sum(uncollected) AS uncollected
      FROM usage_record WHERE day = wanted GROUP BY 1, 2) r
    FULL JOIN (SELECT * FROM usage_day WHERE day = wanted) d USING (account_id, key_id)
    WHERE (r.requests, r.charge, r.uncollected) IS DISTINCT FROM (d.requests, d.charge, d.uncollected)
    ORDER BY account_id, key_id LIMIT 1;
  difference := coalesce(difference, usage_sums_difference(wanted));
  IF difference IS NOT NULL THEN
    RETURN difference;
  END IF;
  INSERT INTO usage_seal (day, requests, charge, uncollected, digest)
    SELECT wanted, coalesce(sum(requests), 0), coalesce(sum(charge), 0), coalesce(sum(uncollected), 0),
      usage_day_digest(wanted)
    FROM usage_day WHERE day = wanted;
  INSERT INTO spend_sealed (day, limit_id, starts_at, spent)
    SELECT wanted, p.key, p.value::timestamptz, sum(r.charge - r.uncollected)
    FROM usage_record r, jsonb_each_text(r.periods) p
    WHERE r.day = wanted AND r.charge > r.uncollected
    GROUP BY 2, 3;
  DELETE FROM usage_superseded WHERE day = wanted;
  EXECUTE format('DROP TABLE %I', partition);
  EXECUTE format('DROP TABLE IF EXISTS %I', 'usage_by_hour_' || to_char(wanted, 'YYYYMMDD'));
  RETURN NULL;
END $$;
