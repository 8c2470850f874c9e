import { RedisRefusal } from '../../redis/redis-refusal.ts'
import type { InvalidationLog } from '../log/invalidation-log.ts'
import type { Position } from '../position.ts'
import { isRecord } from '../log/record.ts'

/**
 * The newest record of a log that was cleared above a lost epoch: by this process, or by another one where this one may only follow.
 * A process that may not append gets `otherwise`, where it is given; else it rejects if no other process has cleared the log.
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
