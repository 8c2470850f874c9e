import { openCache } from '../../src/cache/open-cache.ts'
import { cacheOver } from '../../src/cache/create-cache.ts'
import { type CacheOptions, parseCacheOptions } from '../../src/cache/cache-options.ts'
import type { Cache } from '../../src/cache.ts'
import { Coherence } from '../../src/coherence/coherence.ts'
import { FOREVER, type Instant } from '../../src/foundation/clock.ts'

/** Believes that it has heard everything: the rule *confirmed* is taken out. */
class UnconfirmingCoherence extends Coherence {
  override get confirmedAt(): Instant {
    return FOREVER
  }

  override confirm(): Promise<boolean> {
    return Promise.resolve(true)
  }
}

/** Believes every entry, whenever its load began: the rule *valid* is taken out. */
class FencelessCoherence extends Coherence {
  override isValid(): boolean {
    return true
  }
}

export const variants = {
  complete: Coherence,
  'without confirmation': UnconfirmingCoherence,
  'without the stamp fence': FencelessCoherence,
} as const

export type Variant = keyof typeof variants

/** The cache as users get it, or with one rule of the protocol taken out: the checker must see the difference. */
export const createCacheVariant = (variant: Variant, options: CacheOptions): Cache => {
  const checked = parseCacheOptions(options)
  const Kind = variants[variant]
  return cacheOver(openCache(checked, (parts) => new Kind(parts)), checked)
}
