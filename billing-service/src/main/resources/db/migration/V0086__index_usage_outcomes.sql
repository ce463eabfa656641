-- Pages of requests that did not end well, and of those that were posted last. Adds only: pods of the release before go on
-- working. Records wait, in the edges' journals, while the indexes are built.

-- Few records are in these: those that were completed cost them nothing. The first one says the same in another order, so that
-- no page of an account or a key is read through everybody's.
CREATE INDEX usage_record_ended ON usage_record ((CASE outcome WHEN 'REFUSED' THEN 'failed' WHEN 'UPSTREAM_FAILED' THEN 'failed'
  WHEN 'CANCELLED' THEN 'cancelled' ELSE 'interrupted' END), day DESC, request_id DESC) WHERE outcome <> 'COMPLETED';
CREATE INDEX usage_record_ended_by_account ON usage_record (account_id, (CASE outcome WHEN 'CANCELLED' THEN 'cancelled'
  WHEN 'REFUSED' THEN 'failed' WHEN 'UPSTREAM_FAILED' THEN 'failed' ELSE 'interrupted' END), day DESC, request_id DESC)
  WHERE outcome <> 'COMPLETED';
CREATE INDEX usage_record_ended_by_key ON usage_record (key_id, (CASE outcome WHEN 'CANCELLED' THEN 'cancelled'
  WHEN 'REFUSED' THEN 'failed' WHEN 'UPSTREAM_FAILED' THEN 'failed' ELSE 'interrupted' END), day DESC, request_id DESC)
  WHERE outcome <> 'COMPLETED';

-- An account's records as they come in, however long ago they were admitted.
CREATE INDEX usage_record_posted ON usage_record (account_id, posted_at DESC);
