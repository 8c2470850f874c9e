import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { LOG_SCRIPT } from '../src/coherence/log/log-script.ts'
import { holdsKey, logChannel, logKey } from '../src/coherence/log/redis-log.ts'

const SHA = createHash('sha1').update(LOG_SCRIPT).digest('hex')
const RETENTION_MS = 7_200_000
const MAX_RECORDS = 200_000

/** The arguments of one append to the log of a namespace, as any appender sends them. */
export const appendArguments = (
  namespace: string,
  tags: readonly string[],
): readonly [string, number, ...(string | number)[]] => [
  SHA,
  2,
  logKey(namespace),
  holdsKey(namespace),
  'append',
  logChannel(namespace, 0),
  'BBBBBBBBBBBB',
  'AAAAAAAAAAAA',
  RETENTION_MS,
  MAX_RECORDS,
  '-',
  JSON.stringify(tags),
]

export const loadScript = async (redis: Redis): Promise<void> => void (await redis.script('LOAD', LOG_SCRIPT))
