-- What a session was opened with, who an identity provider's people are here, and when a key was last used. Adds only.

ALTER TABLE access_token ADD COLUMN device text;

CREATE TABLE user_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id text NOT NULL REFERENCES app_user (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identity_by_user ON user_identity (user_id);

-- Set at most once an hour and key, when an edge asks about it, as it does every minute that the key is in use.
ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;
