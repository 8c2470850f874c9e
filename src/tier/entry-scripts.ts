import type { Reply } from '../redis/command-batch.ts'
import type { KeyedRedis } from '../redis/keyed-redis.ts'
import { RedisRefusal } from '../redis/redis-refusal.ts'
import type { RedisScript, ScriptCalls } from '../redis/redis-script.ts'

export interface EntryScriptsOptions {
  readonly entries: KeyedRedis
  readonly calls: ScriptCalls
  /** Hears that Redis refuses to run scripts: once, until it has run one again. */
  readonly refused: (cause: RedisRefusal) => void
}

/** Runs a script on one key. Returns `undefined` where Redis cannot be asked, or refuses. Never rejects. */
export type EntryScripts = (script: RedisScript, key: string, args: readonly (string | number)[]) => Promise<Reply>

export const createEntryScripts = ({ entries, calls, refused }: EntryScriptsOptions): EntryScripts => {
  let isRefused = false
  return async (script, key, args) => {
    const [reply] = await entries.ask(key, [calls.whole(script, [key], args)]).catch(() => [])
    if (!(reply instanceof Error)) {
      if (reply !== undefined) isRefused = false
      return reply
    }
    // A key of another type is a foreign value, and says nothing of what this process may do.
    if (!(reply instanceof RedisRefusal) || reply.code === 'WRONGTYPE') return undefined
    if (!isRefused) refused(reply)
    isRefused = true
    return undefined
  }
}
