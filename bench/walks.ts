import { Session } from 'node:inspector/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { mintToken } from '../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../reference/shared/service/options.ts'
import { startMes } from '../reference/mes/start.ts'
import { createCache } from '../src/cache.ts'
import { createSdk } from '../src/index.ts'
import { startRedis } from '../test/support/redis-server.ts'
import { binaryStl, torus } from '../test/support/solids.ts'
import { printTable } from './table.ts'

/** Functions of `src/` that ran, each as `file:name` with its place. */
type Walk = ReadonlySet<string>

const sources = pathToFileURL(`${resolve(import.meta.dirname, '../src')}/`).href

/** Counts the functions of `src/` that run while `work` runs, by V8's precise coverage. */
const walkOf = async (session: Session, work: () => Promise<unknown>): Promise<Walk> => {
  await session.post('Profiler.takePreciseCoverage')
  await work()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return new Set(
    result
      .filter(({ url }) => url.startsWith(sources) && !url.includes('/testing/'))
      .flatMap(({ url, functions }) =>
        functions
          .filter(
            ({ ranges: [range], functionName }) => (range?.count ?? 0) > 0 && !(functionName === '' && range?.startOffset === 0),
          )
          .map(
            ({ ranges: [range], functionName }) =>
              `${url.slice(sources.length)}:${functionName || '(anonymous)'}@${range?.startOffset}`,
          ),
      ),
  )
}

/** Returns the smallest of several walks. Timers of other work run during some of them. */
const shortest = async (session: Session, work: (round: number) => Promise<unknown>): Promise<Walk> => {
  let walk: Walk | undefined
  for (let round = 0; round < 5; round++) {
    const next = await walkOf(session, () => work(round))
    if (walk === undefined || next.size < walk.size) walk = next
  }
  return walk ?? new Set()
}

const filesOf = (walk: Walk): number => new Set([...walk].map((place) => place.slice(0, place.indexOf(':')))).size

/** Runs each walk against a real Redis and the reference MES. */
const walk = async (): Promise<Readonly<Record<string, Walk>>> => {
  await using redis = await startRedis()
  const mes = await startMes({ seed: { orders: 200 }, quotes: { calculationMs: 1 } })
  const token = mintToken({ sub: 'walks', roles: ['service'] }, DEMO_SECRET)
  const sdk = createSdk({
    mes: { baseUrl: `${mes.url}/v1`, auth: { bearer: token } },
    cache: { redis: redis.url, namespace: 'walks', principal: 'walks' },
  })
  await using cache = createCache({ redis: redis.url, namespace: 'walks' })
  const session = new Session()
  session.connect()
  try {
    await sdk.ready()
    await cache.ready()
    const page = await sdk.mes.orders.list({ limit: 20 })
    const ids = page.items.map(({ id }) => id)
    await sdk.mes.orders.get(ids[0] ?? '')
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    const model = (round: number) => ({
      model: binaryStl(torus(8 + round, 1, 20)),
      materialCode: 'AU585',
      quantity: 1,
      currency: 'EUR' as const,
    })
    const read = (index: number) =>
      cache.getOrLoad({ key: ['walk', index], tags: ['walks', `walk:${index}`], ttl: '1h' }, async () => ({ index }))
    await read(0)
    return {
      'a hit of the cache': await shortest(session, () => read(0)),
      'a fill of the cache': await shortest(session, (round) => read(round + 1)),
      'a hit of the client': await shortest(session, () => sdk.mes.orders.get(ids[0] ?? '')),
      'a fill of the client': await shortest(session, (round) => sdk.mes.orders.get(ids[round + 1] ?? '')),
      'an invalidation': await shortest(session, (round) => cache.invalidate([`walk:${round}`])),
      'a price': await shortest(session, (round) => sdk.mes.quotes.calculate(model(round))),
    }
  } finally {
    session.disconnect()
    await sdk.close()
    await mes.close()
  }
}

/** Prints how many functions and files of `src/` a hit, a fill, an invalidation and a price run through. */
const { values } = parseArgs({ options: { list: { type: 'string' } } })
const walks = await walk()
for (const place of values.list === undefined ? [] : [...(walks[values.list] ?? [])].toSorted()) console.log(place)
printTable(
  'Functions and files of src/ that a walk runs through',
  ['functions', 'files'],
  Object.entries(walks).map(([name, one]) => [name, String(one.size), String(filesOf(one))] as const),
)
