import { leaseKey, cacheKey, ownerOf } from '../../src/key/cache-key.ts'
import { canonicalJson } from '../../src/key/canonical.ts'
import { LEASE_MS, type LeaseAnswer, type LeaseOutcome } from '../../src/tier/leases.ts'
import { NAMESPACE } from './ledger.ts'
import type { Host } from './sim/host.ts'
import type { SimTime } from './sim/time.ts'
import type { LeaseWatch, Place } from './sim/wire.ts'

/** Longest time between two questions of a waiter, with all that it asks meanwhile. */
const POLL_MS = 1_100
/** What a question may take before a process gives it up, and more. */
const SLACK_MS = 150
const MAX_HOLDERS = 3
/** By its own clock, a process waits so long for a holder: half of the limit of a load. */
const LONGEST_WAIT_MS = 15_000

/** A flight that asked for the lease of a key. Its token is its name. */
interface Applicant {
  readonly place: Place
  readonly key: string
  readonly since: number
  readonly holders: Set<string>
  answer: LeaseAnswer
  answeredAt: number
  /** Whether it has the lease, as far as it can know, and its load goes on. */
  holds: boolean
  hasFailed: boolean
}

/** The laws of leases. Whatever breaks one of them without a fault that explains it is a violation. */
export class LeaseLaws implements LeaseWatch {
  readonly #time: SimTime
  readonly #broken: (text: string) => void
  readonly #applicants = new Map<string, Applicant>()
  /** Tokens of those who want no lease any longer; a question may still be on its way. */
  readonly #givenUp = new Set<string>()
  /** When a load under the lease of a key failed last, as Redis was told. */
  readonly #failedAt = new Map<string, number>()

  /** When a process was last told that it had waited for as long as it may. */
  readonly #outwaitedAt = new Map<Host, number>()

  constructor(time: SimTime, broken: (text: string) => void) {
    this.#time = time
    this.#broken = broken
  }

