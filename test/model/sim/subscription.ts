import type { LogRecord } from '../../../src/coherence/log/record.ts'
import { type Place, Wire } from './wire.ts'
import { ChannelListeners } from '../../../src/redis/redis-subscription.ts'

const MAX_CHANNELS = 1_000

/** The messages of the log on their way to one process. */
export class Subscription {
  readonly #place: Place
  readonly #wire: Wire
  readonly #hear: (record: LogRecord | undefined) => void
  /** Whether the server has forgotten it while the connection seems alive. */
  #isDead = false
  readonly #listeners = new ChannelListeners(MAX_CHANNELS)
  /** The channels besides the log's that the server delivers, over the present connection. */
  #delivered = new Set<string>()

  constructor(place: Place, connected: (history: string) => void, hear: (record: LogRecord | undefined) => void) {
    this.#place = place
    this.#hear = hear
    this.#wire = new Wire(place, {
      up: (history) => {
        this.#isDead = false
        this.#delivered = new Set()
        connected(history)
        for (const channel of this.#listeners.channels) this.#subscribe(channel)
      },
      down: () => this.#listeners.callAll(),
    })
  }

  connect(): void {
    this.#wire.connect()
  }

  /** Nothing is delivered any more until it is made anew, and nobody is told. */
  die(): void {
    this.#isDead = true
  }

  /** As `RedisSubscription` does it. */
  listen(channel: string, heard: () => void): () => void {
    if (this.#listeners.add(channel, heard) === 'first' && this.#wire.isUp) this.#subscribe(channel)
    return () => {
      if (this.#listeners.remove(channel, heard)) this.#delivered.delete(channel)
    }
  }

  /** A message without a content on another channel. */
  wake(channel: string): void {
    if (!this.#wire.isUp || !this.#delivered.has(channel)) return
    const { network, chronicle, time, host, redis } = this.#place
    if (this.#isDead || this.#wire.history !== redis.history || network.halfOpen || network.noise.happens(network.loses))
      return chronicle.fault('wake-up lost')
    const sentOver = this.#wire.current
    time.at(host, this.#wire.download(network.lag), () => sentOver === this.#wire.current && this.#listeners.call(channel))
  }

  #subscribe(channel: string): void {
    const { network, time, host } = this.#place
    const sentOver = this.#wire.current
    const isOpen = (): boolean => sentOver === this.#wire.current && !network.halfOpen
    time.at(undefined, this.#wire.upload(), () => {
      if (!isOpen()) return
      this.#delivered.add(channel)
      time.at(host, this.#wire.download(), () => isOpen() && this.#listeners.call(channel))
    })
  }

  cut(): void {
    this.#wire.cut()
  }

  drop(): void {
    this.#wire.drop(new Error('made anew'))
  }

  close(): void {
    this.#wire.close()
  }

  publish(record: LogRecord | undefined): void {
    if (!this.#wire.isUp) return
    const { network, chronicle, redis } = this.#place
    if (this.#isDead || this.#wire.history !== redis.history) return chronicle.fault('dead subscription')
    if (network.halfOpen || network.noise.happens(network.loses)) return chronicle.fault('message lost')
    this.#deliver(record)
    if (!network.noise.happens(network.repeats)) return
    chronicle.fault('message repeated')
    this.#deliver(record)
  }

  #deliver(record: LogRecord | undefined): void {
    const { time, network, host, chronicle } = this.#place
    const sentOver = this.#wire.current
    const isLoose = network.noise.happens(network.reorders)
    if (isLoose) chronicle.fault('message out of order')
    if (network.lag > 0) chronicle.fault('message delayed')
    const at = isLoose ? time.now + Math.floor(network.noise.next() * 400) : this.#wire.download(network.lag)
    const heard = this.#garbled(record)
    time.at(host, at, () => sentOver === this.#wire.current && this.#hear(heard))
  }

  #garbled(record: LogRecord | undefined): LogRecord | undefined {
    const { network, chronicle } = this.#place
    if (network.garbles === 0) return record
    network.garbles--
    chronicle.fault('message garbled')
    return undefined
  }
}
