import type { KeyedRedis } from '../redis/keyed-redis.ts'
import type { Claims } from './claims.ts'

const PROPOSE = `
local standing = redis.call('GET', KEYS[1])
if standing and standing ~= ARGV[2] then return standing end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return ARGV[1]`

const WITHDRAW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/** Claims in Redis: one key each, which expires by Redis's own clock. No text is empty, so that an empty one stands for none. */
export const createRedisClaims = (entries: KeyedRedis): Claims => ({
  async propose(key, proposed, { instead = '', lifetimeMs }) {
    const [reply] = await entries.ask(key, [['eval', PROPOSE, 1, key, proposed, instead, lifetimeMs]]).catch(() => [])
    return typeof reply === 'string' ? reply : undefined
  },
  async withdraw(key, text) {
    await entries.ask(key, [['eval', WITHDRAW, 1, key, text]]).catch(() => {})
  },
})
