import type { Redis } from 'ioredis'
import type { Command, Question } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'
import { type DueCommand, dueCommand } from './due-commands.ts'
import type { RedisRefusal } from './redis-refusal.ts'

/** What a connection's sockets tell of a client, beside its replies. */
export interface Traffic {
  /** The commands that were unanswered when the other side closed the connection; `undefined` before that. */
  unanswered: readonly DueCommand[] | undefined
  /** Whether a string of a reply has begun to arrive, and has not ended. */
  readonly isArriving: () => boolean
}

const traffic = new WeakMap<Redis, Traffic>()

/** Remembers the traffic of a client's new connection. */
export const observe = (client: Redis, seen: Traffic): void => void traffic.set(client, seen)

/** The other side closed the connection and left commands unanswered: it does not know one of them, or one is above a limit. */
export class ConnectionClosed extends RedisUnavailable {
  /** The command that was to be answered next. */
  readonly first: DueCommand | undefined

  constructor(unanswered: readonly DueCommand[], cause: RedisUnavailable) {
    const names = new Set(unanswered.map(({ name }) => name))
    super(`connection closed before the reply to ${[...names].slice(0, MAX_NAMED).join(', ')}`, 'CLOSED', cause)
    this.first = unanswered[0]
  }
}

const MAX_NAMED = 8
const UNFINISHED = 'UNFINISHED'

/** Whether an error says that the other side closed the connection, or that it is closed. */
export const isClosing = (cause: Error): boolean =>
  ('code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')) || /^connection (?:is )?closed/i.test(cause.message)

/** What became of a client's question or connection. Where the other side closed it, the commands that it left unanswered are named. */
export const withUnanswered = (client: Redis, failure: RedisUnavailable | RedisRefusal): RedisUnavailable | RedisRefusal => {
  const unanswered = traffic.get(client)?.unanswered ?? []
  if (!(failure instanceof RedisUnavailable) || unanswered.length === 0 || !isClosing(failure)) return failure
  return new ConnectionClosed(unanswered, failure)
}

/** Why a question has no reply within its deadline: nothing came, or what it asks for or sends is still on its way. */
export const overdue = (client: Redis, questions: readonly Question[], deadlineMs: number): RedisUnavailable =>
  new RedisUnavailable(`no reply within ${deadlineMs} ms`, isOnItsWay(client, questions) ? UNFINISHED : undefined)

const isOnItsWay = (client: Redis, questions: readonly Question[]): boolean => {
  if (client.stream.writableLength === 0 && traffic.get(client)?.isArriving() !== true) return false
  const due = dueCommand(client)
  return questions.map(commandOf).some(([name, key]) => name === due?.name && String(key) === due.key)
}

const commandOf = (question: Question): Command => ('bytes' in question ? question.bytes : question)

/** Whether the deadline ended while the very value was on its way. */
export const wasUnfinished = (cause: unknown): boolean => cause instanceof RedisUnavailable && cause.code === UNFINISHED
