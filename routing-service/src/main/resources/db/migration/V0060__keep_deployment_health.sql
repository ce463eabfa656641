-- What edges tell of the health of deployments, for all replicas of routing. Adds only: pods of the release before
-- neither read nor write it.

-- Unlogged: edges tell it again within seconds, and it is written at every report.
CREATE UNLOGGED TABLE edge_health (
  deployment text NOT NULL,
  edge text NOT NULL,
  -- Its breaker is open or half-open.
  open boolean NOT NULL,
  open_until timestamptz NOT NULL,
  cooling_until timestamptz NOT NULL,
  -- Since when it is so, and what failed last.
  since timestamptz NOT NULL,
  why text,
  -- When an active probe of this edge last found it well.
  proven_at timestamptz,
  -- Of the last minute.
  attempts bigint NOT NULL,
  failures bigint NOT NULL,
  first_byte_ms bigint,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (deployment, edge)
) WITH (fillfactor = 70);
CREATE INDEX edge_health_by_age ON edge_health (seen_at);

-- Which edge probes a deployment, and until when no other does.
CREATE UNLOGGED TABLE probe_lease (
  deployment text PRIMARY KEY,
  edge text NOT NULL,
  until timestamptz NOT NULL
) WITH (fillfactor = 70);

-- When an operator last had edges forget what they hold against a deployment.
CREATE TABLE health_reset (
  deployment text PRIMARY KEY,
  at timestamptz NOT NULL
);
