-- Usage for other systems: which revisions of which records are still to be told, and those that were refused. Adds
-- tables and a trigger that looks at them only: pods of the release before write no rows, and go on.

-- Written in the transaction that books the record, deleted once the broker has it. The revision of a record never
-- changes (a correction is the next one), so that its id is enough. Rows of an account are numbered in the order of its
-- bookings, as these hold its lock; over accounts, numbers may become visible out of order: nothing here may rely on
-- a highest number that is done.
CREATE TABLE usage_outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  day date NOT NULL,
  request_id uuid NOT NULL,
  revision integer NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- What the broker will never take, until an operator moves it back.
CREATE TABLE usage_export_refused (
  seq bigint PRIMARY KEY,
  day date NOT NULL,
  request_id uuid NOT NULL,
  revision integer NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  booked_at timestamptz NOT NULL,
  refused_at timestamptz NOT NULL DEFAULT now()
);

-- Which replica sends, and for how long nobody else may.
CREATE TABLE usage_exporter (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  owner text NOT NULL,
  until timestamptz NOT NULL
);
INSERT INTO usage_exporter (owner, until) VALUES ('nobody', '-infinity');

-- A day's records are not dropped while any of them is still to be told.
CREATE FUNCTION refuse_seal_before_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM usage_outbox WHERE day = NEW.day) THEN
    RAISE EXCEPTION 'records of % wait to be exported', NEW.day;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER usage_seal_after_export BEFORE INSERT ON usage_seal
  FOR EACH ROW EXECUTE FUNCTION refuse_seal_before_export();
