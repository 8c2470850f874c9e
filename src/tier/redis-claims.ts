import { redisScript } from '../redis/redis-script.ts'
import type { Claims } from './claims.ts'
import type { EntryScripts } from './entry-scripts.ts'

export const PROPOSE = redisScript(
  'propose',
  `
local standing = redis.call('GET', KEYS[1])
if standing and standing ~= ARGV[2] then return standing end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return ARGV[1]`,
)

export const WITHDRAW = redisScript(
  'withdraw',
  `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
  true,
)

/** Claims in Redis: one key each, which expires by Redis's own clock. No text is empty, so that an empty one stands for none. */
export const createRedisClaims = (run: EntryScripts): Claims => ({
  async propose(key, proposed, { instead = '', lifetimeMs }) {
    const reply = await run(PROPOSE, key, [proposed, instead, lifetimeMs])
    return typeof reply === 'string' ? reply : undefined
  },
  async withdraw(key, text) {
    await run(WITHDRAW, key, [text])
  },
})
