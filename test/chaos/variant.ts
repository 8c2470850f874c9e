import { type Cache, type CacheOptions, createCache } from 'mes-crm-sdk/cache'
import type { RuleLess } from './rule-less-cache.ts'

/** The cache as users get it, or with one rule of the protocol taken out. */
export type Variant = 'complete' | RuleLess

/** The complete one is the built package's; the others are made from its sources. */
export const createVariant = async (variant: Variant, options: CacheOptions): Promise<Cache> => {
  if (variant === 'complete') return createCache(options)
  const { createRuleLessCache } = await import('./rule-less-cache.ts')
  return createRuleLessCache(variant, options)
}
