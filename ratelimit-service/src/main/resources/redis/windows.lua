-- Put in front of every script: what is counted, and when it stops to count. Times are Redis' own, in milliseconds.
-- A subject's keys, in this order (each dies one window after its last use):
--   log  zset  request id -> when admitted: a small RPM, exact
--   rpm  hash  bucket number -> requests: a large RPM; a bucket counts whole until all of it is out of the window
--   tpm  hash  bucket number -> tokens
--   rpd  hash  UTC day number -> requests; <day>:sure -> 1 once billing's count of that day was heeded (restore.lua)
--   con  zset  request id or slice id#n -> when it expires
local LOG, RPM, TPM, RPD, CON = 0, 1, 2, 3, 4
local DAY = 86400000

local function now_millis()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

-- Appends {when it stops to count, how much} of each bucket that counts still; drops the others.
local function read_buckets(key, now, window, width, into)
  local span = math.floor(window / width)
  local oldest = math.floor(now / width) - span
  local flat = redis.call('HGETALL', key)
  local dead = {}
  local used = 0
  for i = 1, #flat, 2 do
    local bucket, amount = tonumber(flat[i]), tonumber(flat[i + 1])
    if bucket < oldest or amount <= 0 then
      dead[#dead + 1] = flat[i]
    else
      used = used + amount
      into[#into + 1] = { (bucket + span + 1) * width, amount }
    end
  end
  for i = 1, #dead do
    redis.call('HDEL', key, dead[i])
  end
  return used
end

-- A request counts for a whole window and one millisecond, which makes up for the part of its millisecond cut off.
local function read_log(key, now, window, into)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window - 1)
  local flat = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for i = 2, #flat, 2 do
    into[#into + 1] = { tonumber(flat[i]) + window + 1, 1 }
  end
  return #flat / 2
end

-- How long until `need` of these have stopped to count.
local function wait_for(releases, need, now)
  table.sort(releases, function(a, b) return a[1] < b[1] end)
  local freed = 0
  for i = 1, #releases do
    freed = freed + releases[i][2]
    if freed >= need then
      return math.max(1, releases[i][1] - now)
    end
  end
  return -1
end

local function last_of(releases, now)
  local last = now
  for i = 1, #releases do
    last = math.max(last, releases[i][1])
  end
  return last - now
end

-- A day of which billing was not asked yet may have been forgotten by Redis.
local function is_sure(key, day)
  return redis.call('HEXISTS', key, day .. ':sure')
end

-- The state of one window: used, releases, time until full again. `base` is the index before the subject's first key.
-- The log and the buckets of RPM are counted together, so that a changed limit forgets nothing.
local function read_window(dimension, base, now, window, width)
  local releases = {}
  if dimension == RPM then
    local used = read_log(KEYS[base + 1], now, window, releases)
        + read_buckets(KEYS[base + 2], now, window, width, releases)
    return used, releases, last_of(releases, now)
  elseif dimension == TPM then
    local used = read_buckets(KEYS[base + 3], now, window, width, releases)
    return used, releases, last_of(releases, now)
  elseif dimension == RPD then
    local day = math.floor(now / DAY)
    local used = tonumber(redis.call('HGET', KEYS[base + 4], day) or '0')
    releases[1] = { (day + 1) * DAY, used }
    return used, releases, used > 0 and (day + 1) * DAY - now or 0
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[base + 5], '-inf', now)
  return redis.call('ZCARD', KEYS[base + 5]), releases, 0
end

local function add_to_bucket(key, bucket, amount, window, width)
  redis.call('HINCRBY', key, bucket, amount)
  redis.call('PEXPIRE', key, window + 3 * width)
end

local function forget_days_before(key, day)
  redis.call('HDEL', key, day - 1, (day - 1) .. ':sure', day - 2, (day - 2) .. ':sure')
end

local function add_to_day(key, now, amount)
  local day = math.floor(now / DAY)
  if redis.call('HINCRBY', key, day, amount) == amount then
    forget_days_before(key, day)
  end
  redis.call('PEXPIREAT', key, (day + 1) * DAY + 3600000)
end

-- Takes back what a bucket was charged, if it counts still; never below nothing.
local function take_from_bucket(key, bucket, amount, now, window, width)
  if bucket < math.floor(now / width) - math.floor(window / width) then
    return 0
  end
  local there = tonumber(redis.call('HGET', key, bucket) or '0')
  local taken = math.min(there, amount)
  if taken > 0 then
    redis.call('HINCRBY', key, bucket, -taken)
  end
  return taken
end

local function hold_until(key, member, expiry, lifetime)
  redis.call('ZADD', key, expiry, member)
  redis.call('PEXPIRE', key, lifetime + 1000)
end
