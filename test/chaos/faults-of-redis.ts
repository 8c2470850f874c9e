import type { Scenario } from './scenario.ts'

/** What happens to the server itself. */
export const faultsOfRedis: readonly Scenario[] = [
  {
    name: 'is killed and comes back empty',
    felt: ['loss'],
    begin: ({ redis, lasting }) => async () => {
      await redis.kill()
      await lasting(1_000, 3_000)
      await redis.restart({ empty: true })
    },
  },
  {
    name: 'is killed and comes back from an older snapshot',
    felt: ['loss'],
    begin: ({ redis, lasting }) => async () => {
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
    begin: ({ redis }) => async () => void (await redis.command('FLUSHALL')),
  },
  {
    name: 'loses everything to FLUSHALL while it publishes nothing',
    felt: ['loss'],
    begin: ({ redis, lasting }) => async () => {
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
    begin: ({ redis, lasting }) => async () => {
      await redis.command('ACL', 'SETUSER', 'default', '-publish')
      await lasting(2_000, 5_000)
      await redis.command('ACL', 'SETUSER', 'default', '+publish')
    },
  },
  {
    name: 'kills the connections of all subscribers, again and again',
    begin: ({ redis, lasting }) => async () => {
      for (let count = 0; count < 3; count++) {
        await lasting(300, 2_000)
        await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
      }
    },
  },
  {
    name: 'answers nobody for a second (CLIENT PAUSE)',
    begin: ({ redis, lasting }) => async () => {
      await redis.command('CLIENT', 'PAUSE', 1_000, 'ALL')
      await lasting(1_000)
    },
  },
  {
    name: 'stands still for a second (SIGSTOP)',
    felt: ['redis-down'],
    begin: ({ redis, lasting }) => async () => {
      redis.pause()
      await lasting(1_000)
      redis.resume()
    },
  },
]
