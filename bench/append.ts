import { Redis } from 'ioredis'
import { createCache } from 'mes-crm-sdk/cache'
import { logChannel } from '../src/coherence/log/redis-log.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { alternate, type Contestant } from './interleave.ts'
import { appendArguments, loadScript } from './log-append.ts'
import { printTimings } from './table.ts'

const TAGS = ['order:ord_000042', 'orders:status:SHIPPED']
/** A record of these tags as it is published. */
const MESSAGE = `1 1764000000000-0 1763999999999-0 1.AAAAAAAAAAAA BBBBBBBBBBBB invalidate - ${JSON.stringify(TAGS)}`

const repeat = (name: string, work: () => Promise<unknown>): Contestant => ({
  name,
  run: async (times) => {
    for (let n = 0; n < times; n++) await work()
  },
})

/** Appends against a bare PUBLISH of the same bytes, with one subscriber each. */
export const benchAppend = async (): Promise<void> => {
  await using server = await startRedis()
  const bare = new Redis(server.url)
  const subscriber = new Redis(server.url)
  await subscriber.subscribe('bare', logChannel('script', 0))
  await using cache = createCache({ redis: server.url, namespace: 'bench' })
  await cache.ready()
  await loadScript(bare)
  printTimings(
    'append, p50',
    await alternate(
      [
        repeat('bare PUBLISH', () => bare.publish('bare', MESSAGE)),
        repeat('bare EVALSHA of the script', () => bare.evalsha(...appendArguments('script', TAGS))),
        repeat('invalidate()', () => cache.invalidate(TAGS)),
      ],
      300,
      15,
    ),
  )
  bare.disconnect()
  subscriber.disconnect()
}
