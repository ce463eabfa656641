-- Statements of closed months, kept as they were first made, and the time zone of an account's months. Adds only: older
-- pods survive it.
ALTER TABLE account ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

CREATE TABLE statement (
  account_id text NOT NULL REFERENCES account (id),
  -- The month's first day, in the account's time zone.
  month date NOT NULL,
  -- The whole statement, canonical JSON; digest is its SHA-256.
  content text NOT NULL,
  digest text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, month),
  CONSTRAINT digest_is_of_content CHECK (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
CREATE TRIGGER statement_append_only BEFORE UPDATE OR DELETE ON statement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_no_truncate BEFORE TRUNCATE ON statement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
