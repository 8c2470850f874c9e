import type { Chapter } from '../mutation.ts'

const fenceTest = 'unit/cache/load-fence.test.ts'
const generationTest = 'unit/cache/generations.test.ts'
const pollTest = 'unit/pricing/poll.test.ts'
const manyTest = 'unit/pricing/calculate-many.test.ts'

export const calculations: Chapter = {
  title: 'What takes minutes to load, and who goes on with it',
  mutations: [
    {
      rule: 'A load moves its fence only where nothing that it has read was invalidated',
      file: 'cache/load-fence.ts',
      find: '    if (this.#stamp !== undefined && tags.length > 0 && !this.#coherence.isValid(this.#stamp, tags)) return false\n',
      replace: '',
      test: fenceTest,
      killedBy: 'stays where something that was read has been invalidated since',
    },
    {
      rule: 'A load without a stamp takes one only before it has read anything',
      file: 'cache/load-fence.ts',
      find: ' && (this.#stamp !== undefined || tags.length === 0)',
      replace: '',
      test: fenceTest,
      killedBy: 'that has no place yet is given one only while nothing was read',
    },
    {
      rule: 'A generation that another process has ended is never proposed again',
      file: 'cache/generations.ts',
      find: 'lasting.isShared ? this.#begin() : lasting.text',
      replace: 'lasting.text',
      test: generationTest,
      killedBy: 'is the same for all processes, whoever asks first, until it is ended',
    },
    {
      rule: 'A generation ends with an invalidation of its tags',
      file: 'cache/generations.ts',
      find: 'this.#coherence.isAhead(stamp) || this.#coherence.isValid(stamp, tags)',
      replace: 'true',
      test: generationTest,
      killedBy: 'is another one after an invalidation of its tags, for all, and not after one of other tags',
    },
    {
      rule: 'Who began a generation while nobody could be asked proposes it when somebody can',
      file: 'cache/generations.ts',
      find: '{ text: this.#begin(), isShared: false }',
      replace: '{ text: this.#begin(), isShared: true }',
      test: generationTest,
      killedBy: 'that began while nobody could be asked becomes that of all',
    },
    {
      rule: 'A claim in Redis is withdrawn by its text alone',
      file: 'tier/redis-claims.ts',
      find: "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end\n",
      replace: '',
      test: 'integration/redis/claims.test.ts',
      killedBy: 'is replaced only by who knows it, and withdrawn by its text alone',
    },
    {
      rule: 'What the API works at is asked for no sooner than it says',
      file: 'pricing/poll.ts',
      find: 'Math.min(askedMs ?? UNASKED_MS, LONGEST_ASKED_MS)',
      replace: 'UNASKED_MS',
      test: pollTest,
      killedBy: 'is asked for no sooner than Retry-After says, each time anew',
    },
    {
      rule: 'Answers that fail to come are counted in a row',
      file: 'pricing/poll.ts',
      find: '      failures = 0\n',
      replace: '',
      test: pollTest,
      killedBy: 'is asked for again when answers fail to come, after what a refusal asks for, and given up after six in a row',
    },
    {
      rule: 'So many calculations run at a time, and no more',
      file: 'pricing/calculate-many.ts',
      find: 'running.size < concurrency',
      replace: 'running.size >= 0',
      test: manyTest,
      killedBy: 'run no more than so many at a time, and take requests only as they are needed',
    },
    {
      rule: 'Who leaves the loop ends what is under way',
      file: 'pricing/calculate-many.ts',
      find: "    leaving.abort(new Error('nobody waits for the result any longer'))\n",
      replace: '',
      test: manyTest,
      killedBy: 'are ended by who leaves the loop',
    },
  ],
}
