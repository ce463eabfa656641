-- Spend limits of accounts, groups and keys, budgets that only tell, and their alerts. Adds only: pods of the release
-- before go on working, and feed the alerts as well.

ALTER TABLE spend_limit
  ADD COLUMN name text NOT NULL DEFAULT '',
  -- Whom it binds: keys that name it, all of the account's, those of one of its groups.
  ADD COLUMN scope text NOT NULL DEFAULT 'key' CHECK (scope IN ('key', 'account', 'group')),
  ADD COLUMN group_name text,
  -- Of a budget, which tells and never refuses: what it watches. Its amount is then beyond all spending, so that grants
  -- and charges, of whatever release, need not know of it.
  ADD COLUMN watched bigint CHECK (watched > 0),
  -- At which percentages an alert is due.
  ADD COLUMN alert_at integer[] NOT NULL DEFAULT '{50,80,100}'
    CHECK (cardinality(alert_at) <= 10 AND 0 < ALL (alert_at) AND 100 >= ALL (alert_at)),
  ADD COLUMN ended_at timestamptz,
  ADD CONSTRAINT group_is_named CHECK ((scope = 'group') = (group_name IS NOT NULL)),
  ADD CONSTRAINT budget_never_refuses CHECK (watched IS NULL OR amount = 9223372036854775807),
  ADD CONSTRAINT ended_never_refuses CHECK (ended_at IS NULL OR (watched IS NULL AND amount = 9223372036854775807));

-- One per limit, period and threshold, by its key: whoever crosses a threshold, however often.
CREATE TABLE spend_alert (
  id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  limit_id text NOT NULL REFERENCES spend_limit (id),
  starts_at timestamptz NOT NULL,
  threshold integer NOT NULL,
  account_id text NOT NULL,
  -- At the crossing, in nano-credits.
  spent bigint NOT NULL,
  amount bigint NOT NULL,
  -- A request was refused: what is left does not reach for it.
  refused boolean NOT NULL,
  crossed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (limit_id, starts_at, threshold)
);
CREATE INDEX spend_alert_by_account ON spend_alert (account_id, id DESC);
CREATE TRIGGER spend_alert_append_only BEFORE UPDATE OR DELETE ON spend_alert
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Where an account's alerts go.
CREATE TABLE alert_target (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  kind text NOT NULL CHECK (kind IN ('webhook', 'email')),
  address text NOT NULL,
  -- Of a webhook: what signs its calls, under a master key.
  secret_key_id text,
  sealed_secret text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT webhook_has_secret CHECK ((kind = 'webhook') = (sealed_secret IS NOT NULL AND secret_key_id IS NOT NULL))
);
CREATE INDEX alert_target_by_account ON alert_target (account_id, id DESC);

-- The outbox: one alert to one target.
CREATE TABLE alert_delivery (
  alert_id bigint NOT NULL REFERENCES spend_alert (id),
  target_id text NOT NULL REFERENCES alert_target (id),
  tries integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  given_up_at timestamptz,
  -- Why the latest try failed; nothing that the target said.
  problem text,
  PRIMARY KEY (alert_id, target_id)
);
CREATE INDEX alert_delivery_due ON alert_delivery (due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;

CREATE FUNCTION send_spend_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alert_delivery (alert_id, target_id)
    SELECT NEW.id, id FROM alert_target WHERE account_id = NEW.account_id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER spend_alert_sent AFTER INSERT ON spend_alert
  FOR EACH ROW EXECUTE FUNCTION send_spend_alert();

-- The thresholds that a period's spending has reached and that were not told yet.
CREATE FUNCTION note_spend_alerts(wanted text, period_start timestamptz, reached bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO spend_alert (limit_id, starts_at, threshold, account_id, spent, amount, refused)
  SELECT l.id, period_start, t, l.account_id, reached, coalesce(l.watched, l.amount), false
  FROM spend_limit l, unnest(l.alert_at) AS t
  WHERE l.id = wanted AND reached > 0 AND reached::numeric * 100 >= coalesce(l.watched, l.amount)::numeric * t
    AND NOT EXISTS (SELECT FROM spend_alert a
      WHERE a.limit_id = wanted AND a.starts_at = period_start AND a.threshold = t)
  ORDER BY t
  ON CONFLICT DO NOTHING
$$;

-- In the transaction that books the charge, so that no charge is without its alert and no alert without its charge.
CREATE FUNCTION watch_spending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_spend_alerts(NEW.limit_id, NEW.starts_at, NEW.spent);
  RETURN NULL;
END $$;
CREATE TRIGGER spend_period_watched AFTER UPDATE OF spent ON spend_period
  FOR EACH ROW WHEN (NEW.spent > OLD.spent) EXECUTE FUNCTION watch_spending();

-- A lowered amount may be reached already.
CREATE FUNCTION watch_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_spend_alerts(p.limit_id, p.starts_at, p.spent)
    FROM spend_period p WHERE p.limit_id = NEW.id AND (p.ends_at IS NULL OR p.ends_at > now());
  RETURN NULL;
END $$;
CREATE TRIGGER spend_limit_watched AFTER UPDATE OF amount, watched, alert_at ON spend_limit
  FOR EACH ROW EXECUTE FUNCTION watch_terms();
