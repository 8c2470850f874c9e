import type { Chapter } from '../mutation.ts'

const test = 'unit/coherence/bounds.test.ts'
const appender = 'coherence/append/appender.ts'
const closing = 'integration/life/closing.test.ts'

export const bounds: Chapter = {
  title: 'Bounds, and how it ends',
  mutations: [
    {
      rule: 'What waits behind a slow append is bounded: more than a tag table remembers becomes one clear',
      file: appender,
      find: '    if (this.#batches.length > MAX_BATCHES) this.#fold()\n',
      replace: '',
      test,
      killedBy: 'becomes one clear where it is more than a tag table remembers',
    },
    {
      rule: 'The holds of what became one clear end behind it',
      file: appender,
      find: '      this.#queue.add(NONE, ends)\n',
      replace: '',
      test,
      killedBy: 'ends its holds behind that clear, every one',
    },
    {
      rule: 'Records that cannot be applied are bounded: more than a tag table remembers close every tag until the last is applied',
      file: 'coherence/append/append-queue.ts',
      find: 'return this.#names > MAX_NAMES',
      replace: 'return this.#names < 0',
      test,
      killedBy: 'close every tag where they are more than a tag table remembers, until the last of them is applied',
    },
    {
      rule: 'Records that wait are bounded by what they name',
      file: 'coherence/follow/heard-records.ts',
      find: ' || this.#names + namesOf(record) > MAX_NAMES',
      replace: '',
      test,
      killedBy: 'records that came too early are bounded by what they name, and are found missing later',
    },
    {
      rule: 'Open holds are bounded: more are not asked for',
      file: 'coherence/holds/open-holds.ts',
      find: '    if (this.#byToken.size >= MAX_OPEN_HOLDS) throw new Error(`${MAX_OPEN_HOLDS} holds are open`)\n',
      replace: '',
      test,
      killedBy: 'a hold is refused where ten thousand are open, and taken again when one has ended',
    },
    {
      rule: 'Invalidations that wait to be settled are bounded by what they name',
      file: 'coherence/append/settling.ts',
      find: ' || this.#names + tags.length > MAX_NAMES',
      replace: '',
      test,
      killedBy: 'invalidations that wait to be settled are bounded by what they name: too many are appended early',
    },
    {
      rule: 'The log of one process is bounded by what its records name',
      file: 'coherence/log/memory-log.ts',
      find: 'records.names - names > RETAINED_TAGS && dropped',
      replace: 'records.names < 0 && dropped',
      test,
      killedBy: 'the log of one process is bounded by what its records name',
    },
    {
      rule: 'close() waits for mutations under way',
      file: 'cache/ready.ts',
      find: '  await work.settle(clock, DEADLINE_MS)\n',
      replace: '',
      test: closing,
      killedBy: 'waits for a mutation under way, whose invalidation reaches the others',
    },
    {
      rule: 'A connection is dropped once, however many replies are overdue',
      file: 'redis/redis-link.ts',
      find: '    if (!this.#up) return\n    this.#noteDown(cause)\n    this.#drop()',
      replace: '    this.#noteDown(cause)\n    this.#drop()',
      test: 'integration/redis/link.test.ts',
      killedBy: 'is dropped once, however many replies are overdue',
    },
  ],
}
