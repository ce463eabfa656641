-- The indexes of records' pages, oldest first: each new record comes last in its account, key or model, so that pages of an
-- index are filled instead of split in halves, and the last one is found without a search. Read backwards, they give the same
-- order as before. Pods of the release before go on working. Records wait, in the edges' journals, while the indexes are
-- built; whoever reads waits only for the old ones to be dropped, at the end.

DO $migration$
DECLARE
  name text;
  names CONSTANT text[] := ARRAY['by_account', 'by_key', 'by_account_model', 'by_key_model', 'by_model', 'posted'];
  columns CONSTANT text[] := ARRAY['account_id, day, request_id', 'key_id, day, request_id',
    'account_id, model, day, request_id', 'key_id, model, day, request_id', 'model, day, request_id', 'account_id, posted_at'];
BEGIN
  FOR i IN 1 .. cardinality(names) LOOP
    name := 'usage_record_' || names[i];
    EXECUTE format('ALTER INDEX %I RENAME TO %I', name, name || '_descending');
    EXECUTE format('CREATE INDEX %I ON usage_record (%s)', name, columns[i]);
  END LOOP;
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('DROP INDEX %I', 'usage_record_' || name || '_descending');
  END LOOP;
END $migration$;
