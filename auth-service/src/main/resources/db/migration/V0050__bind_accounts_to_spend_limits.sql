-- Spend limits of whole accounts, and of their keys of one group. Adds a table only: pods of the release before go on
-- working, and tell edges of keys' own limits alone until they are gone.

-- The limit's terms are billing's; here is only whom it binds.
CREATE TABLE spend_limit_binding (
  limit_id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  -- Null: every key of the account.
  group_id text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX spend_limit_binding_by_account ON spend_limit_binding (account_id);
