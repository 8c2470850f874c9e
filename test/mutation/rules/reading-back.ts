import type { Chapter } from '../mutation.ts'

export const readingBack: Chapter = {
  title: 'What is learnt of records before a bootstrapping',
  mutations: [
    {
      rule: 'An older record is learnt from only if it chains up with what is known',
      file: 'coherence/follow/older-records.ts',
      find: 'row.id.text !== tail.prev.text || ',
      replace: '',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'make no stamp valid that a record has made invalid, whatever is missing or cannot be read between them',
    },
    {
      rule: 'An older record of another epoch is not learnt from',
      file: 'coherence/follow/older-records.ts',
      find: ' || !sameEpoch(row.epoch, tail.epoch)) return',
      replace: ') return',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'of another epoch are not taken, and nothing older is asked for',
    },
    {
      rule: 'Nothing is learnt behind a record that names everything',
      file: 'coherence/follow/older-records.ts',
      find: 'this.#tags.takeOlder(row) && namesSomeTags(row) ? row',
      replace: 'this.#tags.takeOlder(row) ? row',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'before one that names everything are not learnt from',
    },
    {
      rule: 'An older record lowers the low-water mark to itself',
      file: 'coherence/follow/tag-state.ts',
      find: `    this.#lowWater = record.id
    return true
`,
      replace: `    return true
`,
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'once read, let a process judge old stamps as one does that heard every record',
    },
    {
      rule: 'An older record notes its tags',
      file: 'coherence/follow/tag-state.ts',
      find: `    for (const tag of record.tags) this.#named.noteOlder(tag, record.id)
`,
      replace: '',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'make no stamp valid that a record has made invalid, whatever is missing or cannot be read between them',
    },
    {
      rule: 'What is known of newer records stands',
      file: 'coherence/follow/tag-table.ts',
      find: `    if (this.#named.has(tag)) return
`,
      replace: '',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'make no stamp valid that a record has made invalid, whatever is missing or cannot be read between them',
    },
    {
      rule: 'Older records are learnt from only while the table of tags has room',
      file: 'coherence/follow/tag-state.ts',
      find: `    if (this.#named.isFull) return false
`,
      replace: '',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'are forgotten first where the table of tags is full',
    },
    {
      rule: 'A loss ends the reading back',
      file: 'coherence/follow/follower.ts',
      find: `    this.#known.position = undefined
    this.older.stop()
    this.trail.stop()
`,
      replace: `    this.#known.position = undefined
    this.trail.stop()
`,
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'are asked for no longer after a loss',
    },
    {
      rule: 'A process reads back behind its bootstrapping',
      file: 'coherence/follow/tracker.ts',
      find: `      this.#back.begin()
`,
      replace: '',
      test: 'unit/coherence/older-records.test.ts',
      killedBy: 'are read page by page behind a bootstrapping, so that what was cached before a restart is served after it',
    },
  ],
}
