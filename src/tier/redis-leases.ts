import type { Reply } from '../redis/command-batch.ts'
import { RedisUnavailable } from '../redis/deadline.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import { redisScript } from '../redis/redis-script.ts'
import type { RedisSubscription } from '../redis/redis-subscription.ts'
import type { EntryScripts } from './entry-scripts.ts'
import { LEASE_MS, type LeaseAnswer, type Leases, UNFILLED_MS } from './leases.ts'

export interface RedisLeasesOptions {
  readonly entries: KeyedRedis
  readonly subscription: RedisSubscription
  /** Database number: pub/sub ignores it, so the channels' names have it. */
  readonly database: number
  readonly run: EntryScripts
}

/** What stands in the place of a token when a load brought nothing; no token looks like it. */
const UNFILLED = '-'

/** Answer of PTTL for a key without an end. */
const NEVER_ENDS = -1

export const RENEW = redisScript(
  'renew',
  `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  true,
)

/** A message that is refused, or a note that does not fit in, must not keep the lease: waiters ask by themselves, too. */
export const RELEASE = redisScript(
  'release',
  `
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
  if ARGV[2] == 'unfilled' then redis.pcall('SET', KEYS[1], '${UNFILLED}', 'PX', ARGV[3]) end
elseif ARGV[2] ~= 'filled' then
  return 0
end
redis.pcall('PUBLISH', ARGV[4], ARGV[2])
return 1`,
  true,
)

/**
 * Leases in Redis: one key each, with the holder's token as its value, which expires by Redis's own clock. Each command names that key
 * alone, and its channel begins with the key, so that who may use the entries of an owner may use their leases.
 */
export const createRedisLeases = ({ entries, subscription, database, run }: RedisLeasesOptions): Leases => {
  const channelOf = (key: string): string => `${key}:${database}`
  return {
    async acquire(key, token) {
      try {
        return toAnswer(
          await entries.ask(key, [
            ['set', key, token, 'px', LEASE_MS, 'nx'],
            ['get', key],
            ['pttl', key],
          ]),
          token,
        )
      } catch (cause) {
        return { state: 'unknown', cause }
      }
    },
    async renew(key, token) {
      const reply = await run(RENEW, key, [token, LEASE_MS])
      if (reply === 1) return 'renewed'
      return reply === 0 ? 'lost' : 'unknown'
    },
    async release(key, token, outcome) {
      await run(RELEASE, key, [token, outcome, UNFILLED_MS, channelOf(key)])
    },
    listen: (key, wake) => subscription.listen(channelOf(key), wake),
  }
}

/** What the three replies say: whether it was taken, who has it, and for how long. */
const toAnswer = ([taken, holder, leftMs]: readonly Reply[], token: string): LeaseAnswer => {
  if (taken === 'OK') return { state: 'granted' }
  if (taken instanceof Error || !(holder === null || typeof holder === 'string') || typeof leftMs !== 'number') {
    return { state: 'unknown', cause: taken ?? new RedisUnavailable('Redis answered no lease') }
  }
  if (holder === token) return { state: 'granted' }
  if (holder === UNFILLED) return { state: 'unfilled' }
  // What never ends, or not in time, is no lease: nobody may wait for it.
  if (leftMs === NEVER_ENDS || leftMs > LEASE_MS)
    return { state: 'unknown', cause: new RedisUnavailable('no lease stands under its key') }
  return { state: 'taken', holder: holder ?? '', leftMs: Math.max(0, leftMs) }
}
