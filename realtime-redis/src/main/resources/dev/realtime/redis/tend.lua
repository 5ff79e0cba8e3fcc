-- Says how the log is, and lets go of what is past its age, if nobody has done so for a while. Is told what the node that asks
-- has seen of the log: epoch, head, and what each generation has kept.
-- Answers with epoch, head, and what each generation from the first on has kept.
local epoch, node, nodeAge = ARGV[1], ARGV[2], tonumber(ARGV[3])
local every, topicIdle, keyAge, limit = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local seenEpoch, seenHead, seen = ARGV[8], tonumber(ARGV[9]), {unpack(ARGV, 10)}

-- A write that Redis never refuses comes first: then it refuses none of those after it, and what frees memory is not
-- held up by the want of it.
local time = now()
local gone = redis.call('ZRANGEBYSCORE', key('nodes'), '-inf', whole(time - nodeAge))
redis.call('ZREMRANGEBYSCORE', key('nodes'), '-inf', whole(time - nodeAge))
for _, each in ipairs(gone) do
    redis.call('UNLINK', key('node:' .. each))
end
redis.call('ZADD', key('nodes'), whole(time), node)
local is = life(epoch)
local kept = redis.call('LRANGE', key('kept'), 0, -1)

-- What the node has seen must be a beginning of what there is. Where it is not, another history has taken over unnoticed, or
-- has given its generations the same numbers: then the node's cursors would be taken for others. So generations begin that
-- neither knows, at the last place that both are sure of; unless one has begun for this already, which the node has yet to load.
if seenEpoch == is.epoch then
    local common = 1
    while seen[common] and seen[common] == kept[common] do
        common = common + 1
    end
    local sure = math.min(is.head, tonumber(seen[common] or is.head), tonumber(kept[common] or is.head))
    local explained = false
    for later = #seen + 1, #kept do
        explained = explained or tonumber(kept[later]) <= sure
    end
    if not explained and (seen[common] or (not kept[common] and seenHead > is.head)) then
        local generation = math.max(#seen, #kept) + 1
        redis.call('HSET', log, 'generation', generation)
        redis.call('LTRIM', key('kept'), 0, common - 2)
        if common == 1 then
            redis.call('UNLINK', key('kept'))
        end
        for _ = common, generation do
            redis.call('RPUSH', key('kept'), whole(sure))
        end
        kept = redis.call('LRANGE', key('kept'), 0, -1)
    end
end

local function sweep()
    local bytes = is.bytes
    for _, topic in ipairs(redis.call('ZRANGEBYSCORE', key('due'), '-inf', whole(time), 'LIMIT', 0, limit)) do
        local oldest = oldestOf(topic)
        local left = limit
        while oldest and oldest.ends < time and left > 0 do
            bytes = bytes - evict(topic, oldest, false, time)
            oldest = oldestOf(topic)
            left = left - 1
        end
        if oldest then
            redis.call('ZADD', key('due'), whole(oldest.ends), topic)
        end
    end
    for _, topic in ipairs(redis.call('ZRANGEBYSCORE', key('empty'), '-inf', whole(time - topicIdle), 'LIMIT', 0, limit)) do
        bytes = bytes - drop(topic)
    end
    for _, entry in ipairs(redis.call('XRANGE', key('keys'), '-', '+', 'COUNT', limit)) do
        if time - tonumber(entry[2][8]) <= keyAge then
            break
        end
        forget(entry)
    end
    redis.call('HSET', log, 'bytes', whole(bytes), 'swept', whole(time))
end

if math.abs(time - tonumber(redis.call('HGET', log, 'swept') or 0)) >= every then
    sweep()
end
return {is.epoch, is.head, kept}
