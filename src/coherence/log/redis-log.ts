import { RedisUnavailable } from '../../redis/deadline.ts'
import { RedisRefusal } from '../../redis/redis-refusal.ts'
import type { Command, Reply } from '../../redis/command-batch.ts'
import type { RedisLink } from '../../redis/redis-link.ts'
import { redisScript, type ScriptCalls } from '../../redis/redis-script.ts'
import type { RedisSubscription } from '../../redis/redis-subscription.ts'
import type { InvalidationLog, LogListener, LogPage, LogSnapshot } from './invalidation-log.ts'
import { LOG_SCRIPT } from './log-script.ts'
import { randomOf, withLoss } from './epoch-history.ts'
import { holdsCommand, readStoredHolds, readTime, toFields } from './stored-holds.ts'
import { type Position, randomToken } from '../position.ts'
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
  readonly scripts: ScriptCalls
}

/** Names of the log in Redis; the braces keep them in one cluster slot. */
export const logKey = (namespace: string): string => `{${namespace}}:log`
export const holdsKey = (namespace: string): string => `{${namespace}}:holds`
export const logChannel = (namespace: string, database: number): string => `{${namespace}}:log:${database}`

export const APPEND = redisScript('append', LOG_SCRIPT)

/** The question for the newest row, for whoever asks it together with commands of its own. */
export const headCommand = (key: string): Command => ['xrevrange', key, '+', '-', 'COUNT', 1]

/** The newest row of a head reply, `undefined` for an empty log. Throws where the reply is not well-formed. */
export const readHead = (reply: Reply): LogRow | undefined => readRows(reply)[0]

/** The log in a Redis Stream, with its records published on a channel. It owns the link and the subscription. */
export const createRedisLog = (link: RedisLink, subscription: RedisSubscription, options: RedisLogOptions): InvalidationLog => {
  const key = logKey(options.namespace)
  const holds = holdsKey(options.namespace)
  const channel = logChannel(options.namespace, options.database)
  const patient: Asking = (commands) => link.ask(commands, options.patienceMs)
  /** What is read confirms what is cached, so it must come from a master. */
  const size = new PageSize()
  const reading: Asking = async (commands) => {
    const wasUp = link.isUp
    try {
      return await link.askMaster(commands, options.patienceMs)
    } catch (cause) {
      if (wasUp) size.failed()
      throw cause
    }
  }
  let told: LogListener | undefined
  const run = async ({ operation, subject = '-', tags = [], token = randomToken() }: ScriptCall): Promise<ScriptAnswer> => {
    const answer = await runScript(
      patient,
      options.scripts,
      [key, holds],
      [operation, channel, token, randomOf(link.history), options.retentionMs, options.maxRecords, subject, JSON.stringify(tags)],
    )
    if (answer.record.token === token) told?.unheard(answer.unheard)
    return answer
  }
  const add = async (call: ScriptCall): Promise<LogRecord> => (await run(call)).record
  return {
    open(listener) {
      told = listener
      openBoth(link, subscription, channel, listener)
    },
    append: (tags, ends = []) => add({ operation: 'append', tags, subject: ends.length === 0 ? '-' : ends.join(',') }),
    hold: (token, tags, leaseMs) => add({ operation: 'hold', token, tags, subject: String(Math.ceil(leaseMs)) }),
    expire: async (token) => (await run({ operation: 'expire', subject: token })).leftMs,
    clear: (epoch) => add({ operation: 'clear', subject: epoch === undefined ? '-' : String(epoch) }),
    begin: async () => void (await run({ operation: 'begin' })),
    newest: (limit) =>
      readSnapshot({ ask: reading, key, size }, holds, limit).then((snapshot) => withLoss(snapshot, link.history)),
    upTo: async (id, limit) => takeRows((await reading([['xrevrange', key, id.text, '-', 'COUNT', size.rows(limit)]]))[0], size),
    from: (position, limit) => readFrom({ ask: reading, key, size }, position, limit),
    head: async () => readHead((await link.askMaster([headCommand(key)]))[0]),
    resubscribe: () => subscription.reset(new RedisUnavailable('records were found that nobody delivered')),
    close() {
      told = undefined
      subscription.close()
      link.close()
    },
  }
}

/**
 * The log is up while it can be asked; the subscription only makes it fast. Each time either connects, records may have been
 * missed, and a replication id other than the last one says that acknowledged records may be gone.
 */
const openBoth = (link: RedisLink, subscription: RedisSubscription, channel: string, listener: LogListener): void => {
  let history: string | undefined
  let isDeaf = false
  const connected = (current: string): void => {
    const continued = history === undefined || history === current
    history = current
    if (link.isUp) listener.up(continued)
    else if (!continued) listener.lost()
  }
  /** Where the link is down as well, that it is down says it all. */
  const deaf = (cause: Error): void => {
    if (!link.isUp || isDeaf) return
    isDeaf = true
    listener.deaf(cause)
  }
  subscription.open(channel, {
    up: (current) => {
      isDeaf = false
      connected(current)
    },
    deaf,
    message: (message) => listener.message(parseMessage(message)),
  })
  link.open({ up: connected, down: (cause) => listener.down(cause) })
}

/** How the log is read. */
interface Pages {
  readonly ask: Asking
  readonly key: string
  readonly size: PageSize
}

