import type { Coherence } from '../coherence/coherence.ts'
import { type Clock, type Instant, later } from '../foundation/clock.ts'
import { type CacheKey, generationKey } from '../key/cache-key.ts'
import type { Claims } from '../tier/claims.ts'
import { formatStamp, parseStamp, randomToken } from '../coherence/position.ts'

/** How long a generation lasts that nobody ends: longer than anything that is made in one takes. */
const LIFETIME_MS = 2 * 3_600_000
const MAX_OWN = 1_000

/** Behind a generation whose making is over, while what was made may be kept; no token has it. */
const OVER = '.'

/** What whoever asks for a generation needs of it. */
export interface GenerationNeed {
  /** What it was made of may have been invalidated up to here. */
  readonly tags: readonly string[]
  /** Whether what is over already is made once more. */
  readonly anew: boolean
}

/** A generation that this process has begun and could not propose to anybody. */
interface Own {
  readonly text: string
  readonly endsAt: Instant
}

/**
 * The generation of what is being made for a key: a name that all processes of the fleet have for one and the same making, so that
 * one which takes over goes on with what another has begun. It ends when that is made, and when one of its tags is invalidated.
 * Without Redis, or while it cannot be asked, a process has generations of its own.
 *
 * Going on with what was begun before is as good as beginning now only where nothing was invalidated since: it takes a process that
 * knows of every record up to the moment at which it asks.
 */
export class Generations {
  readonly #coherence: Coherence
  readonly #clock: Clock
  readonly #claims: Claims | undefined
  /** By the text of their keys, the ones asked for last at the end. */
  readonly #own = new Map<string, Own>()

  constructor(coherence: Coherence, clock: Clock, claims: Claims | undefined) {
    this.#coherence = coherence
    this.#clock = clock
    this.#claims = claims
  }

  /** The generation that lasts, or a new one. Never rejects. */
  async current(key: CacheKey, need: GenerationNeed): Promise<string> {
    const since = this.#clock.now()
    if (this.#coherence.position === undefined) await this.#coherence.confirm(since)
    const own = this.#own.get(key.text)
    const lasts = own !== undefined && since < own.endsAt && (await this.#lasts(own.text, need, since))
    const proposed = lasts ? own : { text: this.#begin(), endsAt: later(since, LIFETIME_MS) }
    const agreed = await this.#agreed(key, proposed.text, need, since)
    this.#own.delete(key.text)
    // One that all have agreed on is never proposed again: it may have been ended by another process.
    if (agreed === undefined) this.#remember(key, proposed)
    return nameOf(agreed ?? proposed.text)
  }

  /**
   * Ends a generation: what it was for is made. Whoever was about to make the same, and did not know, is still led to it for `keptMs`
   * milliseconds: as long as what was made is kept. Never rejects.
   */
  async end(key: CacheKey, generation: string, keptMs = 0): Promise<void> {
    if (this.#own.get(key.text)?.text === generation) this.#own.delete(key.text)
    const [name, over] = [this.#keyOf(key), `${generation}${OVER}`]
    if (keptMs >= 1) await this.#claims?.propose(name, over, { instead: generation, lifetimeMs: Math.floor(keptMs) })
    else await Promise.all([this.#claims?.withdraw(name, generation), this.#claims?.withdraw(name, over)])
  }

  /** What stands for all; `undefined` where nobody could be asked. */
  async #agreed(key: CacheKey, proposed: string, need: GenerationNeed, since: Instant): Promise<string | undefined> {
    const name = this.#keyOf(key)
    const standing = await this.#claims?.propose(name, proposed, { lifetimeMs: LIFETIME_MS })
    if (standing === undefined || standing === proposed || (await this.#lasts(standing, need, since))) return standing
    return this.#claims?.propose(name, proposed, { instead: standing, lifetimeMs: LIFETIME_MS })
  }

  /** Which position it began at, and a token that tells it from others. */
  #begin(): string {
    const { stamp } = this.#coherence
    return `${stamp === undefined ? '' : formatStamp(stamp)}/${randomToken()}`
  }

  /** Of one that began without a stamp it is not known what came since. One of a process that has heard more is as new as that. */
  async #lasts(generation: string, { tags, anew }: GenerationNeed, since: Instant): Promise<boolean> {
    if (anew && generation.endsWith(OVER)) return false
    const stamp = parseStamp(generation.slice(0, generation.lastIndexOf('/')))
    if (stamp === undefined || !(await this.#coherence.confirm(since))) return false
    // What is only held may be gone on with, as it may be begun; what this process itself has yet to append may not.
    if (this.#coherence.queued > 0 && !this.#coherence.isOpen(tags)) return false
    return this.#coherence.isAhead(stamp) || this.#coherence.isValid(stamp, tags)
  }

  #keyOf(key: CacheKey): string {
    return generationKey(this.#coherence.namespace, key)
  }

  #remember(key: CacheKey, own: Own): void {
    this.#own.set(key.text, own)
    for (const oldest of this.#own.keys()) {
      if (this.#own.size <= MAX_OWN) break
      this.#own.delete(oldest)
    }
  }
}

const nameOf = (standing: string): string => (standing.endsWith(OVER) ? standing.slice(0, -OVER.length) : standing)
