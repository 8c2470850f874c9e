import { setTimeout as pause } from 'node:timers/promises'
import { startProxy } from '../support/tcp-proxy.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import type { Scenario, Site, Strike } from './scenario.ts'

const untilReplicating = async (replica: TestRedis): Promise<void> => {
  while (!String(await replica.command('INFO', 'replication')).includes('master_link_status:up')) await pause(20)
}

/** Two servers that take turns as the master; each turn loses what was acknowledged after replication was cut. */
const failOver = async ({ redis, proxy, use, lasting }: Site): Promise<Strike> => {
  const spare = use(await startRedis({ config: { 'repl-diskless-sync-delay': '0' } }))
  const replication = use(await startProxy(redis.port))
  await redis.command('CONFIG', 'SET', 'repl-diskless-sync-delay', 0)
  let [master, replica] = [redis, spare]
  return async () => {
    replication.redirect(master.port)
    replication.heal()
    await replica.command('REPLICAOF', '127.0.0.1', replication.port)
    await untilReplicating(replica)
    await lasting(300)
    replication.cut()
    await lasting(400, 1_000)
    await replica.command('REPLICAOF', 'NO', 'ONE')
    proxy.redirect(replica.port)
    proxy.cut()
    await lasting(200)
    proxy.heal()
    ;[master, replica] = [replica, master]
  }
}

/** What happens between the processes and the server. */
export const faultsOfPaths: readonly Scenario[] = [
  {
    name: 'cuts every connection of the readers',
    through: 'readers',
    felt: ['redis-down'],
    begin:
      ({ proxy, lasting }) =>
      async () => {
        proxy.cut()
        await lasting(1_000, 3_000)
        proxy.heal()
      },
  },
  {
    name: 'falls silent towards the readers, with every connection half-open',
    through: 'readers',
    felt: ['redis-down'],
    begin:
      ({ proxy, lasting }) =>
      async () => {
        proxy.halfOpen()
        await lasting(1_500, 5_000)
        proxy.heal()
      },
  },
  {
    name: 'is replaced by a replica that lacks acknowledged records',
    through: 'everyone',
    felt: ['loss'],
    begin: failOver,
  },
]
