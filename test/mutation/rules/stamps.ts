import type { Chapter } from '../mutation.ts'

const file = 'coherence/follow/follower.ts'
const test = 'unit/coherence/follower.test.ts'

export const stamps: Chapter = {
  title: 'What the records say about a stamp',
  mutations: [
    {
      rule: 'A stamp of another epoch is not valid',
      file,
      find: ` || !sameEpoch(stamp.epoch, position.epoch)) return false
    return compareIds(stamp.id`,
      replace: `) return false
    return compareIds(stamp.id`,
      test,
      killedBy: 'of a later epoch is ahead; of an earlier one, or of another of the same number, it is not',
    },
    {
      rule: 'A stamp above the position is not valid',
      file,
      find: 'compareIds(stamp.id, position.id) <= 0 && this.#tags',
      replace: 'this.#tags',
      test,
      killedBy: 'above the position is ahead and not valid',
    },
    {
      rule: 'A stamp below the low-water mark is not valid',
      file: 'coherence/follow/tag-state.ts',
      find: 'compareIds(stamp, this.#lowWater) >= 0 && ',
      replace: '',
      test,
      killedBy: 'trusts no stamp older than the oldest row read',
    },
    {
      rule: 'A stamp is not valid for a tag that a later record named',
      file: 'coherence/follow/tag-state.ts',
      find: ' && !tags.some((tag) => this.#named.namedAfter(tag, stamp))',
      replace: '',
      test,
      killedBy: 'make exactly those stamps invalid whose tags a later record named, or every tag',
    },
    {
      rule: 'Every record notes its tags',
      file: 'coherence/follow/tag-state.ts',
      find: `    for (const tag of record.tags) this.#named.note(tag, record.id)
`,
      replace: '',
      test,
      killedBy: 'make exactly those stamps invalid whose tags a later record named, or every tag',
    },
    {
      rule: 'A kind of record that this version does not know names every tag',
      file: 'coherence/follow/tag-state.ts',
      find: 'if (!namesSomeTags(record)) return this.#nameAll',
      replace: "if (record.kind === 'genesis' || record.kind === 'clear') return this.#nameAll",
      test,
      killedBy: 'makes every older stamp invalid and keeps its place in the chain',
    },
    {
      rule: 'Without a position every stamp may be ahead',
      file,
      find: 'if (position === undefined) return true',
      replace: 'if (position === undefined) return false',
      test,
      killedBy: 'is forgotten with everything else after a loss',
    },
    {
      rule: 'A stamp of a later epoch may be ahead',
      file,
      find: 'return stamp.epoch.number > position.epoch.number',
      replace: 'return false',
      test,
      killedBy: 'of a later epoch is ahead; of an earlier one, or of another of the same number, it is not',
    },
    {
      rule: 'A record that is applied makes every memo void',
      file,
      find: 'this.#known.position = { epoch: record.epoch, id: record.id, token: record.token }\n    this.#known.version++',
      replace: 'this.#known.position = { epoch: record.epoch, id: record.id, token: record.token }',
      test,
      killedBy: 'move the version, so that no memo outlives one of them',
    },
    {
      rule: 'A record heard of before the first position makes unstamped entries void',
      file,
      find: '    if (this.#known.position === undefined) this.#known.version++\n',
      replace: '',
      test,
      killedBy: 'before bootstrapping make unstamped entries distrusted',
    },
  ],
}
