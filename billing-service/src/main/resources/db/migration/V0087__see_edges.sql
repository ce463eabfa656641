-- When each edge was last heard of. Adds only: pods of the release before do not tell, those beside them do.
ALTER TABLE edge ADD COLUMN seen_at timestamptz;

-- What an operator is told to look at: few rows of large tables.
CREATE INDEX alert_delivery_given_up ON alert_delivery (given_up_at) WHERE given_up_at IS NOT NULL;
CREATE INDEX mail_given_up ON mail (created_at) WHERE next_try_at IS NULL AND sent_at IS NULL;
CREATE INDEX account_frozen ON account (id) WHERE frozen;
