-- Writes a posting unless a newer one is there: a worker that was taken over may still be writing.
-- One key at a time, so that Redis Cluster runs it too.
--
-- KEYS[1]           key of a task, or of the hash of all runs
-- ARGV[1]           field of the hash; empty for a task
-- ARGV[2]           the posting, JSON
-- ARGV[3]           when its run was asked for, which orders the runs of a migration; empty for a task
-- ARGV[4], ARGV[5]  its epoch and sequence
-- ARGV[6]           how many seconds the key of a task lives
--
-- Returns 1 when it wrote, 0 when a newer posting is there.

local is_task = ARGV[1] == ''

local function stored_version()
  local text
  if is_task then
    text = redis.call('GET', KEYS[1])
  else
    text = redis.call('HGET', KEYS[1], ARGV[1])
  end
  -- Not ours, or broken by hand: anything is newer.
  local readable, json = pcall(cjson.decode, text or '')
  if not readable or type(json) ~= 'table' then
    return '', -1, -1
  end
  if is_task then
    json = type(json.result) == 'table' and json.result or {}
  end
  local asked = type(json.askedAt) == 'string' and json.askedAt or ''
  return asked, tonumber(json.epoch) or -1, tonumber(json.sequence) or -1
end

local asked, epoch, sequence = stored_version()
local my_epoch, my_sequence = tonumber(ARGV[4]), tonumber(ARGV[5])

if asked > ARGV[3] then
  return 0
end
if asked == ARGV[3] and (epoch > my_epoch or (epoch == my_epoch and sequence > my_sequence)) then
  return 0
end

if is_task then
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[6])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 1
