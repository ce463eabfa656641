-- Days that have a partition. The planner may look at names of other relations first, whose ends are no days: without the
-- CASE, one of them fails whoever asks for days before another. Pods of the release before use it as it is.

CREATE OR REPLACE FUNCTION usage_partition_days() RETURNS SETOF date LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN c.relname ~ '^usage_record_[0-9]{8}$' THEN to_date(right(c.relname, 8), 'YYYYMMDD') END
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'usage_record'::regclass
  ORDER BY 1
$$;
