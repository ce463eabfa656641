-- Management changes of money, written in each change's own transaction. Adds a table only: older pods survive it.

-- id: a UUIDv7, by which the logs of several services sort into one.
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

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
