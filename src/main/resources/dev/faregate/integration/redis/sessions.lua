-- The sessions of one owner, in one hash: each by its id, as "next refreshed until signed-in sequence log", that is the number of the
-- refresh token that is next, three times in milliseconds since 1970 ("-" for never refreshed), and a position of the revocation log.
-- The empty field is the latest "until", which is when the key expires.
-- ARGV: operation, id, and then
--   begin:   until, sequence, log, time of sign-in, the most sessions, the most to answer; answers the ids beyond the most
--   advance: until, sequence, log, the number of the refresh token, time of its use, reuse interval; answers the outcome
--   list:    (no id) answers id and text of each
--   end:     answers nothing
local key, operation, id = KEYS[1], ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function parsed(text)
  local next, refreshed, ends, signed_in = string.match(text, '^(%d+) (%S+) (%-?%d+) (%-?%d+) ')
  return tonumber(next), refreshed, tonumber(ends), tonumber(signed_in)
end

local function keep(text, latest)
  redis.call('HSET', key, id, text, '', latest)
  redis.call('PEXPIREAT', key, latest)
end

-- Ids and texts of those that have not expired, one behind the other; the others are forgotten.
local function live()
  local all, found = redis.call('HGETALL', key), {}
  for i = 1, #all, 2 do
    if all[i] ~= '' then
      local _, _, ends = parsed(all[i + 1])
      if ends > now then
        found[#found + 1] = all[i]
        found[#found + 1] = all[i + 1]
      else
        redis.call('HDEL', key, all[i])
      end
    end
  end
  return found
end

if operation == 'begin' then
  local others, texts = {}, live()
  local latest = tonumber(ARGV[3])
  for i = 1, #texts, 2 do
    local _, _, ends, signed_in = parsed(texts[i + 1])
    others[#others + 1] = {id = texts[i], signed_in = signed_in}
    latest = math.max(latest, ends)
  end
  keep('0 - ' .. ARGV[3] .. ' ' .. ARGV[6] .. ' ' .. ARGV[4] .. ' ' .. ARGV[5], whole(latest))
  table.sort(others, function(a, b)
    if a.signed_in == b.signed_in then
      return a.id < b.id
    end
    return a.signed_in < b.signed_in
  end)
  local over = {}
  for i = 1, math.min(#others + 1 - tonumber(ARGV[7]), tonumber(ARGV[8])) do
    over[i] = others[i].id
  end
  return over
end

if operation == 'advance' then
  local text = redis.call('HGET', key, id)
  if not text then
    return {'unknown'}
  end
  local next, refreshed, ends, signed_in = parsed(text)
  local number, at, reuse = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
  if ends <= now or number > next then
    return {'unknown'}
  end
  if number == next then
    local latest = math.max(tonumber(redis.call('HGET', key, '')), tonumber(ARGV[3]))
    keep(whole(next + 1) .. ' ' .. ARGV[7] .. ' ' .. ARGV[3] .. ' ' .. whole(signed_in) .. ' ' .. ARGV[4] .. ' '
      .. ARGV[5], whole(latest))
    return {'advanced'}
  end
  if number == next - 1 and reuse > 0 and math.abs(at - tonumber(refreshed)) <= reuse then
    return {'repeated', refreshed}
  end
  return {'reused'}
end

if operation == 'end' then
  redis.call('HDEL', key, id)
  return {}
end

return live()
