import type { Chapter } from '../mutation.ts'

const file = 'coherence/follow/tracker.ts'
const test = 'unit/coherence/tracker.test.ts'
const follower = 'coherence/follow/follower.ts'

export const losses: Chapter = {
  title: 'What a loss of acknowledged records does',
  mutations: [
    {
      rule: 'A log of another history is a loss',
      file,
      find: '    if (!continued) this.lost()\n',
      replace: '',
      test,
      killedBy: 'is told by the history of a new connection, though the log looks as it did',
    },
    {
      rule: 'A loss forgets the position',
      file,
      find: '    this.follower.forget()\n',
      replace: '',
      test,
      killedBy: 'heard of while no question can be asked makes everything distrusted at once',
    },
    {
      rule: 'A loss forgets what was confirmed',
      file: follower,
      find: '    this.#known.confirmedAt = NEVER\n',
      replace: '',
      test: 'unit/coherence/follower.test.ts',
      killedBy: 'is forgotten with everything else after a loss',
    },
    {
      rule: 'A loss forgets the records that wait',
      file: follower,
      find: '    this.#early.clear()\n',
      replace: '',
      test: 'unit/coherence/follower.test.ts',
      killedBy: 'is forgotten with everything else after a loss',
    },
    {
      rule: 'A loss makes every memo void',
      file: follower,
      find: '    this.#known.confirmedAt = NEVER\n    this.#known.version++\n',
      replace: '    this.#known.confirmedAt = NEVER\n',
      test: 'unit/coherence/follower.test.ts',
      killedBy: 'is forgotten with everything else after a loss',
    },
    {
      rule: 'A loss owes the fleet a clear',
      file,
      find: `    this.#owedClear.owe()
    this.#era++
`,
      replace: `    this.#era++
`,
      test,
      killedBy: 'is cleared once by a fleet, and everyone goes on in the new epoch',
    },
    {
      rule: 'A clear is owed above every epoch that was relied on',
      file,
      find: `    this.#owedClear.note(this.follower.position)
`,
      replace: '',
      test,
      killedBy: 'is cleared once by a fleet, and everyone goes on in the new epoch',
    },
    {
      rule: 'An epoch that an own append was acknowledged in counts as relied on',
      file,
      find: `    this.#owedClear.note(record)
    this.#take(record, 'answer')
`,
      replace: `    this.#take(record, 'answer')
`,
      test,
      killedBy: 'of an own append that was acknowledged before the first position is cleared',
    },
    {
      rule: 'The epoch of a clear counts as relied on',
      file,
      find: `    this.#owedClear.note(newest)
`,
      replace: '',
      test,
      killedBy: 'of the clear itself, before anything was believed again, is cleared again',
    },
    {
      rule: 'A clear that is owed is retried before bootstrapping',
      file,
      find: "const found = this.#owedClear.above === undefined ? await readOn() : 'again'",
      replace: 'const found = await readOn()',
      test,
      killedBy: 'that happens while a clear is under way lets nothing be believed before the next clear is in the log',
    },
    {
      rule: 'A clear that is owed is paid',
      file,
      find: '    await this.#payClear()\n',
      replace: '',
      test,
      killedBy: 'a clear that is owed is retried until it is in the log, and nothing is believed before',
    },
    {
      rule: 'A loss that comes while a clear is under way owes another one',
      file,
      find: `    else this.#owedClear.owe()
`,
      replace: `    else this.#owedClear.paid()
`,
      test,
      killedBy: 'that happens while a clear is under way is cleared again',
    },
    {
      rule: 'A fleet clears once: a log of a higher epoch was cleared already',
      file,
      find: 'clearLog(this.#options.log, above)',
      replace: 'this.#options.log.clear(undefined)',
      test,
      killedBy: 'is cleared once by a fleet, and everyone goes on in the new epoch',
    },
    {
      rule: 'A catch-up that began before a loss is no evidence',
      file,
      find: "      if (era !== this.#era) return 'again'\n",
      replace: '',
      test,
      killedBy: 'makes replies to older questions worthless',
    },
    {
      rule: 'A bootstrapping that began before a loss is no evidence',
      file,
      find: ' || era !== this.#era) return',
      replace: ') return',
      test,
      killedBy: 'that happens while a process bootstraps makes the answer worthless',
    },
    {
      rule: 'A loss changes the era',
      file,
      find: '    this.#era++\n',
      replace: '',
      test,
      killedBy: 'that happens while a process bootstraps makes the answer worthless',
    },
    {
      rule: 'A newest row that cannot be read is a loss to a process without a position, too',
      file,
      find: `    this.#owedClear.oweAtLeast(snapshot.lostEpoch ?? 0)
`,
      replace: '',
      test,
      killedBy: 'of the newest row to another program does not keep a new process from its first position',
    },
    {
      rule: 'What a catch-up finds lost is a loss',
      file,
      find: "        this.#forget()\n        return 'again'",
      replace: "        return 'again'",
      test,
      killedBy: 'is cleared once by a fleet that finds it one after the other',
    },
    {
      rule: 'An empty log is started with a genesis',
      file,
      find: `    if (snapshot.rows.length === 0) await log.begin()
`,
      replace: '',
      test,
      killedBy: 'starts an empty log with a genesis and takes its position',
    },
    {
      rule: 'A fleet that finds a loss at the same moment does not ask at the same moment',
      file,
      find: `    if (this.#owedClear.above !== undefined && this.#tuning.spreadMs > 0) await this.#options.clock.pause(Math.random() * this.#tuning.spreadMs)
`,
      replace: '',
      test,
      killedBy: 'is looked into by a fleet one after the other, not by all at the same moment',
    },
    {
      rule: 'A log that began anew in the epoch that was acknowledged is a loss',
      file: 'coherence/append/pending-clear.ts',
      find: 'return newest.epoch.number <= seen.number && !sameEpoch(newest.epoch, seen)',
      replace: 'return newest.epoch.number < 0 && !sameEpoch(newest.epoch, seen)',
      test: 'unit/coherence/another-log.test.ts',
      killedBy: 'a log that began anew before this process had a position, and behind a record it was told of, is a loss',
    },
    {
      rule: 'An append that is answered after a loss has failed',
      file: 'coherence/follow/tracker.ts',
      find: `    if (era !== this.#era) throw new RedisUnavailable('the log was lost meanwhile')
`,
      replace: '',
      test: 'unit/coherence/another-log.test.ts',
      killedBy: 'an append that is answered after a loss has failed, since its record may have been in the log that is gone',
    },
    {
      rule: 'An epoch that began under another history of the server is a loss to whoever joins',
      file: 'coherence/log/epoch-history.ts',
      find: 'history === undefined || epoch.random.startsWith(markOf(history))',
      replace: 'history === undefined || epoch.random.length > 0',
      test: 'integration/coherence/joining.test.ts',
      killedBy:
        'a process that is the first to join a log restored from an older snapshot serves nothing that was invalidated since',
    },
    {
      rule: 'A process that joins a log of another history clears above its epoch',
      file: 'coherence/follow/tracker.ts',
      find: 'snapshot.lostEpoch !== undefined || ',
      replace: '',
      test: 'integration/coherence/joining.test.ts',
      killedBy:
        'a process that is the first to join a log restored from an older snapshot serves nothing that was invalidated since',
    },
    {
      rule: 'What died with a history that forked is cleared, although the log was cleared before',
      file: 'coherence/follow/tracker.ts',
      find: ' || !(await this.#forked.cover(snapshot, askedAt))',
      replace: '',
      test: 'integration/redis/divided.test.ts',
      killedBy: 'hides no invalidation from anybody once it is whole, not even one that died with the old master',
    },
    {
      rule: 'A clear that is younger than all that is known of a lost history covers it',
      file: 'coherence/follow/forked-history.ts',
      find: 'isBeforeClear(left.before, rows, askedAt - clock) || ',
      replace: '',
      test: 'unit/coherence/forked-history.test.ts',
      killedBy: 'is behind it where the log was cleared after all of it was known',
    },
    {
      rule: 'An id that its sequence alone tells from the one before says no time',
      file: 'coherence/follow/forked-history.ts',
      find: 'clear.id.milliseconds > clear.prev.milliseconds && ',
      replace: '',
      test: 'unit/coherence/forked-history.test.ts',
      killedBy: 'asks for another clear where the log was cleared under an id that does not say when, once',
    },
  ],
}
