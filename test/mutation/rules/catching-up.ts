import type { Chapter } from '../mutation.ts'

const file = 'coherence/follow/follower.ts'
const test = 'unit/coherence/follower.test.ts'

export const catchingUp: Chapter = {
  title: 'What a catch-up finds',
  mutations: [
    {
      rule: 'A catch-up goes on only from that very record, token included',
      file,
      find: 'isRecord(first) && samePosition(first, from)',
      replace: 'isRecord(first) && first.id.text === from.id.text',
      test,
      killedBy: 'that finds another record under the same id is a loss',
    },
    {
      rule: 'A position that is missing with older rows there is a loss',
      file,
      find: 'first.id.text !== oldest?.id.text || ',
      replace: '',
      test,
      killedBy: 'from a record that is missing, with older ones there, is a loss',
    },
    {
      rule: 'A position was trimmed only if the oldest row is of the same epoch',
      file: 'coherence/follow/catch-up-result.ts',
      find: ' && sameEpoch(oldest.epoch, from.epoch)',
      replace: '',
      test,
      killedBy: 'that finds a younger log of another epoch is a loss',
    },
    {
      rule: 'A position was trimmed only if the oldest row is younger',
      file: 'coherence/follow/catch-up-result.ts',
      find: ' && compareIds(oldest.id, from.id) > 0',
      replace: '',
      test,
      killedBy: 'that finds another record under the same id is a loss',
    },
    {
      rule: 'What messages said meanwhile is trusted where only the records before were trimmed',
      file,
      find: "return compareIds(first.id, position.id) <= 0 ? this.#takeRows(rest) : 'broken'",
      replace: "return 'broken'",
      test,
      killedBy: 'from a record that was trimmed after messages had passed it trusts what they said',
    },
    {
      rule: 'A catch-up never goes on behind a row that is missing or cannot be read',
      file,
      find: `      if (!isRecord(row) || row.prev.text !== position?.id.text) return 'broken'
      if`,
      replace: `      if (!isRecord(row) || position === undefined) continue
      if`,
      test,
      killedBy:
        'across a row that somebody deleted is broken: a bootstrapping takes over, and trusts nothing older than the row behind it',
    },
    {
      rule: 'The position never moves back within an epoch',
      file,
      find: '      if (position !== undefined && compareIds(row.id, position.id) <= 0) continue\n',
      replace: '',
      test,
      killedBy: 'whose reply messages have overtaken takes nothing back',
    },
    {
      rule: 'A row of another epoch, unless it is a clear, is a loss',
      file,
      find: `      if (!this.#continuesEpoch(row, position)) return 'loss'
`,
      replace: '',
      test,
      killedBy: 'that finds a genesis in the middle is a loss',
    },
    {
      rule: 'A newest row that cannot be read is a loss',
      file,
      find: " || rows.at(-1)?.kind === 'unreadable') return 'loss'",
      replace: ") return 'loss'",
      test,
      killedBy: 'whose last row cannot be read is a loss',
    },
    {
      rule: 'Two records are the same only if their tokens agree',
      file: 'coherence/position.ts',
      find: ' && a.token === b.token',
      replace: '',
      test,
      killedBy: 'of the same id with another token are no duplicate',
    },
    {
      rule: 'Two records are the same only if their epochs agree',
      file: 'coherence/position.ts',
      find: ' && sameEpoch(a.epoch, b.epoch)',
      replace: '',
      test,
      killedBy: 'of the same id with another token are no duplicate',
    },
    {
      rule: 'Two epochs are the same only if their random parts agree',
      file: 'coherence/position.ts',
      find: ' && a.random === b.random',
      replace: '',
      test,
      killedBy: 'of another epoch do not continue this one, unless they are its clear',
    },
    {
      rule: 'A repeated message is told from another record under its id',
      file: 'coherence/follow/heard-records.ts',
      find: 'return known !== undefined && samePosition(known, record)',
      replace: 'return known !== undefined',
      test,
      killedBy: 'of the same id with another token are no duplicate',
    },
    {
      rule: 'Ids are compared by their sequence, too',
      file: 'coherence/log/stream-id.ts',
      find: ' || a.sequence - b.sequence',
      replace: '',
      test: 'unit/coherence/record.test.ts',
      killedBy: 'are ordered by time, then by sequence, as numbers',
    },
    {
      rule: 'A broken catch-up starts over',
      file: 'coherence/follow/tracker.ts',
      find: `      if (found === 'broken') return this.#bootstrap()
`,
      replace: `      if (found === 'broken') return 'done'
`,
      test: 'unit/coherence/tracker.test.ts',
      killedBy: 'where K was trimmed is none: nothing older is trusted, nothing is cleared',
    },
    {
      rule: 'Bootstrapping trusts nothing behind a row that is missing or cannot be read',
      file: 'coherence/follow/follower.ts',
      find: `    if (breaks) this.#tags.raiseLowWater(row.id)
`,
      replace: '',
      test: 'unit/coherence/follower.test.ts',
      killedBy: 'behind a row that cannot be read trusts nothing older than the row after it',
    },
  ],
}
