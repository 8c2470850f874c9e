import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isConfigurationError, isNotHeldError } from '../../../src/cache.ts'
import { mutate, type MutationOptions } from '../../../src/cache/mutation.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

/** A writer and a reader on one log, and work that commits and is over when the test says so. */
const scene = async () => {
  const log = new FakeLog()
  const [writer, reader] = [await worldOf({ log }), await worldOf({ log })]
  const over = Promise.withResolvers<string>()
  const commit = (value: string) => (writer.origin.committed = reader.origin.committed = value)
  const work = vi.fn<() => Promise<string>>(() => over.promise)
  return { log, writer, reader, over, commit, work }
}

const settled = async <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => {})
  await pass(20)
  return promise
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a mutation with a hold', () => {
  test('lets nothing with its tags be served from a cache or kept, from before its work until its invalidation', async () => {
    const { log, writer, reader, over, commit, work } = await scene()
    expect((await reader.read()).source).toBe('origin')
    expect((await reader.read()).source).toBe('memory')
    const mutation = mutate(writer.coherence, ['a'], work, { hold: '30s' })
    await pass(1)
    expect(work).toHaveBeenCalledOnce()
    commit('second')
    expect(await reader.read()).toMatchObject({ source: 'origin', value: 'second' })
    expect((await reader.read()).source).toBe('origin')
    over.resolve('done')
    expect(await settled(mutation)).toMatchObject({ value: 'done', hold: 'held', status: 'applied' })
    expect((await reader.read()).source).toBe('origin')
    expect((await reader.read()).source).toBe('memory')
    expect(log.newest).toMatchObject({
      kind: 'invalidate',
      tags: ['a'],
      ends: [log.history.find(({ kind }) => kind === 'hold')?.token],
    })
  })

  test('begins its work when the hold is in the log, not before', async () => {
    const { writer, work } = await scene()
    const answer = Promise.withResolvers<void>()
    writer.line.onTheWay = (question) => (question === 'hold' ? answer.promise : undefined)
    void mutate(writer.coherence, ['a'], work, { hold: '30s' })
    await pass(50)
    expect(work).not.toHaveBeenCalled()
    answer.resolve()
    await pass(1)
    expect(work).toHaveBeenCalledOnce()
  })

  test('whose writer dies leaves nothing stale, and is over for everybody once its lease has passed', async () => {
    const { log, writer, reader, commit, work } = await scene()
    await reader.read()
    log.leaseLeftMs = 2_000
    void mutate(writer.coherence, ['a'], work, { hold: '2s' })
    await pass(1)
    commit('second')
    writer.line.refuses = ['append']
    writer.line.cut()
    for (let n = 0; n < 10; n++) {
      expect((await reader.read()).value).toBe('second')
      await pass(100)
    }
    log.leaseLeftMs = 0
    await pass(4_000)
    expect(await reader.read()).toMatchObject({ value: 'second', source: 'origin' })
    expect((await reader.read()).source).toBe('memory')
  })

  test('that fails is invalidated at once, and stays held until its lease has passed, since its work may still commit', async () => {
    const { log, reader, writer, over, commit, work } = await scene()
    log.leaseLeftMs = 2_000
    const mutation = errorOf(mutate(writer.coherence, (value: string) => [value], work, { hold: { lease: '2s', tags: ['a'] } }))
    await pass(1)
    over.reject(new Error('no'))
    expect(await settled(mutation)).toEqual(new Error('no'))
    expect(log.newest).toMatchObject({ kind: 'invalidate', tags: ['a'], ends: [] })
    expect((await reader.read()).value).toBe('first')
    commit('second')
    expect((await reader.read()).value).toBe('second')
    log.leaseLeftMs = 0
    await pass(4_000)
    expect(reader.coherence.isOpen(['a'])).toBe(true)
  })

  test('invalidates what is held together with what its result tells', async () => {
    const { log, writer, over, work } = await scene()
    const mutation = mutate(writer.coherence, (value) => [value], work, { hold: { lease: '30s', tags: ['a'] } })
    over.resolve('b')
    await settled(mutation)
    expect(new Set(log.newest.tags)).toEqual(new Set(['a', 'b']))
  })

  test('goes on without where the log cannot be reached, and says so', async () => {
    const { writer, over, work } = await scene()
    writer.line.refuses = ['hold']
    over.resolve('done')
    expect(await settled(mutate(writer.coherence, ['a'], work, { hold: '30s' }))).toMatchObject({
      value: 'done',
      hold: 'unknown',
      status: 'applied',
    })
    expect(writer.coherence.isOpen(['a'])).toBe(true)
  })

  test('is refused before its work begins where it may not go on without, and what is in the log of its hold ends', async () => {
    const { log, writer, reader, work } = await scene()
    writer.line.onTheWay = (question) => {
      if (question === 'hold') throw new Error('the answer is lost')
    }
    const refused = errorOf(mutate(writer.coherence, ['a'], work, { hold: { lease: '30s', unheld: 'refuse' } }))
    await pass(20)
    expect(work).not.toHaveBeenCalled()
    expect(isNotHeldError(await refused)).toBe(true)
    expect(log.history.some(({ kind }) => kind === 'hold')).toBe(true)
    expect([writer, reader].map(({ coherence }) => coherence.isOpen(['a']))).toEqual([true, true])
  })

  test.each<[string, MutationOptions, RegExp]>([
    ['a lease of nothing', { hold: 0 }, /^hold: expected .*got 0$/],
    ['a lease of a day', { hold: { lease: '24h' } }, /^hold: .*at most '1h', got "24h"$/],
    ['tags that are known from the result only', { hold: '1s' }, /^hold\.tags: .*got undefined$/],
    [
      'an odd choice',
      { hold: { lease: '1s', tags: ['a'], unheld: 'maybe' as 'refuse' } },
      /^hold\.unheld: expected 'proceed' or 'refuse', got "maybe"$/,
    ],
    ['an odd delay', { settle: 'soon' as '1s' }, /^settle: .*got "soon"$/],
  ])('with %s is refused before its work begins', async (_what, options, message) => {
    const { writer, work } = await scene()
    const error = await errorOf(mutate(writer.coherence, (value) => [value], work, options))
    expect(isConfigurationError(error)).toBe(true)
    expect((error as Error).message).toMatch(message)
    expect(work).not.toHaveBeenCalled()
  })
})

test('a mutation that settles invalidates once more, for loads that were answered by a replica behind its master', async () => {
  const { writer, reader, over, commit, work } = await scene()
  await reader.read()
  over.resolve('done')
  await settled(mutate(writer.coherence, ['a'], work, { settle: '2s' }))
  expect((await reader.read()).value).toBe('first')
  commit('second')
  expect((await reader.read()).value).toBe('first')
  await pass(2_000)
  expect((await reader.read()).value).toBe('second')
})
