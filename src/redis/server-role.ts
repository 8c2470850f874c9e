import type { Question, Reply } from './command-batch.ts'
import { RedisUnavailable } from './deadline.ts'

/** Asks for the section of INFO that has the role and the replication id, with no more permissions than a connection needs anyway. */
export const ROLE: Question = ['info', 'replication']

/**
 * The replication id of a master, of its answer to INFO. Promoting a replica changes it.
 *
 * @throws {RedisUnavailable} of the code `ROLE` for any other server, and for one that does not say so
 */
export const masterHistory = (info: Reply): string => {
  const text = String(info)
  const role = /^role:(\w+)/m.exec(text)?.[1]
  const history = /^master_replid:(\w+)/m.exec(text)?.[1]
  if (role === undefined) throw incomplete('role', 'a replica would confirm reads that its master has long invalidated')
  if (role !== 'master') throw notMaster(role)
  if (history === undefined) throw incomplete('master_replid', 'a failover that loses invalidations would go unnoticed')
  return history
}

/** Some managed servers and proxies answer INFO with less. Nothing else proves what these fields prove, so no option goes without them. */
const incomplete = (field: string, otherwise: string): RedisUnavailable =>
  new RedisUnavailable(
    `expected the field ${field} in the answer to INFO replication, got none: without it ${otherwise}; see docs/operations.md, "Proxies"`,
    'ROLE',
  )

/** Whether a replica refused a write or told its role, its connection is lost for the same cause. */
export const notMaster = (role = 'slave'): RedisUnavailable =>
  new RedisUnavailable(`expected a master, got role ${role}; the server is used as soon as it is a master`, 'ROLE')
