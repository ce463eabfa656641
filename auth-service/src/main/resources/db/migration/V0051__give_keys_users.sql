-- Whose key it is, and spend limits of a user's keys. Adds only: pods of the release before go on working; keys that they
-- make are nobody's, and the keys that they rotate become nobody's.

ALTER TABLE api_key ADD COLUMN user_id text REFERENCES app_user (id);

-- Null: not of one user's keys alone.
ALTER TABLE spend_limit_binding
  ADD COLUMN user_id text REFERENCES app_user (id),
  ADD CONSTRAINT binds_a_group_or_a_user CHECK (group_id IS NULL OR user_id IS NULL);
