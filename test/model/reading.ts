import type { CachePosition } from '../../src/cache/cache-position.ts'
import type { LoadContext, ReadResult } from '../../src/cache/read-plan.ts'
import type { Bookmark, Value } from './ledger.ts'
import { type Answer, violationsOf } from './oracle.ts'
import { leaseOf } from './lease-laws.ts'
import { load, type ReadPart } from './origin.ts'
import { MAX_STALENESS_MS, type SimProcess } from './sim-process.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

/** How something is read. */
export interface Reading {
  readonly subject: Subject
  /** `plain` is asked for by a step, the others by a load. */
  readonly as: 'plain' | 'nested' | 'stacked'
  readonly maxStaleness?: number
  readonly takesMs?: number
  readonly atLeast?: readonly Bookmark[]
  /** What a request to the caching server asked for. */
  readonly asked?: Partial<CachePosition>
  readonly mode?: 'use' | 'reload' | 'bypass'
  readonly signal?: AbortSignal
  /** Milliseconds after which the signal is aborted. */
  readonly patience?: number | undefined
  readonly fails?: boolean
}

/** Reads, and holds the answer to the promise, in whatever place the read is made. */
export const read = async (world: World, process: SimProcess, reading: Reading): Promise<Value> => {
  const { subject, asked } = reading
  const atLeast = reading.atLeast ?? (asked?.atLeast ?? []).map((token) => world.ledger.bookmark(token))
  const maxStaleness = reading.maxStaleness ?? asked?.maxStaleness ?? MAX_STALENESS_MS
  const invoked = { reader: process.place.host, invokedAt: world.time.now, call: world.ledger.call() }
  let loads = 0
  const leave = world.attendance.enter(process, subject, reading.as === 'nested')
  const result = await process.application
    .read<Value>(
      {
        key: subject.name,
        ttl: subject.ttlMs,
        tags: subject.tags,
        lease: subject.lease ?? false,
        maxStaleness,
        cache: reading.mode ?? 'use',
        atLeast: atLeast.map(({ token }) => token),
        ...(reading.signal && { signal: reading.signal }),
      },
      (context) => {
        loads++
        return loadOnce(world, process, reading, context, invoked.invokedAt)
      },
    )
    .finally(() => checkEnd(world, process, reading, invoked.invokedAt, leave()))
    .catch((cause: unknown) => checkFailure(world, process, reading, cause))
  const { value, source, position } = result
  const answer: Answer = { ...invoked, subject, maxStaleness, atLeast, value, source, position }
  count(world, reading, result, loads)
  check(world, reading, answer)
  return value
}

const loadOnce = async (
  world: World,
  process: SimProcess,
  reading: Reading,
  context: LoadContext,
  invokedAt: number,
): Promise<Value> => {
  const { subject, takesMs = 0, fails = false } = reading
  const { place, coherence } = process
  const end = world.attendance.load(process, subject, context.signal)
  const key = leaseOf(subject.name, place.host.name.startsWith('S') ? 'server' : 'client')
  if (isLeased(reading) && coherence.position !== undefined && !world.attendance.isPart(process, subject))
    world.laws.loads(place, key, invokedAt)
  try {
    return await load({ world, process, subject, readPart: readPartIn(world) }, context, takesMs, fails)
  } catch (cause) {
    if (!context.signal.aborted && isLeased(reading)) world.laws.failed(place.host, key)
    throw cause
  } finally {
    end()
  }
}

const isLeased = ({ subject, as, mode = 'use', atLeast = [] }: Reading): boolean =>
  subject.lease === true && as === 'plain' && mode === 'use' && atLeast.length === 0

/** A reader with patience is answered or rejected by then, and a load that nobody waits for is aborted. */
const checkEnd = (
  world: World,
  { place }: SimProcess,
  { subject, patience }: Reading,
  invokedAt: number,
  forsaken: number,
): void => {
  const {
    host: { name, machine },
  } = place
  if (patience !== undefined && world.time.now > invokedAt + patience && machine.frozenUntil <= invokedAt) {
    world.violate(
      `VIOLATION (patience): ${name} waited for ${subject.name} from ${invokedAt} to ${world.time.now} ms with a patience of ${patience} ms`,
    )
  }
  if (forsaken > 0)
    world.violate(
      `VIOLATION (abort): ${name} goes on with a load of ${subject.name} that nobody waits for at ${world.time.now} ms`,
    )
}

/** Only a reader's own signal makes it give up. */
const checkFailure = (world: World, { place }: SimProcess, { subject, signal }: Reading, cause: unknown): never => {
  if (cause instanceof Error && cause.message === 'the reader gave up' && cause !== signal?.reason) {
    world.violate(`VIOLATION (abort): ${place.host.name} was refused ${subject.name} since somebody else gave up`)
  }
  throw cause
}

const readPartIn =
  (world: World): ReadPart =>
  (process, subject, as, asked) =>
    read(world, process, { subject, as, ...(asked && { asked }) })

const count = (
  { chronicle: { tally } }: World,
  { as, subject }: Reading,
  { source }: Pick<ReadResult, 'source'>,
  loads: number,
): void => {
  tally.add('reads')
  tally.add(`read ${as}`)
  tally.add(
    source === 'origin' ? `from ${subject.way === 'origin' ? 'the origin' : `a load (${subject.way})`}` : `from ${source}`,
  )
  if (source !== 'origin') tally.add('from a cache')
  if (source === 'origin' && loads === 0) tally.add('from a load of another reader')
}

const check = (world: World, { as }: Reading, answer: Answer): void => {
  const { chronicle, ledger, time } = world
  const { reader, subject, invokedAt, maxStaleness, value, source, atLeast } = answer
  const broken = violationsOf(answer, ledger, world.redis.latestFillMs)
  chronicle.tell(() => {
    const asked = `${maxStaleness}${atLeast.length === 0 ? '' : `, at least ${atLeast.map(({ token }) => token).join(' and ')}`}`
    const answered = time.now === invokedAt ? '' : `, asked at ${invokedAt} ms`
    return `process ${reader.name} reads ${subject.name}${as === 'plain' ? '' : ` (${as})`} (maxStaleness ${asked}) → ${show(value)} from ${source}${answered}`
  })
  for (const { rule, commit } of broken) {
    const missed =
      commit === undefined
        ? `it was loaded at ${value.born} ms`
        : `${show(commit.versions)} by ${commit.by.name}, committed at ${commit.at} ms, appended at ${commit.appendedAt ?? '—'} ms, acknowledged at ${commit.acknowledgedAt ?? '—'} ms`
    const text = `VIOLATION (${rule}): ${reader.name} read ${subject.name} = ${show(value)} from ${source} at ${invokedAt} ms with maxStaleness ${maxStaleness}; ${missed}`
    world.violations.push(text)
    chronicle.tell(() => text)
  }
}

const show = ({ x, y }: Partial<Value>): string =>
  [x === undefined ? '' : `x${x}`, y === undefined ? '' : `y${y}`].filter(Boolean).join(' ')
