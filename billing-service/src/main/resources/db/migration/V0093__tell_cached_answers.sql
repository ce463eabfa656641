-- What an answer from a cache is charged of its price version, in parts per million. Pods of the release before go on:
-- they quarantine the frames of such answers, and write none.
ALTER TABLE usage_record ADD COLUMN cached_ppm bigint;
