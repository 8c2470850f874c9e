import type { Redis } from 'ioredis'
import { RedisUnavailable } from './deadline.ts'
import type { RedisRefusal } from './redis-refusal.ts'
import { type DueCommand, dueCommand } from './expected-replies.ts'

/** What a connection's sockets tell of a client, beside its replies. */
export interface Traffic {
  /** The commands that were unanswered when the other side closed the connection; `undefined` before that. */
  unanswered: readonly DueCommand[] | undefined
  /** Length of the string of a reply that has begun to arrive and has not ended; 0 for none. */
  readonly arrivingBytes: () => number
}

const traffic = new WeakMap<Redis, Traffic>()

/** Remembers the traffic of a client's new connection. */
export const observe = (client: Redis, seen: Traffic): void => void traffic.set(client, seen)

interface Interruption {
  /** What was to be answered, in that order. */
  readonly due: readonly DueCommand[]
  readonly arrivingBytes: number
  readonly cause: unknown
}

/** No reply came: the other side closed the connection, or the deadline ended. Says which commands were waited for. */
export class Unanswered extends RedisUnavailable {
  readonly reason: 'closed' | 'overdue'
  /** The command that was to be answered next. */
  readonly first: DueCommand | undefined
  /**
   * Names of the commands that were to be answered, at any of which the other side may have closed: it need not have answered those
   * ahead. MULTI and EXEC are left out, since they stand around other ones.
   */
  readonly names: readonly string[]
  /** Length of the string that was arriving; 0 for none. */
  readonly arrivingBytes: number

  constructor(message: string, reason: Unanswered['reason'], { due, arrivingBytes, cause }: Interruption) {
    super(message, reason === 'closed' ? 'CLOSED' : undefined, cause)
    this.reason = reason
    this.first = due[0]
    const names = [...new Set(due.map(({ name }) => name))]
    this.names = names.filter((name) => name !== 'multi' && name !== 'exec')
    this.arrivingBytes = arrivingBytes
  }

  /** Whether the command of this name about this key was to be answered next. */
  blames(name: string, key: string): boolean {
    return this.first?.name === name && this.first.key === key
  }
}

const MAX_NAMED = 8

/** Whether an error says that the other side closed the connection, or that it is closed. */
export const isClosing = (cause: Error): boolean =>
  ('code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')) ||
  /^connection (?:is )?closed/i.test(cause.message)

/** What became of a client's question or connection. Where the other side closed it, the commands that it left unanswered are named. */
export const withUnanswered = (client: Redis, failure: RedisUnavailable | RedisRefusal): RedisUnavailable | RedisRefusal => {
  const unanswered = traffic.get(client)?.unanswered ?? []
  if (failure instanceof Unanswered || !(failure instanceof RedisUnavailable) || unanswered.length === 0 || !isClosing(failure))
    return failure
  const names = [...new Set(unanswered.map(({ name }) => name))].slice(0, MAX_NAMED).join(', ')
  return new Unanswered(`connection closed before the reply to ${names}`, 'closed', {
    due: unanswered,
    arrivingBytes: 0,
    cause: failure,
  })
}

/** Why nothing came within a deadline. */
export const overdue = (client: Redis, deadlineMs: number): Unanswered => {
  const arrivingBytes = traffic.get(client)?.arrivingBytes() ?? 0
  const first = dueCommand(client)
  return new Unanswered(`no reply within ${deadlineMs} ms`, 'overdue', {
    due: first === undefined ? [] : [first],
    arrivingBytes,
    cause: undefined,
  })
}
