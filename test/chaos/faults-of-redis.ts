import { freePort } from '../support/ports.ts'
import { startRedis } from '../support/redis-server.ts'
import type { Scenario } from './scenario.ts'

/** What happens to the server itself. */
export const faultsOfRedis: readonly Scenario[] = [
  {
    name: 'is killed and comes back empty',
    felt: ['loss'],
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.kill()
        await lasting(1_000, 3_000)
        await redis.restart({ empty: true })
      },
  },
  {
    name: 'is killed and comes back from an older snapshot',
    felt: ['loss'],
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.command('SAVE')
        await lasting(1_000, 3_000)
        await redis.kill()
        await lasting(300, 1_000)
        await redis.restart({ empty: false })
      },
  },
  {
    name: 'loses everything to FLUSHALL',
    felt: ['loss'],
    begin:
      ({ redis }) =>
      async () =>
        void (await redis.command('FLUSHALL')),
  },
  {
    name: 'loses everything to FLUSHALL while it publishes nothing',
    felt: ['loss'],
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.command('ACL', 'SETUSER', 'default', '-publish')
        await lasting(1_000)
        await redis.command('FLUSHALL')
        await lasting(1_500)
        await redis.command('ACL', 'SETUSER', 'default', '+publish')
      },
  },
  {
    name: 'publishes nothing',
    felt: ['gap'],
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.command('ACL', 'SETUSER', 'default', '-publish')
        await lasting(2_000, 5_000)
        await redis.command('ACL', 'SETUSER', 'default', '+publish')
      },
  },
  {
    name: 'kills the connections of all subscribers, again and again',
    begin:
      ({ redis, lasting }) =>
      async () => {
        for (let count = 0; count < 3; count++) {
          await lasting(300, 2_000)
          await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
        }
      },
  },
  {
    name: 'answers nobody for a second (CLIENT PAUSE)',
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.command('CLIENT', 'PAUSE', 1_000, 'ALL')
        await lasting(1_000)
      },
  },
  {
    name: 'stands still for a second (SIGSTOP)',
    felt: ['redis-down'],
    begin:
      ({ redis, lasting }) =>
      async () => {
        redis.pause()
        await lasting(1_000)
        redis.resume()
      },
  },
  {
    name: 'is demoted in place, behind a proxy that leaves its readers with it',
    through: 'everyone',
    felt: ['loss'],
    begin: async ({ redis, proxy, lasting, use }) => {
      const other = use(await startRedis())
      const [servers, dead] = [[redis, other], await freePort()] as const
      let master = 0
      return async () => {
        const [old, promoted] = [servers[master % 2] ?? redis, servers[(master + 1) % 2] ?? other]
        master++
        await promoted.command('REPLICAOF', '127.0.0.1', old.port)
        while (!String(await promoted.command('INFO', 'replication')).includes('master_link_status:up')) await lasting(20)
        await promoted.command('REPLICAOF', 'NO', 'ONE')
        proxy.redirect(promoted.port)
        // Writers are sent away; who only reads keeps its connection, and the old master's link to the new one is broken.
        await old.command('REPLICAOF', '127.0.0.1', dead)
        await lasting(2_000, 4_000)
        await old.command('CLIENT', 'KILL', 'TYPE', 'normal')
      }
    },
  },
]
