-- Users, what they are to accounts and to the installation, and their tokens for the management API.
-- Expands only: the previous release does not know these tables.

CREATE TABLE app_user (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  login text NOT NULL,
  name text NOT NULL,
  password_hash text,
  status text NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED')),
  failed_logins integer NOT NULL DEFAULT 0,
  failed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX app_user_by_login ON app_user (lower(login));

CREATE TABLE platform_role (
  user_id text NOT NULL REFERENCES app_user (id),
  role text NOT NULL CHECK (role IN ('OPERATOR', 'AUDITOR')),
  PRIMARY KEY (user_id, role)
);

CREATE TABLE membership (
  account_id text NOT NULL REFERENCES account (id),
  user_id text NOT NULL REFERENCES app_user (id),
  role text NOT NULL CHECK (role IN ('OWNER', 'MEMBER', 'BILLING')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX membership_by_user ON membership (user_id);

-- secret_hash: lower-case hex of SHA-256; scopes: null narrows nothing (sessions).
CREATE TABLE access_token (
  id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  user_id text NOT NULL REFERENCES app_user (id),
  kind text NOT NULL CHECK (kind IN ('personal', 'session')),
  name text NOT NULL,
  secret_hash text NOT NULL UNIQUE CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  hint text NOT NULL,
  scopes text[],
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_used_on date,
  revoked_at timestamptz,
  CONSTRAINT personal_tokens_are_narrowed CHECK (kind = 'session' OR cardinality(scopes) > 0)
);
CREATE INDEX access_token_by_user ON access_token (user_id, seq DESC);
CREATE INDEX access_token_of_sessions ON access_token (expires_at) WHERE kind = 'session';

-- Callers see these two as a conflict: TG001 the account's last owner, TG002 the installation's last operator.
-- Who takes one away waits here for who takes another, and then sees what is left.
CREATE FUNCTION keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM auth.account WHERE id = OLD.account_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT 1 FROM auth.membership WHERE account_id = OLD.account_id AND role = 'OWNER') THEN
    RAISE EXCEPTION 'the last owner of % stays', OLD.account_id USING ERRCODE = 'TG001';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER membership_keeps_an_owner AFTER DELETE ON membership
  FOR EACH ROW WHEN (OLD.role = 'OWNER') EXECUTE FUNCTION keep_an_owner();
CREATE TRIGGER membership_keeps_an_owner_when_changed AFTER UPDATE ON membership
  FOR EACH ROW WHEN (OLD.role = 'OWNER' AND (NEW.role <> 'OWNER' OR NEW.account_id <> OLD.account_id))
  EXECUTE FUNCTION keep_an_owner();

CREATE FUNCTION keep_an_operator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('auth.platform_role'), 1);
  IF NOT EXISTS (SELECT 1 FROM auth.platform_role r JOIN auth.app_user u ON u.id = r.user_id
                 WHERE r.role = 'OPERATOR' AND u.status = 'ACTIVE') THEN
    RAISE EXCEPTION 'the last active operator stays' USING ERRCODE = 'TG002';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER platform_role_keeps_an_operator AFTER DELETE ON platform_role
  FOR EACH ROW WHEN (OLD.role = 'OPERATOR') EXECUTE FUNCTION keep_an_operator();
CREATE TRIGGER platform_role_keeps_an_operator_when_changed AFTER UPDATE ON platform_role
  FOR EACH ROW WHEN (OLD.role = 'OPERATOR') EXECUTE FUNCTION keep_an_operator();
CREATE TRIGGER app_user_keeps_an_operator AFTER UPDATE OF status ON app_user
  FOR EACH ROW WHEN (NEW.status <> 'ACTIVE') EXECUTE FUNCTION keep_an_operator();

CREATE FUNCTION keep_token_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'revocation of % is final', OLD.id;
END $$;

CREATE TRIGGER access_token_revocation_is_final BEFORE UPDATE ON access_token
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
  EXECUTE FUNCTION keep_token_revoked();

-- The admin token of the configuration is this user's credential.
INSERT INTO app_user (id, login, name, status) VALUES ('user_first_operator', 'operator', 'First operator', 'ACTIVE');
INSERT INTO platform_role (user_id, role) VALUES ('user_first_operator', 'OPERATOR');
