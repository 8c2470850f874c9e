import type { Chapter } from '../mutation.ts'

const holds = 'unit/coherence/holds.test.ts'
const mutation = 'unit/cache/mutation.test.ts'
const script = 'integration/redis/log-script.test.ts'

export const holding: Chapter = {
  title: 'What a hold does, and reads inside a load',
  mutations: [
    {
      rule: 'Nothing with a held tag is served or kept',
      file: 'coherence/coherence.ts',
      find: ' && !this.#tracker.follower.holds.isHeld(tags)',
      replace: '',
      test: mutation,
      killedBy: 'lets nothing with its tags be served from a cache or kept, from before its work until its invalidation',
    },
    {
      rule: 'A record of a hold holds its tags',
      file: 'coherence/tag-state.ts',
      find: `    if (record.kind === 'hold') this.#holds.open({ token: record.token, tags: record.tags, remainingMs: record.leaseMs })
`,
      replace: '',
      test: holds,
      killedBy: 'on one tag does not end another one on it',
    },
    {
      rule: 'A hold counts as a record that names its tags',
      file: 'coherence/tag-state.ts',
      find: '    for (const tag of record.tags) this.#named.note(tag, record.id)',
      replace: '    if (record.kind !== \'hold\') for (const tag of record.tags) this.#named.note(tag, record.id)',
      test: holds,
      killedBy: 'counts as a record that names its tags: what was loaded before it stays invalid',
    },
    {
      rule: 'A hold ends by a record with its token',
      file: 'coherence/tag-state.ts',
      find: `    for (const token of record.ends) this.#holds.end(token)
`,
      replace: '',
      test: holds,
      killedBy: 'on one tag does not end another one on it',
    },
    {
      rule: 'Holds on one tag are independent',
      file: 'coherence/tag-counts.ts',
      find: 'this.#counts.set(tag, (this.#counts.get(tag) ?? 0) + 1)',
      replace: 'this.#counts.set(tag, 1)',
      test: holds,
      killedBy: 'on one tag does not end another one on it',
    },
    {
      rule: 'A clear drops no hold',
      file: 'coherence/tag-state.ts',
      find: `    this.#named.reset()
    this.#lowWater = id
`,
      replace: `    this.#named.reset()
    this.#holds.clear()
    this.#lowWater = id
`,
      test: holds,
      killedBy: 'outlasts a clear',
    },
    {
      rule: 'Bootstrapping brings the open holds along',
      file: 'coherence/follower.ts',
      find: `      this.#tags.replaceHolds(holds)
`,
      replace: '',
      test: holds,
      killedBy: 'is found by a process that starts while it is open, and by one that catches up with it',
    },
    {
      rule: 'A tag is closed in its own process from the call of a hold',
      file: 'coherence/appender.ts',
      find: `    this.#closed.add(tags)
    this.#ports.moved()
    const record`,
      replace: `    this.#ports.moved()
    const record`,
      test: holds,
      killedBy: 'closes its tags in every process, from its call or its message until the record that ends it',
    },
    {
      rule: 'A hold makes every memo void at the call',
      file: 'coherence/appender.ts',
      find: `    this.#closed.add(tags)
    this.#ports.moved()
    const record`,
      replace: `    this.#closed.add(tags)
    const record`,
      test: 'unit/coherence/appender.test.ts',
      killedBy: 'a hold makes every memo of a verdict void at the call, too',
    },
    {
      rule: 'A hold that the log did not answer does not close its tags here',
      file: 'coherence/appender.ts',
      find: `    if (record === undefined) this.#closed.remove(tags)
    else this`,
      replace: '    if (record !== undefined) this',
      test: mutation,
      killedBy: 'goes on without where the log cannot be reached, and says so',
    },
    {
      rule: 'A lease passes by the clock of the log',
      file: 'coherence/hold-watch.ts',
      find: `    if (left > 0) return void this.#dueAt.set(hold.token, later(this.#ports.clock.now(), left))
`,
      replace: '',
      test: holds,
      killedBy: 'of a writer that died is ended by its followers, one of them, once its lease has passed by the clock of the log',
    },
    {
      rule: 'Every follower watches the holds that it knows',
      file: 'coherence/coherence.ts',
      find: `    this.#watch.look()
`,
      replace: '',
      test: holds,
      killedBy: 'of a writer that died is ended by its followers, one of them, once its lease has passed by the clock of the log',
    },
    {
      rule: 'A hold that the log has forgotten is ended by a follower',
      file: 'coherence/hold-watch.ts',
      find: `    await this.#endIfLost(hold)
`,
      replace: '',
      test: holds,
      killedBy: 'that the log has forgotten is ended all the same, after its lease',
    },
    {
      rule: 'A follower that has not caught up does not end a hold',
      file: 'coherence/hold-watch.ts',
      find: '(await this.#ports.catchUp()) && ',
      replace: '',
      test: holds,
      killedBy: 'whose end was missed is not ended once more by a follower that cannot catch up',
    },
    {
      rule: 'A hold whose end could not be appended is ended with what is queued',
      file: 'coherence/appender.ts',
      find: 'this.#queue.add(batch.tags, batch.ends)',
      replace: 'this.#queue.add(batch.tags, [])',
      test: holds,
      killedBy: 'whose end could not be appended is ended with the first thing that can be',
    },
    {
      rule: 'The script ends a hold only after its lease',
      file: 'coherence/log-script.ts',
      find: 'if ends and left == 0 then last',
      replace: 'if ends then last',
      test: script,
      killedBy: 'ends a hold whose lease has passed by its own clock, once for all who ask, and no other',
    },
    {
      rule: 'The script ends a hold once',
      file: 'coherence/log-script.ts',
      find: `  if left == 0 then redis.call('HDEL', holds, subject) end
`,
      replace: '',
      test: script,
      killedBy: 'ends a hold whose lease has passed by its own clock, once for all who ask, and no other',
    },
    {
      rule: 'The script keeps a hold for those who bootstrap',
      file: 'coherence/log-script.ts',
      find: `  redis.call('HSET', holds, token, whole(now + tonumber(subject)) .. ' ' .. tags)
`,
      replace: '',
      test: script,
      killedBy: 'keeps a hold until a record names its token, whatever else ends, names its tags or clears',
    },
    {
      rule: 'The script drops a hold whose token a record names',
      file: 'coherence/log-script.ts',
      find: 'do redis.call(\'HDEL\', holds, ended) end',
      replace: 'do end',
      test: script,
      killedBy: 'keeps a hold until a record names its token, whatever else ends, names its tags or clears',
    },
    {
      rule: 'A mutation may be refused where its hold is unknown',
      file: 'cache/guard.ts',
      find: 'own?.status === \'unknown\' && !hold.mayProceed',
      replace: 'own?.status === \'unknown\' && hold.leaseMs < 0',
      test: mutation,
      killedBy: 'is refused before its work begins where it may not go on without, and what is in the log of its hold ends',
    },
    {
      rule: 'A hold that may have come about all the same is ended',
      file: 'cache/guard.ts',
      find: `    void coherence.invalidate(held, { ends })
    throw`,
      replace: '    throw',
      test: mutation,
      killedBy: 'is refused before its work begins where it may not go on without, and what is in the log of its hold ends',
    },
    {
      rule: 'The invalidation of a mutation ends its hold',
      file: 'cache/guard.ts',
      find: 'coherence.invalidate(withHeld(tags), { ends, settleMs })',
      replace: 'coherence.invalidate(withHeld(tags), { settleMs })',
      test: mutation,
      killedBy: 'lets nothing with its tags be served from a cache or kept, from before its work until its invalidation',
    },
    {
      rule: 'The invalidation of a mutation names what was held',
      file: 'cache/guard.ts',
      find: 'held.length === 0 ? tags : [...new Set([...tags, ...held])]',
      replace: 'held.length === 0 ? tags : [...new Set(tags)]',
      test: mutation,
      killedBy: 'invalidates what is held together with what its result tells',
    },
    {
      rule: 'Work that failed under a hold invalidates what is held',
      file: 'cache/mutation.ts',
      find: 'known !== undefined || guard.status !== undefined',
      replace: 'known !== undefined',
      test: mutation,
      killedBy: 'that fails is invalidated at once, and stays held until its lease has passed, since its work may still commit',
    },
    {
      rule: 'An invalidation that settles is appended once more',
      file: 'coherence/coherence.ts',
      find: `    if (settleMs > 0 && !this.#closed) this.#settling.add(tags, settleMs)
`,
      replace: '',
      test: holds,
      killedBy: 'is appended once more after its delay',
    },
    {
      rule: '`close` appends what still settles',
      file: 'coherence/coherence.ts',
      find: `    this.#settling.flush()
`,
      replace: '',
      test: holds,
      killedBy: 'is appended early by a process that closes',
    },
    {
      rule: 'A read inside a load reflects everything that was appended before the load began',
      file: 'cache/nested-load.ts',
      find: 'Math.min(maxStaleness, load.clock.now() - load.startedAt)',
      replace: 'maxStaleness',
      test: 'unit/cache/nested-load.test.ts',
      killedBy: 'is as new as its load claims: what it read reflects everything appended before the load began',
    },
    {
      rule: 'A read inside a load keeps its own bound',
      file: 'cache/nested-load.ts',
      find: 'Math.min(maxStaleness, load.clock.now() - load.startedAt)',
      replace: 'load.clock.now() - load.startedAt',
      test: 'unit/cache/nested-load.test.ts',
      killedBy: 'keeps the bound that it asks for, where that is stricter',
    },
    {
      rule: 'A load that a reader joins must have begun strictly later',
      file: 'cache/landing.ts',
      find: 'joined ? startedAt > at : startedAt >= at',
      replace: 'startedAt >= at',
      test: 'unit/cache/cache.test.ts',
      killedBy: 'is not handed to a reader who came after the invalidation, were it within the same instant',
    },
    {
      rule: 'Bootstrapping reads the open holds from Redis, together with the rows',
      file: 'coherence/redis-log.ts',
      find: 'holds: readHolds(open, time) }',
      replace: 'holds: [] }',
      test: 'integration/redis/holds.test.ts',
      killedBy: 'is found in Redis by a process that starts while it is open, and its end is heard',
    },
    {
      rule: 'Work that failed may still commit: its hold lasts until its lease has passed',
      file: 'cache/guard.ts',
      find: 'suspect: (tags) => coherence.invalidate(withHeld(tags), { settleMs })',
      replace: 'suspect: (tags) => coherence.invalidate(withHeld(tags), { ends, settleMs })',
      test: mutation,
      killedBy: 'that fails is invalidated at once, and stays held until its lease has passed, since its work may still commit',
    },
    {
      rule: 'A read inside a load has reached what the load has to reach',
      file: 'cache/nested-load.ts',
      find: '? atLeast : [...atLeast, ...load.atLeast]',
      replace: '? atLeast : [...atLeast]',
      test: 'model/found.test.ts',
      killedBy: 'a read inside a load is bound by the positions that the load has to reach',
    },
  ],
}
