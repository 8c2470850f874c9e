import type { Chapter } from '../mutation.ts'

const file = 'coherence/serving-rule.ts'
const test = 'unit/coherence/serving-rule.test.ts'

export const serving: Chapter = {
  title: 'What an entry must be to be served',
  mutations: [
    {
      rule: 'An entry is served only before the end of its lifetime',
      file,
      find: "  if (arrival.at >= until) return 'expired'\n",
      replace: '',
      test,
      killedBy: 'until the very end of its lifetime, and not at it',
    },
    {
      rule: 'An entry is served only while no record speaks against its stamp',
      file,
      find: 'return knowledge.isValid(entry.stamp, entry.tags)',
      replace: 'return true',
      test,
      killedBy: 'a verdict is "serve" exactly where all four hold',
    },
    {
      rule: 'An entry is served only while none of its tags is closed here',
      file,
      find: '  if (!knowledge.isOpen(entry.tags)) return false\n',
      replace: '',
      test,
      killedBy: 'a verdict is "serve" exactly where all four hold',
    },
    {
      rule: 'An entry is served only within the bound after a confirmation, or after the start of an own load',
      file,
      find: "return knownAt + arrival.maxStaleness >= arrival.at ? 'serve' : 'unconfirmed'",
      replace: "return 'serve'",
      test,
      killedBy: 'up to the bound after a confirmation, inclusive',
    },
    {
      rule: 'An own load needs no confirmation for the bound after its start',
      file,
      find: 'const knownAt = Math.max(knowledge.known.confirmedAt, entry.loadedAt)',
      replace: 'const knownAt = knowledge.known.confirmedAt',
      test,
      killedBy: 'up to the bound after the start of an own load, without any confirmation',
    },
    {
      rule: 'An entry stamped above the position is not judged before catching up',
      file,
      find: "    if (entry.stamp !== undefined && knowledge.isAhead(entry.stamp)) return 'ahead'\n",
      replace: '',
      test,
      killedBy: 'not where it is everything but not above the position',
    },
    {
      rule: 'A memo of a verdict is void as soon as anything moved',
      file,
      find: 'if (entry.validVersion !== knowledge.known.version) {',
      replace: 'if (entry.validVersion < 0) {',
      test,
      killedBy: 'never outlives a move, whatever moved',
    },
    {
      rule: 'A hit asks nothing about its tags while nothing moved',
      file,
      find: '    entry.validVersion = knowledge.known.version\n',
      replace: '',
      test,
      killedBy: 'saves the question while nothing moved',
    },
    {
      rule: 'Without a position an own load is served only while nothing at all moved',
      file,
      find: 'return entry.loadedVersion === knowledge.known.version',
      replace: 'return true',
      test,
      killedBy: 'dies with the first thing that moves, were it the first position',
    },
  ],
}
