import { startRedis } from '../support/redis-server.ts'
import type { Scenario, Site } from './scenario.ts'

const GARBAGE_ROWS: readonly (readonly string[])[] = [
  ['what', 'is this'],
  ['v', '1', 'prev', '0-0', 'epoch', 'none', 'token', 't', 'kind', 'invalidate', 'tags', '[]'],
  ['v', '9', 'prev', '0-0', 'epoch', '1.a', 'token', 't', 'kind', 'invalidate', 'tags', '[]'],
  ['v', '1', 'prev', '1-1', 'epoch', '1.a', 'token', 't', 'kind', 'later', 'tags', '{'],
]

const GARBAGE_MESSAGES = ['', 'garbage', '1 1-1 0-0 1.a t invalidate []', '1 9-9 1-1 x y invalidate [', '\u0000'.repeat(100)]

const writeGarbage = async ({ redis, log, channel, lasting }: Site): Promise<void> => {
  for (const row of GARBAGE_ROWS) {
    await redis.command('XADD', log, '*', ...row)
    await lasting(150)
  }
  for (const message of GARBAGE_MESSAGES) await redis.command('PUBLISH', channel, message)
}

/** What happens to the log while the server goes on. */
export const faultsOfLog: readonly Scenario[] = [
  {
    name: 'has its log deleted',
    felt: ['loss'],
    begin:
      ({ redis, log }) =>
      async () =>
        void (await redis.command('DEL', log)),
  },
  {
    name: 'has its log trimmed to nothing',
    felt: ['loss'],
    begin:
      ({ redis, log }) =>
      async () =>
        void (await redis.command('XTRIM', log, 'MAXLEN', 0)),
  },
  {
    name: 'has its log trimmed to a few rows while a reader stands still',
    felt: ['gap'],
    begin:
      ({ redis, log, readers, lasting }) =>
      async () => {
        readers[0]?.pause()
        await lasting(1_500)
        await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
        await redis.command('XTRIM', log, 'MAXLEN', 5)
        readers[0]?.resume()
      },
  },
  {
    name: 'has garbage appended to its log and published',
    felt: ['loss'],
    begin: (site) => () => writeGarbage(site),
  },
  {
    name: 'loses its hash of open holds, again and again, while readers start over',
    felt: ['redis-down'],
    begin:
      ({ redis, log, lasting }) =>
      async () => {
        for (let count = 0; count < 4; count++) {
          await redis.command('DEL', log.replace(/:log$/, ':holds'))
          await redis.command('CLIENT', 'KILL', 'TYPE', 'normal')
          await redis.command('XTRIM', log, 'MAXLEN', 5)
          await lasting(300)
        }
      },
  },
  {
    name: 'has a row in its log under an id that nobody can read',
    felt: ['loss'],
    begin:
      ({ redis, log }) =>
      async () =>
        void (await redis.command('XADD', log, '9007199254740993-1', 'another', 'program')),
  },
  {
    name: 'has renamed XTRIM, and loses its subscribers',
    install: async () => {
      const redis = await startRedis({ config: { 'rename-command': 'xtrim hidden' } })
      return { redis, port: redis.port, connection: (_who, port) => `redis://127.0.0.1:${port}` }
    },
    begin:
      ({ redis }) =>
      async () =>
        void (await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')),
  },
  {
    name: 'has its log replaced by a text',
    begin:
      ({ redis, log, lasting }) =>
      async () => {
        await redis.command('SET', log, 'no log')
        await lasting(1_000)
        await redis.command('DEL', log)
      },
  },
]
