-- How far each canary has come, for all replicas of routing and through restarts. Adds only: pods of the release before
-- know no canaries.

CREATE TABLE canary (
  deployment text PRIMARY KEY,
  -- Of what was declared; another one begins anew.
  definition text NOT NULL,
  step integer NOT NULL CHECK (step >= 0),
  phase text NOT NULL CHECK (phase IN ('RAMPING', 'DONE', 'ROLLED_BACK')),
  -- Percent of the model's requests.
  share integer NOT NULL CHECK (share BETWEEN 0 AND 100),
  begun_at timestamptz NOT NULL,
  -- The model's other deployments, one a line.
  others text NOT NULL,
  -- Attempts of this step as edges report them, at the canary and at the others.
  attempts bigint NOT NULL,
  failures bigint NOT NULL,
  other_attempts bigint NOT NULL,
  other_failures bigint NOT NULL,
  why text
) WITH (fillfactor = 70);
