import { createHash, randomBytes } from 'node:crypto'
import { RedisUnavailable } from '../redis/deadline.ts'
import type { Command, RedisLink, Reply } from '../redis/redis-link.ts'
import type { RedisSubscription } from '../redis/redis-subscription.ts'
import type { InvalidationLog, LogListener, LogPage } from './invalidation-log.ts'
import { LOG_SCRIPT } from './log-script.ts'
import type { Position } from './position.ts'
import { type LogRecord, type LogRow, parseMessage, parseRow } from './record.ts'

export interface RedisLogOptions {
  readonly namespace: string
  /** Database number: pub/sub ignores it, so the channel's name has it. */
  readonly database: number
  /** Records older than this many milliseconds are trimmed. */
  readonly retentionMs: number
  /** Records beyond this number are trimmed. */
  readonly maxRecords: number
  /** Deadline, in milliseconds, of appends and of reading many rows: nobody's read waits for them while Redis is healthy. */
  readonly patienceMs: number
}

/** Names of the log in Redis; the braces keep them in one cluster slot. */
export const logKey = (namespace: string): string => `{${namespace}}:log`
export const logChannel = (namespace: string, database: number): string => `{${namespace}}:log:${database}`

const SCRIPT_SHA = createHash('sha1').update(LOG_SCRIPT).digest('hex')

/** The question for the newest row, for whoever asks it together with commands of its own. */
export const headCommand = (key: string): Command => ['xrevrange', key, '+', '-', 'COUNT', 1]

/** The newest row of a head reply, `undefined` for an empty log. Throws where the reply is not well-formed. */
export const readHead = (reply: Reply): LogRow | undefined => readRows(reply)[0]

/** The log in a Redis Stream, with its records published on a channel. It owns the link and the subscription. */
export const createRedisLog = (link: RedisLink, subscription: RedisSubscription, options: RedisLogOptions): InvalidationLog => {
  const key = logKey(options.namespace)
  const channel = logChannel(options.namespace, options.database)
  const patient: Asking = (commands) => link.ask(commands, options.patienceMs)
  const run = (operation: string, tags: readonly string[], epoch: string): Promise<LogRecord> => runScript(patient, key, [
    operation, channel, random(), random(), JSON.stringify(tags),
    options.retentionMs, options.maxRecords, epoch,
  ])
  return {
    open: (listener) => openBoth(link, subscription, channel, listener),
    append: (tags) => run('append', tags, ''),
    clear: (epoch) => run('clear', [], epoch === undefined ? '' : String(epoch)),
    begin: async () => void (await run('begin', [], '')),
    newest: async (limit) => {
      const [reply] = await patient([['xrevrange', key, '+', '-', 'COUNT', limit]])
      return readRows(reply).toReversed()
    },
    from: (position, limit) => readPage(patient, key, position, limit),
    head: async () => readHead((await link.ask([headCommand(key)]))[0]),
    resubscribe: () => subscription.reset(new RedisUnavailable('records were found that nobody delivered')),
    close() {
      subscription.close()
      link.close()
    },
  }
}

/**
 * The log is up while it can be asked; the subscription only makes it fast. Each time either connects, records may have been
 * missed, and
 * a replication id other than the last one says that acknowledged records may be gone.
 */
const openBoth = (link: RedisLink, subscription: RedisSubscription, channel: string, listener: LogListener): void => {
  let history: string | undefined
  const connected = (current: string): void => {
    const continued = history === undefined || history === current
    history = current
    if (link.isUp) listener.up(continued)
    else if (!continued) listener.lost()
  }
  subscription.open(channel, { up: connected, message: (message) => listener.message(parseMessage(message)) })
  link.open({ up: connected, down: (cause) => listener.down(cause) })
}

const random = (): string => randomBytes(9).toString('base64url')

type Asking = (commands: readonly Command[]) => Promise<readonly Reply[]>

const runScript = async (ask: Asking, key: string, args: readonly (string | number)[]): Promise<LogRecord> => {
  const [reply] = await ask([['evalsha', SCRIPT_SHA, 1, key, ...args]])
  if (!(reply instanceof Error)) return readRecord(reply)
  if (!reply.message.startsWith('NOSCRIPT')) throw reply
  const [again] = await ask([['eval', LOG_SCRIPT, 1, key, ...args]])
  return readRecord(again)
}

const readRecord = (reply: Reply): LogRecord => {
  if (reply instanceof Error) throw reply
  if (!Array.isArray(reply)) throw new RedisUnavailable('the script answered no record')
  const [id, prev, epoch, token, kind, tags]: readonly unknown[] = reply
  const row = parseRow(id, { v: '1', prev: text(prev), epoch: text(epoch), token: text(token), kind: text(kind), tags: text(tags) })
  if (row === undefined || row.kind === 'unreadable') throw new RedisUnavailable('the script answered no record')
  return row
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const readPage = async (ask: Asking, key: string, position: Position, limit: number): Promise<LogPage> => {
  const [, , , replies] = await ask([
    ['multi'],
    ['xrange', key, position.id.text, '+', 'COUNT', limit],
    ['xrange', key, '-', '+', 'COUNT', 1],
    ['exec'],
  ])
  if (!Array.isArray(replies)) throw replies instanceof Error ? replies : new RedisUnavailable('EXEC answered no list')
  return { rows: readRows(replies[0]), oldest: readRows(replies[1])[0] }
}

const readRows = (reply: Reply): LogRow[] => {
  if (reply instanceof Error) throw reply
  if (!Array.isArray(reply)) throw new RedisUnavailable('the log answered no list of rows')
  return reply.map(readRow)
}

const readRow = (row: unknown): LogRow => {
  const [id, fields]: readonly unknown[] = Array.isArray(row) ? row : []
  const parsed = Array.isArray(fields) ? parseRow(id, toFields(fields)) : undefined
  if (parsed === undefined) throw new RedisUnavailable('the log answered no row')
  return parsed
}

const toFields = (flat: readonly unknown[]): Readonly<Record<string, string>> => {
  const fields: Record<string, string> = {}
  for (let index = 0; index + 1 < flat.length; index += 2) fields[String(flat[index])] = String(flat[index + 1])
  return fields
}
