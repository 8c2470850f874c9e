import { headReply } from '../../../src/testing/redis/record-log.ts'
import type { Envelope } from '../../../src/tier/envelope.ts'
import type { PiggybackedCommand, SharedHit, SharedTier } from '../../../src/tier/tier.ts'
import type { SimLine } from './line.ts'
import type { Place } from './wire.ts'

const DEADLINE_MS = 100

/** The shared tier as one process sees it: reads over the line that carries its questions, writes whenever they arrive. */
export class SimTier implements SharedTier {
  readonly #place: Place
  readonly #line: SimLine

  constructor(place: Place, line: SimLine) {
    this.#place = place
    this.#line = line
  }

  async read(key: string, rider: PiggybackedCommand | undefined): Promise<SharedHit | undefined> {
    const { redis } = this.#place
    if (!this.#line.questions.isUp) return undefined
    const replies = await this.#line.questions
      .ask('read', DEADLINE_MS, (log) => ({ hit: redis.entries.kept(key), head: headReply(log) }))
      .catch(() => undefined)
    if (replies === undefined) return undefined
    rider?.take(replies.head)
    return replies.hit
  }

  async write(key: string, envelope: Envelope): Promise<boolean> {
    return (await this.#put(key, envelope, 'any')) === 'kept'
  }

  add(key: string, envelope: Envelope): ReturnType<SharedTier['add']> {
    return this.#put(key, envelope, 'absent')
  }

  #put(key: string, envelope: Envelope, room: 'absent' | 'any'): ReturnType<SharedTier['add']> {
    const { redis, network, time, chronicle, host } = this.#place
    if (!this.#line.questions.isUp) return Promise.resolve('failed')
    if (network.fillDelay > 0) chronicle.fault('entry late')
    const delay = network.noise.latency() + network.fillDelay
    redis.latestFillMs = Math.max(redis.latestFillMs, delay)
    return new Promise((resolve) => {
      const overdue = time.timer(host, DEADLINE_MS, () => resolve('failed'))
      time.after(undefined, delay, () => {
        if (!redis.isUp || this.#line.questions.isAtReplica) return
        const isFree = room === 'any' || redis.entries.kept(key) === undefined
        if (isFree) redis.entries.keep(key, envelope)
        if (!network.halfOpen && this.#line.questions.isUp)
          time.after(host, network.noise.latency(), () => {
            overdue.cancelled = true
            resolve(isFree ? 'kept' : 'occupied')
          })
      })
    })
  }
}
