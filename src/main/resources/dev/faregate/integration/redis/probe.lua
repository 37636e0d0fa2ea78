-- Uses what the other scripts use, and leaves nothing behind.
redis.call('TIME')
redis.call('SET', KEYS[1], struct.pack('>d', 1), 'PX', 1000)
local kept = struct.unpack('>d', redis.call('GET', KEYS[1]))
redis.call('PEXPIREAT', KEYS[1], '1')
redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return {kept}
