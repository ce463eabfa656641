-- A day's roll-up in an index made every batch write all indexes of the row anew. Days are counted by group only when Redis
-- has lost its counts: then the rows themselves are read. Pods of the release before go on working.

CREATE INDEX usage_by_day_of_group ON usage_by_day (group_name, day);
DROP INDEX usage_by_day_group;
