import type { Chapter } from '../mutation.ts'

const file = 'coherence/follow/tracker.ts'
const test = 'unit/coherence/tracker.test.ts'
const follower = 'coherence/follow/follower.ts'
const followerTest = 'unit/coherence/follower.test.ts'

export const confirming: Chapter = {
  title: 'When it is known that nothing was missed',
  mutations: [
    {
      rule: 'A head confirms only if it is among the applied records',
      file: follower,
      find: ' || !this.#recent.has(head)) return false',
      replace: ') return false',
      test: followerTest,
      killedBy: 'needs the head to be among the applied records',
    },
    {
      rule: 'An answer to an older question does not take a newer confirmation back',
      file: follower,
      find: 'if (askedAt > this.#known.confirmedAt) this.#known.confirmedAt = askedAt',
      replace: 'this.#known.confirmedAt = askedAt',
      test: followerTest,
      killedBy: 'by an older question does not take a newer one back',
    },
    {
      rule: 'A confirmation counts from the sending of its question',
      file,
      find: 'const confirmed = this.follower.confirm(head, askedAt)',
      replace: 'const confirmed = this.follower.confirm(head, this.#options.clock.now())',
      test,
      killedBy: 'is never given by a question that was sent before it was asked for',
    },
    {
      rule: 'A catch-up confirms the sending of its last question',
      file,
      find: `      const askedAt = clock.now()
      const { rows, oldest } = await log.from(from, this.#tuning.pageRows)
`,
      replace: `      const { rows, oldest } = await log.from(from, this.#tuning.pageRows)
      const askedAt = clock.now()
`,
      test,
      killedBy: 'by a catch-up counts from the sending of its question, however late the answer',
    },
    {
      rule: 'Bootstrapping confirms the sending of its question',
      file,
      find: `    const askedAt = clock.now()
    const snapshot = await log.newest(this.#tuning.pageRows)
`,
      replace: `    const snapshot = await log.newest(this.#tuning.pageRows)
    const askedAt = clock.now()
`,
      test,
      killedBy: 'by a bootstrapping counts from the sending of its question, however late the answer',
    },
    {
      rule: 'Only a complete catch-up confirms',
      file,
      find: 'if (rows.length < this.#tuning.pageRows) {',
      replace: 'if (rows.length <= this.#tuning.pageRows) {',
      test,
      killedBy: 'reads a long backlog in pages',
    },
    {
      rule: 'A question that was sent before the arrival does not answer for it',
      file,
      find: 'if (round.askedAt >= since) break',
      replace: 'break',
      test,
      killedBy: 'is never given by a question that was sent before it was asked for',
    },
    {
      rule: 'A confirmation is claimed only where it was had',
      file,
      find: 'return this.follower.confirmedAt >= since',
      replace: 'return true',
      test,
      killedBy: 'is denied while the log is out of reach, refuses, or does not answer before the line is cut',
    },
    {
      rule: 'A question is shared by all who wait for it',
      file,
      find: 'const round = this.#round ?? this.#startRound()',
      replace: 'const round = this.#startRound()',
      test,
      killedBy: 'is one question, however many ask for it at once',
    },
    {
      rule: 'A catch-up that began before the question is followed by another one',
      file,
      find: '    if (this.follower.confirmedAt < askedAt) await this.#sync()\n',
      replace: '',
      test,
      killedBy: 'is not denied because a catch-up was under way when it was asked for',
    },
    {
      rule: 'A head that was not heard of is looked into',
      file,
      find: 'if (!this.#confirms(head, askedAt)) void this.confirm(askedAt)',
      replace: 'this.#confirms(head, askedAt)',
      test,
      killedBy: 'comes with a head that was asked for on another errand, as of the instant of that question',
    },
    {
      rule: 'A connection that is new is asked what was missed',
      file,
      find: `    this.#back.start()
    void this.confirm(now)
`,
      replace: `    this.#back.start()
`,
      test,
      killedBy: 'finds on a new connection what was missed while there was none',
    },
    {
      rule: 'A message that cannot be read is a gap',
      file,
      find: "    else if (hearing === 'unreadable') void this.confirm(this.#options.clock.now())\n",
      replace: '',
      test,
      killedBy: 'takes a message that cannot be read for a gap',
    },
    {
      rule: 'A record whose predecessor does not come is a gap',
      file,
      find: "    else if (hearing === 'early' && this.follower.position !== undefined) this.#watchGap()\n",
      replace: '',
      test,
      killedBy: 'reads what was published before its predecessor, after a few milliseconds',
    },
    {
      rule: 'A predecessor has a few milliseconds to come',
      file,
      find: 'this.follower.position !== undefined) this.#watchGap()',
      replace: 'this.follower.position !== undefined) void this.#sync()',
      test,
      killedBy: 'asks nothing where the predecessor comes in time',
    },
    {
      rule: 'A backlog beyond some thousands of rows is a new bootstrapping',
      file,
      find: 'const MAX_PAGES = 8',
      replace: 'const MAX_PAGES = 100',
      test,
      killedBy: 'bootstraps again where the backlog is too long to read, and trusts nothing older',
    },
    {
      rule: 'Confirmations that find unheard records make the subscription anew',
      file,
      find: '    this.#noteUnheard()\n',
      replace: '',
      test,
      killedBy: 'is made anew after two confirmations that found unheard records',
    },
    {
      rule: 'One confirmation that finds unheard records does not',
      file,
      find: 'const UNHEARD_UNTIL_RESUBSCRIBE = 2',
      replace: 'const UNHEARD_UNTIL_RESUBSCRIBE = 1',
      test,
      killedBy: 'is made anew after two confirmations that found unheard records',
    },
    {
      rule: 'A subscription that delivers anything is not dead',
      file,
      find: 'hear(record: LogRecord | undefined): void {\n    this.#unheard = 0\n',
      replace: 'hear(record: LogRecord | undefined): void {\n',
      test,
      killedBy: 'is not suspected where it delivers something in between, or late',
    },
    {
      rule: 'A message has a few milliseconds before it counts as unheard',
      file,
      find: `    await this.#options.clock.pause(DELIVERY_GRACE_MS)
    if (this.#confirms(head, askedAt)) return
`,
      replace: '',
      test,
      killedBy: 'is not suspected of a message that is a few milliseconds behind the answer',
    },
    {
      rule: 'The answer to an own append says nothing about the subscription',
      file,
      find: `    this.#owedClear.note(record)
    this.#take(record, 'answer')
`,
      replace: `    this.#owedClear.note(record)
    this.hear(record)
`,
      test,
      killedBy: 'is found although this process hears its own appends, whose answers come another way',
    },
  ],
}
