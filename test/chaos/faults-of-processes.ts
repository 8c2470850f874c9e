import type { Scenario, Site } from './scenario.ts'

const MINUTE = 60_000

/** Sets each process's wall clock off by up to five minutes, either way. */
const scatterClocks = async ({ readers, writers }: Site): Promise<void> => {
  await Promise.all(
    [...readers, ...writers].map((program) =>
      program.call('setWallClock', { offsetMs: Math.round((Math.random() * 10 - 5) * MINUTE) }),
    ),
  )
}

/** Ids of the connections of subscribers. */
const subscribers = async ({ redis }: Site): Promise<readonly string[]> =>
  [...String(await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub')).matchAll(/^id=(\d+)/gm)].map(([, id = '']) => id)

/** More than the buffers of the kernel (10 MiB by default) and Redis's limit take for a subscriber that does not read. */
const FLOOD = { records: 160, bytes: 100_000 }
/** A kernel may have larger buffers, and Redis closes a connection when it comes to it. */
const MOST_FLOODS = 10

/** What happens to the processes. */
export const faultsOfProcesses: readonly Scenario[] = [
  {
    name: 'serves a reader that is stopped for three seconds (SIGSTOP)',
    begin:
      ({ readers, lasting }) =>
      async () => {
        readers[0]?.pause()
        await lasting(3_000)
        readers[0]?.resume()
      },
  },
  {
    name: 'disconnects a subscriber that is too slow',
    begin: async (site) => {
      const { redis, readers, writers } = site
      await redis.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 1mb 0 0')
      return async () => {
        const before = await subscribers(site)
        readers[0]?.pause()
        let after = before
        for (let floods = 0; floods < MOST_FLOODS && before.every((id) => after.includes(id)); floods++) {
          await writers[0]?.call('flood', FLOOD)
          after = await subscribers(site)
        }
        readers[0]?.resume()
        if (before.every((id) => after.includes(id)))
          throw new Error(`no subscriber was disconnected: ${before.join()} before, ${after.join()} after`)
      }
    },
  },
  {
    name: 'serves processes whose wall clocks are minutes apart, and step',
    begin: async (site) => {
      await scatterClocks(site)
      return async () => {
        for (let count = 0; count < 3; count++) {
          await site.lasting(400, 2_000)
          await scatterClocks(site)
        }
      }
    },
  },
]
