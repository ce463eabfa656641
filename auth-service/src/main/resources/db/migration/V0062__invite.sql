-- Invitations to an account, or to the installation. Adds only.

CREATE TABLE invitation (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- Null: to the installation, with an account of his own.
  account_id text REFERENCES account (id),
  email text NOT NULL,
  role text CHECK (role IN ('OWNER', 'MEMBER', 'BILLING')),
  language text NOT NULL CHECK (language IN ('en', 'zh')),
  invited_by text REFERENCES app_user (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_by text REFERENCES app_user (id),
  accepted_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT a_role_is_an_accounts CHECK ((account_id IS NULL) = (role IS NULL)),
  CONSTRAINT ends_once CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
CREATE UNIQUE INDEX invitation_is_one ON invitation (coalesce(account_id, ''), lower(email))
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitation_by_account ON invitation (account_id, seq DESC);
