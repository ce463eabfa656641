-- The books: accounts, double-entry ledger, credit lots, spend limits, price versions and the change feed.
-- First migration: no older pod exists.

CREATE TABLE revision (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  value bigint NOT NULL
);
INSERT INTO revision (value) VALUES (0);

-- Every change takes the next revision in its own transaction, so that commit order is number order (rules 12).
CREATE TABLE change (
  revision bigint PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account (
  id text PRIMARY KEY,
  balance bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0,
  overdraft bigint NOT NULL DEFAULT 0,
  frozen boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT overdraft_not_negative CHECK (overdraft >= 0),
  CONSTRAINT held_not_negative CHECK (held >= 0),
  -- The invariant (rules 10). A prepaid account (overdraft 0) is therefore never negative.
  CONSTRAINT held_within_credit CHECK (held <= balance + overdraft)
);

CREATE TABLE ledger_transaction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  -- What it books, once: the gift's idempotency key, the settled batch, the correction.
  reference text NOT NULL,
  -- Why, in the words of whoever booked it.
  memo text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (kind, reference)
);

-- book: 'account' (account_id set), 'gifts', 'revenue', 'uncollected', 'receivable', 'expired'.
CREATE TABLE ledger_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transaction_id bigint NOT NULL REFERENCES ledger_transaction (id),
  book text NOT NULL,
  account_id text REFERENCES account (id),
  amount bigint NOT NULL,
  balance_after bigint,
  posted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT account_book_names_account CHECK (book <> 'account' OR (account_id IS NOT NULL AND balance_after IS NOT NULL))
);
CREATE INDEX ledger_entry_by_account ON ledger_entry (account_id, id DESC);
CREATE INDEX ledger_entry_by_transaction ON ledger_entry (transaction_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transaction_append_only BEFORE UPDATE OR DELETE ON ledger_transaction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transaction_no_truncate BEFORE TRUNCATE ON ledger_transaction
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION require_balanced_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Fires per entry, at commit: only the last entry of a transaction sums it up.
  IF EXISTS (SELECT FROM ledger_entry WHERE transaction_id = NEW.transaction_id AND id > NEW.id) THEN
    RETURN NULL;
  END IF;
  IF (SELECT sum(amount) FROM ledger_entry WHERE transaction_id = NEW.transaction_id) <> 0 THEN
    RAISE EXCEPTION 'transaction % does not sum to zero', NEW.transaction_id;
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balanced_transaction();

-- Credit by origin: charges take gifts first (earliest expiry), then purchases, oldest first.
CREATE TABLE credit_lot (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  kind text NOT NULL CHECK (kind IN ('gift', 'purchase')),
  amount bigint NOT NULL CHECK (amount > 0),
  remaining bigint NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT remaining_within_amount CHECK (remaining BETWEEN 0 AND amount)
);
CREATE INDEX credit_lot_by_account ON credit_lot (account_id);
CREATE INDEX credit_lot_to_expire ON credit_lot (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;

CREATE TABLE spend_limit (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  amount bigint NOT NULL CHECK (amount >= 0),
  period text NOT NULL CHECK (period IN ('total', 'day', 'week', 'month')),
  time_zone text NOT NULL DEFAULT 'UTC',
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX spend_limit_by_account ON spend_limit (account_id, id);

-- Spent and held of a limit in one period; guarded by spent + held <= spend_limit.amount at each grant (rules 6).
CREATE TABLE spend_period (
  limit_id text NOT NULL REFERENCES spend_limit (id),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  spent bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  PRIMARY KEY (limit_id, starts_at)
);

CREATE TABLE price_version (
  version bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_hash text NOT NULL,
  effective_from timestamptz NOT NULL,
  -- Effective prices per (model, group), as published: PriceList.Version.
  compiled jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER price_version_append_only BEFORE UPDATE OR DELETE ON price_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
