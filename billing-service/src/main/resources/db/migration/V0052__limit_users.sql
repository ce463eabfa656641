-- Spend limits and budgets of one user's keys. Adds only: a scope more, and whom it names.

ALTER TABLE spend_limit
  ADD COLUMN user_id text,
  DROP CONSTRAINT spend_limit_scope_check,
  ADD CONSTRAINT spend_limit_scope_check CHECK (scope IN ('key', 'account', 'group', 'user')),
  ADD CONSTRAINT user_is_named CHECK ((scope = 'user') = (user_id IS NOT NULL));
