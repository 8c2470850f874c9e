import type { Entity, Value } from './ledger.ts'

/** How a value is loaded: from the origin, through a caching server, or out of other reads in the same process. */
export type Way = 'origin' | 'server' | 'nested'

/** Something that can be read, and what its value is made of. */
export interface Subject {
  readonly name: string
  readonly entities: readonly Entity[]
  readonly way: Way
  /** What the caching server reads for it, or what a nested load reads. */
  readonly parts: readonly SubjectName[]
  readonly tags: readonly string[] | ((value: Value) => readonly string[])
  readonly learnsTags: boolean
  readonly ttlMs: number
  readonly lease?: boolean
}

export type SubjectName = 'x' | 'y' | 'xy' | 'sx' | 'sxy' | 'nxy' | 'lx' | 'ly' | 'nlx'

const statusTag = (version: number): string => `y:status:${version % 3}`

/** What a change of these entities invalidates; `y` is also found under the status that it leaves. */
export const tagsOf = (entities: readonly Entity[], y: number): readonly string[] =>
  entities.flatMap((entity) => (entity === 'y' ? ['y', statusTag(y)] : [entity]))

/** The tags under which these entities may be found, whatever they are then. */
export const allTagsOf = (entities: readonly Entity[]): readonly string[] =>
  entities.flatMap((entity) => (entity === 'y' ? ['y', statusTag(0), statusTag(1), statusTag(2)] : [entity]))

export const subjects: Readonly<Record<SubjectName, Subject>> = {
  x: { name: 'x', entities: ['x'], way: 'origin', parts: [], tags: ['x'], learnsTags: false, ttlMs: 30_000 },
  y: {
    name: 'y',
    entities: ['y'],
    way: 'origin',
    parts: [],
    tags: (value) => [statusTag(value.y ?? 0)],
    learnsTags: true,
    ttlMs: 4_000,
  },
  xy: { name: 'xy', entities: ['x', 'y'], way: 'origin', parts: [], tags: ['x', 'y'], learnsTags: false, ttlMs: 30_000 },
  sx: { name: 'sx', entities: ['x'], way: 'server', parts: ['x'], tags: ['x'], learnsTags: false, ttlMs: 30_000 },
  sxy: { name: 'sxy', entities: ['x', 'y'], way: 'server', parts: ['nxy'], tags: ['x', 'y'], learnsTags: false, ttlMs: 30_000 },
  lx: { name: 'lx', entities: ['x'], way: 'origin', parts: [], tags: ['x'], learnsTags: false, ttlMs: 30_000, lease: true },
  ly: {
    name: 'ly',
    entities: ['y'],
    way: 'origin',
    parts: [],
    tags: (value) => [statusTag(value.y ?? 0)],
    learnsTags: true,
    ttlMs: 4_000,
    lease: true,
  },
  nlx: { name: 'nlx', entities: ['x'], way: 'nested', parts: ['lx'], tags: ['x'], learnsTags: false, ttlMs: 30_000, lease: true },
  nxy: {
    name: 'nxy',
    entities: ['x', 'y'],
    way: 'nested',
    parts: ['x', 'xy'],
    tags: ['x', 'y'],
    learnsTags: false,
    ttlMs: 30_000,
  },
}
