-- Takes back what an edge did not use of a slice, only into the bucket that gave it.
-- KEYS     as in slice.lua; concurrency slots are released by name instead (correct.lua)
-- ARGV     slice id, window, bucket width, dimension, all that was ever returned of this slice (told twice, counts once)
-- Answers  how much counts no more
local id, window, width, dimension = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local record = KEYS[1]
local known = redis.call('HMGET', record, 'granted', 'returned', 'bucket')
if not known[1] then
  return 0
end
local granted, returned, bucket = tonumber(known[1]), tonumber(known[2]), tonumber(known[3])
local total = math.min(tonumber(ARGV[5]), granted)
local amount = total - returned
if amount <= 0 then
  return 0
end
local now = now_millis()
redis.call('HSET', record, 'returned', total)
if dimension == RPM then
  return take_from_bucket(KEYS[3], bucket, amount, now, window, width)
elseif dimension == TPM then
  return take_from_bucket(KEYS[4], bucket, amount, now, window, width)
end
if redis.call('HEXISTS', KEYS[5], bucket) == 1 then
  redis.call('HINCRBY', KEYS[5], bucket, -amount)
  return amount
end
return 0
