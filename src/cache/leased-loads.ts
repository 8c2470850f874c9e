import { channels, type LeaseEvent } from '../foundation/channels.ts'
import { type Clock, type Instant, later, type Timer } from '../foundation/clock.ts'
import { type LeaseAnswer, type Leases, type LeaseOutcome, RENEWAL_MS } from '../tier/leases.ts'
import { Signal } from '../foundation/signal.ts'
import { randomToken } from '../coherence/position.ts'

/** A load for which at most one process of the fleet should work. */
export interface LeasedLoad<Found, Made extends Found> {
  /** Name of its lease. */
  readonly key: string
  readonly api: string | undefined
  readonly operation: string | undefined
  /** How long it waits for other processes, in milliseconds, before it goes on without a lease: whoever holds one may never end. */
  readonly waitMs: number
  /** Aborted when nobody waits for the value any longer. */
  readonly signal: AbortSignal
  /** Aborted when one of those who wait must not wait for other processes. */
  readonly hurried: AbortSignal
  /** What another process has left in the shared tier by now, if it may be served. */
  find(): Promise<Found | undefined>
  load(): Promise<Made>
  /** Whether others will find in the shared tier what was loaded. */
  kept(made: Made): Promise<boolean>
}

export interface LeasedLoadsParts {
  readonly leases: Leases
  readonly clock: Clock
  readonly namespace: string
}

/** Holders that a load waits for, one after the other, before it goes on without a lease. */
const MAX_HOLDERS = 3
const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 500
const SHORTEST_PAUSE_MS = 5

type Outcome = LeaseEvent['outcome']

/**
 * Loads under leases. Who gets the lease of a key loads; the others wait until the shared tier has what it brought, or until
 * they get the lease themselves. Wherever waiting is of no use, the load begins at once: when a load has just failed, when
 * Redis cannot be asked, when holder after holder brought nothing, when one holder takes too long.
 */
export class LeasedLoads {
  readonly #parts: LeasedLoadsParts
  readonly #held = new Set<HeldLease>()

  constructor(parts: LeasedLoadsParts) {
    this.#parts = parts
  }

  /** Gives up the leases of loads that are still under way, for others to take. Never rejects. */
  async close(): Promise<void> {
    await Promise.all([...this.#held].map((held) => held.release('abandoned')))
  }

  async run<Found, Made extends Found>(load: LeasedLoad<Found, Made>): Promise<Found> {
    const { leases, clock, namespace } = this.#parts
    const since = clock.now()
    const announce = (outcome: Outcome): void => {
      if (channels.lease.active)
        channels.lease.publish({ namespace, api: load.api, operation: load.operation, outcome, waitedMs: clock.now() - since })
    }
    using waiting = new Waiting(this.#parts, load, later(since, load.waitMs))
    const token = randomToken()
    for (;;) {
      const [answer, found] = await Promise.all([leases.acquire(load.key, token), load.find()])
      if (load.signal.aborted) return this.#leave(load, token, announce, answer)
      if (found !== undefined) {
        if (mayBeGranted(answer)) void leases.release(load.key, token, 'filled')
        announce('served')
        return found
      }
      const outcome = waiting.outcomeOf(answer)
      if (outcome === undefined) {
        await waiting.pause(answer)
        if (load.signal.aborted) return this.#leave(load, token, announce)
        continue
      }
      announce(outcome)
      return this.#load(load, token, answer, announce)
    }
  }

  #leave<Found, Made extends Found>(
    { key, signal }: LeasedLoad<Found, Made>,
    token: string,
    announce: (outcome: Outcome) => void,
    answer?: LeaseAnswer,
  ): never {
    if (answer !== undefined && mayBeGranted(answer)) void this.#parts.leases.release(key, token, 'abandoned')
    announce('left')
    throw signal.reason
  }

  /** Under a lease where there is one; a lease that may have been granted is given up as well. */
  async #load<Found, Made extends Found>(
    load: LeasedLoad<Found, Made>,
    token: string,
    answer: LeaseAnswer,
    announce: (outcome: Outcome) => void,
  ): Promise<Made> {
    if (!mayBeGranted(answer)) return load.load()
    const held: HeldLease = new HeldLease(this.#parts, load.key, token, {
      lost: () => void (answer.state === 'granted' && announce('lost')),
      ended: () => this.#held.delete(held),
    })
    this.#held.add(held)
    const abandon = (): void => void held.release('abandoned')
    load.signal.addEventListener('abort', abandon, { once: true })
    try {
      const made = await load.load()
      void load.kept(made).then((kept) => held.release(kept ? 'filled' : 'unfilled'))
      return made
    } catch (cause) {
      void held.release('unfilled')
      throw cause
    } finally {
      load.signal.removeEventListener('abort', abandon)
    }
  }
}

