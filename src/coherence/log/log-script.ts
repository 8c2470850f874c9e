import { MAX_ENDS_TEXT, MAX_TAGS_TEXT } from './record.ts'

/**
 * Bytes of tags above which a record is followed by a small one. Each follower asks for the newest row twice in `maxStaleness`, so a large
 * one would be read again and again.
 */
const LARGE_TAGS_TEXT = 65_536

/**
 * The one script of the protocol: appends a record atomically behind the last one and publishes it.
 *
 *     EVALSHA <sha1> 2 <log> <holds> <operation> <channel> <token> <random> <retentionMs> <maxLength> <subject> <tags>
 *
 * | operation | subject | what it does |
 * |---|---|---|
 * | `append` | tokens of the holds that it ends, separated by commas, or `-` | appends a record that names `tags`, a JSON array of texts |
 * | `hold` | the lease in milliseconds | appends a record that names `tags` and keeps them held: its `token` names the hold |
 * | `expire` | token of a hold | ends the hold, naming its tags, if its lease has passed by Redis's clock; else nothing |
 * | `clear` | number of the epoch that was lost, or `-` | appends a `clear`, unless the log's epoch is above that number |
 * | `begin` | `-` | appends a `genesis` where the log is empty; else nothing |
 *
 * Records that followers would not read are refused: tags above 3,075,002 bytes of JSON, ends above 65,000 bytes.
 *
 * `token` and `random` are fresh random texts of 1 to 64 characters of base64url; what is malformed is refused before anything is
 * written, since followers would take the record for a loss. `random` becomes part of an epoch that begins: it starts with the first
 * 16 digits of the server's replication id and `_`, so that whoever joins notices another history. Returns the newest record (id,
 * prev, epoch, token, kind, hold, tags), the milliseconds that are left of the lease that `expire` asked about and, only where
 * PUBLISH was refused, why.
 *
 * A trim is always safe: whoever needs a trimmed record distrusts what is older. It is part of XADD, by age and by number in turn,
 * so that nothing behind XADD fails the append: not a PUBLISH that is refused, since questions for the head deliver the record, nor
 * an HDEL, since the record ends its holds. A last row that is no record is treated as an empty log, whose followers will find a
 * loss. Where ids are beyond what followers read, since another program has used one, the log begins anew. A clear drops no hold.
 *
 * The field `.since` of the hash of holds has the newest id and the time when the hash was new: every hold behind that row is in it.
 * It tells a hash that was lost, by deletion or eviction, from one that has no holds. Its third part is what was left of the longest
 * lease then, ended holds included; each row has the same for its own instant in `leases`. So a process that joins knows until when
 * a hold may be open that the hash has lost. Behind a row that has no `leases`, since another program or an older script wrote it, the
 * hash tells; where it has been lost as well, an hour counts.
 */
