import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Envelope } from '../../../src/tier/envelope.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { FakeSharedTier, type Reading, worldOf } from './support/world.ts'

beforeEach(() => fakeTime())
afterEach(() => void vi.useRealTimers())

/** A shared tier that counts lifetimes, as Redis does. */
class AgeingTier extends FakeSharedTier {
  readonly #filledAt = new Map<string, number>()

  override async read(...given: Parameters<FakeSharedTier['read']>): ReturnType<FakeSharedTier['read']> {
    const hit = await super.read(...given)
    return hit && { ...hit, remainingMs: hit.envelope.lifetimeMs - (Date.now() - (this.#filledAt.get(given[0]) ?? 0)) }
  }

  override write(key: string, envelope: Envelope): Promise<boolean> {
    this.#filledAt.set(key, Date.now())
    return super.write(key, envelope)
  }

  get value(): unknown {
    return JSON.parse([...this.entries.values()][0]?.text ?? 'null')
  }
}

const fleet = async () => {
  const [log, shared] = [new FakeLog(), new AgeingTier()]
  return { log, shared, one: await worldOf({ log, shared }), other: await worldOf({ log, shared }) }
}

const loading =
  (value: string, takesMs: number): NonNullable<Reading['load']> =>
  async () => {
    await new Promise((resolve) => setTimeout(resolve, takesMs))
    return value
  }

describe.each(['use', 'reload'] as const)(
  'of two loads at the same position, in mode %s, the shared tier keeps the one that began later:',
  (mode) => {
    test('an older one that ends last does not overwrite it, and its process takes over the newer value', async () => {
      const { shared, one, other } = await fleet()
      const slow = one.begin({ mode, load: loading('older', 1_000) })
      await pass(100)
      const quick = other.begin({ mode, load: loading('newer', 100) })
      await pass(1_100)
      expect([(await slow).value, (await quick).value, shared.value]).toEqual(['older', 'newer', 'newer'])
      expect((await one.read()).value).toBe('newer')
    })

    test('a newer one that ends last overwrites it, however long it took', async () => {
      const { shared, one, other } = await fleet()
      const first = one.begin({ mode, load: loading('older', 300) })
      await pass(100)
      const second = other.begin({ mode, load: loading('newer', 2_000) })
      await pass(2_200)
      await Promise.all([first, second])
      expect(shared.value).toBe('newer')
    })
  },
)

test('what may not be served keeps nothing out, whatever it says of its load', async () => {
  const { log, shared, one, other } = await fleet()
  const slow = one.begin({ load: loading('valid', 1_000), tags: ['b'] })
  await pass(100)
  await Promise.all([other.begin({ load: loading('invalidated', 10) }), pass(50)])
  log.append(['a'])
  await pass(1_000)
  await slow
  expect(shared.value).toBe('valid')
})

test('an entry of a release that does not say how long its load took is overwritten', async () => {
  const { shared, one, other } = await fleet()
  const slow = one.begin({ load: loading('older', 1_000) })
  await pass(100)
  await Promise.all([other.begin({ load: loading('newer', 100) }), pass(200)])
  for (const [key, envelope] of shared.entries) shared.entries.set(key, { ...envelope, tookMs: undefined })
  await pass(1_000)
  await slow
  expect(shared.value).toBe('older')
})
