import { createCache } from '../../../src/cache.ts'
import { serve } from '../../support/child.ts'

const [, , redis] = process.argv
const cache = createCache({ namespace: 'exiting', ...(redis !== undefined && { redis }) })

serve({
  read: async () => (await cache.read({ key: 'a', ttl: '1h', tags: ['a'] }, () => 1)).source,
  append: async () => {
    await cache.ready()
    return (await cache.invalidate(['a'])).status
  },
  /** Begins reads and awaits none. */
  readOn: () => {
    for (let key = 0; key < 20; key++) void cache.read({ key, ttl: '1h', tags: ['a'], maxStaleness: key % 2 }, () => key)
  },
  close: () => cache.close(),
  /** Nothing but the cache's connections is open from now on. */
  leave: () => void setImmediate(() => process.disconnect()),
})
