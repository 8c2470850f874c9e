import type { Redis } from 'ioredis'
import type { Clock, Timer } from '../foundation/clock.ts'
import type { RedisUnavailable } from './deadline.ts'
import { overdue } from './interruption.ts'

/** A command, in lower case, with its arguments. Its reply is read as text. */
export type Command = readonly [name: string, ...args: readonly (string | number | Buffer)[]]

/** A command, or one whose reply is left in bytes. */
export type Question = Command | { readonly bytes: Command }

/** The command of a question, in lower case. */
export const nameOf = (question: Question): string => ('bytes' in question ? question.bytes : question)[0]

/** A reply, or the error that Redis answered to this one command. */
export type Reply = unknown

/**
 * The commands of one turn of the event loop. They are sent in one write at its end, since a write costs more than a command, and
 * share one deadline. It counts from the write: a turn that takes long is not taken for a sick Redis.
 */
export class CommandBatch {
  readonly #client: Redis
  readonly #clock: Clock
  readonly #deadlineMs: number
  /** Rejects the questions that wait for a reply. */
  readonly #waiting = new Set<(cause: RedisUnavailable) => void>()
  #timer: Timer | undefined

  constructor(client: Redis, clock: Clock, deadlineMs: number, ended: () => void) {
    this.#client = client
    this.#clock = clock
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
      this.#waiting.add(reject)
      // Replies of a connection come in the order of its commands.
      const replies: Reply[] = []
      const take = (reply: Reply): void => {
        if (replies.push(reply) < questions.length) return
        this.#settle(reject)
        resolve(replies)
      }
      for (const question of questions) this.#send(question).then(take, take)
    })
  }

  #send(question: Question): Promise<Reply> {
    return 'bytes' in question ? this.#client.callBuffer(...question.bytes) : this.#client.call(...question)
  }

  #settle(reject: (cause: RedisUnavailable) => void): void {
    this.#waiting.delete(reject)
    if (this.#waiting.size === 0) this.#timer?.stop()
  }

  /** A reply that is in the socket already wins: sockets are read between the timer and the verdict. */
  #startDeadline(): void {
    if (this.#waiting.size > 0) this.#timer = this.#clock.timer(this.#deadlineMs, () => setImmediate(() => this.#expire()))
  }

  #expire(): void {
    const cause = overdue(this.#client, this.#deadlineMs)
    for (const reject of this.#waiting) reject(cause)
    this.#waiting.clear()
  }
}
