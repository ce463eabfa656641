-- Codes of authenticators beside passwords. Adds only; pods of the release before ask for no codes, until they are gone.

-- sealed: AES-256-GCM under the master key key_id, for the user alone. last_step: the 30 seconds of the newest code
-- that was taken; none of it or before is taken again.
CREATE TABLE totp (
  user_id text PRIMARY KEY REFERENCES app_user (id),
  key_id text NOT NULL,
  sealed text NOT NULL,
  last_step bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Null until a code was shown: until then none is asked for.
  confirmed_at timestamptz
);
CREATE INDEX totp_by_key ON totp (key_id);

-- code_hash: SHA-256 of the user's id and the code. One that was used is gone.
CREATE TABLE recovery_code (
  user_id text NOT NULL REFERENCES app_user (id),
  code_hash text NOT NULL CHECK (code_hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (user_id, code_hash)
);
