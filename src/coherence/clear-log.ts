import { RedisRefusal } from '../redis/redis-refusal.ts'
import type { InvalidationLog } from './invalidation-log.ts'
import type { Position } from './position.ts'
import { isRecord } from './record.ts'

/**
 * The newest record of a log that was cleared above a lost epoch: by this process, or by another one where this one may only follow.
 * Where this one may not append, `otherwise` stands for a log that nobody has cleared. Rejects where there is none.
 */
export const clearLog = async (log: InvalidationLog, above: number, otherwise?: Position): Promise<Position> => {
  try {
    return await log.clear(above)
  } catch (cause) {
    if (!(cause instanceof RedisRefusal) || cause.code !== 'NOPERM') throw cause
    if (otherwise !== undefined) return otherwise
    const head = await log.head()
    if (head === undefined || !isRecord(head) || head.epoch.number <= above) throw cause
    return head
  }
}