/** An answer that did not come may have been that. */
const mayBeGranted = ({ state }: LeaseAnswer): boolean => state === 'granted' || state === 'unknown'

/** The waiting of one load for other processes: what it has seen of them, and what wakes it. */
class Waiting implements Disposable {
  readonly #load: Pick<LeasedLoad<unknown, unknown>, 'key' | 'signal' | 'hurried'>
  readonly #clock: Clock
  readonly #until: Instant
  readonly #leases: Leases
  readonly #wakeUp: Signal
  readonly #holders = new Set<string>()
  #pauseMs = FIRST_PAUSE_MS
  #stop: (() => void) | undefined

  constructor(
    { leases, clock }: LeasedLoadsParts,
    load: Pick<LeasedLoad<unknown, unknown>, 'key' | 'signal' | 'hurried'>,
    until: Instant,
  ) {
    this.#clock = clock
    this.#until = until
    this.#leases = leases
    this.#wakeUp = new Signal(clock)
    this.#load = load
  }

  /** Why the load begins now; `undefined` where it has to wait. */
  outcomeOf(answer: LeaseAnswer): Outcome | undefined {
    switch (answer.state) {
      case 'granted':
        return this.#holders.size === 0 ? 'granted' : 'taken-over'
      case 'unfilled':
        return 'unfilled'
      case 'unknown':
        return 'unreachable'
      case 'taken':
        this.#holders.add(answer.holder)
        if (this.#load.hurried.aborted) return 'hurried'
        return this.#holders.size > MAX_HOLDERS || this.#clock.now() >= this.#until ? 'given-up' : undefined
    }
  }

  /** Until there is a reason to ask again: at the latest when the lease will have ended. */
  async pause(answer: LeaseAnswer): Promise<void> {
    this.#stop ??= this.#listen()
    const leftMs = answer.state === 'taken' ? answer.leftMs + 1 : 0
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, Math.min(leftMs, this.#pauseMs * (0.5 + Math.random())))
    this.#pauseMs = Math.min(LAST_PAUSE_MS, this.#pauseMs * 2)
    await this.#wakeUp.wait(pauseMs)
  }

  [Symbol.dispose](): void {
    this.#stop?.()
  }

  #listen(): () => void {
    const { key, signal, hurried } = this.#load
    const stop = this.#leases.listen(key, this.#wakeUp.send)
    const signals = [signal, hurried]
    for (const one of signals) one.addEventListener('abort', this.#wakeUp.send)
    return () => {
      stop()
      for (const one of signals) one.removeEventListener('abort', this.#wakeUp.send)
    }
  }
}

/** The lease of a load under way: renewed until it is given up, once. */
class HeldLease {
  readonly #leases: Leases
  readonly #key: string
  readonly #token: string
  readonly #ended: () => void
  readonly #timer: Timer
  #released: Promise<void> | undefined

  /** `lost` is called when somebody else turns out to have it; `ended` when it is given up. */
  constructor(
    { leases, clock }: { readonly leases: Leases; readonly clock: Clock },
    key: string,
    token: string,
    listener: { lost(): void; ended(): void },
  ) {
    this.#leases = leases
    this.#key = key
    this.#token = token
    this.#ended = listener.ended
    this.#timer = clock.timer(RENEWAL_MS, () => void this.#renew(listener.lost), { repeats: true, holdsProcess: false })
  }

  /** Only the first outcome counts. Never rejects. */
  release(outcome: LeaseOutcome): Promise<void> {
    this.#released ??= this.#giveUp(outcome)
    return this.#released
  }

  #giveUp(outcome: LeaseOutcome): Promise<void> {
    this.#timer.stop()
    this.#ended()
    return this.#leases.release(this.#key, this.#token, outcome)
  }

  async #renew(lost: () => void): Promise<void> {
    if ((await this.#leases.renew(this.#key, this.#token)) !== 'lost' || this.#released !== undefined) return
    this.#timer.stop()
    lost()
  }
}
