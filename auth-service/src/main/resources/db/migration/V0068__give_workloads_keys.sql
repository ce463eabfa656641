-- Keys that workloads of a cluster act as, by a ServiceAccount's token and without a secret. Adds only: pods of the release
-- before list them as keys that nobody has the secret of, and take no tokens.

ALTER TABLE api_key
  -- Who signed the token, and what it named; all three, or none.
  ADD COLUMN workload_issuer text,
  ADD COLUMN workload_namespace text,
  ADD COLUMN workload_service_account text,
  ADD CONSTRAINT workload_is_whole CHECK (
    num_nulls(workload_issuer, workload_namespace, workload_service_account) IN (0, 3));

-- One of each workload and account: however many processes see it first.
CREATE UNIQUE INDEX api_key_by_workload
  ON api_key (account_id, workload_namespace, workload_service_account, workload_issuer)
  WHERE workload_issuer IS NOT NULL;
