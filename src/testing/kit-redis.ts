import { z } from 'zod'
import { parseOptions } from '../error/options.ts'
import type { MemoryServer } from './redis/memory-server.ts'

/** The Redis of a kit: in memory, at the ports of the cache. Clients use it where their options name any Redis. */
export interface KitRedis {
  /** Nothing can be asked, and every connection breaks. Invalidations of the APIs wait until it is up. */
  down(): void
  /** It can be asked again, every client connects anew, and no message is dropped any more. */
  up(): void
  /** Entries, leases and the log are gone, as after a restart without persistence. */
  loseEverything(): void
  /** The next messages reach nobody: so many of them, or all until `up()`. */
  dropMessages(count?: number): void
}

const COUNT = 'an integer of at least 0'
const dropSchema = z.strictObject({ count: z.int(COUNT).min(0, COUNT).optional() })

export const kitRedis = (server: MemoryServer): KitRedis => ({
  down: () => server.down(),
  up: () => server.up(),
  loseEverything: () => server.loseEverything(),
  dropMessages: (count) => server.drop(parseOptions(dropSchema, { count }).count ?? Number.POSITIVE_INFINITY),
})
