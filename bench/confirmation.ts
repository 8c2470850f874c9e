import { Redis } from 'ioredis'
import { startRedis } from '../test/support/redis-server.ts'
import { logKey } from '../src/coherence/log/redis-log.ts'
import { alternate, type Contestant } from './interleave.ts'
import { appendArguments, loadScript } from './log-append.ts'
import { printTimings } from './table.ts'

type Command = readonly [name: string, ...args: (string | number)[]]

const HEAD: Command = ['xrevrange', logKey('confirmed'), '+', '-', 'COUNT', 1]

/** Asks the commands in one round trip, as a link does. */
const ask = (name: string, client: Redis, commands: readonly Command[]): Contestant => ({
  name,
  run: async (times) => {
    for (let n = 0; n < times; n++) await Promise.all(commands.map(([command, ...args]) => client.call(command, ...args)))
  },
})

/** A question for the newest record, which confirms what is cached, with what proves that a master answered it. */
export const benchConfirmation = async (): Promise<void> => {
  await using server = await startRedis()
  const client = new Redis(server.url, { enableAutoPipelining: false })
  await loadScript(client)
  await client.evalsha(...appendArguments('confirmed', ['order:1']))
  printTimings(
    'confirmation, p50',
    await alternate(
      [
        ask('bare XREVRANGE', client, [HEAD]),
        ask('XREVRANGE, INFO replication: what is asked', client, [HEAD, ['info', 'replication']]),
        ask('XREVRANGE, ROLE', client, [HEAD, ['role']]),
      ],
      300,
      15,
    ),
  )
  client.disconnect()
}
