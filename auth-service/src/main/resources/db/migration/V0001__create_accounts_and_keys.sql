-- Accounts, API keys, the revisions by which edges learn of changes, and the audit log.
-- First migration: no older pod exists.

CREATE TABLE revision (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  value bigint NOT NULL
);
INSERT INTO revision (value) VALUES (0);

-- Every change takes the next revision in its own transaction; the counter's row lock is held until commit, so that
-- commit order is number order (rules 12).
CREATE TABLE change (
  revision bigint PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  end_streams boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL,
  group_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'FROZEN')),
  rpm bigint CHECK (rpm > 0),
  tpm bigint CHECK (tpm > 0),
  rpd bigint CHECK (rpd > 0),
  concurrency bigint CHECK (concurrency > 0),
  created_at timestamptz NOT NULL
);

-- secret_hash: lower-case hex of SHA-256; the secret itself is nowhere.
CREATE TABLE api_key (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  account_id text NOT NULL REFERENCES account (id),
  name text NOT NULL,
  secret_hash text NOT NULL UNIQUE CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  hint text NOT NULL,
  group_id text,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED', 'REVOKED')),
  expires_at timestamptz,
  scopes text[] NOT NULL,
  models text[],
  ip_allow text[] NOT NULL,
  spend_limit_ids text[] NOT NULL,
  rpm bigint CHECK (rpm > 0),
  tpm bigint CHECK (tpm > 0),
  rpd bigint CHECK (rpd > 0),
  concurrency bigint CHECK (concurrency > 0),
  created_at timestamptz NOT NULL,
  rotated_to text REFERENCES api_key (id),
  grace_until timestamptz,
  CONSTRAINT rotation_has_grace CHECK ((rotated_to IS NULL) = (grace_until IS NULL))
);
CREATE INDEX api_key_by_account ON api_key (account_id, seq DESC);

CREATE FUNCTION keep_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'REVOKED' AND NEW.status <> 'REVOKED' THEN
    RAISE EXCEPTION 'revocation of % is final', OLD.id;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER api_key_revocation_is_final BEFORE UPDATE ON api_key
  FOR EACH ROW EXECUTE FUNCTION keep_revoked();

-- One row per management change, written in the change's own transaction.
-- id: a UUIDv7, by which the logs of several services sort into one.
CREATE TABLE audit_entry (
  id uuid PRIMARY KEY,
  revision bigint NOT NULL UNIQUE,
  at timestamptz NOT NULL DEFAULT now(),
  actor text,
  action text NOT NULL,
  subject text NOT NULL,
  request_id text,
  detail text NOT NULL
);

CREATE INDEX audit_entry_by_subject ON audit_entry (subject, id DESC);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an idempotency key has made; content: SHA-256 of the command.
CREATE TABLE created_once (
  idempotency_key text NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (idempotency_key, kind)
);
