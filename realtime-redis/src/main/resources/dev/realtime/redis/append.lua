-- Appends an event, unless it has been appended. Answers with what became of it:
--   appended, repeated: epoch, generation, sequence, time; where it is of a first append and retained, its type and data
--   turn: an append that goes before it has not come
--   passed: one that goes after it has come, and it had not
local epoch, node, number, before = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local topic, kind, data, idempotency = ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local maxEvents, maxBytes, maxAge, latestOnly = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), ARGV[12] == '1'
local maxTotal, maxFeed = tonumber(ARGV[13]), tonumber(ARGV[14])
local keyAge, keysPerTopic, keysInAll = tonumber(ARGV[15]), tonumber(ARGV[16]), tonumber(ARGV[17])
local REMEMBERED = 1024

local is = life(epoch)
local time = now()
local line = key('node:' .. node)
local stream = key('topic:' .. topic)
local slot = number % REMEMBERED

local function answer(outcome, generation, sequence, at)
    return {outcome, is.epoch, tonumber(generation), tonumber(sequence), tonumber(at)}
end

local function repeated(generation, sequence, at)
    local answered = answer('repeated', generation, sequence, at)
    local first = redis.call('XRANGE', stream, id(sequence), id(sequence))[1]
    if first then
        answered[6] = headOf(first).kind
        answered[7] = first[2][4]
    end
    return answered
end

-- What this node has appended before is not appended again, whichever way it comes twice.
local done = redis.call('HMGET', line, 'last', slot)
local last = tonumber(done[1] or 0)
if number <= last then
    local of, generation, sequence, at, outcome = string.match(done[2] or '', '^(%d+) (%d+) (%d+) (%d+) (%a+)$')
    if tonumber(of) ~= number then
        return {'passed'}
    end
    return outcome == 'repeated' and repeated(generation, sequence, at) or answer(outcome, generation, sequence, at)
end
if before > last then
    return {'turn'}
end

local function remember(outcome, generation, sequence, at)
    if last == 0 then
        redis.call('ZADD', key('nodes'), whole(time), node)
    end
    redis.call('HSET', line, 'last', number, slot,
        table.concat({number, generation, whole(sequence), at, outcome}, ' '))
end

local seen
if idempotency ~= '' then
    seen = redis.call('ZSCORE', key('keys:' .. topic), idempotency)
    local entry = seen and redis.call('XRANGE', key('keys'), id(seen), id(seen))[1]
    if entry and time - tonumber(entry[2][8]) <= keyAge then
        local generation, at = entry[2][6], entry[2][8]
        remember('repeated', generation, seen, at)
        return repeated(generation, seen, at)
    end
end

-- The first write is one that Redis refuses where its memory is full: then nothing has been done.
local sequence = is.head + 1
local head = table.concat({is.epoch, is.generation, whole(time), whole(time + maxAge), kind}, ' ')
redis.call('XADD', key('feed'), id(sequence), 'n', topic, 'h', head, 'd', data)
redis.call('HSET', log, 'head', whole(sequence))
redis.call('XADD', stream, id(sequence), 'h', head, 'd', data)
remember('appended', is.generation, sequence, whole(time))

local cost = #data + EVENT_OVERHEAD
local bytes = is.bytes + cost
if not redis.call('ZSCORE', key('sizes'), topic) then
    cost = cost + TOPIC_OVERHEAD + #topic
    bytes = bytes + TOPIC_OVERHEAD + #topic
end
local size = tonumber(redis.call('ZINCRBY', key('sizes'), cost, topic)) - TOPIC_OVERHEAD - #topic
local count = redis.call('XLEN', stream)
if count == 1 then
    redis.call('ZREM', key('empty'), topic)
    redis.call('ZADD', key('due'), whole(time + maxAge), topic)
end

while count > maxEvents or (count > 1 and size > maxBytes) do
    local freed = evict(topic, oldestOf(topic), latestOnly, time)
    count, size, bytes = count - 1, size - freed, bytes - freed
end
while bytes > maxTotal do
    local idle = redis.call('ZRANGE', key('empty'), 0, 0)[1]
    if idle then
        bytes = bytes - drop(idle)
    else
        -- Never the event that has just come: it fits alone, and nobody has had a chance to read it.
        local largest = redis.call('ZREVRANGE', key('sizes'), 0, 1)
        local chosen = (largest[1] == topic and count == 1) and largest[2] or largest[1]
        bytes = bytes - evict(chosen, oldestOf(chosen), false, time)
        if chosen == topic then
            count = count - 1
        end
    end
end

-- Trimmed by halves, so that to find where costs nothing.
local entry = #data + #topic + EVENT_OVERHEAD
local fed, mark = is.fed + entry, is.mark
if fed > maxFeed / 2 then
    redis.call('XTRIM', key('feed'), 'MINID', id(mark))
    fed, mark = entry, sequence
end
redis.call('HSET', log, 'bytes', whole(bytes), 'fed', whole(fed), 'mark', whole(mark))

if idempotency ~= '' then
    if seen then
        redis.call('XDEL', key('keys'), id(seen))
    elseif redis.call('ZCARD', key('keys:' .. topic)) >= keysPerTopic then
        local oldest = redis.call('ZPOPMIN', key('keys:' .. topic))
        redis.call('XDEL', key('keys'), id(oldest[2]))
    elseif redis.call('XLEN', key('keys')) >= keysInAll then
        forget(redis.call('XRANGE', key('keys'), '-', '+', 'COUNT', 1)[1])
    end
    redis.call('ZADD', key('keys:' .. topic), whole(sequence), idempotency)
    redis.call('XADD', key('keys'), id(sequence), 't', topic, 'k', idempotency, 'g', is.generation, 'at', whole(time))
end

return answer('appended', is.generation, sequence, time)
