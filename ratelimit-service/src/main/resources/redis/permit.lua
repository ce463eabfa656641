-- Admits one request by all windows of all subjects of one slot, or by none.
-- KEYS[1]  request record, hash: answer, given back?, charges (t:n), corrections (c:...), ended?  -> lives one window
-- KEYS[2..] five a subject: log rpm tpm rpd con (see windows.lua)
-- ARGV     request id, window, bucket width, most requests of a log, tokens, concurrency lifetime, refusal lifetime,
--          mode (take | peek); then four limits a subject: rpm tpm rpd concurrency, 0 for none
-- Answers  admitted (1, 0; 2: was given back), subject, dimension, limit, retry after; then of each window:
--          subject, dimension, limit, remaining, reset, sure (0: a day that may have been forgotten)
local id = ARGV[1]
local window, width, log_max = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local tokens, lifetime, refusal_lifetime = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local take = ARGV[8] == 'take'
local record = KEYS[1]

if take then
  local known = redis.call('HMGET', record, 'answer', 'back')
  if known[2] then
    return { 2, 0, 0, 0, 0 }
  end
  if known[1] then
    return cjson.decode(known[1])
  end
end

local now = now_millis()
local answer = { 1, 0, 0, 0, 0 }
local charges = {}
local subjects = (#KEYS - 1) / 5
for s = 0, subjects - 1 do
  for d = RPM, CON do
    local limit = tonumber(ARGV[8 + s * 4 + d])
    if limit > 0 then
      local amount = d == TPM and math.min(tokens, limit) or 1
      local used, releases, reset = read_window(d, 1 + s * 5, now, window, width)
      if used + amount > limit then
        -- When a request under way ends is not known: soon.
        local wait = d == CON and 1000 or wait_for(releases, used + amount - limit, now)
        if answer[1] == 1 or wait > answer[5] then
          answer[1], answer[2], answer[3], answer[4], answer[5] = 0, s, d, limit, wait
        end
      end
      charges[#charges + 1] = { s, d, limit, amount, used, reset }
    end
  end
end

local admitted = answer[1] == 1
local present = math.floor(now / width)
for i = 1, #charges do
  local s, d, limit, amount, used, reset = unpack(charges[i])
  local base = 1 + s * 5
  if admitted and take then
    used = used + amount
    if d == RPM and limit <= log_max then
      redis.call('ZADD', KEYS[base + 1], now, id)
      redis.call('PEXPIRE', KEYS[base + 1], window + 3 * width)
      reset = window
    elseif d == RPM then
      add_to_bucket(KEYS[base + 2], present, 1, window, width)
      redis.call('HSET', record, 'r:' .. s, present)
      reset = (present + 1) * width + window - now
    elseif d == TPM then
      add_to_bucket(KEYS[base + 3], present, amount, window, width)
      redis.call('HSET', record, 't:' .. KEYS[base + 3], present .. ':' .. string.format('%.0f', amount))
      reset = (present + 1) * width + window - now
    elseif d == RPD then
      add_to_day(KEYS[base + 4], now, 1)
      redis.call('HSET', record, 'd:' .. s, math.floor(now / DAY))
      reset = (math.floor(now / DAY) + 1) * DAY - now
    else
      hold_until(KEYS[base + 5], id, now + lifetime, lifetime)
    end
  end
  local at = #answer
  answer[at + 1], answer[at + 2], answer[at + 3] = s, d, limit
  answer[at + 4], answer[at + 5] = math.max(0, limit - used), reset
  answer[at + 6] = d == RPD and is_sure(KEYS[base + 4], math.floor(now / DAY)) or 1
end
if take then
  redis.call('HSET', record, 'answer', cjson.encode(answer))
  redis.call('PEXPIRE', record, admitted and window + 3 * width or refusal_lifetime)
end
return answer
