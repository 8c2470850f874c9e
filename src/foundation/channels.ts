import type { Instant } from './clock.ts'
import { addListener, type DirectListener, directListeners, guardedChannel, guardListener, warnOnce } from './guarded-channel.ts'
import { ageOf, type HitEntry, type HitKnowledge, type HitListener, type HitRead, knowledgeAgeOf } from './hit.ts'

interface OfOperation {
  readonly namespace: string
  /** Name of the API of an SDK call, `undefined` for `createCache`. */
  readonly api: string | undefined
  /** Operation id of an SDK call; for `createCache` the name that the read gives, if any. */
  readonly operation: string | undefined
}

/** A read of a cache that ended with an answer. A remembered absence, such as a 404, is an answer. */
export interface ReadAnswered extends OfOperation {
  readonly outcome: 'answered'
  readonly error: undefined
  /** `joined`: the reader shared a load that another reader had begun. `bypass` and `reload` are the modes of the read. */
  readonly source: 'memory' | 'redis' | 'origin' | 'joined' | 'bypass' | 'reload'
  readonly state: 'fresh' | 'stale'
  readonly ageMs: number
  /** `undefined` where the read did not wait. */
  readonly durationMs: number | undefined
  /** Age of the process's knowledge of the log at the answer, which has to be below `maxStalenessMs`. */
  readonly knowledgeAgeMs: number
  readonly maxStalenessMs: number
}

/** A read of a cache that ended with an error. */
export interface ReadFailed extends OfOperation {
  readonly outcome: 'failed'
  readonly source: undefined
  /** The `kind` of an error of this package; `aborted` by the reader's signal; `other` for errors of the application. */
  readonly error: string
  readonly durationMs: number
}

/** How a read of a cache ended. */
export type ReadEvent = ReadAnswered | ReadFailed

/** A load from the origin, when it ended. A load that many readers share is one. */
export interface LoadEvent extends OfOperation {
  /**
   * Why the value was loaded. `absent`: no tier had it. `expired`, `invalid`: by its lifetime, by an invalidation. `unconfirmed`: the log
   * did not confirm it in time. `ahead`: its process knew more of the log than this one. `position`: only the origin has reached
   * `atLeast`. `bypass`, `reload`: the mode of the read. `revalidation`: in the background, after a stale answer.
   */
  readonly cause: 'absent' | 'expired' | 'invalid' | 'unconfirmed' | 'ahead' | 'position' | 'bypass' | 'reload' | 'revalidation'
  /** `absence`: the origin says that there is nothing. `refused`: too many loads wait. `aborted`: no reader waits any longer. */
  readonly outcome: 'loaded' | 'absence' | 'failed' | 'refused' | 'aborted'
  /** With the time that the load waited for its turn. */
  readonly durationMs: number
  /** Size of the value as JSON; 0 without one. */
  readonly bytes: number
}

/** An invalidation of this process, when it was acknowledged or had to be queued. */
export interface InvalidationEvent {
  readonly namespace: string
  readonly tags: number
  readonly status: 'applied' | 'queued'
}

/** A record of the log that this process applied. Records that a process reads when it starts anew are not announced. */
export interface RecordEvent {
  readonly namespace: string
  readonly id: string
  /** `unknown`: a kind of a later version. */
  readonly record: 'genesis' | 'invalidate' | 'hold' | 'clear' | 'unknown'
  readonly tags: number
  /** How it came: as a message, as the answer to this process's own append, or by asking the log. */
  readonly by: 'message' | 'answer' | 'asking'
  /** From the append, by Redis's clock, to now, by the clock of this process; at least 0. */
  readonly delayMs: number
}

/** Something that an operator may want to see: a degraded Redis, a loss, a value that could not be kept. */
export interface IncidentEvent {
  readonly namespace: string
  readonly kind:
    | 'redis-down'
    | 'redis-up'
    | 'redis-refused'
    | 'node-down'
    | 'node-up'
    | 'loss'
    | 'clear'
    | 'gap'
    | 'dead-subscription'
    | 'holds-lost'
    | 'unreadable-entry'
    | 'oversize'
    | 'fill-failed'
    | 'append-failed'
    | 'revalidation-failed'
    | 'overload'
    | 'unknown-value'
    | 'hook-failed'
    | 'deprecated-operation'
  readonly cause?: unknown
  /** Where an entry could not be read or kept. */
  readonly tier?: 'memory' | 'redis'
  /** Size of what is too large: bytes of heap for `memory`; for `redis` bytes of JSON, or of the entry as it would be kept. */
  readonly bytes?: number
}

/** What became of a load that asked for a lease: the load begins, or need not. `lost` may come later, of a lease that was held. */
export interface LeaseEvent extends OfOperation {
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
  readonly namespace: string
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
  readonly status: number | undefined
  /** The `kind` of the error of a failed request, `aborted` by its caller; `undefined` after a success. */
  readonly error: string | undefined
  readonly attempts: number
  readonly durationMs: number
}

/** A command to Redis, when its reply came or was given up. The commands that make a connection are left out. */
export interface RedisCommandEvent {
  readonly namespace: string
  /** In lower case. */
  readonly command: string
  /** `refused`: Redis answered an error. `overdue`: no reply came within the deadline. `lost`: the connection broke before the reply. */
  readonly outcome: 'answered' | 'refused' | 'overdue' | 'lost'
  readonly durationMs: number
}

