import { readFile } from 'node:fs/promises'
import type { RedisSource } from 'mes-crm-sdk'
import type { Connection } from './scenario.ts'

/** The option `redis` of a cache for a connection. A password in a file is read at every connection. */
export const redisOption = (connection: Connection): RedisSource => {
  if (typeof connection === 'string' || !('passwordFile' in connection)) return connection
  const { passwordFile, ...rest } = connection
  return { ...rest, password: () => readFile(passwordFile, 'utf8') }
}
