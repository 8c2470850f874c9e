import type { Cache } from '../../src/cache.ts'
import { type CacheOptions, parseCacheOptions } from '../../src/cache/cache-options.ts'
import { cacheOver } from '../../src/cache/cache.ts'
import { openCache } from '../../src/cache/open-cache.ts'
import { Coherence } from '../../src/coherence/coherence.ts'
import type { CoherenceOptions } from '../../src/coherence/coherence-options.ts'
import type { Position } from '../../src/coherence/position.ts'
import type { Known } from '../../src/coherence/serving-rule.ts'
import { FOREVER } from '../../src/foundation/clock.ts'
import { withoutGapDetection } from './gapless-log.ts'
import { withoutLossDetection } from './lossless-log.ts'

/** Believes that it has heard everything: the rule *confirmed* is taken out. */
class UnconfirmingCoherence extends Coherence {
  constructor(options: CoherenceOptions) {
    super(options)
    const followed = this.known
    const known: Known = {
      get version() {
        return followed.version
      },
      get position() {
        return followed.position
      },
      confirmedAt: FOREVER,
    }
    Object.defineProperty(this, 'known', { value: known })
  }

  override confirm(): Promise<boolean> {
    return Promise.resolve(true)
  }
}

/** The position at the moment when it is first asked whether an entry with it is valid, which is the end of its load. */
class LateStamp implements Position {
  readonly #now: () => Position
  #settled: Position | undefined

  constructor(now: () => Position) {
    this.#now = now
  }

  settle(): void {
    this.#settled ??= this.#now()
  }

  get epoch(): Position['epoch'] {
    return (this.#settled ?? this.#now()).epoch
  }

  get id(): Position['id'] {
    return (this.#settled ?? this.#now()).id
  }

  get token(): Position['token'] {
    return (this.#settled ?? this.#now()).token
  }
}

/** Stamps entries at the end of their load instead of its beginning: the fence against racing fills is taken out. */
class FencelessCoherence extends Coherence {
  override get position(): Position | undefined {
    const position = super.position
    return position && new LateStamp(() => super.position ?? position)
  }

  override isValid(stamp: Position, tags: readonly string[]): boolean {
    if (stamp instanceof LateStamp) stamp.settle()
    return super.isValid(stamp, tags)
  }
}

const ruleLess = {
  'no stamp fence': (options: CoherenceOptions) => new FencelessCoherence(options),
  'no gap detection': (options: CoherenceOptions) => new Coherence({ ...options, log: withoutGapDetection(options.log) }),
  'no confirmation': (options: CoherenceOptions) => new UnconfirmingCoherence(options),
  'no loss detection': (options: CoherenceOptions) => new Coherence({ ...options, log: withoutLossDetection(options.log) }),
} as const

/** A rule of the protocol that is taken out: the checker must see the difference. */
export type RuleLess = keyof typeof ruleLess

export const createRuleLessCache = (variant: RuleLess, options: CacheOptions): Cache => {
  const checked = parseCacheOptions(options)
  return cacheOver(openCache(checked, ruleLess[variant]), checked)
}
