import type { Chapter } from '../mutation.ts'

const file = 'cache/read-path.ts'
const servingRule = 'coherence/serving-rule.ts'
const test = 'unit/cache/read-path.test.ts'

export const reading: Chapter = {
  title: 'How a read goes',
  mutations: [
    {
      rule: 'What the memory tier answers at once has passed the serving rule',
      file,
      find: "return judge(entry, arrival, this.coherence) === 'serve' ? entry : undefined",
      replace: "return judge(entry, arrival, this.coherence) === 'expired' ? undefined : entry",
      test,
      killedBy: 'are seen at once, and the next value is kept again',
    },
    {
      rule: 'What the memory tier answers at once has reached the positions that the read names',
      file,
      find: `    if (atLeast.length > 0 && !this.coherence.hasReached(atLeast, arrival.at)) return undefined
`,
      replace: '',
      test,
      killedBy: 'asks the log for what it has not heard, and is served a value that reflects it',
    },
    {
      rule: 'An entry that is only unconfirmed is confirmed, not loaded anew',
      file: servingRule,
      find: "if (verdict === 'unconfirmed' || verdict === 'ahead') {",
      replace: "if (verdict === 'ahead') {",
      test,
      killedBy: 'is one question per arrival, and still a hit',
    },
    {
      rule: 'An entry stamped above the position is judged after catching up',
      file: servingRule,
      find: "if (verdict === 'unconfirmed' || verdict === 'ahead') {",
      replace: "if (verdict === 'unconfirmed') {",
      test,
      killedBy: 'an entry stamped by a process that has heard more is served after catching up',
    },
    {
      rule: 'After a question the serving rule judges anew',
      file: servingRule,
      find: '    verdict = judge(entry, arrival, knowledge, until)\n',
      replace: "    verdict = 'serve'\n",
      test,
      killedBy: 'never serves what was invalidated before the read, even where no message came',
    },
    {
      rule: 'What the shared tier answers passes the serving rule',
      file: servingRule,
      find: "return verdict === 'serve' ? { position: knowledge.known.position } : undefined",
      replace: 'return { position: knowledge.known.position }',
      test,
      killedBy: 'serves another process what this one loaded, once the log allows it',
    },
    {
      rule: 'A reader takes the result of a load that began before its arrival only if the serving rule accepts it',
      file,
      find: 'if (isNewerThan(arrival, outcome, known !== undefined)) return',
      replace: 'if (outcome.startedAt >= 0) return',
      test,
      killedBy: 'is not handed to a reader who came after the invalidation',
    },
    {
      rule: 'Readers of one key share a load',
      file,
      find: 'const known = this.#sharedLoads.get(plan.key.text)',
      replace: 'const known = undefined as KeyedLoad | undefined',
      test,
      killedBy: '200 readers of one key are one load, and one object',
    },
    {
      rule: 'What only could not be confirmed stays in the memory tier',
      file,
      find: "if ((verdict === 'expired' || verdict === 'invalid') && memory",
      replace: 'if (memory',
      test,
      killedBy: 'an entry that only could not be confirmed is served again when it is back',
    },
    {
      rule: 'A read that a position sends to the origin fills nothing',
      file,
      find: "fills: false, cause: 'position'",
      replace: "fills: true, cause: 'position'",
      test,
      killedBy: 'that are queued, malformed or unknown goes to the origin, and what it loads is not kept',
    },
    {
      rule: 'A position that cannot be reached sends the read to the origin',
      file,
      find: "      if (reached === 'origin') return undefined\n",
      replace: '',
      test,
      killedBy: 'that are queued, malformed or unknown goes to the origin, and what it loads is not kept',
    },
    {
      rule: 'A position of another log binds the read to a question after its arrival',
      file,
      find: "      if (reached === 'confirm') bound = { ...arrival, maxStaleness: 0 }\n",
      replace: '',
      test,
      killedBy: 'of a foreign log is confirmed after its arrival',
    },
    {
      rule: 'The position of a loaded value is its stamp, whatever came meanwhile',
      file,
      find: 'at: entry.bornAt, position: entry.stamp',
      replace: 'at: entry.bornAt, position: this.coherence.position',
      test,
      killedBy: 'of a load does not claim a record that came while it was loaded',
    },
    {
      rule: 'The position of a hit is the one of its verdict',
      file,
      find: "'memory', at: arrival.at, position: hit.position,",
      replace: "'memory', at: arrival.at, position: this.coherence.position,",
      test,
      killedBy: 'of a hit does not claim a record that came after the verdict',
    },
  ],
}
