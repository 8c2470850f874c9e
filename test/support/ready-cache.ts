import { type Cache, type CacheOptions, createCache } from 'mes-crm-sdk/cache'

/** A cache that follows its log: what it reads from here on can be kept. */
export const openReady = async (options: CacheOptions): Promise<Cache> => {
  const cache = createCache(options)
  await cache.ready()
  return cache
}
