-- Tells that topics have lost events with the newest of the log, as a node knows that had them: an entry of the feed that has a
-- number, and no event. Who follows such a topic and has not come to the number is told of the loss, whichever the events were.
-- Is told the epoch and generation that the node has found, the last sequence that is left of what it had, and the topics; without
-- any, it is all of them.
-- Answers with epoch, head, and what each generation from the first on has kept; nothing is done where that is another log by now.
local epoch, found, generation, kept = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

-- A write that Redis never refuses comes first, then it refuses none of those after it: no topic has this name.
redis.call('HDEL', key('rewound'), '')
local is = life(epoch)

local function answer(head)
    return {is.epoch, head, redis.call('LRANGE', key('kept'), 0, -1)}
end

-- What another node has told of since says it all: whoever has come to that number has been told.
if found ~= is.epoch or generation ~= is.generation or tonumber(redis.call('HGET', log, 'rewound') or 0) > kept then
    return answer(is.head)
end
local untold = {}
for i = 5, #ARGV do
    if tonumber(redis.call('HGET', key('rewound'), ARGV[i]) or 0) <= kept then
        table.insert(untold, ARGV[i])
    end
end
if #ARGV > 4 and #untold == 0 then
    return answer(is.head)
end

local time = now()
local sequence = whole(is.head + 1)
local names = table.concat(untold, '\n')
local bytes = is.bytes
for _, topic in ipairs(untold) do
    local cost = TOPIC_OVERHEAD + #topic
    if redis.call('ZADD', key('sizes'), 'NX', cost, topic) == 1 then
        redis.call('ZADD', key('empty'), whole(time), topic)
        bytes = bytes + cost
    end
    redis.call('HSET', key('rewound'), topic, sequence)
end
if #untold == 0 then
    redis.call('HSET', log, 'rewound', sequence)
end
redis.call('XADD', key('feed'), id(sequence), 'h', table.concat({is.epoch, is.generation, whole(time)}, ' '), 'l', names)
redis.call('HSET', log, 'head', sequence, 'bytes', whole(bytes), 'fed', whole(is.fed + #names + EVENT_OVERHEAD))
return answer(is.head + 1)
