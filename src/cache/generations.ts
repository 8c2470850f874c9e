import type { Coherence } from '../coherence/coherence.ts'
import { randomToken } from '../coherence/random-token.ts'
import { formatStamp, parseStamp } from '../coherence/stamp.ts'
import { type CacheKey, generationKey } from '../key/cache-key.ts'
import type { Claims } from '../tier/claims.ts'

/** How long a generation that nobody asks for is remembered: longer than anything that is made in one takes. */
const LIFETIME_MS = 2 * 3_600_000
const MAX_KNOWN = 1_000

/** A generation as this process knows it: agreed on by all, or its own. */
interface Known {
  readonly text: string
  readonly isShared: boolean
}

/**
 * The generation of what is being made for a key: a name that all processes of the fleet have for one and the same making, so that
 * one which takes over goes on with what another has begun. It ends when that is made, and when one of its tags is invalidated.
 * Without Redis, or while it cannot be asked, a process has generations of its own.
 */
export class Generations {
  readonly #coherence: Coherence
  readonly #claims: Claims | undefined
  /** By the text of their keys, the ones asked for last at the end. */
  readonly #known = new Map<string, Known>()

  constructor(coherence: Coherence, claims: Claims | undefined) {
    this.#coherence = coherence
    this.#claims = claims
  }

  /** The generation that lasts, or a new one. Never rejects. */
  async current(key: CacheKey, tags: readonly string[]): Promise<string> {
    const known = this.#known.get(key.text)
    const lasting = known !== undefined && this.#lasts(known.text, tags) ? known : { text: this.#begin(), isShared: false }
    // One that all have agreed on and that stands no longer was ended by another process.
    const proposed = lasting.isShared ? this.#begin() : lasting.text
    const agreed = await this.#agreed(key, proposed, tags)
    this.#remember(key, agreed === undefined ? lasting : { text: agreed, isShared: true })
    return agreed ?? lasting.text
  }

  /** Ends a generation: what it was for is made. Never rejects. */
  async end(key: CacheKey, generation: string): Promise<void> {
    if (this.#known.get(key.text)?.text === generation) this.#known.delete(key.text)
    await this.#claims?.withdraw(this.#nameOf(key), generation)
  }

  /** What stands for all; `undefined` where nobody could be asked. */
  async #agreed(key: CacheKey, proposed: string, tags: readonly string[]): Promise<string | undefined> {
    const name = this.#nameOf(key)
    const standing = await this.#claims?.propose(name, proposed, { lifetimeMs: LIFETIME_MS })
    if (standing === undefined || standing === proposed || this.#lasts(standing, tags)) return standing
    return this.#claims?.propose(name, proposed, { instead: standing, lifetimeMs: LIFETIME_MS })
  }

  /** Which position it began at, and a token that tells it from others. */
  #begin(): string {
    const { position } = this.#coherence
    return `${position === undefined ? '' : formatStamp(position)}/${randomToken()}`
  }

  /** One that began without a position lasts until it is ended; one of a process that has heard more is not judged here. */
  #lasts(generation: string, tags: readonly string[]): boolean {
    const stamp = parseStamp(generation.slice(0, generation.lastIndexOf('/')))
    if (stamp === undefined) return generation.startsWith('/')
    return this.#coherence.isAhead(stamp) || this.#coherence.isValid(stamp, tags)
  }

  #nameOf(key: CacheKey): string {
    return generationKey(this.#coherence.namespace, key)
  }

  #remember(key: CacheKey, generation: Known): void {
    this.#known.delete(key.text)
    this.#known.set(key.text, generation)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break
      this.#known.delete(oldest)
    }
  }
}
