-- What was there before a change and after it, and whose owners may read of it. Expands only: the previous release
-- leaves the new columns empty.

ALTER TABLE audit_entry ADD COLUMN account_id text;
ALTER TABLE audit_entry ADD COLUMN before text;
ALTER TABLE audit_entry ADD COLUMN after text;

CREATE INDEX audit_entry_by_account ON audit_entry (account_id, id DESC);
