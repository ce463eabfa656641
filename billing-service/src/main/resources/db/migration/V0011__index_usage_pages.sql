-- Every page of usage by an index of its own. Adds only: pods of the release before go on working. Records wait, in the
-- edges' journals, while the indexes are built.

-- Pages of one model: of an account, of a key, of all. A filter over the account's own index would read all of its
-- records to find those of a model that is seldom used.
CREATE INDEX usage_record_by_account_model ON usage_record (account_id, model, day DESC, request_id DESC);
CREATE INDEX usage_record_by_key_model ON usage_record (key_id, model, day DESC, request_id DESC);
CREATE INDEX usage_record_by_model ON usage_record (model, day DESC, request_id DESC);

-- Whether a key is the account's: asked once per page instead of of each record.
CREATE INDEX usage_day_of_key ON usage_day (key_id, account_id);

-- The few frames that wait, not the many that did.
CREATE INDEX usage_quarantine_waiting ON usage_quarantine (id) WHERE resolved_at IS NULL;

-- An account's own entries, newest first; those of the book `receivable` carry its name too.
CREATE INDEX ledger_entry_of_account ON ledger_entry (account_id, id DESC) WHERE book = 'account';

-- An account that makes a tenth of all records would tempt the planner to read all records in order and to leave out
-- nine of ten. Without figures it takes every account, key and model for a rare one, and the index that is for it.
CREATE FUNCTION plan_pages_by_index(wanted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['account_id', 'key_id', 'model'] LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', wanted, name);
  END LOOP;
END $$;
SELECT plan_pages_by_index('usage_record');
SELECT plan_pages_by_index('usage_record_' || to_char(day, 'YYYYMMDD')) FROM usage_partition_days() AS d (day);
ALTER TABLE ledger_entry ALTER COLUMN account_id SET STATISTICS 0;
