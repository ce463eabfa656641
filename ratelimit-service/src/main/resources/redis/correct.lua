-- Corrects the tokens that an ended request was charged, and ends its concurrency permits, in one slot. Each once.
-- KEYS[1]  request record, hash: what was charged (t:...), what is corrected (c:...), that it ended -> lives one window
-- KEYS[2..] tpm keys to correct, then con keys to release
-- ARGV     request id, window, bucket width, tokens charged (when the record is gone), actual tokens, number of tpm keys
local id, window, width = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local told, actual, corrections = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local record = KEYS[1]
local now = now_millis()

local function correct(key)
  if redis.call('HSETNX', record, 'c:' .. key, 1) == 0 then
    return
  end
  local charge = redis.call('HGET', record, 't:' .. key)
  local bucket, charged = nil, told
  if charge then
    local b, amount = string.match(charge, '^(%d+):(%d+)$')
    bucket, charged = tonumber(b), tonumber(amount)
  end
  if actual > charged then
    add_to_bucket(key, math.floor(now / width), actual - charged, window, width)
  elseif bucket and actual < charged then
    take_from_bucket(key, bucket, charged - actual, now, window, width)
  end
end

for i = 2, 1 + corrections do
  correct(KEYS[i])
end
for i = 2 + corrections, #KEYS do
  redis.call('ZREM', KEYS[i], id)
end
if #KEYS > 1 + corrections then
  -- A renewal that was under way must not bring it back.
  redis.call('HSET', record, 'end', 1)
end
redis.call('PEXPIRE', record, window + 3 * width)
return 1
