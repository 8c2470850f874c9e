import type { Chapter } from '../mutation.ts'

const file = 'coherence/follow/follower.ts'
const test = 'unit/coherence/follower.test.ts'

export const following: Chapter = {
  title: 'How records are applied',
  mutations: [
    {
      rule: 'A record that was applied before is a duplicate',
      file,
      find: "    if (this.#recent.has(record)) return 'duplicate'\n",
      replace: '',
      test,
      killedBy: 'are applied once: what is repeated is a duplicate that changes nothing',
    },
    {
      rule: 'A record is applied only behind its predecessor',
      file,
      find: ' || record.prev.text !== position.id.text) return false',
      replace: ') return false',
      test,
      killedBy: 'never move the position back within an epoch, nor let it claim a record that was skipped',
    },
    {
      rule: 'A record of another epoch does not continue this one',
      file,
      find: 'return this.#continuesEpoch(record, position)',
      replace: 'return true',
      test,
      killedBy: 'of another epoch do not continue this one, unless they are its clear',
    },
    {
      rule: 'A clear continues only an epoch of a lower number',
      file,
      find: "if (record.kind === 'clear') return record.epoch.number > position.epoch.number",
      replace: "if (record.kind === 'clear') return true",
      test,
      killedBy: 'of another epoch do not continue this one, unless they are its clear',
    },
    {
      rule: 'A record that comes before its predecessor waits for it',
      file,
      find: '    this.#early.add(record)\n',
      replace: '',
      test,
      killedBy: 'need no catch-up where all of them came, in whatever order',
    },
    {
      rule: 'A record that waited is applied only if it follows, epoch included',
      file,
      find: 'if (next === undefined || !this.#follows(next)) return',
      replace: 'if (next === undefined) return',
      test,
      killedBy: 'that waited are not applied behind a predecessor of another epoch',
    },
    {
      rule: 'Records that wait are bounded in number',
      file: 'coherence/follow/heard-records.ts',
      find: 'this.#byPrev.size >= MAX_EARLY || ',
      replace: '',
      test,
      killedBy: 'that never find their predecessor are bounded',
    },
    {
      rule: 'What a catch-up has passed waits no longer',
      file,
      find: '    this.#early.dropPassed(this.#known.position.id)\n',
      replace: '',
      test,
      killedBy: 'drops the waiting messages that it has passed',
    },
    {
      rule: 'What came before the first position is applied behind it',
      file,
      find: '    this.#applyEarly()\n    this.caughtUp(askedAt)',
      replace: '    this.caughtUp(askedAt)',
      test,
      killedBy: 'before bootstrapping are kept, and applied after it',
    },
    {
      rule: 'A position begins with nothing older than the oldest row read',
      file: 'coherence/follow/tag-state.ts',
      find: `    this.#named.reset()
    this.#lowWater = oldest
`,
      replace: `    this.#named.reset()
`,
      test,
      killedBy: 'trusts no stamp older than the oldest row read',
    },
    {
      rule: 'A reply that messages have overtaken does not start a position over',
      file,
      find: "if (!this.#recent.has(last)) {\n      if (!this.isAhead(last)) return 'loss'",
      replace: '{',
      test,
      killedBy: 'anew, by a reply that messages have overtaken, does not forget what they said',
    },
    {
      rule: 'A newest row that is another one of the past is a loss',
      file,
      find: "      if (!this.isAhead(last)) return 'loss'\n",
      replace: '',
      test,
      killedBy: 'anew, by a reply whose newest record is another one of the past, is a loss',
    },
    {
      rule: 'Records that lie behind a position are kept one by one',
      file,
      find: '    this.#recent.add(record)\n',
      replace: '',
      test,
      killedBy: 'are applied once: what is repeated is a duplicate that changes nothing',
    },
    {
      rule: 'The records kept one by one are bounded in number',
      file: 'coherence/follow/heard-records.ts',
      find: 'if (this.#ring.length < RECENT_RECORDS) return void',
      replace: 'if (this.#ring.length >= 0) return void',
      test,
      killedBy: 'is taken for granted where it is older than what is remembered one by one',
    },
  ],
}
