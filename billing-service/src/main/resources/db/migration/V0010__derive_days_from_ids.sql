-- The day of a record as the database's own word. Adds only: pods of the release before go on working.

-- The Unix milliseconds in the first 48 bits of a request's id (UUID version 7), its UTC day and hour.
CREATE FUNCTION usage_id_millis(id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('x' || left(id::text, 8) || substr(id::text, 10, 4))::bit(48)::bigint;
CREATE FUNCTION usage_id_day(id uuid) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN date '1970-01-01' + (usage_id_millis(id) / 86400000)::integer;
CREATE FUNCTION usage_id_hour(id uuid) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (usage_id_millis(id) / 3600000 % 24)::smallint;

-- The key (day, request_id) is unique in one partition only. As the day follows from the id, an id has one partition,
-- and is unique over all of them (rules 9): a record delivered a week later meets its first copy or is refused.
ALTER TABLE usage_record ADD CONSTRAINT day_is_of_its_id CHECK (day = usage_id_day(request_id));
