import type { Redis } from 'ioredis'
import { withDeadline } from './deadline.ts'
import { RedisLink } from './redis-link.ts'

export interface SubscriptionListener {
  /** Subscribed, on a connection to a master whose replication id is `history`. */
  up(history: string): void
  message(message: string): void
}

const SUBSCRIBE_DEADLINE_MS = 1_000

/** A subscription to one channel on a vetted connection of its own. It never keeps the process alive. */
export class RedisSubscription {
  readonly #client: Redis
  readonly #link: RedisLink

  constructor(client: Redis) {
    this.#client = client
    this.#link = new RedisLink({ client, deadlineMs: SUBSCRIBE_DEADLINE_MS, holdsProcess: false })
  }

  open(channel: string, listener: SubscriptionListener): void {
    this.#client.on('message', (_channel, message) => listener.message(message))
    this.#link.open({
      up: (history) => {
        withDeadline(this.#client.subscribe(channel), SUBSCRIBE_DEADLINE_MS).then(
          () => {
            this.#link.settle()
            listener.up(history)
          },
          (cause: unknown) => this.reset(cause),
        )
      },
      down: () => {},
    })
  }

  /** Drops the connection and subscribes on a new one. */
  reset(cause: unknown): void {
    this.#link.reset(cause)
  }

  close(): void {
    this.#link.close()
  }
}