export const LOG_SCRIPT = `
-- The one script of the invalidation protocol. docs/protocol.md says how it is called and what it answers.
local log, holds = KEYS[1], KEYS[2]
local operation, channel, token, random = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local retention, length, subject, tags = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local longest_tags, longest_ends, large_tags = ${MAX_TAGS_TEXT}, ${MAX_ENDS_TEXT}, ${LARGE_TAGS_TEXT}

local function named(text) return #text <= 64 and string.match(text, '^[%w_-]+$') end
local function counted(text) return #text <= 10 and string.match(text, '^[1-9]%d*$') end

local wrong = not (named(token) and named(random)) and 'token and random are 1 to 64 characters of base64url'
  or not (counted(ARGV[5]) and counted(length)) and 'retention and length are whole numbers above 0'
  or operation == 'hold' and not counted(subject) and 'a lease is a whole number of milliseconds above 0'
  or operation == 'append' and not string.match(subject, '^[%w_,-]+$') and 'ends are tokens separated by commas, or -'
  or operation == 'expire' and not named(subject) and 'a hold is named by its token'
  or operation == 'clear' and subject ~= '-' and not string.match(subject, '^%d+$') and 'an epoch number is a whole number, or -'
  or (operation == 'append' or operation == 'hold') and not (string.sub(tags, 1, 1) == '[' and string.sub(tags, -1) == ']')
    and 'tags are a JSON array of texts'
  or #tags > longest_tags and 'tags are at most ' .. longest_tags .. ' bytes of JSON'
  or #subject > longest_ends and 'ends are at most ' .. longest_ends .. ' bytes'
  or not ({ append = 1, hold = 1, expire = 1, clear = 1, begin = 1 })[operation] and 'there is no such operation'
if wrong then return redis.error_reply('ERR ' .. wrong) end

local function whole(number) return string.format('%.0f', number) end

local function readable(id)
  local milliseconds, sequence = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(milliseconds) < 2^53 and tonumber(sequence) < 2^53
end

local function newest()
  local row = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if not row then return nil end
  local record = { id = row[1] }
  for i = 1, #row[2], 2 do record[row[2][i]] = row[2][i + 1] end
  if record.v ~= '1' or not record.token or not record.prev or not readable(row[1]) then return nil, row[1] end
  record.number, record.part = string.match(record.epoch or '', '^(%d+)%.([%w_-]+)$')
  record.number = tonumber(record.number)
  if not record.number then return nil, row[1] end
  record.leases = tonumber(string.match(record.leases or '', '^%d+$'))
  return record
end

local last, stray = newest()

local longest, since = 3600000, redis.pcall('HGET', holds, '.since')

local function leftOf(lease, instant)
  return math.max(0, math.min(longest, tonumber(lease)) - math.max(0, now - tonumber(instant)))
end

-- What is left of the longest lease of all holds so far, ended ones included. Where the last row does not say, the hash does, if it is whole.
local function leasesSoFar()
  if not last and not stray and not since then return 0 end
  if last and last.leases then return leftOf(last.leases, string.match(last.id, '^%d+')) end
  local at, left = string.match(tostring(since), '^%S+ (%d+) (%d+)$')
  local entries = at and redis.pcall('HVALS', holds)
  if not entries or entries.err then return longest end
  local most = leftOf(left, at)
  for _, entry in ipairs(entries) do
    most = math.max(most, math.min(longest, (tonumber(string.match(entry, '^(%d+) ')) or now) - now))
  end
  return most
end

local leases = leasesSoFar()

local function anew()
  last, stray = nil, nil
  return type(redis.pcall('DEL', log)) == 'number'
end

if stray and not readable(stray) and not anew() then
  return redis.error_reply('NOPERM delete the key ' .. log .. ': another program has used ids in it that nobody can read')
end
if not since then
  redis.pcall('HSET', holds, '.since', (last and last.id or stray or '0-0') .. ' ' .. whole(now) .. ' ' .. whole(leases))
end

local unheard
local function add(kind, hold, names, mark, number)
  if not number and not last then add('genesis', '-', '[]', string.sub(token, 1, 63) .. 'g', 1) end
  local record = { prev = last and last.id or stray or '0-0', number = number or last.number, part = number and random or last.part,
    token = mark, kind = kind, hold = hold, tags = names }
  record.epoch = whole(record.number) .. '.' .. record.part
  if kind == 'hold' then leases = math.max(leases, math.min(longest, tonumber(hold))) end
  local bound, limit = 'MINID', whole(math.max(0, now - retention))
  if time[2] % 2 == 1 then bound, limit = 'MAXLEN', length end
  local row = { 'XADD', log, bound, '~', limit, '*', 'v', '1', 'prev', record.prev,
    'epoch', record.epoch, 'token', mark, 'kind', kind, 'hold', hold, 'tags', names, 'leases', whole(leases) }
  record.id = redis.pcall(unpack(row))
  local refused = type(record.id) == 'table' and record.id.err
  if (refused and string.find(refused, 'exhausted') or not refused and not readable(record.id)) and anew() then
    return add(kind, hold, names, mark, number)
  end
  if refused then redis.call(unpack(row)) end
  last = record
  local heard = redis.pcall('PUBLISH', channel, table.concat({ '1', record.id, record.prev, record.epoch, mark, kind, hold, names }, ' '))
  if type(heard) == 'table' then unheard = heard.err end
end

local left = 0
if operation == 'append' then
  add('invalidate', subject, tags, token)
  for ended in string.gmatch(subject, '[^,]+') do redis.pcall('HDEL', holds, ended) end
elseif operation == 'hold' then
  redis.call('HSET', holds, token, whole(now + tonumber(subject)) .. ' ' .. tags)
  add('hold', subject, tags, token)
elseif operation == 'expire' then
  local ends, names = string.match(redis.call('HGET', holds, subject) or '', '^(%d+) (.*)$')
  if ends and #names > longest_tags then ends = nil end
  left = ends and math.max(0, tonumber(ends) - now) or 0
  if ends and left == 0 then add('invalidate', subject, names, token) end
  if left == 0 then redis.pcall('HDEL', holds, subject) end
elseif operation == 'clear' then
  local lost = tonumber(subject) or 0
  if not last or subject == '-' or last.number <= lost then
    add('clear', '-', '[]', token, math.max(last and last.number or 0, lost) + 1)
  end
end
if not last then add('genesis', '-', '[]', operation == 'begin' and token or string.sub(token, 1, 63) .. 'g', 1) end
local answer = last
-- Followers ask for the newest row again and again, so it is a small one. Nothing behind the record fails the call.
if #(answer.tags or '') > large_tags then pcall(add, 'invalidate', '-', '[]', string.sub(answer.token, 1, 63) .. 's') end
return { answer.id, answer.prev, answer.epoch, answer.token, answer.kind, answer.hold or '-', answer.tags, left, unheard }
`.trimStart()
