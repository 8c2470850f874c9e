import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'

/** How a read of a cache ended. */
export interface ReadEvent {
  readonly namespace: string
  /** Name of the API of an SDK call, `undefined` for `createCache`. */
  readonly api: string | undefined
  /** Operation id of an SDK call; for `createCache` the name that the read gives, if any. */
  readonly operation: string | undefined
  readonly source: 'memory' | 'redis' | 'origin'
  readonly state: 'fresh' | 'stale'
  readonly ageMs: number
}

/** An invalidation of this process, when it was acknowledged or had to be queued. */
export interface InvalidationEvent {
  readonly namespace: string
  readonly tags: number
  readonly status: 'applied' | 'queued'
}

/** A record of the log that this process applied. */
export interface RecordEvent {
  readonly namespace: string
  readonly id: string
  readonly record: string
  readonly tags: number
}

/** Something that an operator may want to see: a degraded Redis, a loss, a value that could not be kept. */
export interface IncidentEvent {
  readonly namespace: string
  readonly kind:
    | 'redis-down' | 'redis-up' | 'redis-refused' | 'node-down' | 'node-up' | 'loss' | 'clear' | 'gap' | 'dead-subscription' | 'holds-lost'
    | 'unreadable-entry' | 'oversize' | 'fill-failed' | 'append-failed' | 'revalidation-failed' | 'overload' | 'unknown-value'
    | 'hook-failed'
  readonly cause?: unknown
  /** Where an entry could not be read or kept. */
  readonly tier?: 'memory' | 'redis'
  /** Size of what is too large: bytes of heap for `memory`; for `redis` bytes of JSON, or of the entry as it would be kept. */
  readonly bytes?: number
}

/** What became of a load that asked for a lease: the load begins, or need not. `lost` may come later, of a lease that was held. */
export interface LeaseEvent {
  readonly namespace: string
  /** Name of the API of an SDK call, `undefined` for `createCache`. */
  readonly api: string | undefined
  /** Operation id of an SDK call; for `createCache` the name that the read gives, if any. */
  readonly operation: string | undefined
  /**
   * `granted`: loads, as the only one. `served`: got what another process loaded. `taken-over`: loads, after a holder that died,
   * gave up, or brought nothing valid. Without a lease load: `unfilled`, since a load has just failed; `unreachable`, since Redis could not be asked;
   * `hurried`, since it is part of another load; `given-up`, since several holders brought nothing. `left`: nobody waits any longer.
   * `lost`: held for too long without a renewal, and had by somebody else now.
   */
  readonly outcome: 'granted' | 'served' | 'taken-over' | 'unfilled' | 'unreachable' | 'hurried' | 'given-up' | 'left' | 'lost'
  /** Milliseconds since it first asked for the lease. */
  readonly waitedMs: number
}

/** A request to an API, when its answer or its failure is known. */
export interface RequestEvent {
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
  readonly status: number | undefined
  readonly attempts: number
  readonly durationMs: number
}

/** A named diagnostics channel; publishing costs one comparison when nobody listens. */
export interface Channel<Event> {
  readonly name: string
  readonly active: boolean
  publish(event: Event): void
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: Event) => void): () => void
}

const open = <Event>(name: string): Channel<Event> => {
  const inner = channel(name)
  return {
    name,
    get active() {
      return inner.hasSubscribers
    },
    publish: (event) => {
      if (inner.hasSubscribers) inner.publish(event)
    },
    subscribe(listener) {
      // Only this module publishes on its channels.
      const listen = (event: unknown): void => listener(event as Event)
      subscribe(name, listen)
      return () => void unsubscribe(name, listen)
    },
  }
}

/**
 * Everything that can be seen from outside, by `node:diagnostics_channel`. Events carry no keys, values or credentials, but for a text
 * that an enumeration does not know.
 */
export const channels = {
  read: open<ReadEvent>('mes-crm-sdk:read'),
  invalidation: open<InvalidationEvent>('mes-crm-sdk:invalidation'),
  record: open<RecordEvent>('mes-crm-sdk:record'),
  incident: open<IncidentEvent>('mes-crm-sdk:incident'),
  lease: open<LeaseEvent>('mes-crm-sdk:lease'),
  request: open<RequestEvent>('mes-crm-sdk:request'),
} as const
