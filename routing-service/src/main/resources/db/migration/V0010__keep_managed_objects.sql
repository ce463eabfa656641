-- What management declares beside the catalogue file, which deployments drain, and what a change replaced. Expands
-- only: pods of the release before go on publishing the file, without what is here, until they are gone.

CREATE TABLE managed_object (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('PROVIDER', 'MODEL', 'DEPLOYMENT', 'GROUP')),
  id text NOT NULL,
  -- JSON in the file's words, as it was given.
  definition text NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  -- A deleted object's row stays: its version goes on counting if it is made again.
  deleted boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (kind, id)
);

-- Deployments, the file's or managed, that take no new requests.
CREATE TABLE drained_deployment (
  id text PRIMARY KEY,
  drained_at timestamptz NOT NULL
);

ALTER TABLE audit_entry ADD COLUMN before text;
ALTER TABLE audit_entry ADD COLUMN after text;
