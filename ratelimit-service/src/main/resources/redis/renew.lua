-- Lengthens the concurrency permits of one slot, and makes those anew that Redis has forgotten.
-- KEYS     pairs: con, request record (an ended request is not brought back)
-- ARGV     concurrency lifetime, then a member a pair
local lifetime = tonumber(ARGV[1])
local now = now_millis()
for i = 1, #KEYS, 2 do
  if redis.call('HEXISTS', KEYS[i + 1], 'end') == 0 then
    hold_until(KEYS[i], ARGV[1 + (i + 1) / 2], now + lifetime, lifetime)
  end
end
return #KEYS / 2
