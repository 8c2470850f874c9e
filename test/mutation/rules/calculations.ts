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
      file: 'cache/origin-load.ts',
      find: '    if (this.#stamp !== undefined && tags.length > 0 && !this.#coherence.isValid(this.#stamp, tags)) return false\n',
      replace: '',
      test: fenceTest,
      killedBy: 'stays where something that was read has been invalidated since',
    },
    {
      rule: 'A load without a stamp takes one only before it has read anything',
      file: 'cache/origin-load.ts',
      find: ' && (this.#stamp !== undefined || tags.length === 0)',
      replace: '',
      test: fenceTest,
      killedBy: 'that has no place yet is given one only while nothing was read',
    },
    {
      rule: 'A generation that all have agreed on is never proposed again: another process may have ended it',
      file: 'cache/generations.ts',
      find: '    this.#own.delete(key.text)\n    // One',
      replace: '    // One',
      test: generationTest,
      killedBy: 'that was agreed on is not proposed again',
    },
    {
      rule: 'Only who knows of every record up to now goes on with a generation that began before',
      file: 'cache/generations.ts',
      find: ' || !(await this.#coherence.confirm(since))',
      replace: '',
      test: generationTest,
      killedBy: 'of all is gone on with only by who knows of every record up to now',
    },
    {
      rule: 'Who has an invalidation of its tags yet to append goes on with no generation',
      file: 'cache/generations.ts',
      find: '    if (this.#coherence.queued > 0 && !this.#coherence.isOpen(tags)) return false\n',
      replace: '',
      test: generationTest,
      killedBy: 'is not gone on with by who has an invalidation of its tags yet to append',
    },
    {
      rule: 'A generation that is over leads the late to what was made, for as long as that is kept',
      file: 'cache/generations.ts',
      find: 'if (keptMs >= 1) await',
      replace: 'if (keptMs < 0) await',
      test: generationTest,
      killedBy:
        'that is over leads those there who did not know for as long as what was made is kept, and not who wants it made anew',
    },
    {
      rule: 'Who wants it made anew does not go on with a generation that is over',
      file: 'cache/generations.ts',
      find: '    if (anew && generation.endsWith(OVER)) return false\n',
      replace: '',
      test: generationTest,
      killedBy:
        'that is over leads those there who did not know for as long as what was made is kept, and not who wants it made anew',
    },
    {
      rule: 'A lifetime that ends with a date is reckoned from the end of the second that the server names',
      file: 'operation/lifetime.ts',
      find: 'serverNow + LATEST_OF_SECOND_MS',
      replace: 'serverNow',
      test: 'unit/operation/lifetime.test.ts',
      killedBy: 'ends when a field says so, by the clock of the server, at whichever millisecond of its second that answered',
    },
    {
      rule: 'A load that took longer than its lease may last takes what another process has left',
      file: 'cache/loads.ts',
      find: '    if (found !== undefined) return { ...found, kept: KEPT }\n',
      replace: '',
      test: 'unit/cache/leases.test.ts',
      killedBy: 'keep the value of the one that followed a holder: who was late takes it, and overwrites nothing',
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
      find: '    if (agreed === undefined) this.#remember(key, proposed)\n',
      replace: '',
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
      find: '    leaving.abort(left)\n',
      replace: '',
      test: manyTest,
      killedBy: 'are ended by who leaves the loop',
    },
  ],
}
