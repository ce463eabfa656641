-- Roll-ups of usage by day with their seals, outage credit, receivables, and the books' own guards. A pod of the
-- release before would post records without their roll-up, so it must be gone first.

-- What a day's requests come to, per account and key; kept in the records' own transaction and for ever: daily limits
-- are restored from it, and it stands for a day's records once these are dropped (rules 9 and 16).
CREATE TABLE usage_day (
  day date NOT NULL,
  account_id text NOT NULL,
  key_id text NOT NULL,
  requests bigint NOT NULL,
  charge bigint NOT NULL,
  uncollected bigint NOT NULL,
  PRIMARY KEY (day, account_id, key_id)
);
CREATE INDEX usage_day_by_key ON usage_day (day, key_id);

INSERT INTO usage_day (day, account_id, key_id, requests, charge, uncollected)
SELECT day, account_id, key_id, count(*), sum(charge), sum(uncollected) FROM usage_record GROUP BY 1, 2, 3;

-- A day whose records are dropped: nothing of it changes any more.
CREATE TABLE usage_seal (
  day date PRIMARY KEY,
  requests bigint NOT NULL,
  charge bigint NOT NULL,
  uncollected bigint NOT NULL,
  -- SHA-256 over the day's roll-up.
  digest text NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER usage_seal_append_only BEFORE UPDATE OR DELETE ON usage_seal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER usage_seal_no_truncate BEFORE TRUNCATE ON usage_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which periods a record counts in (rules 6): {"<limit id>": "<start>"}.
ALTER TABLE usage_record ADD COLUMN periods jsonb NOT NULL DEFAULT '{}';

-- What dropped records had spent of limits whose periods outlive them.
CREATE TABLE spend_sealed (
  day date NOT NULL REFERENCES usage_seal (day),
  limit_id text NOT NULL,
  starts_at timestamptz NOT NULL,
  spent bigint NOT NULL,
  PRIMARY KEY (day, limit_id, starts_at)
);
CREATE TRIGGER spend_sealed_append_only BEFORE UPDATE OR DELETE ON spend_sealed
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION usage_day_digest(wanted date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(
      format('%s %s %s %s %s', account_id, key_id, requests, charge, uncollected), E'\n'
      ORDER BY account_id COLLATE "C", key_id COLLATE "C"), ''), 'UTF8')), 'hex')
  FROM usage_day WHERE day = wanted
$$;

CREATE FUNCTION refuse_sealed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM usage_seal WHERE day = coalesce(NEW.day, OLD.day)) THEN
    RAISE EXCEPTION 'the day % is sealed', coalesce(NEW.day, OLD.day);
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER usage_day_sealed BEFORE INSERT OR UPDATE OR DELETE ON usage_day
  FOR EACH ROW EXECUTE FUNCTION refuse_sealed_day();

-- Records are corrected, with their former revision kept, and dropped by whole sealed days: never deleted.
CREATE TRIGGER usage_record_no_delete BEFORE DELETE ON usage_record
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Seals a day and drops its records, unless they are not what its roll-up says: then it gives the difference in words.
CREATE FUNCTION seal_usage_day(wanted date) RETURNS text LANGUAGE plpgsql AS $$
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
  RETURN NULL;
END $$;

-- Days that have a partition.
CREATE FUNCTION usage_partition_days() RETURNS SETOF date LANGUAGE sql STABLE AS $$
  SELECT to_date(right(c.relname, 8), 'YYYYMMDD')
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'usage_record'::regclass
  ORDER BY 1
$$;

