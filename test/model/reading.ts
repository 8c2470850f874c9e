import type { CachePosition } from '../../src/cache/cache-position.ts'
import type { ReadResult } from '../../src/cache/read-plan.ts'
import type { Bookmark, Value } from './ledger.ts'
import { type Answer, violationsOf } from './oracle.ts'
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
}

/** Reads, and holds the answer to the promise, in whatever place the read is made. */
export const read = async (world: World, process: SimProcess, reading: Reading): Promise<Value> => {
  const { subject, asked } = reading
  const atLeast = reading.atLeast ?? (asked?.atLeast ?? []).map((token) => world.ledger.bookmark(token))
  const maxStaleness = reading.maxStaleness ?? asked?.maxStaleness ?? MAX_STALENESS_MS
  const invoked = { reader: process.place.host, invokedAt: world.time.now, call: world.ledger.call() }
  let loads = 0
  const result = await process.application.read<Value>({
    key: subject.name,
    ttl: subject.ttlMs,
    tags: subject.tags,
    maxStaleness,
    mode: reading.mode ?? 'use',
    atLeast: atLeast.map(({ token }) => token),
    ...(reading.signal && { signal: reading.signal }),
  }, (context) => {
    loads++
    return load({ world, process, subject, readPart: readPartIn(world) }, context, reading.takesMs ?? 0)
  })
  const { value, source, position } = result
  const answer: Answer = { ...invoked, subject, maxStaleness, atLeast, value, source, position }
  count(world, reading, result, loads)
  check(world, reading, answer)
  return value
}

const readPartIn = (world: World): ReadPart => (process, subject, as, asked) =>
  read(world, process, { subject, as, ...(asked && { asked }) })

const count = ({ chronicle: { tally } }: World, { as, subject }: Reading, { source }: Pick<ReadResult, 'source'>, loads: number): void => {
  tally.add('reads')
  tally.add(`read ${as}`)
  tally.add(source === 'origin' ? `from ${subject.way === 'origin' ? 'the origin' : `a load (${subject.way})`}` : `from ${source}`)
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
    const missed = commit === undefined ? `it was loaded at ${value.born} ms`
      : `${show(commit.versions)} by ${commit.by.name}, committed at ${commit.at} ms, appended at ${commit.appendedAt ?? '—'} ms, acknowledged at ${commit.acknowledgedAt ?? '—'} ms`
    const text = `VIOLATION (${rule}): ${reader.name} read ${subject.name} = ${show(value)} from ${source} at ${invokedAt} ms with maxStaleness ${maxStaleness}; ${missed}`
    world.violations.push(text)
    chronicle.tell(() => text)
  }
}

const show = ({ x, y }: Partial<Value>): string => [x === undefined ? '' : `x${x}`, y === undefined ? '' : `y${y}`].filter(Boolean).join(' ')
