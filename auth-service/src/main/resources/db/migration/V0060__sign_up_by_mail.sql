-- Sign-up by people themselves, links that prove a mailbox, and the mails that bring them. Adds only: pods of the release
-- before go on working; they do not see who waits to be confirmed, and so let nobody in who is not.

ALTER TABLE app_user
  ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'zh')),
  -- When the login was last proved to be an address of the user's; null: never, as of users whom operators made.
  ADD COLUMN email_confirmed_at timestamptz;

-- Who waits to be confirmed. No user yet: a stranger's sign-up with somebody's address takes nothing from its owner.
CREATE TABLE signup (
  id text PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  language text NOT NULL CHECK (language IN ('en', 'zh')),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX signup_by_email ON signup (lower(email), created_at DESC);
CREATE INDEX signup_by_expiry ON signup (expires_at);

-- Links in mails that were not followed yet; one that was is gone. secret_hash: lower-case hex of SHA-256.
-- subject: the id of the sign-up, user or invitation; detail: the address that is to be a user's.
CREATE TABLE mail_token (
  secret_hash text PRIMARY KEY CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  purpose text NOT NULL CHECK (purpose IN ('SIGNUP', 'RESET', 'EMAIL', 'INVITATION')),
  subject text NOT NULL,
  detail text,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX mail_token_by_subject ON mail_token (subject, purpose);
CREATE INDEX mail_token_by_expiry ON mail_token (expires_at);

-- How often somebody asked of late. subject_hash: SHA-256 of an address of a mailbox or of the network.
CREATE TABLE ask_count (
  kind text NOT NULL,
  subject_hash text NOT NULL,
  asks integer NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_hash)
);
CREATE INDEX ask_count_by_end ON ask_count (ends_at);

-- Written in the transaction of what it tells of, sent after it. The content may have a link's token in it, and is
-- emptied once the mail was sent or given up.
CREATE TABLE mail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recipient text NOT NULL,
  subject text NOT NULL,
  content text NOT NULL,
  tries int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  -- Null once it was sent or given up.
  next_try_at timestamptz,
  sent_at timestamptz
);
CREATE INDEX mail_waiting ON mail (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX mail_done ON mail (created_at) WHERE next_try_at IS NULL;
