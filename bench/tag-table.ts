import { DEFAULT_TAG_CAPACITY, TagTable } from '../src/coherence/follow/tag-table.ts'
import { parseStreamId, type StreamId, ZERO_ID } from '../src/coherence/log/stream-id.ts'
import { interleave, median } from './interleave.ts'
import { count, printTable, printTimings } from './table.ts'

const ROUNDS = 5

const idOf = (index: number): StreamId => parseStreamId(`${1_764_000_000_000 + index}-0`) ?? ZERO_ID

/** As texts come out of a message: each is a string of its own. */
const tagOf = (index: number): string => JSON.parse(`"order:ord_${String(index).padStart(26, '0')}"`)

const fill = (tagsPerRecord: number): TagTable => {
  const table = new TagTable()
  for (let index = 0; index < DEFAULT_TAG_CAPACITY; index += tagsPerRecord) {
    const id = idOf(index)
    for (let tag = index; tag < index + tagsPerRecord; tag++) table.note(tagOf(tag), id)
  }
  return table
}

const heapUsed = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** In a function of its own, so that nothing of it is alive when the next one begins. */
const weigh = (make: () => { readonly size: number }): number => {
  const before = heapUsed()
  const made = make()
  return (heapUsed() - before) / made.size
}

const bytesPerTag = (make: () => { readonly size: number }): number => median(Array.from({ length: ROUNDS }, () => weigh(make)))

const texts = (): { readonly size: number; readonly texts: readonly string[] } => ({
  size: DEFAULT_TAG_CAPACITY,
  texts: Array.from({ length: DEFAULT_TAG_CAPACITY }, (_, index) => tagOf(index)),
})

const bareMap = (): Map<string, StreamId> =>
  new Map(Array.from({ length: DEFAULT_TAG_CAPACITY }, (_, index) => [tagOf(index), ZERO_ID]))

/** Memory of a full tag table, and how long it takes to note a tag in it and to ask it. Needs `--expose-gc`. */
export const benchTagTable = async (): Promise<void> => {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc')
  const row = (name: string, bytes: number) => [name, bytes.toFixed(0), count((bytes * DEFAULT_TAG_CAPACITY) / 1_000)] as const
  printTable(
    `tag table, ${count(DEFAULT_TAG_CAPACITY)} tags of 36 characters`,
    ['bytes a tag', 'kB in all'],
    [
      row('an array of the same texts', bytesPerTag(texts)),
      row('a bare Map of them', bytesPerTag(bareMap)),
      row(
        'tag table, one tag a record',
        bytesPerTag(() => fill(1)),
      ),
      row(
        'tag table, 10 tags a record',
        bytesPerTag(() => fill(10)),
      ),
    ],
  )
  await benchSpeed()
}

const benchSpeed = async (): Promise<void> => {
  const table = fill(1)
  const bare = new Map<string, number>()
  const tags = Array.from({ length: 2 * DEFAULT_TAG_CAPACITY }, (_, index) => tagOf(index))
  for (const [index, tag] of tags.slice(0, DEFAULT_TAG_CAPACITY).entries()) bare.set(tag, index)
  const stamp = idOf(DEFAULT_TAG_CAPACITY / 2)
  let turn = 0
  let found = 0
  const each = (name: string, work: (tag: string) => unknown) => ({
    name,
    run: async (times: number) => {
      for (let n = 0; n < times; n++) {
        turn = (turn + 1) % tags.length
        if (work(tags[turn] ?? '') === true) found++
      }
    },
  })
  printTimings(
    'a full tag table',
    await interleave(
      [
        each('bare Map has', (tag) => bare.has(tag)),
        each('ask whether a tag was named', (tag) => table.namedAfter(tag, stamp)),
        each('note a tag, forgetting the oldest', (tag) => table.note(tag, idOf(DEFAULT_TAG_CAPACITY + turn))),
      ],
      50_000,
      9,
    ),
  )
  if (found === 0) throw new Error('no tag was found')
}