type Asking = (commands: readonly Command[]) => Promise<readonly Reply[]>

interface ScriptCall {
  readonly operation: 'append' | 'hold' | 'expire' | 'clear' | 'begin'
  readonly subject?: string
  readonly tags?: readonly string[]
  readonly token?: string
}

interface ScriptAnswer {
  readonly record: LogRecord
  /** What is left of the lease that `expire` asked about. */
  readonly leftMs: number
  /** Why the record was published to nobody. */
  readonly unheard: RedisRefusal | undefined
}

const runScript = async (
  ask: Asking,
  { short, whole }: ScriptCalls,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<ScriptAnswer> => {
  const [reply] = await ask([short(APPEND, keys, args)])
  if (!(reply instanceof Error)) return readAnswer(reply)
  if (!(reply instanceof RedisRefusal) || reply.code !== 'NOSCRIPT') throw reply
  const [again] = await ask([whole(APPEND, keys, args)])
  return readAnswer(again)
}

const readAnswer = (reply: Reply): ScriptAnswer => {
  if (reply instanceof Error) throw reply
  if (!Array.isArray(reply)) throw new RedisUnavailable('the script answered no record')
  const [id, prev, epoch, token, kind, hold, tags, left, unheard]: readonly unknown[] = reply
  const record = parseRow(id, {
    v: '1',
    prev: text(prev),
    epoch: text(epoch),
    token: text(token),
    kind: text(kind),
    hold: text(hold),
    tags: text(tags),
  })
  if (record === undefined || record.kind === 'unreadable') throw new RedisUnavailable('the script answered no record')
  return {
    record,
    leftMs: typeof left === 'number' ? left : 0,
    unheard: typeof unheard === 'string' ? new RedisRefusal(unheard, 'publish') : undefined,
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The commands' replies, as of one moment. */
const atOnce = async (ask: Asking, commands: readonly Command[]): Promise<readonly Reply[]> => {
  const answers = await ask([['multi'], ...commands, ['exec']])
  // EXEC only says that something was refused before.
  const refusal = answers.find((answer) => answer instanceof Error)
  if (refusal !== undefined) throw refusal
  const replies = answers.at(-1)
  if (!Array.isArray(replies)) throw new RedisUnavailable('EXEC answered no list')
  return replies
}

const readSnapshot = async ({ ask, key, size }: Pages, holds: string, limit: number): Promise<LogSnapshot> => {
  const [rows, open, time] = await atOnce(ask, [
    ['xrevrange', key, '+', '-', 'COUNT', size.rows(limit)],
    holdsCommand(holds),
    ['time'],
  ])
  return { rows: takeRows(rows, size).toReversed(), ...readStoredHolds(open, time), clock: readTime(time) }
}

/** Several replies where one would be too large; what is trimmed between them leaves a gap in the chain of rows. */
const readFrom = async ({ ask, key, size }: Pages, position: Position, limit: number): Promise<LogPage> => {
  const first = size.rows(limit - 1) + 1
  const [page, oldest] = await atOnce(ask, [
    ['xrange', key, position.id.text, '+', 'COUNT', first],
    ['xrange', key, '-', '+', 'COUNT', 1],
  ])
  const rows = takeRows(page, size)
  let isLast = rows.length < first
  while (!isLast && rows.length < limit) {
    const count = size.rows(limit - rows.length)
    const [more] = await ask([['xrange', key, `(${rows.at(-1)?.id.text ?? ''}`, '+', 'COUNT', count]])
    const next = takeRows(more, size)
    rows.push(...next)
    isLast = next.length < count
  }
  return { rows, oldest: readRows(oldest)[0] }
}

/** The rows of a page; the next page has as many as fit. */
const takeRows = (reply: Reply, size: PageSize): LogRow[] => {
  size.came(reply)
  return readRows(reply)
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

/** Before any row has been seen. So many rows of 1,000 usual tags are 0.7 MB. */
const FIRST_ROWS = 32
/** Far below what a server allows a client's replies to take (`client-output-buffer-limit normal`), and what comes within a deadline. */
const PAGE_BYTES = 256 * 1024
/** By how much a page may be larger, or must be smaller, than the one before it. */
const FACTOR = 8

/**
 * How many rows of the log one question asks for, so that the reply is of bounded size: Redis bounds rows by their number alone. It
 * follows from the rows that came last, and is smaller after a question that had no reply.
 */
class PageSize {
  #rows = FIRST_ROWS

  rows(limit: number): number {
    return Math.min(this.#rows, limit)
  }

  /** Takes note of the rows of a reply. */
  came(rows: unknown): void {
    if (!Array.isArray(rows) || rows.length === 0) return
    const fitting = Math.floor((PAGE_BYTES * rows.length) / Math.max(1, charsIn(rows)))
    this.#rows = Math.max(1, Math.min(fitting, Math.max(this.#rows, rows.length * FACTOR)))
  }

  /** A question for rows had no reply: perhaps they were too many. */
  failed(): void {
    this.#rows = Math.max(1, Math.floor(this.#rows / FACTOR))
  }
}

const charsIn = (reply: unknown): number => {
  if (typeof reply === 'string') return reply.length
  return Array.isArray(reply) ? reply.reduce<number>((sum, part) => sum + charsIn(part), 0) : 0
}
