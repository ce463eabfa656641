-- What was there before a change and after it, and whose owners may read of it. Expands only: the previous release
-- leaves the new columns empty. Changes of users and tokens concern no edge and take no revision.

ALTER TABLE audit_entry ADD COLUMN account_id text;
ALTER TABLE audit_entry ADD COLUMN before text;
ALTER TABLE audit_entry ADD COLUMN after text;
ALTER TABLE audit_entry ALTER COLUMN revision DROP NOT NULL;

CREATE INDEX audit_entry_by_account ON audit_entry (account_id, id DESC);
