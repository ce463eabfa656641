-- Gives back all that one request took in one slot, because another slot refused it. Once per request.
-- KEYS[1]  request record, hash -> lives as long as a refusal
-- KEYS[2..] five a subject: log rpm tpm rpd con (see windows.lua)
-- ARGV     request id, window, bucket width, refusal lifetime
local id, window, width = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local record = KEYS[1]
local now = now_millis()
local given_back = redis.call('HGET', record, 'back')
if not given_back and redis.call('EXISTS', record) == 1 then
  for s = 0, (#KEYS - 1) / 5 - 1 do
    local base = 1 + s * 5
    redis.call('ZREM', KEYS[base + 1], id)
    redis.call('ZREM', KEYS[base + 5], id)
    local rpm = redis.call('HGET', record, 'r:' .. s)
    if rpm then
      take_from_bucket(KEYS[base + 2], tonumber(rpm), 1, now, window, width)
    end
    local charge = redis.call('HGET', record, 't:' .. KEYS[base + 3])
    if charge then
      local bucket, amount = string.match(charge, '^(%d+):(%d+)$')
      take_from_bucket(KEYS[base + 3], tonumber(bucket), tonumber(amount), now, window, width)
    end
    local day = redis.call('HGET', record, 'd:' .. s)
    if day and redis.call('HEXISTS', KEYS[base + 4], day) == 1 then
      redis.call('HINCRBY', KEYS[base + 4], day, -1)
    end
  end
end
redis.call('DEL', record)
redis.call('HSET', record, 'back', 1, 'end', 1)
redis.call('PEXPIRE', record, tonumber(ARGV[4]))
return 1
