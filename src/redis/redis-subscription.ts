import type { Redis } from 'ioredis'
import type { Clock } from '../foundation/clock.ts'
import { withDeadline } from './deadline.ts'
import { type LinkOptions, RedisLink } from './redis-link.ts'
import { toFailure } from './redis-refusal.ts'

export interface SubscriptionListener {
  /** Subscribed, on a connection to a master whose replication id is `history`. */
  up(history: string): void
  /** An attempt to subscribe failed; the next one follows. */
  deaf(cause: Error): void
  message(message: string): void
}

const SUBSCRIBE_DEADLINE_MS = 1_000
/** Beyond so many channels, besides the first one, nothing is delivered. */
const MAX_CHANNELS = 1_000

/**
 * A subscription to one channel, and on demand to others, on a vetted connection of its own. It never keeps the process alive.
 */
export class RedisSubscription {
  readonly #client: Redis
  readonly #clock: Clock
  readonly #link: RedisLink
  readonly #others = new ChannelListeners(MAX_CHANNELS)
  #subscribed = false

  /** @param verify as of `LinkOptions` */
  constructor(client: Redis, clock: Clock, verify: LinkOptions['verify'] = async () => {}) {
    this.#client = client
    this.#clock = clock
    this.#link = new RedisLink({ client, clock, deadlineMs: SUBSCRIBE_DEADLINE_MS, holdsProcess: false, verify })
  }

  open(channel: string, listener: SubscriptionListener): void {
    this.#client.on('message', (from, message) => {
      if (from === channel) listener.message(message)
      else this.#others.call(from)
    })
    this.#link.open({
      up: (history) => this.#follow(channel, () => listener.up(history)),
      down: (cause) => {
        if (!this.#subscribed) listener.deaf(cause)
        this.#subscribed = false
        this.#others.callAll()
      },
    })
  }

  #follow(channel: string, subscribed: () => void): void {
    withDeadline(this.#clock, this.#client.subscribe(channel), SUBSCRIBE_DEADLINE_MS, 'reply to subscribe').then(
      () => {
        this.#subscribed = true
        this.#link.settle()
        subscribed()
        for (const other of this.#others.channels) this.#subscribe(other)
      },
      (cause: unknown) => this.reset(toFailure(cause)),
    )
  }

  /**
   * Calls `heard` for each message of another channel, when messages begin to come, and when they may have ceased to. Returns
   * the way to end it. Where Redis refuses the channel, or there are too many, nothing is delivered.
   */
  listen(channel: string, heard: () => void): () => void {
    if (this.#others.add(channel, heard) !== 'full' && this.#link.isUp) this.#subscribe(channel)
    return () => {
      if (this.#others.remove(channel, heard) && this.#link.isUp) this.#client.unsubscribe(channel).catch(() => {})
    }
  }

  /** Drops the connection and subscribes on a new one. */
  reset(cause: unknown): void {
    this.#link.reset(cause)
  }

  close(): void {
    this.#link.close()
    this.#others.callAll()
  }

  #subscribe(channel: string): void {
    this.#client.subscribe(channel).then(
      () => this.#others.call(channel),
      () => {},
    )
  }
}

type Listener = () => void

/** Who listens to which channel. Bounded: what does not fit in is told so, and has to do without. */
export class ChannelListeners {
  readonly #max: number
  readonly #channels = new Map<string, Set<Listener>>()

  constructor(max: number) {
    this.#max = max
  }

  get channels(): readonly string[] {
    return [...this.#channels.keys()]
  }

  /** Whether it was the first listener of the channel, a further one, or one too many. */
  add(channel: string, listener: Listener): 'first' | 'further' | 'full' {
    const known = this.#channels.get(channel)
    if (known !== undefined) {
      known.add(listener)
      return 'further'
    }
    if (this.#channels.size >= this.#max) return 'full'
    this.#channels.set(channel, new Set([listener]))
    return 'first'
  }

  /** Whether it was the last listener of the channel. */
  remove(channel: string, listener: Listener): boolean {
    const known = this.#channels.get(channel)
    if (known === undefined || !known.delete(listener) || known.size > 0) return false
    return this.#channels.delete(channel)
  }

  /** Calls those who listen to one channel. */
  call(channel: string): void {
    for (const listener of this.#channels.get(channel) ?? []) listener()
  }

  callAll(): void {
    for (const channel of this.#channels.keys()) this.call(channel)
  }
}
