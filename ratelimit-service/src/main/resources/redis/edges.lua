-- Notes that an edge was seen, and counts those seen lately.
-- KEYS[1]  zset: edge id -> when last seen; dies with the last edge's memory
-- ARGV     edge id, how long an edge is remembered
local memory = tonumber(ARGV[2])
local now = now_millis()
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - memory)
redis.call('PEXPIRE', KEYS[1], memory)
return redis.call('ZCARD', KEYS[1])
