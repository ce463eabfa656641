-- Who is written to about an account's money, and what is to be written. Adds only.

CREATE TABLE billing_contact (
  account_id text PRIMARY KEY REFERENCES account (id),
  email text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Written in the transaction of what it tells of, sent after it. Gone a month after it was sent or given up: it has
-- addresses in it.
CREATE TABLE mail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What it tells of, as 'top-up/pay_…': told once.
  topic text NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES account (id),
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
