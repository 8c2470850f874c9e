import { RedisRefusal } from '../redis/redis-refusal.ts'
import type { InvalidationLog } from './invalidation-log.ts'
import type { Position } from './position.ts'
import { isRecord } from './record.ts'

/**
 * The newest record of a log that was cleared above a lost epoch: by this process, or by another one where this one may only follow.
 * Rejects where neither has happened.
 */
export const clearLog = async (log: InvalidationLog, above: number): Promise<Position> => {
  try {
    return await log.clear(above)
  } catch (cause) {
    if (!(cause instanceof RedisRefusal) || cause.code !== 'NOPERM') throw cause
    const head = await log.head()
    if (head === undefined || !isRecord(head) || head.epoch.number <= above) throw cause
    return head
  }
}
