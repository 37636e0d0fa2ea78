-- One bucket under one to four limits: the generic cell rate algorithm of dev.faregate.ratelimit.Gcra, on one key, by the
-- server's clock.
--
-- ARGV: operation, shape, permits; for "reserve" then the patience in microseconds; for "refund" then birth and time of the
-- grant, and for each limit the debt after it and what was refunded before it.
-- Shape: the number of limits; for each its ticks in a microsecond, interval and tau; then their names, one a line.
-- State: the number of limits; the time of the last write, the bucket's birth and the longest wait ever granted, in microseconds;
-- for each limit its debt at the last write and all that was refunded, in ticks; then the shape. Where something is owed under limits
-- that held before, then a zero, the time in microseconds when nothing is, and for each of those limits the time of a state, its debt
-- then, ticks in a microsecond, interval, tau and name, which a line break ends. The key ends when nothing is owed.
-- Answers one number for each limit, see Gcra.answer; for "reserve" then time, birth and what was refunded; for "refund" 1 or 0.
--
-- Every number is an integer below 2^53, which a double holds exactly. Debts are kept, not times, so that ticks can be finer
-- than microseconds.
local MOST = 4503599627370496

local operation, shape, permits = ARGV[1], ARGV[2], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local count = string.byte(shape)
local state = redis.call('GET', KEYS[1])
local behind = 16 * count + 26 + #shape
local same = state and string.byte(state) == count and string.sub(state, 16 * count + 26, behind - 1) == shape
  and (#state < behind or string.byte(state, behind) == 0)
local kept = same and string.sub(state, behind) or ''
local kept_until = kept ~= '' and struct.unpack('>d', kept, 2) or now

if operation == 'take' and count == 1 and (same or not state) then
  -- Nearly all calls: what follows, for one limit. Each table there costs more than all the arithmetic here.
  local _, ticks, interval, tau = struct.unpack('>Bddd', shape)
  local birth, longest, owed, refunded = now, 0, 0, 0
  if same then
    local since
    _, since, birth, longest, owed, refunded = struct.unpack('>Bddddd', state)
    owed = math.max(0, owed - (now - since) * ticks)
  end
  if owed - tau <= longest * ticks then
    local debt = owed + permits * interval
    if debt > tau then
      return tau - debt
    end
    redis.call('SET', KEYS[1], struct.pack('>Bddddd', 1, now, birth, longest, debt, refunded) .. shape .. kept,
      'PXAT', math.ceil(math.max(now + debt / ticks, kept_until) / 1000))
    return debt
  end
end

if state and not same then
  local before = string.byte(state)
  if not before or string.byte(state, 16 * before + 26) ~= before or #state < 40 * before + 26 then
    -- No state of a bucket: as if nothing were there, for to convert it would fail, or invent a debt.
    state = false
  end
end

local ticks, interval, tau = {}, {}, {}
for i = 1, count do
  ticks[i], interval[i], tau[i] = struct.unpack('>ddd', shape, 24 * i - 22)
end

local birth, longest, unreal = now, 0, false
local debt, refunded = {}, {}
if same then
  local _, since
  _, since, birth, longest = struct.unpack('>Bddd', state)
  for i = 1, count do
    local then_owed, given_back = struct.unpack('>dd', state, 16 * i + 10)
    local owed = then_owed - (now - since) * ticks[i]
    if owed - tau[i] > longest * ticks[i] then
      -- Only a clock that stepped back explains such a debt.
      unreal = true
      owed = tau[i]
    end
    debt[i], refunded[i] = owed, given_back
  end
else
  for i = 1, count do
    debt[i], refunded[i] = 0, 0
  end
end

if state and not same then
  -- Other limits than before, see dev.faregate.ratelimit.Inheritance: as many permits are owed as under the limits of the same name,
  -- else as under the one in the same place, else as under the one that is owed the most. All other debts are kept.
  local function names(of, many)
    local list, places = {}, {}
    for name in string.gmatch(string.sub(of, 24 * many + 2), '[^\n]+') do
      list[#list + 1] = name
      places[name] = #list
    end
    return list, places
  end
  -- a * b / c, rounded up, no more than MOST: exact, by long multiplication and division.
  local function converted(a, b, c)
    local whole = math.floor(b / c)
    local part = b - whole * c
    if whole > 0 and a > MOST / whole then
      return MOST
    end
    local quotient, rest, left, bit = 0, 0, a, MOST
    while bit >= 1 do
      quotient, rest = 2 * quotient, 2 * rest
      if rest >= c then
        quotient, rest = quotient + 1, rest - c
      end
      if left >= bit then
        left, rest = left - bit, rest + part
        if rest >= c then
          quotient, rest = quotient + 1, rest - c
        end
      end
      bit = bit / 2
    end
    return math.min(MOST, a * whole + quotient + (rest > 0 and 1 or 0))
  end
  local before, since, born
  before, since, born, longest = struct.unpack('>Bddd', state)
  local ended = string.find(state, '\0', 40 * before + 27, true)
  local old_shape = string.sub(state, 16 * before + 26, (ended or #state + 1) - 1)
  local old_names = names(old_shape, before)
  local new_names, new_places = names(shape, count)
  local held, all = {}, {}
  local function owing(name, at, then_owed, of_ticks, of_interval, of_tau)
    local owed = math.max(0, then_owed - (now - at) * of_ticks)
    if owed - of_tau > longest * of_ticks then
      owed = of_tau
    end
    return {name = name, owed = owed, ticks = of_ticks, interval = of_interval, tau = of_tau}
  end
  local function is(one, i)
    return one.name == new_names[i] and one.ticks == ticks[i] and one.interval == interval[i] and one.tau == tau[i]
  end
  local from = ended and ended + 9
  while from and from + 40 < #state and string.find(state, '\n', from + 40, true) do
    local at, then_owed, of_ticks, of_interval, of_tau = struct.unpack('>ddddd', state, from)
    local line_end = string.find(state, '\n', from + 40, true)
    local one = owing(string.sub(state, from + 40, line_end - 1), at, then_owed, of_ticks, of_interval, of_tau)
    if one.owed > 0 then
      all[#all + 1] = one
    end
    from = line_end + 1
  end
  for j = 1, before do
    local of_ticks, of_interval, of_tau = struct.unpack('>ddd', old_shape, 24 * j - 22)
    held[j] = owing(old_names[j], since, struct.unpack('>d', state, 16 * j + 10), of_ticks, of_interval, of_tau)
    all[#all + 1] = held[j]
  end
  for i = 1, count do
    local sources = {}
    for _, one in ipairs(held) do
      if is(one, i) then
        sources = {one}
      end
    end
    if #sources == 0 then
      for _, one in ipairs(all) do
        if one.name == new_names[i] then
          sources[#sources + 1] = one
        end
      end
    end
    if #sources == 0 then
      sources = i <= before and not new_places[old_names[i]] and {held[i]} or held
    end
    for _, one in ipairs(sources) do
      debt[i] = math.max(debt[i], converted(one.owed, interval[i], one.interval))
    end
    longest = math.max(longest, math.ceil((debt[i] - tau[i]) / ticks[i]))
  end
  local others = {}
  for _, one in ipairs(all) do
    local holds = false
    for i = 1, count do
      holds = holds or is(one, i)
    end
    if one.owed > 0 and not holds then
      others[#others + 1] = one
    end
  end
  while #others > 8 do
    local first = 1
    for i = 2, #others do
      if others[i].owed / others[i].ticks < others[first].owed / others[first].ticks then
        first = i
      end
    end
    table.remove(others, first)
  end
  for _, one in ipairs(others) do
    kept_until = math.max(kept_until, math.ceil(now + one.owed / one.ticks))
    kept = kept .. struct.pack('>ddddd', now, one.owed, one.ticks, one.interval, one.tau) .. one.name .. '\n'
  end
  if kept ~= '' then
    kept = '\0' .. struct.pack('>d', kept_until) .. kept
  end
  birth = math.max(now, born + 1)
end

if unreal then
  birth = math.max(now, birth + 1)
  for i = 1, count do
    refunded[i] = 0
  end
end

local answers, write = {}, false
if operation == 'refund' then
  if same and not unreal and birth == tonumber(ARGV[4]) then
    for i = 1, count do
      local ahead = ARGV[2 * i + 4] - (refunded[i] - ARGV[2 * i + 5]) - (now - ARGV[5]) * ticks[i]
      local mine = math.max(0, math.min(permits * interval[i], ahead, debt[i]))
      if mine > 0 then
        write = true
        -- Giving back the newest grant leaves all others where they are.
        if debt[i] ~= ahead then
          refunded[i] = refunded[i] + mine
        end
        debt[i] = debt[i] - mine
      end
      if refunded[i] > MOST then
        -- Ends what outstanding grants could give back, before the sum would be inexact.
        birth, refunded[i] = math.max(now, birth + 1), 0
      end
    end
  end
  answers[1] = write and 1 or 0
else
  local patience = tonumber(ARGV[4] or 0)
  local admitted = true
  for i = 1, count do
    local after = math.max(0, debt[i]) + permits * interval[i]
    local wait = after - tau[i]
    if wait > math.min(patience * ticks[i], MOST) then
      admitted = false
      after = -wait
    end
    answers[i] = after
  end
  if operation ~= 'peek' then
    -- A denial writes only what it found to be wrong or owed under other limits, as the buckets in memory do.
    write = admitted or unreal or (state and not same)
    if admitted then
      for i = 1, count do
        debt[i] = answers[i]
        if debt[i] > tau[i] then
          longest = math.max(longest, math.ceil((debt[i] - tau[i]) / ticks[i]))
        end
      end
    end
  end
end

if write then
  local full, body = math.max(now, kept_until), struct.pack('>Bddd', count, now, birth, longest)
  for i = 1, count do
    full = math.max(full, now + debt[i] / ticks[i])
    body = body .. struct.pack('>dd', debt[i], refunded[i])
  end
  redis.call('SET', KEYS[1], body .. shape .. kept, 'PXAT', math.ceil(full / 1000))
end

if operation == 'reserve' then
  answers[count + 1], answers[count + 2] = now, birth
  for i = 1, count do
    answers[count + 2 + i] = refunded[i]
  end
end
return answers
