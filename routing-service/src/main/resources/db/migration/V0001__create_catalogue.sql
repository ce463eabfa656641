-- Published catalogues, credentials set by management, and the change feed. First migration: no older pod exists.

CREATE TABLE revision (
  id smallint PRIMARY KEY CHECK (id = 1),
  value bigint NOT NULL CHECK (value >= 0)
);
INSERT INTO revision (id, value) VALUES (1, 0);

-- Every change takes the next revision in its own transaction, so that commit order is number order (rules 12).
CREATE TABLE change (
  revision bigint PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- One row per published snapshot: what a restarted routing serves at once. Credentials in it are sealed.
CREATE TABLE catalogue_version (
  revision bigint PRIMARY KEY REFERENCES change (revision) DEFERRABLE INITIALLY DEFERRED,
  version text NOT NULL,
  file_hash text NOT NULL,
  compiled text NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now()
);

-- Secrets set by the management API, sealed with AES-256-GCM; the ciphertext names its master key.
CREATE TABLE managed_credential (
  provider text PRIMARY KEY,
  key_id text NOT NULL,
  sealed text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Management changes of credentials. id: a UUIDv7, by which the logs of several services sort into one.
CREATE TABLE audit_entry (
  id uuid PRIMARY KEY,
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
