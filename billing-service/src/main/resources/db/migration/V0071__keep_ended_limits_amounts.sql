-- What a spend limit allowed, or watched, when it ended: from then on it must refuse nothing, and its amount says so.
-- Adds only; pods of the release before leave it empty.

ALTER TABLE spend_limit
  ADD COLUMN ended_amount bigint CHECK (ended_amount >= 0),
  ADD CONSTRAINT keeps_an_amount_when_ended CHECK (ended_amount IS NULL OR ended_at IS NOT NULL);
