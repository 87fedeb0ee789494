-- The budget of all processes together: GCRA (one moment per bucket, up to which it is spent), on Redis's own clock, in µs.
-- KEYS[1]: the name of everything here. ARGV: the command, the rates (global step, horizon, global debt, chat step, chat tolerance,
-- group step, group tolerance, chat debt), then what the command needs.
--   take CHAT…              → per chat: wait (negative: refused, come back after that), the chat's next message after; last: spent ahead
--   debit CHAT COUNT …      → spent ahead
--   refused CHAT MS         → ms for which all pushes pause, 0: none
local name, command = KEYS[1], ARGV[1]
local step, horizon, debt = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local chat_debt = tonumber(ARGV[9])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local shared = redis.call('HMGET', name, 'spent', 'last', 'born', 'refused', 'refused_at', 'refused_ms')
local spent, last, born = tonumber(shared[1]) or 0, tonumber(shared[2]) or 0, tonumber(shared[3])

local function text(number) return string.format('%.0f', number) end

-- A clock that was set back must not stop everything.
if spent > now + horizon + debt + 8 * step then spent = now + step end
if last > now + horizon + step then last = now end
-- Redis may have lost what was spent: slots given before may lie up to a horizon ahead.
if not born or born > now then
    born, spent = now, now + horizon
    redis.call('HSET', name, 'born', text(born))
end

local function bucket(chat)
    if string.sub(chat, 1, 1) == '-' then return tonumber(ARGV[7]), tonumber(ARGV[8]) end
    return tonumber(ARGV[5]), tonumber(ARGV[6])
end

-- For the same reason nobody has a burst in the first minute.
local function chat_spent(chat, chat_step, tolerance)
    local moment = tonumber(redis.call('GET', name .. ':' .. chat))
    if not moment then return now - born < 60000000 and now + tolerance or 0 end
    if moment > now + tolerance + chat_debt + 2 * chat_step + horizon then return now + tolerance end
    return moment
end

local function spend(chat, moment)
    redis.call('SET', name .. ':' .. chat, text(moment), 'PX', text(math.ceil((moment - now) / 1000) + 1000))
end

local function take(chat, paused)
    local held = math.max(paused, redis.call('PTTL', name .. ':hold:' .. chat))
    local chat_step, tolerance = bucket(chat)
    local moment = chat_spent(chat, chat_step, tolerance)
    -- Answers are debited too, and may outrun the rate; a quarter of it stays for pushes.
    local slot = math.max(now, last > 0 and math.min(spent, last + 4 * step) or spent)
    if held > 0 then return -held * 1000, 0 end
    if moment - tolerance > slot then return -math.max(1, moment - tolerance - now), 0 end
    if slot > now + horizon then return -math.max(1, slot - now - horizon), 0 end
    spent, last = math.max(spent, slot) + step, slot
    moment = math.max(moment, slot) + chat_step
    spend(chat, moment)
    return slot - now, math.max(0, moment - tolerance - now)
end

local function debit(chat, count)
    spent = math.max(spent, math.min(math.max(spent, now) + count * step, now + debt))
    local chat_step, tolerance = bucket(chat)
    local moment = math.max(now, chat_spent(chat, chat_step, tolerance))
    spend(chat, math.max(moment, math.min(moment + count * chat_step, now + tolerance + chat_debt)))
end

if command == 'refused' then
    local chat, ms = ARGV[10], tonumber(ARGV[11])
    redis.call('SET', name .. ':hold:' .. chat, '1', 'PX', text(ms))
    -- A group's own limit is soon reached: that says nothing about us, and clients must not wait for it.
    if string.sub(chat, 1, 1) == '-' then return {0} end
    local another = shared[4] and shared[4] ~= chat and now - tonumber(shared[5]) <= 1000000
    local pause = another and math.max(ms, tonumber(shared[6])) or 0
    if pause > 0 and pause > redis.call('PTTL', name .. ':hold') then redis.call('SET', name .. ':hold', '1', 'PX', text(pause)) end
    redis.call('HSET', name, 'refused', chat, 'refused_at', text(now), 'refused_ms', text(ms))
    return {math.ceil(pause)}
end

local answer = {}
if command == 'take' then
    local paused = redis.call('PTTL', name .. ':hold')
    for i = 10, #ARGV do
        local wait, again = take(ARGV[i], paused)
        table.insert(answer, math.floor(wait))
        table.insert(answer, math.ceil(again))
    end
else
    for i = 10, #ARGV, 2 do debit(ARGV[i], tonumber(ARGV[i + 1])) end
end
redis.call('HSET', name, 'spent', text(spent), 'last', text(last))
table.insert(answer, math.ceil(math.max(0, spent - now)))
return answer
