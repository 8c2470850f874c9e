import { delimiter, join } from 'node:path'
import { isExecutable } from '../../scripts/debian-program.ts'
import { startRedis } from '../support/redis-server.ts'
import { startFleet } from './fleet.ts'
import { runScenario } from './run.ts'
import type { Scenario } from './scenario.ts'

/** What became of the attempt to play on Valkey. */
export type ValkeyOutcome =
  | { readonly tried: false }
  | {
      readonly tried: true
      readonly reads: number
      readonly violations: number
      readonly failed: number
      readonly missedOwn: number
    }

const findValkey = async (): Promise<string | undefined> => {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const server = join(folder, 'valkey-server')
    if (folder !== '' && (await isExecutable(server))) return server
  }
  return undefined
}

/** A fleet at work on a Valkey that loses its subscribers and then everything; it is not tried where there is no server. */
export const playOnValkey = async (seconds: number): Promise<ValkeyOutcome> => {
  const server = await findValkey()
  if (server === undefined) return { tried: false }
  const scenario: Scenario = {
    name: 'is Valkey',
    install: async () => {
      const redis = await startRedis({ server })
      return { redis, port: redis.port, connection: (_who, port) => `redis://127.0.0.1:${port}` }
    },
    begin:
      ({ redis, lasting }) =>
      async () => {
        await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
        await lasting(500)
        await redis.command('FLUSHALL')
      },
  }
  await using fleet = await startFleet({ readers: 2, writers: 2 })
  const { reads, violations, failed, missedOwn } = await runScenario(fleet, {
    scenario,
    variant: 'complete',
    seconds,
    long: false,
  })
  return { tried: true, reads, violations: violations.length, failed: failed.length, missedOwn: missedOwn.length }
}

export const describeValkey = (outcome: ValkeyOutcome): string =>
  outcome.tried
    ? `${outcome.reads} reads, ${outcome.violations} violations, ${outcome.failed} failed, ${outcome.missedOwn} missed writes of their own`
    : 'not tried: there is no valkey-server on the PATH'
