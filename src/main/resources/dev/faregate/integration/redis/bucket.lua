-- One bucket under one to four limits: the generic cell rate algorithm of dev.faregate.ratelimit.Gcra, on one key, by the
-- server's clock.
--
-- ARGV: operation, shape, permits; for "reserve" then the patience in microseconds; for "refund" then birth and time of the
-- grant, and for each limit the debt after it and what was refunded before it.
-- Shape: the number of limits; for each its ticks in a microsecond, interval and tau; then their names, one a line.
-- State: the number of limits; the time of the last write, the bucket's birth and the longest wait ever granted, in microseconds;
-- for each limit its debt at the last write and all that was refunded, in ticks; then the shape. The key ends when the bucket is full.
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
local same = state and string.byte(state) == count and string.sub(state, 16 * count + 26) == shape

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
    redis.call('SET', KEYS[1], struct.pack('>Bddddd', 1, now, birth, longest, debt, refunded) .. shape,
      'PXAT', math.ceil((now + debt / ticks) / 1000))
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
  -- Other limits than before: as many permits are owed. Each limit inherits from the one of the same name, else from the one
  -- in the same place, else from the one that is owed the most.
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
  local old_shape = string.sub(state, 16 * before + 26)
  local old_names, old_places = names(old_shape, before)
  local new_names, new_places = names(shape, count)
  local owed, old_interval = {}, {}
  for j = 1, before do
    local old_ticks, old_tau
    old_ticks, old_interval[j], old_tau = struct.unpack('>ddd', old_shape, 24 * j - 22)
    local then_owed = struct.unpack('>d', state, 16 * j + 10)
    owed[j] = math.max(0, then_owed - (now - since) * old_ticks)
    if owed[j] - old_tau > longest * old_ticks then
      owed[j] = old_tau
    end
  end
  for i = 1, count do
    local from = old_places[new_names[i]]
    if not from and i <= before and not new_places[old_names[i]] then
      from = i
    end
    for j = 1, before do
      if not from or from == j then
        debt[i] = math.max(debt[i], converted(owed[j], interval[i], old_interval[j]))
      end
    end
    longest = math.max(longest, math.ceil((debt[i] - tau[i]) / ticks[i]))
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
  local full, body = now, struct.pack('>Bddd', count, now, birth, longest)
  for i = 1, count do
    full = math.max(full, now + debt[i] / ticks[i])
    body = body .. struct.pack('>dd', debt[i], refunded[i])
  end
  redis.call('SET', KEYS[1], body .. shape, 'PXAT', math.ceil(full / 1000))
end

if operation == 'reserve' then
  answers[count + 1], answers[count + 2] = now, birth
  for i = 1, count do
    answers[count + 2 + i] = refunded[i]
  end
end
return answers
