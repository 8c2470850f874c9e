import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import type { RecordLog } from '../../../src/testing/redis/record-log.ts'
import type { Place, Wire } from './wire.ts'

const MISSES_UNTIL_RECONNECT = 3

/** Questions of one process to Redis: sent in order, answered in order, or not at all. */
export class Questions {
  readonly #place: Place
  readonly #wire: Wire
  readonly #pending = new Set<(cause: Error) => void>()
  #misses = 0

  constructor(place: Place, wire: Wire) {
    this.#place = place
    this.#wire = wire
  }

  get isUp(): boolean {
    return this.#wire.isUp
  }

  /** Whether the server that is asked was a master when the connection was made, and is none any longer. */
  get isAtReplica(): boolean {
    return this.#place.redis.at(this.#wire.history)?.role === 'replica'
  }

  /** The connection broke: nothing that was asked over it is answered any more. */
  abandon(): void {
    for (const reject of this.#pending) reject(new RedisUnavailable('connection closed'))
    this.#pending.clear()
    this.#misses = 0
  }

  /**
   * What Redis answers, or a rejection after the deadline. A question that was sent may be carried out although the
   * connection broke meanwhile; an `append` may also be carried out and its answer be lost. As a `RedisLink` does, it gives the
   * connection up where the server is no master any longer.
   */
  ask<T>(kind: 'append' | 'read', deadlineMs: number, answer: (log: RecordLog) => T): Promise<T> {
    if (!this.#wire.isUp) return Promise.reject(new RedisUnavailable('not connected'))
    return new Promise<T>((resolve, reject) => {
      const settle = this.#expect(deadlineMs, reject)
      this.#send(kind, answer, (reply) => settle() && resolve(reply))
    })
  }

  /** Returns what has to be called when the answer is there; it says whether anybody still waits. */
  #expect(deadlineMs: number, reject: (cause: Error) => void): () => boolean {
    const { time, host } = this.#place
    const give = (cause: Error): void => {
      timer.cancelled = true
      reject(cause)
    }
    // As the real deadline does: what has arrived by now is looked at first.
    const timer = time.timer(
      host,
      deadlineMs,
      () => void time.after(host, 0, () => this.#pending.delete(give) && this.#missed(give)),
    )
    this.#pending.add(give)
    return () => {
      timer.cancelled = true
      this.#misses = 0
      this.#wire.settle()
      return this.#pending.delete(give)
    }
  }

  #missed(give: (cause: Error) => void): void {
    give(new RedisUnavailable('no answer in time'))
    this.#place.network.troubledAt = this.#place.time.now
    if (++this.#misses >= MISSES_UNTIL_RECONNECT) this.#wire.drop(new RedisUnavailable('several answers were overdue'))
  }

  #send<T>(kind: 'append' | 'read', answer: (log: RecordLog) => T, arrived: (reply: T) => void): void {
    const { time, redis, network, host, chronicle } = this.#place
    const { current: sentOver, history } = this.#wire
    const isOpen = (): boolean => sentOver === this.#wire.current
    const carryOut = (): void => {
      const server = redis.at(history)
      if (server === undefined || (server.role === 'master' && !redis.isUp) || !(isOpen() || network.noise.happens(0.5))) return
      if (network.halfOpen) {
        chronicle.fault('half-open line')
        if (isOpen() && network.noise.happens(0.5)) time.after(undefined, 300, carryOut)
        return
      }
      if (server.role === 'replica') return this.#refuse(sentOver)
      const reply = answer(server.log)
      if (!isOpen()) return
      if (kind === 'append' && network.answersToLose > 0) return this.#loseAnswer()
      const isAlive = (): boolean => isOpen() && (network.halfOpen ? chronicle.fault('half-open line') : true) === true
      time.at(host, this.#wire.download(), () => isAlive() && arrived(reply))
    }
    time.at(undefined, this.#wire.upload(), carryOut)
  }

  /** A replica refuses what would be appended, and what is read from it proves nothing. */
  #refuse(sentOver: number): void {
    const { time, host, chronicle } = this.#place
    chronicle.fault('demoted master asked')
    time.at(
      host,
      this.#wire.download(),
      () => sentOver === this.#wire.current && this.#wire.drop(new RedisUnavailable('expected a master', 'ROLE')),
    )
  }

  #loseAnswer(): void {
    const { network, chronicle } = this.#place
    network.answersToLose--
    chronicle.fault('answer to an append lost')
    if (network.noise.happens(0.5)) this.#wire.cut()
  }
}
