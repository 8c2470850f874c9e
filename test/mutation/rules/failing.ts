import type { Chapter } from '../mutation.ts'

const faults = 'integration/redis/faults.test.ts'
const link = 'redis/redis-link.ts'
const filter = 'redis/reply-filter.ts'
const filterTest = 'unit/redis/reply-filter.test.ts'
const expected = 'redis/expected-replies.ts'
const protocol = 'integration/redis/protocol.test.ts'

export const failing: Chapter = {
  title: 'What is believed, and told, of a failing Redis',
  mutations: [
    {
      rule: 'A refused write that tells of a demoted master takes the connection out of use',
      file: link,
      find: '    if (unfit !== undefined) this.reset(unfit)\n',
      replace: '    if (unfit !== undefined) this.settle()\n',
      test: faults,
      killedBy: 'is made a replica',
    },
    {
      rule: 'A server that is loading its data is refused',
      file: link,
      find: '/^loading:1/m.test(info)',
      replace: 'info === \'\'',
      test: faults,
      killedBy: 'is loading its data',
    },
    {
      rule: 'A connection whose database could not be selected is not used with another one',
      file: link,
      find: '    if (this.#failure !== undefined) throw toFailure(this.#failure)\n',
      replace: '',
      test: faults,
      killedBy: 'does not let SELECT',
    },
    {
      rule: 'A Redis that was given up because it was slow is used again once it is fast enough',
      file: link,
      find: 'this.#misses < MISSES_UNTIL_RECONNECT ? VETTING_DEADLINE_MS',
      replace: 'this.#misses >= 0 ? VETTING_DEADLINE_MS',
      test: faults,
      killedBy: 'answers a little later than the deadline',
    },
    {
      rule: 'A patient command that succeeds does not show that Redis is fast enough for reads',
      file: link,
      find: ' && deadlineMs <= this.#options.deadlineMs) this.settle()',
      replace: ') this.settle()',
      test: 'integration/redis/link.test.ts',
      killedBy: 'whose replies are overdue is given up, although commands that may take longer succeed in between',
    },
    {
      rule: 'A subscription that is refused is told of',
      file: 'redis/redis-subscription.ts',
      find: '        if (!this.#subscribed) listener.deaf(cause)\n',
      replace: '        if (this.#subscribed) listener.deaf(cause)\n',
      test: faults,
      killedBy: 'does not let SUBSCRIBE',
    },
    {
      rule: 'What keeps an outage from ending is told of',
      file: 'coherence/outage.ts',
      find: 'else if (needsMending(cause))',
      replace: 'else if (cause === undefined)',
      test: faults,
      killedBy: 'changes its password',
    },
    {
      rule: 'A failure that repeats with every command is told once',
      file: 'foundation/incidents.ts',
      find: 'if (!goesOn) this.report(kind, cause, entry)',
      replace: 'this.report(kind, cause, entry)',
      test: 'unit/foundation/incidents.test.ts',
      killedBy: 'is told once, and again when it comes back after a success',
    },
    {
      rule: 'A failure does not say what a command was given',
      file: 'redis/redis-refusal.ts',
      find: "answer.replace(/,? with args beginning with:.*$/s, '').trim()",
      replace: 'answer.trim()',
      test: 'unit/redis/redis-refusal.test.ts',
      killedBy: 'does not repeat the arguments that Redis repeats',
    },
    {
      rule: 'The query of a URL turns on no queue of the client',
      file: 'redis/redis-connection.ts',
      find: 'url.searchParams.delete(name)',
      replace: 'url.searchParams.get(name)',
      test: 'unit/redis/redis-connection.test.ts',
      killedBy: 'in the query of a URL',
    },
    {
      rule: 'Who may only follow accepts the clear that another process has appended',
      file: 'coherence/clear-log.ts',
      find: "!(cause instanceof RedisRefusal) || cause.code !== 'NOPERM'",
      replace: 'cause instanceof RedisRefusal',
      test: 'integration/redis/acl.test.ts',
      killedBy: 'is served again after a loss of the log, once somebody else has cleared it',
    },
    {
      rule: 'A reply that nobody asked for replaces the connection',
      file: expected,
      find: "    if (command === undefined) throw refused('a reply that nobody asked for')\n",
      replace: '    if (command === undefined) return\n',
      test: protocol,
      killedBy: 'when "-ERR\\r\\n" comes that nobody asked for',
    },
    {
      rule: 'A reply of a type that its command cannot have replaces the connection',
      file: expected,
      find: '    if (ANSWERS[command]?.test(types) === false) return false\n',
      replace: '',
      test: protocol,
      killedBy: 'when its replies are out of step with its commands: none is taken for the answer to the next',
    },
    {
      rule: 'A socket to Redis has a listener for errors as long as it lives',
      file: 'redis/redis-socket.ts',
      find: "  socket.on('error', () => {})\n",
      replace: '',
      test: protocol,
      killedBy: 'when TLS fails several times on one socket: somebody listens for errors as long as it lives',
    },
    {
      rule: 'An array that is promised too large is refused before room is made for it',
      file: filter,
      find: 'if (length > MAX_ARRAY)',
      replace: 'if (length < 0)',
      test: filterTest,
      killedBy: 'an array of millions',
    },
    {
      rule: 'Of a string that is too long nothing is kept',
      file: filter,
      find: 'this.#isDropping = length > this.#options.maxStringBytes',
      replace: 'this.#isDropping = length < 0',
      test: filterTest,
      killedBy: 'that hold a string that is too long have an empty one in its place, of which nothing is kept',
    },
  ],
}
