import { LRUCache } from 'lru-cache'
import type { LocalTier } from './tier.ts'

/** The least-recently-used tier in this process, bounded by bytes, each entry and all together. Lifetimes are not its business: the serving rule judges. */
export const createMemoryTier = <Entry extends object>(maxBytes: number, maxEntryBytes = maxBytes): LocalTier<Entry> => {
  let evictions = 0
  const entries = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    dispose: (_entry, _key, reason) => void (reason === 'evict' && evictions++),
  })
  return {
    get: (key) => entries.get(key),
    set(key, entry, bytes) {
      if (bytes > maxBytes || bytes > maxEntryBytes) {
        entries.delete(key)
        return false
      }
      entries.set(key, entry, { size: Math.max(1, bytes) })
      return true
    },
    delete: (key) => void entries.delete(key),
    get entries() {
      return entries.size
    },
    get bytes() {
      return entries.calculatedSize
    },
    get evictions() {
      return evictions
    },
  }
}
