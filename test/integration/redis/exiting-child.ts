import { createCache } from '../../../src/cache.ts'
import { serve } from '../../support/child.ts'

const cache = createCache({ redis: process.argv[2] ?? '', namespace: 'exiting' })

serve({
  read: async () => (await cache.read({ key: 'a', ttl: '1h', tags: ['a'] }, () => 1)).source,
  append: async () => {
    await cache.ready()
    return (await cache.invalidate(['a'])).status
  },
  /** Nothing but the cache's connections is open from now on. */
  leave: () => void setImmediate(() => process.disconnect()),
})
