-- The revocation log, in one hash: its "id", the newest "sequence", all up to "forgotten" gone, and each entry by its number,
-- as "mark at LEVEL target".
-- ARGV: operation, "read", "append" or, only to look up, "after"; a new identity, should one be needed; where the caller stands: identity ("" for nowhere), number, and the
-- mark of the entry with that number ("" if it has seen none); the most entries to answer; and for "append" the
-- retention in milliseconds, a mark, level and target.
-- Answers identity, sequence, forgotten and the time in milliseconds, then number and text of each entry above the caller's.
local operation, new_id, known_id, known_mark = ARGV[1], ARGV[2], ARGV[3], ARGV[5]
local known, most = tonumber(ARGV[4]), tonumber(ARGV[6])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local log = KEYS[1]
local following = operation ~= 'after'

local function whole(number)
  return string.format('%.0f', number)
end

local id = redis.call('HGET', log, 'id')
local sequence = tonumber(redis.call('HGET', log, 'sequence') or 0)
local forgotten = tonumber(redis.call('HGET', log, 'forgotten') or 0)

-- Whether what the caller has seen is still there: not if a fail-over or an old backup lost it.
local lost = following and known > sequence
if following and id == known_id and known_mark ~= '' and known > forgotten and not lost then
  local entry = redis.call('HGET', log, whole(known))
  lost = not entry or string.sub(entry, 1, #known_mark + 1) ~= known_mark .. ' '
end

if not id or (id == known_id and lost) then
  -- Numbers would be given twice, and what was revoked would live again: so what was signed against this log ends here.
  redis.call('DEL', log)
  id, sequence = new_id, following and math.max(sequence, known) or 0
  forgotten = sequence
  redis.call('HSET', log, 'id', id, 'sequence', whole(sequence), 'forgotten', whole(forgotten))
elseif id ~= known_id and lost then
  -- The caller comes from the log before, and has seen higher numbers there: this one goes on above them.
  sequence = known
  redis.call('HSET', log, 'sequence', whole(sequence))
end
if following and id ~= known_id then
  known = forgotten
end

if operation == 'append' then
  local oldest = now - ARGV[7]
  local cleared = 0
  while forgotten < sequence and cleared < 100 do
    local entry = redis.call('HGET', log, whole(forgotten + 1))
    if entry and tonumber(string.match(entry, '^%S+ (%d+)')) >= oldest then
      break
    end
    forgotten, cleared = forgotten + 1, cleared + 1
    redis.call('HDEL', log, whole(forgotten))
  end
  sequence = sequence + 1
  redis.call('HSET', log, 'sequence', whole(sequence), 'forgotten', whole(forgotten), whole(sequence),
    ARGV[8] .. ' ' .. whole(now) .. ' ' .. ARGV[9] .. ' ' .. ARGV[10])
  redis.call('PUBLISH', log, whole(sequence))
end

local answer = {id, sequence, forgotten, now}
local number = math.max(known, forgotten)
while number < sequence and #answer < 2 * most + 4 do
  number = number + 1
  local entry = redis.call('HGET', log, whole(number))
  if entry then
    answer[#answer + 1] = number
    answer[#answer + 1] = entry
  end
end
return answer