-- Outage credit (rules 8): what each edge may reserve while billing is away, and what was drawn of it beyond all other
-- credit and is not paid back yet. Receivable: what the account owes after a chargeback (rules 10).
ALTER TABLE account
  ADD COLUMN outage_credit bigint NOT NULL DEFAULT 0 CHECK (outage_credit >= 0),
  ADD COLUMN outage_drawn bigint NOT NULL DEFAULT 0 CHECK (outage_drawn >= 0),
  ADD COLUMN receivable bigint NOT NULL DEFAULT 0 CHECK (receivable >= 0),
  DROP CONSTRAINT held_within_credit,
  -- The invariant (rules 10): the overdraft is what an operator allows, and what an outage drew.
  ADD CONSTRAINT held_within_credit CHECK (held <= balance + overdraft + outage_drawn);

ALTER TABLE ledger_entry ADD CONSTRAINT amount_is_something CHECK (amount <> 0);
-- book: 'purchases' as well, where paid credit comes from and charged-back money goes to.
ALTER TABLE ledger_entry ADD CONSTRAINT book_is_known
  CHECK (book IN ('account', 'gifts', 'purchases', 'revenue', 'uncollected', 'receivable', 'expired'));
ALTER TABLE ledger_entry ADD CONSTRAINT receivable_names_account CHECK (book <> 'receivable' OR account_id IS NOT NULL);

-- Each entry of an account continues the one before.
CREATE FUNCTION require_chained_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before bigint;
BEGIN
  SELECT balance_after INTO before FROM ledger_entry
    WHERE account_id = NEW.account_id AND book = 'account' AND id < NEW.id ORDER BY id DESC LIMIT 1;
  IF coalesce(before, 0) + NEW.amount <> NEW.balance_after THEN
    RAISE EXCEPTION 'entry % of account % does not continue the entry before', NEW.id, NEW.account_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_chained AFTER INSERT ON ledger_entry
  FOR EACH ROW WHEN (NEW.book = 'account') EXECUTE FUNCTION require_chained_entry();

-- An account's balance is, at each commit, what its newest entry says: by the chain, the sum of its entries.
CREATE FUNCTION require_balance_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  present bigint;
  entered bigint;
BEGIN
  SELECT balance INTO present FROM account WHERE id = NEW.id;
  SELECT balance_after INTO entered FROM ledger_entry
    WHERE account_id = NEW.id AND book = 'account' ORDER BY id DESC LIMIT 1;
  IF present <> coalesce(entered, 0) THEN
    RAISE EXCEPTION 'the balance of account % is %, its entries say %', NEW.id, present, coalesce(entered, 0);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER account_balance_is_its_entries AFTER INSERT OR UPDATE OF balance ON account
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_balance_of_entries();

CREATE FUNCTION require_entries_of_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_entry WHERE account_id = NEW.account_id AND book = 'account' AND id > NEW.id)
    AND (SELECT balance FROM account WHERE id = NEW.account_id) <> NEW.balance_after THEN
    RAISE EXCEPTION 'the balance of account % is not %, as its newest entry says', NEW.account_id, NEW.balance_after;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_is_the_balance AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.book = 'account')
  EXECUTE FUNCTION require_entries_of_balance();

-- What a frame in quarantine would have charged is uncollected until an operator posts it (rules 14).
ALTER TABLE usage_quarantine ADD COLUMN amount bigint NOT NULL DEFAULT 0 CHECK (amount >= 0);

-- A published version says for ever what it said first.
ALTER TABLE price_version ADD COLUMN digest text;
CREATE FUNCTION digest_price_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.digest := encode(sha256(convert_to(NEW.compiled::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
ALTER TABLE price_version DISABLE TRIGGER price_version_append_only;
UPDATE price_version SET digest = encode(sha256(convert_to(compiled::text, 'UTF8')), 'hex');
ALTER TABLE price_version ENABLE TRIGGER price_version_append_only;
ALTER TABLE price_version ALTER COLUMN digest SET NOT NULL;
CREATE TRIGGER price_version_digest BEFORE INSERT ON price_version
  FOR EACH ROW EXECUTE FUNCTION digest_price_version();

-- An ask reads the leases of its owner on its accounts, closed ones too.
CREATE INDEX lease_by_owner ON lease (edge_id, epoch, account_id, id);