/** A calculation of a price at the API, when it ended. A calculation that many callers share is one; a price from a cache is none. */
export interface CalculationEvent {
  readonly namespace: string
  /**
   * `failed`: the API could not calculate the price. `rejected`: the API cannot make the model. `outdated`: what prices are made of
   * changed meanwhile, so it begins anew. `aborted`: no caller waits any longer. `error`: a request failed.
   */
  readonly outcome: 'priced' | 'failed' | 'rejected' | 'outdated' | 'aborted' | 'error'
  readonly durationMs: number
}

/** An upload of a model, when it ended. */
export interface UploadEvent {
  readonly namespace: string
  readonly outcome: 'uploaded' | 'failed'
  /** Bytes that were handed over, with those of repeated attempts. */
  readonly bytes: number
  readonly durationMs: number
}

/** A named diagnostics channel; publishing costs one comparison when nobody listens. */
export interface Channel<Event> {
  readonly name: string
  readonly active: boolean
  publish(event: Event): void
  /** Whether anybody listens to events of this namespace. Who listens by `node:diagnostics_channel` listens to those of all. */
  isHeard(namespace: string): boolean
  /** Returns a function that ends the subscription. */
  subscribe(listener: (event: Event) => void): () => void
  /** The same, of a listener that is told of the events of one namespace. */
  subscribeTo(namespace: string, listener: (event: Event) => void): () => void
}

/** Reads, most of which are hits of memory. */
export interface ReadChannel extends Channel<ReadEvent> {
  /** As `publish`, for a fresh answer of memory that did not wait. */
  hit: HitListener
  /** @param onHit called for hits, instead of `listener` */
  subscribe(listener: (event: ReadEvent) => void, onHit?: HitListener): () => void
}

/** Whether an event is of the namespace that a listener takes. */
const takes = ({ namespace }: DirectListener<never>, event: { readonly namespace: string }): boolean =>
  namespace === undefined || namespace === event.namespace

/** Only this module publishes on its channels. */
const open = <Event extends { readonly namespace: string }>(name: string): Channel<Event> => {
  const inner = guardedChannel(name)
  const direct = directListeners<Event>(name)
  return {
    name,
    get active() {
      return direct.length > 0 || inner.hasSubscribers
    },
    isHeard: (namespace) =>
      inner.hasSubscribers || direct.some((listener) => listener.namespace === undefined || listener.namespace === namespace),
    publish: (event) => {
      for (let index = 0; index < direct.length; index++) {
        const listener = direct[index]
        if (listener !== undefined && takes(listener, event)) listener.hear(event)
      }
      if (inner.hasSubscribers) inner.publish(event)
    },
    subscribe: (listener) => addListener(direct, { hear: guardListener(listener, warnOnce(name)) }),
    subscribeTo: (namespace, listener) => addListener(direct, { hear: guardListener(listener, warnOnce(name)), namespace }),
  }
}

interface HitOrEventListener extends DirectListener<ReadEvent> {
  readonly hit?: HitListener
}

const openReads = (name: string): ReadChannel => {
  const channel = open<ReadEvent>(name)
  const inner = guardedChannel(name)
  const direct: HitOrEventListener[] = directListeners<ReadEvent>(name)
  return Object.assign(channel, {
    hit(entry, read, knowledge, at) {
      let event: ReadEvent | undefined
      for (let index = 0; index < direct.length; index++) {
        const listener = direct[index]
        if (listener?.hit !== undefined) listener.hit(entry, read, knowledge, at)
        else listener?.hear((event ??= hitEvent(entry, read, knowledge, at)))
      }
      if (inner.hasSubscribers) inner.publish(event ?? hitEvent(entry, read, knowledge, at))
    },
    subscribe(listener, onHit) {
      const warn = warnOnce(name)
      return addListener(direct, { hear: guardListener(listener, warn), ...(onHit && { hit: guardHitListener(onHit, warn) }) })
    },
  } satisfies Pick<ReadChannel, 'hit' | 'subscribe'>)
}

/** Without rest arguments, which would cost an array for each hit. */
const guardHitListener =
  (listener: HitListener, warn: (cause: unknown) => void): HitListener =>
  (entry, read, knowledge, at) => {
    try {
      listener(entry, read, knowledge, at)
    } catch (cause) {
      warn(cause)
    }
  }

const hitEvent = (
  entry: HitEntry,
  { api, operation, maxStaleness }: HitRead,
  knowledge: HitKnowledge,
  at: Instant,
): ReadAnswered => ({
  namespace: knowledge.namespace,
  api,
  operation,
  outcome: 'answered',
  error: undefined,
  source: 'memory',
  state: 'fresh',
  ageMs: ageOf(entry, at),
  durationMs: undefined,
  knowledgeAgeMs: knowledgeAgeOf(entry, knowledge, at),
  maxStalenessMs: maxStaleness,
})

/**
 * Everything that can be seen from outside, by `node:diagnostics_channel`. Events carry no keys, values or credentials, but for a text
 * that an enumeration does not know.
 */
export const channels = {
  read: openReads('mes-crm-sdk:read'),
  load: open<LoadEvent>('mes-crm-sdk:load'),
  invalidation: open<InvalidationEvent>('mes-crm-sdk:invalidation'),
  record: open<RecordEvent>('mes-crm-sdk:record'),
  incident: open<IncidentEvent>('mes-crm-sdk:incident'),
  lease: open<LeaseEvent>('mes-crm-sdk:lease'),
  request: open<RequestEvent>('mes-crm-sdk:request'),
  redis: open<RedisCommandEvent>('mes-crm-sdk:redis'),
  calculation: open<CalculationEvent>('mes-crm-sdk:calculation'),
  upload: open<UploadEvent>('mes-crm-sdk:upload'),
} as const
