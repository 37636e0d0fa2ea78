-- One session: the number of the refresh token that is next, kept until that token ends.
-- ARGV: operation; but for "end" then the end in milliseconds since 1970; for "advance" then the number of the token.
-- Answers 1 if done, 2 if that token was used before, 0 if there is no such session or token.
if ARGV[1] == 'end' then
  return {redis.call('DEL', KEYS[1])}
end
if ARGV[1] == 'begin' then
  redis.call('SET', KEYS[1], '0', 'PXAT', ARGV[2])
  return {1}
end
local expected, number = tonumber(redis.call('GET', KEYS[1]) or -1), tonumber(ARGV[3])
if number > expected then
  return {0}
end
if number < expected then
  return {2}
end
redis.call('SET', KEYS[1], string.format('%.0f', number + 1), 'PXAT', ARGV[2])
return {1}
