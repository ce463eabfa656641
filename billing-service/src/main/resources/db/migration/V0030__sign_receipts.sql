-- Public keys of receipts, for ever: a receipt stays genuine when its key has been retired. Adds a table only: older
-- pods survive it.
CREATE TABLE receipt_key (
  kid text PRIMARY KEY,
  public_key bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
  published_at timestamptz NOT NULL
);
CREATE TRIGGER receipt_key_append_only BEFORE UPDATE OR DELETE ON receipt_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_key_no_truncate BEFORE TRUNCATE ON receipt_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
