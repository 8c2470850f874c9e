import { CACHE_POSITION_HEADER, type CachePosition, readCachePosition } from '../../src/cache/cache-position.ts'
import type { LoadContext } from '../../src/cache/read-plan.ts'
import type { Entity, Value } from './ledger.ts'
import type { SimProcess } from './sim-process.ts'
import { type Subject, subjects } from './subject.ts'
import { SERVER, type World } from './world.ts'

/** How a load reads other things, in its own process or in another. */
export type ReadPart = (
  process: SimProcess,
  subject: Subject,
  as: 'nested' | 'stacked',
  asked?: Partial<CachePosition>,
) => Promise<Value>

/** A load of a subject by a process. */
export interface Loading {
  readonly world: World
  readonly process: SimProcess
  readonly subject: Subject
  readonly readPart: ReadPart
}

const REQUEST_TIMEOUT_MS = 5_000

/** Waits on the clock of a process. */
export const sleep = (world: World, { place }: SimProcess, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    if (milliseconds === 0) resolve()
    else world.time.timer(place.host, milliseconds, resolve)
  })

/** The loader of a subject: what it returns was committed when it was called, however long it takes. */
export const load = async (loading: Loading, context: LoadContext, takesMs: number, fails: boolean): Promise<Value> => {
  const { world, process } = loading
  if (takesMs >= 60_000) world.chronicle.fault('load of minutes')
  const found = await find(loading, context)
  await Promise.race([sleep(world, process, takesMs), abortOf(context.signal)])
  if (fails) throw new Error('the origin fails')
  return { ...found, born: world.time.now }
}

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })

type Versions = Partial<Record<Entity, number>>

const find = (loading: Loading, context: LoadContext): Promise<Versions> => {
  const { world, subject } = loading
  switch (subject.way) {
    case 'origin':
      return Promise.resolve(versionsOf(world.ledger.versions, subject.entities))
    case 'server':
      return request(loading, context.cachePosition)
    case 'nested':
      return nested(loading)
  }
}

const versionsOf = (from: Versions, entities: readonly Entity[]): Versions => {
  const versions: Versions = {}
  for (const entity of entities) {
    const version = from[entity]
    if (version !== undefined) versions[entity] = version
  }
  return versions
}

/** Reads in a load, one after the other; each part counts as a read of its own. */
const nested = async ({ process, subject, readPart }: Loading): Promise<Versions> => {
  const versions: Versions = {}
  for (const part of subject.parts) Object.assign(versions, await readPart(process, subjects[part], 'nested'))
  return versionsOf(versions, subject.entities)
}

/** A request to the caching server, with the header that a load sends on. */
const request = ({ world, process, subject, readPart }: Loading, cachePosition: string): Promise<Versions> =>
  new Promise((resolve, reject) => {
    const { time, slots, noise } = world
    const { host } = process.place
    const slot = slots[SERVER]
    const [part] = subject.parts
    if (slot === undefined || part === undefined) return reject(new Error(`${subject.name} has no server`))
    const answer = (act: () => void): unknown => time.after(host, noise.latency(), act)
    time.timer(host, REQUEST_TIMEOUT_MS, () => reject(new Error('the server does not answer')))
    time.after(undefined, noise.latency(), () =>
      world.on(slot, (server) => {
        const asked = readCachePosition({ [CACHE_POSITION_HEADER]: cachePosition })
        readPart(server, subjects[part], 'stacked', asked).then(
          (value) => answer(() => resolve(versionsOf(value, subject.entities))),
          (cause: Error) => answer(() => reject(cause)),
        )
      }),
    )
  })
