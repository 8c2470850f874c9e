/**
 * The one script of the protocol: appends a record atomically behind the last one and publishes it.
 *
 *     EVALSHA <sha1> 1 <log> <operation> <channel> <token> <random> <tags> <retentionMs> <maxLength> <epoch>
 *
 * `operation` is `append` (a record that names `tags`, a JSON array of texts), `begin` (a `genesis` where the log is empty, else
 * nothing) or `clear` (unless the log's epoch number is above `epoch`; an empty `epoch` clears in any case). `token` and
 * `random` are fresh
 * random texts. Returns the newest record: id, prev, epoch, token, kind, tags.
 *
 * A trim is always safe: whoever needs a trimmed record distrusts what is older. A PUBLISH that is refused does not fail the
 * append: questions for the
 * head deliver the record. A last row that is no record is treated as an empty log, whose followers will find a loss.
 */
export const LOG_SCRIPT = `
local log, operation, channel, token, random, tags = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local retention, length, epoch = tonumber(ARGV[6]), ARGV[7], ARGV[8]

local function newest()
  local row = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  if not row then return nil end
  local record = { id = row[1] }
  for i = 1, #row[2], 2 do record[row[2][i]] = row[2][i + 1] end
  if record.v ~= '1' or not record.token or not record.prev then return nil, row[1] end
  record.number = tonumber(string.match(record.epoch or '', '^(%d+)%.[%w_-]+$'))
  if not record.number then return nil, row[1] end
  return record
end

local function add(prev, number, part, kind, names, mark)
  local record = { prev = prev, number = number, epoch = number .. '.' .. part, token = mark, kind = kind, tags = names }
  local now = redis.call('TIME')
  local oldest = string.format('%.0f', math.max(0, now[1] * 1000 + math.floor(now[2] / 1000) - retention))
  record.id = redis.call('XADD', log, 'MINID', '~', oldest, '*', 'v', '1', 'prev', prev, 'epoch', record.epoch,
    'token', mark, 'kind', kind, 'tags', names)
  redis.call('XTRIM', log, 'MAXLEN', '~', length)
  redis.pcall('PUBLISH', channel, table.concat({ '1', record.id, prev, record.epoch, mark, kind, names }, ' '))
  return record
end

local last, stray = newest()
local number = tonumber(epoch) or 0
if operation == 'clear' and last then
  if epoch == '' or last.number <= number then
    last = add(last.id, string.format('%.0f', math.max(last.number, number) + 1), random, 'clear', '[]', token)
  end
elseif not last then
  local first = operation == 'clear' and number + 1 or 1
  last = add(stray or '0-0', string.format('%.0f', first), random, operation == 'clear' and 'clear' or 'genesis', '[]',
    operation == 'append' and token .. 'g' or token)
end
if operation == 'append' then
  last = add(last.id, string.format('%.0f', last.number), string.match(last.epoch, '%.(.*)$'), 'invalidate', tags, token)
end
return { last.id, last.prev, last.epoch, last.token, last.kind, last.tags }
`.trim()
