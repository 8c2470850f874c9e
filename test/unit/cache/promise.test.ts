import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Envelope } from '../../../src/tier/envelope.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { FakeSharedTier, worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const MAX_STALENESS = 1_000
const PROCESSES = 3

/** A shared tier in which entries appear some time after they were written. */
class SlowSharedTier extends FakeSharedTier {
  delay = 0

  override write(key: string, envelope: Envelope): void {
    setTimeout(() => super.write(key, envelope), this.delay)
  }
}

const who = fc.nat(PROCESSES - 1)
const key = fc.constantFrom('x', 'y')
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('read' as const), who, key, maxStaleness: fc.constantFrom(MAX_STALENESS, MAX_STALENESS, 0, 200), takes: fc.constantFrom(0, 5, 400, 2_500) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('commit' as const), who, key }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.constantFrom(1, 10, 200, 600, 1_100, 3_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deafen' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('halfOpen' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('heal' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('failOver' as const), lost: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restartEmpty' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trim' as const), kept: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slowFills' as const), delay: fc.constantFrom(0, 300, 5_000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Commit {
  readonly key: string
  readonly version: number
  readonly by: number
  readonly calledAt: number
  appliedAt: number | undefined
}

/** Everything that happened, and whether a read broke the promise. */
const play = async (steps: readonly Step[]): Promise<readonly string[]> => {
  const log = new FakeLog()
  const shared = new SlowSharedTier()
  const database = new Map([['x', 0], ['y', 0]])
  const worlds = await Promise.all(Array.from({ length: PROCESSES }, () => worldOf({ log, shared, maxStaleness: MAX_STALENESS })))
  const commits: Commit[] = []
  const violations: string[] = []

  const read = async (reader: number, of: string, maxStaleness: number, takes: number): Promise<void> => {
    const at = Date.now()
    const result = await worlds[reader]?.begin({
      key: of,
      tags: [of],
      maxStaleness,
      load: async () => {
        const version = database.get(of)
        if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes))
        return version
      },
    })
    for (const { key: changed, version, by, calledAt, appliedAt } of commits) {
      if (changed !== of || version <= Number(result?.value)) continue
      const own = by === reader && calledAt < at
      const late = appliedAt !== undefined && at - appliedAt > maxStaleness
      if (own || late) violations.push(`${own ? 'own write' : 'bound'}: ${reader} read ${of}=${String(result?.value)} from ${result?.source} at ${at}, ${version} applied at ${appliedAt}`)
    }
  }

  const commit = async (by: number, of: string): Promise<void> => {
    const version = (database.get(of) ?? 0) + 1
    database.set(of, version)
    const commit: Commit = { key: of, version, by, calledAt: Date.now(), appliedAt: undefined }
    commits.push(commit)
    const invalidation = await worlds[by]?.coherence.invalidate([of])
    if (invalidation?.status === 'applied') commit.appliedAt = Date.now()
  }

  const take = (doing: Step): unknown => {
    const line = 'who' in doing ? worlds[doing.who]?.line : undefined
    switch (doing.do) {
      case 'read':
        return void read(doing.who, doing.key, doing.maxStaleness, doing.takes)
      case 'commit':
        return void commit(doing.who, doing.key)
      case 'pass':
        return pass(doing.milliseconds)
      case 'deafen':
        return line && (line.delivers = line.healsBySubscribing = false)
      case 'cut':
        return line?.cut()
      case 'halfOpen':
        return line && (line.answers = false)
      case 'heal':
        if (line !== undefined) line.delivers = line.healsBySubscribing = true
        return line?.reconnect(true)
      case 'failOver':
        return log.failOver(Math.min(doing.lost, log.rows.length))
      case 'restartEmpty':
        return log.restartEmpty()
      case 'trim':
        return log.trimTo(Math.min(doing.kept, log.rows.length))
      case 'slowFills':
        return (shared.delay = doing.delay)
    }
  }

  for (const doing of steps) {
    await take(doing)
    await pass(1)
  }
  await pass(10_000)
  for (const { coherence } of worlds) void coherence.close()
  await pass(2_000)
  return violations
}

test('whatever happens to log, messages, connections and fills, no read is older than its bound, and own writes are seen', async () => {
  const schedules = fc.array(step, { minLength: 10, maxLength: 60 })
  await fc.assert(fc.asyncProperty(schedules, async (steps) => {
    expect(await play(steps)).toEqual([])
  }), { numRuns: Number(process.env['PROMISE_RUNS'] ?? 500) })
}, 120_000)
