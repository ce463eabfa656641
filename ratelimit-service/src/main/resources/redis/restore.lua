-- Heeds what billing has counted of a day: never less than that, however often it is told.
-- KEYS[1]  rpd key (see windows.lua)
-- ARGV     UTC day number, requests that billing has counted of it
-- Answers  how many more count now; -1 when that day is over
local day, counted = tonumber(ARGV[1]), tonumber(ARGV[2])
local now = now_millis()
if day ~= math.floor(now / DAY) then
  return -1
end
local there = tonumber(redis.call('HGET', KEYS[1], day) or '0')
local missing = math.max(0, counted - there)
redis.call('HSET', KEYS[1], day, there + missing, day .. ':sure', 1)
forget_days_before(KEYS[1], day)
redis.call('PEXPIREAT', KEYS[1], (day + 1) * DAY + 3600000)
return missing
