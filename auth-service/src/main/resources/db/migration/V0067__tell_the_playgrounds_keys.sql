-- What a key was made for, where a person did not make it for himself. Adds only: keys that pods of the release before
-- make for the playground are listed as ever.

ALTER TABLE api_key ADD COLUMN purpose text CHECK (purpose IN ('PLAYGROUND'));

-- Those that were made before: the playground's end after an hour, unless that is configured.
UPDATE api_key SET purpose = 'PLAYGROUND'
WHERE name = 'Playground' AND expires_at <= created_at + interval '2 hours';
