import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isConfigurationError } from '../../../src/cache.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

/** A process that hears no messages, whose reads of `outer` read `inner` through the same cache. */
const scene = async () => {
  const world = await worldOf({ log: new FakeLog() })
  world.line.delivers = world.line.healsBySubscribing = false
  const inner = () => world.begin({ key: 'inner', tags: ['a'] })
  const outer = () => world.read({ key: 'outer', tags: ['a', 'outer'], load: async () => (await inner()).value })
  return { ...world, inner, outer }
}

describe('a value that was built from another cached read', () => {
  test('is as new as its load claims: what it read reflects everything appended before the load began', async () => {
    const { outer, read, commitElsewhere } = await scene()
    await read({ key: 'inner' })
    await pass(490)
    commitElsewhere('second')
    await pass(200)
    expect((await outer()).value).toBe('second')
  })

  test('is never older than its own bound, although the read inside may be nearly as old as its own', async () => {
    const { outer, read, commitElsewhere, coherence, clock, line } = await scene()
    await read({ key: 'inner' })
    const confirmed = coherence.confirm(clock.now())
    await pass(1)
    await confirmed
    commitElsewhere('second')
    await pass(400)
    await outer()
    line.refuses = ['head', 'from', 'newest']
    await pass(700)
    expect((await outer()).value).toBe('second')
  })

  test('costs no question where the log was asked since the load began', async () => {
    const { read, begin, line, coherence, clock } = await scene()
    await read({ key: 'inner' })
    const load = async () => {
      await coherence.confirm(clock.now())
      const asked = line.count('head')
      const one = await begin({ key: 'inner' })
      const other = await begin({ key: 'inner' })
      return [one.source, other.source, line.count('head') - asked]
    }
    expect((await read({ key: 'outer', load })).value).toEqual(['memory', 'memory', 0])
  })

  test('keeps the bound that it asks for, where that is stricter', async () => {
    const { read, begin, coherence, clock, commitElsewhere } = await scene()
    await read({ key: 'inner' })
    const load = async () => {
      await coherence.confirm(clock.now())
      await new Promise((resolve) => setTimeout(resolve, 300))
      commitElsewhere('second')
      return (await begin({ key: 'inner', maxStaleness: 0 })).value
    }
    expect((await read({ key: 'outer', load })).value).toBe('second')
  })
})

describe('a load that reads its own key', () => {
  test('is refused, directly or through another one, instead of waiting for itself', async () => {
    const { begin, read } = await scene()
    const errorOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (error: unknown) => error,
      )
    const itself = () => begin({ key: 'one', load: itself })
    expect(isConfigurationError(await errorOf(read({ key: 'one', load: itself })))).toBe(true)
    const two = () => begin({ key: 'two', load: () => begin({ key: 'one', load: two }) })
    expect(isConfigurationError(await errorOf(read({ key: 'one', load: two })))).toBe(true)
  })

  test('is refused where loads that others have begun read each other in a ring', async () => {
    const { begin } = await worldOf()
    const ring = ['one', 'two', 'three']
    const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))
    const outcomes: unknown[] = []
    for (const [index, key] of ring.entries()) {
      const load = async (): Promise<unknown> => {
        await soon()
        return (await begin({ key: ring[(index + 1) % ring.length] ?? '', load: () => 'never asked' })).value
      }
      void begin({ key, load }).then(
        ({ value }) => outcomes.push(value),
        (error: unknown) => outcomes.push(error),
      )
    }
    await pass(50)
    expect(outcomes.map(isConfigurationError)).toEqual([true, true, true])
  })

  test('does not keep two others from reading the same third one', async () => {
    const { begin } = await worldOf()
    const outcomes: unknown[] = []
    const third = async (): Promise<unknown> =>
      (await begin({ key: 'third', load: () => new Promise((resolve) => setTimeout(() => resolve('third'), 10)) })).value
    for (const key of ['one', 'two']) void begin({ key, load: third }).then(({ value }) => outcomes.push(value))
    await pass(50)
    expect(outcomes).toEqual(['third', 'third'])
  })

  test('may do so while it is reloaded: nobody waits for a load of one reader alone', async () => {
    const { begin, read } = await scene()
    await read({ key: 'one' })
    const load = async () => [(await begin({ key: 'one' })).value, 'again']
    expect((await read({ key: 'one', mode: 'reload', load })).value).toEqual(['first', 'again'])
  })
})
