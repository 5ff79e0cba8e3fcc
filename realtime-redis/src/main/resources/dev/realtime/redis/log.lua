-- What the scripts share. One step of the log's: Redis runs a script whole, and nothing else meanwhile.
--
-- KEYS[1] is the hash of what there is one of; each other key is that and a name:
--   :feed          stream of all events and losses, newest part, for the nodes to follow; an id is a sequence
--   :topic:<name>  stream of what is retained of a topic; an id is a sequence
--   :sizes         topic -> what it holds, in bytes        :lost    topic -> highest sequence lost
--   :due           topic -> when its oldest event goes      :empty   topic -> since when it holds nothing
--   :rewound       topic -> sequence of the newest loss that was told of it; of all topics in the hash
--   :kept          for each generation the last sequence that it kept of those before
--   :keys          stream of idempotency keys; an id is the sequence of the key's event
--   :keys:<topic>  key -> that sequence
--   :nodes         node -> when it was last seen           :node:<name>  what it has lately appended
-- None of them has a time to live, so that no policy for keys that have one lets go of them.
local log = KEYS[1]

local function key(name)
    return log .. ':' .. name
end

-- Lua would write large numbers as 1e+15.
local function whole(number)
    return string.format('%.0f', number)
end

local function id(sequence)
    return whole(sequence) .. '-0'
end

local function now()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- What is left of a log whose own hash is gone, is gone with it.
local function clear()
    for _, topic in ipairs(redis.call('ZRANGE', key('sizes'), 0, -1)) do
        redis.call('UNLINK', key('topic:' .. topic), key('keys:' .. topic))
    end
    redis.call('UNLINK', key('feed'), key('sizes'), key('due'), key('empty'), key('lost'), key('rewound'),
        key('kept'), key('keys'))
end

-- The log's life. A server that has begun anew has another replication id, and so has a replica that was promoted: either may
-- have lost the newest events, and then numbers are given a second time. So a generation begins.
local function life(epoch)
    local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
    local is = redis.call('HMGET', log, 'epoch', 'generation', 'head', 'history', 'bytes', 'fed', 'mark')
    if not is[1] then
        clear()
        redis.call('HSET', log, 'epoch', epoch, 'generation', 0, 'head', 0, 'history', history)
        is = {epoch, 0, 0}
    elseif is[4] ~= history then
        is[2] = is[2] + 1
        redis.call('HSET', log, 'generation', is[2], 'history', history)
        redis.call('RPUSH', key('kept'), is[3])
    end
    return {
        epoch = is[1],
        generation = tonumber(is[2]),
        head = tonumber(is[3]),
        bytes = tonumber(is[5] or 0),
        fed = tonumber(is[6] or 0),
        mark = tonumber(is[7] or 0),
    }
end

-- An entry is a head of epoch, generation, time, and when the event goes, then its type; and its data.
local function headOf(entry)
    local generation, time, ends, kind = string.match(entry[2][2], '^%S+ (%d+) (%d+) (%d+) (.+)$')
    return {sequence = tonumber(string.match(entry[1], '^%d+')), generation = generation, time = time,
        ends = tonumber(ends), kind = kind, data = entry[2][4]}
end

local function oldestOf(topic)
    local entry = redis.call('XRANGE', key('topic:' .. topic), '-', '+', 'COUNT', 1)[1]
    return entry and headOf(entry)
end

local EVENT_OVERHEAD = 120
local TOPIC_OVERHEAD = 260

-- Lets go of a topic's oldest event and returns what that frees.
local function evict(topic, oldest, superseded, time)
    local stream = key('topic:' .. topic)
    local freed = #oldest.data + EVENT_OVERHEAD
    if not superseded then
        redis.call('HSET', key('lost'), topic, whole(oldest.sequence))
    end
    redis.call('XDEL', stream, id(oldest.sequence))
    redis.call('ZINCRBY', key('sizes'), -freed, topic)
    if redis.call('XLEN', stream) == 0 then
        redis.call('UNLINK', stream)
        redis.call('ZREM', key('due'), topic)
        redis.call('ZADD', key('empty'), time, topic)
    end
    return freed
end

-- Forgets a topic that holds nothing, and returns what that frees; its mark counts for all that are not known.
local function drop(topic)
    local freed = TOPIC_OVERHEAD + #topic
    local lost = math.max(tonumber(redis.call('HGET', key('lost'), topic) or 0),
        tonumber(redis.call('HGET', key('rewound'), topic) or 0))
    if lost > tonumber(redis.call('HGET', log, 'forgotten') or 0) then
        redis.call('HSET', log, 'forgotten', whole(lost))
    end
    redis.call('HDEL', key('lost'), topic)
    redis.call('HDEL', key('rewound'), topic)
    redis.call('ZREM', key('empty'), topic)
    redis.call('ZREM', key('sizes'), topic)
    return freed
end

-- Forgets the oldest idempotency key of all.
local function forget(entry)
    redis.call('XDEL', key('keys'), entry[1])
    redis.call('ZREM', key('keys:' .. entry[2][2]), entry[2][4])
end
