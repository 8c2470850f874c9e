import { logKey } from 'mes-crm-sdk/protocol'
import { type ClusterNode, type ClusterOptions, startCluster, type TestCluster } from '../support/redis-cluster.ts'
import type { Installation, Scenario, Site, Strike } from './scenario.ts'

/** A fault of a cluster of three masters, which everyone connects to by one of its nodes. */
const onCluster = (
  name: string,
  felt: readonly string[],
  fault: (cluster: TestCluster, site: Site) => Strike,
  options: ClusterOptions = {},
): Scenario => {
  let cluster: TestCluster
  return {
    name: `is a cluster ${name}`,
    felt,
    install: async (namespace, use): Promise<Installation> => {
      cluster = use(await startCluster(options))
      const redis = cluster.ownerOf(logKey(namespace))
      return { redis, port: redis.port, connection: () => ({ cluster: [...cluster.seeds] }) }
    },
    begin: (site) => fault(cluster, site),
  }
}

/** Two masters that have entries: neither is the log's, where the cluster has as many. */
const entryMasters = (cluster: TestCluster, log: string): readonly [ClusterNode, ClusterNode] => {
  const [first, second] = cluster.nodes.filter((node) => node !== cluster.ownerOf(log))
  if (first === undefined || second === undefined) throw new Error('the cluster has fewer than three masters')
  return [first, second]
}

/** What happens to a cluster while it is at work. */
export const faultsOfClusters: readonly Scenario[] = [
  onCluster(
    'that moves the slot of the log to another master',
    ['loss', 'redis-down'],
    (cluster, { log, lasting }) =>
      async () => {
        await cluster.moveSlot(log, cluster.strangerTo(log), () => lasting(400, 1_000))
        await cluster.agreed()
      },
  ),
  onCluster('that moves slots of entries to another master', [], (cluster, { log, lasting }) => {
    let [from, to] = entryMasters(cluster, log)
    return async () => {
      const keys = (await from.command('KEYS', '*')) as readonly string[]
      for (const key of keys) if (cluster.ownerOf(key) === from) await cluster.moveSlot(key, to, () => lasting(10))
      await cluster.agreed()
      ;[from, to] = [to, from]
    }
  }),
  onCluster(
    'whose master of entries is killed and comes back empty',
    ['node-down', 'node-up'],
    (cluster, { log, lasting }) =>
      async () => {
        const [victim] = entryMasters(cluster, log)
        await victim.kill()
        await lasting(2_500, 5_000)
        await victim.restart({ empty: false })
        await cluster.agreed()
      },
  ),
  onCluster(
    'whose master of the log is killed and comes back empty',
    ['redis-down', 'loss'],
    (cluster, { log, lasting }) =>
      async () => {
        const victim = cluster.ownerOf(log)
        await victim.kill()
        await lasting(2_500, 5_000)
        await victim.restart({ empty: false })
        await cluster.agreed()
      },
  ),
  onCluster(
    'whose master of the log is killed, replaced, and comes back as a replica',
    ['redis-down', 'loss'],
    (cluster, { log, lasting }) =>
      async () => {
        const victim = cluster.ownerOf(log)
        await victim.kill()
        await cluster.replacedBy(victim)
        await lasting(300, 2_000)
        await victim.restart({ empty: false })
        await cluster.agreed()
      },
    { replicas: true },
  ),
]
