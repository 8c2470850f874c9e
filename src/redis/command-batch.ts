import type { Redis } from 'ioredis'
import { channels, type RedisCommandEvent } from '../foundation/channels.ts'
import type { Clock, Timer } from '../foundation/clock.ts'
import type { RedisUnavailable } from './deadline.ts'
import { overdue } from './interruption.ts'
import { RedisRefusal, toFailure } from './redis-refusal.ts'

/** A command, in lower case, with its arguments. Its reply is read as text. */
export type Command = readonly [name: string, ...args: readonly (string | number | Buffer)[]]

/** A command, or one whose reply is left in bytes. */
export type Question = Command | { readonly bytes: Command }

/** The command of a question, in lower case. */
export const nameOf = (question: Question): string => ('bytes' in question ? question.bytes : question)[0]

/** A reply, or the error that Redis answered to this one command. */
export type Reply = unknown

export interface BatchOptions {
  readonly clock: Clock
  /** Of the cache, for events. Default: an empty name, for those who ask nothing. */
  readonly namespace?: string
}

/**
 * The commands of one turn of the event loop. They are sent in one write at its end, since a write costs more than a command, and
 * share one deadline. It counts from the write: a turn that takes long is not taken for a sick Redis.
 */
export class CommandBatch {
  readonly #client: Redis
  readonly #options: BatchOptions
  readonly #deadlineMs: number
  /** Rejects the questions that wait for a reply. */
  readonly #waiting = new Set<(cause: RedisUnavailable) => void>()
  #timer: Timer | undefined

  constructor(client: Redis, options: BatchOptions, deadlineMs: number, ended: () => void) {
    this.#client = client
    this.#options = options
    this.#deadlineMs = deadlineMs
    const { stream } = client
    stream.cork()
    process.nextTick(() => {
      ended()
      stream.uncork()
      this.#startDeadline()
    })
  }

  /** One reply each, or the error that came instead of it; rejects with `RedisUnavailable` when one is overdue. */
  ask(questions: readonly Question[]): Promise<readonly Reply[]> {
    return new Promise((resolve, reject) => {
      // Replies of a connection come in the order of its commands.
      const replies: Reply[] = []
      let announce = channels.redis.active ? this.#announcer() : undefined
      const giveUp = (cause: RedisUnavailable): void => {
        for (const question of questions.slice(replies.length)) announce?.(question, 'overdue')
        announce = undefined
        reject(cause)
      }
      const take = (reply: Reply): void => {
        announce?.(questions[replies.length], outcomeOf(reply))
        if (replies.push(reply) < questions.length) return
        this.#settle(giveUp)
        resolve(replies)
      }
      this.#waiting.add(giveUp)
      for (const question of questions) this.#send(question).then(take, take)
    })
  }

  #send(question: Question): Promise<Reply> {
    return 'bytes' in question ? this.#client.callBuffer(...question.bytes) : this.#client.call(...question)
  }

  /** Publishes each reply with the time that it took. */
  #announcer(): (question: Question | undefined, outcome: RedisCommandEvent['outcome']) => void {
    const { clock, namespace = '' } = this.#options
    const since = clock.now()
    return (question, outcome) => {
      if (question !== undefined)
        channels.redis.publish({ namespace, command: nameOf(question), outcome, durationMs: clock.now() - since })
    }
  }

  #settle(giveUp: (cause: RedisUnavailable) => void): void {
    this.#waiting.delete(giveUp)
    if (this.#waiting.size === 0) this.#timer?.stop()
  }

  /** A reply that is in the socket already wins: sockets are read between the timer and the verdict. */
  #startDeadline(): void {
    if (this.#waiting.size > 0)
      this.#timer = this.#options.clock.timer(this.#deadlineMs, () => setImmediate(() => this.#expire()))
  }

  #expire(): void {
    const cause = overdue(this.#client, this.#deadlineMs)
    for (const giveUp of this.#waiting) giveUp(cause)
    this.#waiting.clear()
  }
}

/** An error that is no reply says that the connection broke. */
const outcomeOf = (reply: Reply): RedisCommandEvent['outcome'] => {
  if (!(reply instanceof Error)) return 'answered'
  return toFailure(reply) instanceof RedisRefusal ? 'refused' : 'lost'
}
