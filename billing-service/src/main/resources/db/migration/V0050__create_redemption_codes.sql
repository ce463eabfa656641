-- Redemption codes: credit that whoever knows a code may take, once per account. Adds only: pods of the release before
-- go on working.

CREATE TABLE redemption_batch (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- What each use gives, in nano-credits.
  amount bigint NOT NULL CHECK (amount > 0),
  codes integer NOT NULL CHECK (codes > 0),
  -- Of each code, by as many accounts.
  max_uses integer NOT NULL CHECK (max_uses > 0),
  -- Until when codes may be redeemed, and how long what they gave lasts.
  redeemable_until timestamptz,
  credit_days integer CHECK (credit_days > 0),
  -- By which a batch is made once.
  idempotency_key text UNIQUE,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);

-- The code itself is nowhere: hash is the lower-case hex of its SHA-256.
CREATE TABLE redemption_code (
  id text PRIMARY KEY,
  batch_id text NOT NULL REFERENCES redemption_batch (id),
  hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$'),
  -- The last characters, to tell codes apart.
  hint text NOT NULL,
  uses integer NOT NULL DEFAULT 0,
  max_uses integer NOT NULL,
  disabled_at timestamptz,
  -- Whatever a race does, no code is used more often.
  CONSTRAINT uses_within_maximum CHECK (uses BETWEEN 0 AND max_uses)
);
CREATE INDEX redemption_code_by_batch ON redemption_code (batch_id, id DESC);

-- The key: one use of a code per account, for ever.
CREATE TABLE redemption (
  code_id text NOT NULL REFERENCES redemption_code (id),
  account_id text NOT NULL REFERENCES account (id),
  transaction_id bigint NOT NULL UNIQUE REFERENCES ledger_transaction (id),
  amount bigint NOT NULL CHECK (amount > 0),
  credit_expires_at timestamptz,
  redeemed_at timestamptz NOT NULL,
  PRIMARY KEY (code_id, account_id)
);
CREATE TRIGGER redemption_append_only BEFORE UPDATE OR DELETE ON redemption
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER redemption_no_truncate BEFORE TRUNCATE ON redemption
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A code's uses are its redemptions, at each commit.
CREATE FUNCTION require_uses_of_redemptions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  code text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF (SELECT uses FROM redemption_code WHERE id = code) <> (SELECT count(*) FROM redemption WHERE code_id = code) THEN
    RAISE EXCEPTION 'the uses of code % are not its redemptions', code;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER redemption_code_uses AFTER INSERT OR UPDATE OF uses ON redemption_code
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_uses_of_redemptions('id');
CREATE CONSTRAINT TRIGGER redemption_is_a_use AFTER INSERT ON redemption
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_uses_of_redemptions('code_id');

-- Tries of an account within the present window. Its loss costs a few more tries.
CREATE UNLOGGED TABLE redemption_tries (
  account_id text PRIMARY KEY,
  began_at timestamptz NOT NULL,
  tries integer NOT NULL
);