  /** Redis answers a question for a lease; before it, the key was free since then, if it was free. */
  answered(place: Place, key: string, token: string, answer: LeaseAnswer, freeSince: number): void {
    const { now } = this.#time
    const known = this.#applicants.get(token)
    const applicant = known ?? {
      place,
      key,
      since: now,
      holders: new Set(),
      answer,
      answeredAt: now,
      holds: false,
      hasFailed: false,
    }
    if (known !== undefined) this.#checkPatience(known, answer, freeSince)
    if (answer.state === 'granted') this.#checkOthers(applicant)
    if (answer.state === 'taken') applicant.holders.add(answer.holder)
    Object.assign(applicant, { answer, answeredAt: now, holds: answer.state === 'granted' && !this.#givenUp.has(token) })
    this.#applicants.set(token, applicant)
  }

  /** A process gives its lease up, and says why. */
  givenUp(token: string, outcome: LeaseOutcome): void {
    this.#givenUp.add(token)
    const applicant = this.#applicants.get(token)
    if (applicant === undefined) return
    applicant.holds = false
    if (applicant.hasFailed && outcome === 'filled') this.#tell(applicant, 'says that its load, which failed, has filled')
  }

  /** Redis answers a renewal that the lease has ended: by a fault since it was granted. */
  ended(token: string): void {
    const holder = this.#applicants.get(token)
    if (holder === undefined || !holder.holds) return
    holder.holds = false
    const since = holder.answeredAt - SLACK_MS
    if (isWell(holder.place, since) && this.#remembers(holder, holder.answeredAt)) this.#tell(holder, 'lets its lease end')
  }

  /** Redis is told that a load under the lease of a key brought nothing, by the one that has it. */
  unfilled(key: string): void {
    this.#failedAt.set(key, this.#time.now)
  }

  /** A load that failed, in a process that has the lease of its key. */
  failed(host: Host, key: string): void {
    for (const applicant of this.#applicants.values()) {
      if (applicant.place.host === host && applicant.key === key && applicant.holds) applicant.hasFailed = true
    }
  }

  /** A process waits no longer for the holder of a lease, after so long by its own clock. */
  waited(host: Host, milliseconds: number): void {
    if (milliseconds >= LONGEST_WAIT_MS) this.#outwaitedAt.set(host, this.#time.now)
  }

  /** A load begins, that ought to be under a lease if Redis can be asked. */
  loads(place: Place, key: string, invokedAt: number): void {
    const own = [...this.#applicants.values()].filter(({ place: { host }, key: of }) => host === place.host && of === key)
    const latest = own.toSorted((a, b) => a.answeredAt - b.answeredAt).at(-1)
    if (!isWell(place, Math.max(invokedAt - SLACK_MS, this.#time.now - LEASE_MS))) return
    if (latest === undefined || latest.answeredAt < invokedAt)
      return this.#broken(`${place.host.name} loads without asking for the lease of ${nameOf(key)}`)
    const outwaitedAt = this.#outwaitedAt.get(place.host) ?? Number.NEGATIVE_INFINITY
    if (latest.answer.state === 'taken' && latest.holders.size <= MAX_HOLDERS && this.#time.now - outwaitedAt > SLACK_MS)
      this.#tell(latest, 'loads beside the holder')
  }

  /** A waiter is led on by what it hears: it neither waits for one failing load after the other, nor comes late where nobody holds. */
  #checkPatience(waiter: Applicant, answer: LeaseAnswer, freeSince: number): void {
    const { now } = this.#time
    if (waiter.answer.state === 'unfilled') this.#tell(waiter, 'waits although a load has just failed')
    const failedAt = this.#failedAt.get(waiter.key) ?? Number.NEGATIVE_INFINITY
    const isLed = answer.state === 'taken' || answer.state === 'granted'
    if (
      isLed &&
      failedAt > waiter.since &&
      now - failedAt > SLACK_MS &&
      isWell(waiter.place, failedAt - SLACK_MS) &&
      this.#remembers(waiter, failedAt)
    ) {
      this.#tell(waiter, 'waits for another load after one that failed')
    }
    const could = Math.max(freeSince, waiter.answeredAt)
    if (answer.state === 'granted' && now - could > POLL_MS && isWell(waiter.place, could - SLACK_MS))
      this.#tell(waiter, 'comes late')
  }

  #remembers({ place }: Applicant, since: number): boolean {
    return place.redis.leases.forgotAt < since
  }

  /** Whoever had the lease and loads still must have lost it by a fault. */
  #checkOthers(taker: Applicant): void {
    for (const holder of this.#applicants.values()) {
      if (holder === taker || holder.key !== taker.key || !holder.holds) continue
      holder.holds = false
      const { host } = holder.place
      const since = Math.max(holder.answeredAt, this.#time.now - LEASE_MS) - SLACK_MS
      if (host.alive && isWell(holder.place, since) && this.#remembers(holder, holder.answeredAt))
        this.#tell(holder, `loses its lease to ${taker.place.host.name}`)
    }
  }

  #tell({ place, key }: Applicant, what: string): void {
    this.#broken(`${place.host.name} ${what} (${nameOf(key)})`)
  }
}

/** Whether a process ran and had a good connection for all the time since then. */
const isWell = ({ host, network }: Place, since: number): boolean =>
  host.machine.frozenUntil <= since && network.troubledAt < since && !network.halfOpen && network.broken.size === 0

const names = new Map<string, string>()

/** Name of the lease of a subject, as the caches of these principals call it. */
export const leaseOf = (subject: string, principal: 'client' | 'server'): string => {
  const key = leaseKey(NAMESPACE, cacheKey(ownerOf(principal), 'cache', canonicalJson(subject)))
  names.set(key, subject)
  return key
}

const nameOf = (key: string): string => names.get(key) ?? key
