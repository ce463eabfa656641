-- Grants a part of one large limit to one edge: counted as spent now. Asked twice, answers the same.
-- KEYS[1]  slice record, hash: answer, dimension, bucket, granted, returned -> lives one window
-- KEYS[2..6] log rpm tpm rpd con of the subject (see windows.lua)
-- ARGV     slice id, window, bucket width, dimension, limit, amount, validity, concurrency lifetime,
--          how much those who wait need
-- Answers  granted, validity, remaining, reset, retry after, sure (0: a day that may have been forgotten)
local id, window, width = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local dimension, limit, amount = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local validity, lifetime = tonumber(ARGV[7]), tonumber(ARGV[8])
local record = KEYS[1]

local known = redis.call('HGET', record, 'answer')
if known then
  return cjson.decode(known)
end

local now = now_millis()
local used, releases, reset = read_window(dimension, 1, now, window, width)
local granted = math.max(0, math.min(amount, limit - used))
local wait = 0
local sure = 1
if dimension == RPD then
  sure = is_sure(KEYS[5], math.floor(now / DAY))
end
local needed = math.min(limit, math.max(1, tonumber(ARGV[9])))
if granted < needed then
  wait = dimension == CON and 1000 or wait_for(releases, used + needed - limit, now)
end
-- It may be used at the very end of its validity: it is charged to the bucket of then.
local bucket = math.floor((now + validity) / width)
if dimension == RPD then
  bucket = math.floor(now / DAY)
  -- What is left of it after midnight would be one day's requests in another; a refusal ends with its day, too.
  validity = math.min(validity, (bucket + 1) * DAY - now)
end
if granted > 0 then
  if dimension == RPM then
    add_to_bucket(KEYS[3], bucket, granted, window, width)
  elseif dimension == TPM then
    add_to_bucket(KEYS[4], bucket, granted, window, width)
  elseif dimension == RPD then
    add_to_day(KEYS[5], now, granted)
  else
    validity = lifetime
    for n = 0, granted - 1 do
      hold_until(KEYS[6], id .. '#' .. n, now + lifetime, lifetime)
    end
  end
  if dimension == RPM or dimension == TPM then
    reset = math.max(reset, (bucket + 1) * width + window - now)
  end
end
local answer = { granted, validity, math.max(0, limit - used - granted), reset, wait, sure }
redis.call('HSET', record, 'answer', cjson.encode(answer), 'bucket', bucket, 'granted', granted, 'returned', 0)
redis.call('PEXPIRE', record, window + 3 * width)
return answer
