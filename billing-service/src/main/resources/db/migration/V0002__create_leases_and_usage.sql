-- Edges and their epochs, credit leases, usage records and what is in flight. Adds tables only: older pods survive it.

-- An edge's identity lives in its journal's directory; each of its starts opens the next epoch (rules 2).
CREATE TABLE edge (
  id text PRIMARY KEY,
  epoch bigint NOT NULL,
  opened_at timestamptz NOT NULL
);

CREATE TABLE edge_epoch (
  edge_id text NOT NULL REFERENCES edge (id),
  epoch bigint NOT NULL,
  start_id text NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (edge_id, epoch),
  UNIQUE (edge_id, start_id)
);

-- One open lease per (edge, epoch, account, set of limits). What it holds is granted - posted - returned. A closed lease
-- stays for a while: its owner may repeat the closing ask.
CREATE TABLE lease (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  edge_id text NOT NULL,
  epoch bigint NOT NULL,
  account_id text NOT NULL REFERENCES account (id),
  limit_ids text[] NOT NULL,
  -- The period of each limit in which the whole hold counts at present, parallel to limit_ids (rules 6).
  period_starts timestamptz[] NOT NULL,
  granted bigint NOT NULL DEFAULT 0,
  posted bigint NOT NULL DEFAULT 0,
  returned bigint NOT NULL DEFAULT 0,
  -- The largest hold of the latest needs: what "8 holds" means when an ask brings none (rules 5).
  usual_hold bigint NOT NULL DEFAULT 0,
  -- The latest ask and its answer, given again when it is repeated.
  ask_number bigint NOT NULL,
  answer text NOT NULL,
  opened_at timestamptz NOT NULL,
  spend_until timestamptz NOT NULL,
  hold_until timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text CHECK (closed_by IN ('owner', 'successor', 'operator', 'expiry')),
  CONSTRAINT counters_not_negative CHECK (posted >= 0 AND returned >= 0),
  CONSTRAINT lease_within_grants CHECK (posted + returned <= granted),
  CONSTRAINT closed_holds_nothing CHECK (closed_at IS NULL OR posted + returned = granted),
  CONSTRAINT period_per_limit CHECK (cardinality(limit_ids) = cardinality(period_starts))
);
CREATE UNIQUE INDEX lease_open ON lease (edge_id, epoch, account_id, limit_ids) WHERE closed_at IS NULL;
CREATE INDEX lease_due ON lease (hold_until) WHERE closed_at IS NULL;
CREATE INDEX lease_closed ON lease (closed_at) WHERE closed_at IS NOT NULL;

-- When credit of an account was last called back: one recall per account and 100 ms. Its loss does no harm.
CREATE UNLOGGED TABLE recall (
  account_id text PRIMARY KEY,
  called_at timestamptz NOT NULL
);

-- Requests that an edge has told of and not ended (rules 3). `progress` may arrive before `open`.
CREATE TABLE usage_inflight (
  request_id uuid PRIMARY KEY,
  edge_id text NOT NULL,
  epoch bigint NOT NULL,
  -- UsageFrame.Open as it came; null while only progress is known.
  opened jsonb,
  account_id text,
  limit_ids text[],
  -- Output tokens by the last progress; null while none is known: then nothing is charged (rules 17).
  delivered bigint,
  seen_at timestamptz NOT NULL
);
CREATE INDEX usage_inflight_by_lease ON usage_inflight (edge_id, epoch, account_id);
CREATE INDEX usage_inflight_by_age ON usage_inflight (seen_at);

-- One row per request, by the UTC day in its id (rules 9). charge = collected + uncollected.
CREATE TABLE usage_record (
  day date NOT NULL,
  request_id uuid NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  edge_id text NOT NULL,
  epoch bigint NOT NULL,
  account_id text NOT NULL,
  key_id text NOT NULL,
  limit_ids text[] NOT NULL,
  client_request_id text,
  group_name text NOT NULL,
  model text NOT NULL,
  endpoint text NOT NULL,
  stream boolean NOT NULL,
  admitted_at timestamptz NOT NULL,
  -- The version that was charged, and the one that the edge named (rules 11).
  price_version bigint NOT NULL,
  stated_price_version bigint NOT NULL,
  quantities jsonb NOT NULL,
  prices jsonb NOT NULL,
  components jsonb NOT NULL,
  hold bigint NOT NULL,
  charge bigint NOT NULL CHECK (charge >= 0),
  stated_charge bigint NOT NULL,
  uncollected bigint NOT NULL DEFAULT 0,
  late boolean NOT NULL DEFAULT false,
  incurred jsonb NOT NULL,
  provider_cost bigint,
  outcome text NOT NULL,
  estimated boolean NOT NULL,
  http_status integer NOT NULL,
  provider text,
  deployment text,
  upstream_model text,
  attempts jsonb NOT NULL,
  first_byte_ms bigint,
  duration_ms bigint NOT NULL,
  -- Fields of a newer edge that this release does not know (rules 14).
  unknown jsonb,
  -- SHA-256 of the frame's known content: the same id with another one is an alert.
  content text NOT NULL,
  -- Made here when the edge did not return; an edge's own record corrects it.
  made_here boolean NOT NULL DEFAULT false,
  batch uuid NOT NULL,
  posted_at timestamptz NOT NULL,
  PRIMARY KEY (day, request_id),
  CONSTRAINT uncollected_within_charge CHECK (uncollected BETWEEN 0 AND charge)
) PARTITION BY RANGE (day);
CREATE INDEX usage_record_by_account ON usage_record (account_id, day DESC, request_id DESC);
CREATE INDEX usage_record_by_key ON usage_record (key_id, day DESC, request_id DESC);

-- What a record was before a correction; revisions are never lost.
CREATE TABLE usage_superseded (
  day date NOT NULL,
  request_id uuid NOT NULL,
  revision integer NOT NULL,
  record jsonb NOT NULL,
  superseded_at timestamptz NOT NULL,
  PRIMARY KEY (day, request_id, revision)
);

-- Frames that could not be understood or charged, raw (rules 14).
CREATE TABLE usage_quarantine (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  edge_id text NOT NULL,
  epoch bigint NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  raw text NOT NULL,
  -- SHA-256 of raw: a frame shipped again is kept once.
  content text NOT NULL UNIQUE,
  received_at timestamptz NOT NULL,
  resolved_at timestamptz
);

-- Makes a day's partition. Attaching locks the parent far less than creating in place.
CREATE FUNCTION ensure_usage_partition(wanted date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'usage_record_' || to_char(wanted, 'YYYYMMDD');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tollgate usage partition'));
  IF to_regclass(partition) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE usage_record INCLUDING ALL)', partition);
    EXECUTE format('ALTER TABLE usage_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition, wanted, wanted + 1);
  END IF;
END $$;
