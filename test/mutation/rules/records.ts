import type { Chapter } from '../mutation.ts'

const file = 'coherence/log/record.ts'
const test = 'unit/coherence/record.test.ts'
const table = 'coherence/follow/tag-table.ts'
const tableTest = 'unit/coherence/tag-table.test.ts'

export const records: Chapter = {
  title: 'How records are read and tags remembered',
  mutations: [
    {
      rule: 'A record lies above its predecessor',
      file,
      find: ' || compareIds(position.id, prev) <= 0) return undefined',
      replace: ') return undefined',
      test,
      killedBy: 'never moves the position back: a message that is not above its predecessor is malformed',
    },
    {
      rule: 'A row of another version of the format cannot be read',
      file,
      find: "fields.v !== '1' || ",
      replace: '',
      test,
      killedBy: 'of another version, without an id of its own in order, or with a malformed place is a row that cannot be read',
    },
    {
      rule: 'A record whose kind or tags cannot be read keeps its place',
      file,
      find: "return { ...position, prev, kind: 'unknown', tags: NONE, ends: NONE, leaseMs: 0, leasesMs }",
      replace: 'return undefined',
      test,
      killedBy: 'of an unknown kind, or with tags that cannot be read, keeps its place and names everything',
    },
    {
      rule: 'A record that names more tags than a record may names every tag',
      file,
      find: ' && tags.length <= MAX_NAMES_PER_RECORD',
      replace: '',
      test,
      killedBy:
        'of more names than a record may have, or with tags that are too long or too deep to be read, keeps its place and names everything',
    },
    {
      rule: 'A record whose tags are too long to be read names every tag',
      file,
      find: ' || text.length > MAX_TAGS_TEXT) return undefined',
      replace: ' || text.length > MAX_TAGS_TEXT * 2) return undefined',
      test,
      killedBy:
        'of more names than a record may have, or with tags that are too long or too deep to be read, keeps its place and names everything',
    },
    {
      rule: 'A row whose place cannot be read is still a row',
      file,
      find: " ?? { id: parsedId, kind: 'unreadable' }",
      replace: '',
      test,
      killedBy: 'of another version, without an id of its own in order, or with a malformed place is a row that cannot be read',
    },
    {
      rule: 'A tag that the table forgets raises the low-water mark of its bucket',
      file: table,
      find: `    if (mark === undefined || compareIds(oldest.newest, mark) > 0) this.#forgotten.set(bucket, oldest.newest)
`,
      replace: '',
      test: tableTest,
      killedBy: 'never says that a tag was not named where it was',
    },
    {
      rule: 'A flood of tags invalidates no more than the buckets it falls into',
      file: table,
      find: 'return (hash >>> 0) % BUCKETS',
      replace: 'return (hash >>> 0) % 1',
      test: tableTest,
      killedBy: 'a flood of other tags makes invalid what shares a bucket with one of them, and nothing else',
    },
    {
      rule: 'The tags named longest ago are forgotten first',
      file: table,
      find: `    this.#unlink(known)
    this.#append(known)
`,
      replace: '',
      test: tableTest,
      killedBy: 'forgets the tags named longest ago, not those of many names',
    },
    {
      rule: 'The table of tags is bounded',
      file: table,
      find: `    if (this.#named.size > this.#capacity) this.#forgetOldest()
`,
      replace: '',
      test: tableTest,
      killedBy: 'is bounded',
    },
    {
      rule: 'A process without Redis tells its followers of a record before the append is answered',
      file: 'coherence/log/memory-log.ts',
      find: `  for (const listener of records.listeners) listener.message(record)
`,
      replace: '',
      test: 'unit/coherence/memory-log.test.ts',
      killedBy: 'tells every follower every record, in one order, before the append is answered',
    },
    {
      rule: 'A log without Redis is cleared once above an epoch',
      file: 'coherence/log/memory-log.ts',
      find: `  if (epoch !== undefined && last.epoch.number > epoch) return last
`,
      replace: '',
      test: 'unit/coherence/memory-log.test.ts',
      killedBy: 'clears above an epoch once, and in any case where it is told to',
    },
  ],
}
