import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { ApiCall } from '../../../src/operation/api-call.ts'
import { calculateMany, type CalculateManyOptions } from '../../../src/pricing/calculate-many.ts'
import type { CalculateOptions, CalculateRequest } from '../../../src/pricing/calculate-request.ts'

const request = (model: string): CalculateRequest => ({
  model,
  fileName: model,
  materialCode: 'AU585',
  quantity: 1,
  currency: 'EUR',
})
const named = (...models: readonly string[]): readonly CalculateRequest[] => models.map(request)

const cache = { source: 'redis', state: 'fresh', ageMs: 5, position: undefined } as const

/** Calculations that end when the test says so, by the name of their model. */
const bench = () => {
  const open = new Map<string, PromiseWithResolvers<{ readonly id: string }>>()
  const begun: string[] = []
  const left: string[] = []
  return {
    begun,
    left,
    end: (model: string) => {
      open.get(model)?.resolve({ id: model })
      open.delete(model)
    },
    fail: (model: string, error: Error) => open.get(model)?.reject(error),
    calculate: (
      { fileName: model = '' }: CalculateRequest,
      { signal }: CalculateOptions,
    ): Pick<ApiCall<{ readonly id: string }>, 'withMeta'> => {
      const pending = Promise.withResolvers<{ readonly id: string }>()
      open.set(model, pending)
      begun.push(model)
      signal?.addEventListener('abort', () => {
        if (open.get(model) !== pending) return
        left.push(model)
        pending.reject(signal.reason)
      })
      return { withMeta: async () => ({ value: await pending.promise, cache, response: undefined, invalidation: undefined }) }
    },
  }
}
const many = (
  on: ReturnType<typeof bench>,
  requests: Iterable<CalculateRequest> | AsyncIterable<CalculateRequest>,
  options?: CalculateManyOptions,
) => calculateMany(on.calculate, requests, options)[Symbol.asyncIterator]()

describe('many calculations', () => {
  it('give results as they come, with the request, its place and where each came from, whatever the order', async () => {
    const on = bench()
    const results = many(on, named('a', 'b', 'c'))
    const first = results.next()
    await expect.poll(() => on.begun).toEqual(['a', 'b', 'c'])
    on.end('b')
    expect(await first).toMatchObject({ value: { index: 1, request: { model: 'b' }, quote: { id: 'b' }, cache } })
    on.end('c')
    expect((await results.next()).value).toMatchObject({ index: 2 })
    on.end('a')
    expect((await results.next()).value).toMatchObject({ index: 0 })
    expect(await results.next()).toEqual({ done: true, value: undefined })
  })

  it('run no more than so many at a time, and take requests only as they are needed', async () => {
    const on = bench()
    let taken = 0
    const source = function* (): Generator<CalculateRequest> {
      for (const one of named('a', 'b', 'c', 'd')) {
        taken++
        yield one
      }
    }
    const results = many(on, source(), { concurrency: 2 })
    const first = results.next()
    await expect.poll(() => on.begun).toEqual(['a', 'b'])
    expect(taken).toBe(2)
    on.end('a')
    await first
    const second = results.next()
    await expect.poll(() => on.begun).toEqual(['a', 'b', 'c'])
    on.end('b')
    await second
    await results.return?.()
  })

  it('lose nothing by one that fails', async () => {
    const on = bench()
    const results = many(on, named('a', 'b'))
    const first = results.next()
    await expect.poll(() => on.begun.length).toBe(2)
    const error = new Error('no price')
    on.fail('a', error)
    expect((await first).value).toEqual({ index: 0, request: request('a'), error })
    on.end('b')
    expect((await results.next()).value).toMatchObject({ quote: { id: 'b' } })
  })

  it('give a result though no further request comes', async () => {
    const on = bench()
    const source = async function* (): AsyncGenerator<CalculateRequest> {
      yield request('a')
      await new Promise(() => {})
    }
    const results = many(on, source())
    const first = results.next()
    await expect.poll(() => on.begun).toEqual(['a'])
    on.end('a')
    expect((await first).value).toMatchObject({ quote: { id: 'a' } })
  })

  it('are ended by who leaves the loop', async () => {
    const on = bench()
    const results = many(on, named('a', 'b', 'c'), { concurrency: 2 })
    const first = results.next()
    await expect.poll(() => on.begun).toEqual(['a', 'b'])
    on.end('a')
    await first
    await results.return?.()
    expect([on.begun, on.left]).toEqual([['a', 'b'], ['b']])
  })

  it('end with the reason of their signal', async () => {
    const on = bench()
    const controller = new AbortController()
    const results = many(on, named('a', 'b'), { signal: controller.signal })
    const first = results.next()
    await expect.poll(() => on.begun).toEqual(['a', 'b'])
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(first).rejects.toBe(reason)
    expect(on.left).toEqual(['a', 'b'])
  })

  it('end with what the source of the requests throws', async () => {
    const on = bench()
    const broken = new Error('no more')
    const source = function* (): Generator<CalculateRequest> {
      yield request('a')
      throw broken
    }
    await expect(many(on, source()).next()).rejects.toBe(broken)
    expect(on.left).toEqual(['a'])
  })

  it.each([0, 101, 1.5, Number.NaN])('refuse a concurrency of %s at once', (concurrency) => {
    expect(() => calculateMany(bench().calculate, [], { concurrency })).toThrow(
      /^concurrency: expected an integer from 1 to 100, got /,
    )
  })

  it('end the streams of a list whose turn never comes, as well as that of a request that was just taken', async () => {
    const on = bench()
    const streams = Array.from({ length: 3 }, () => new Readable({ read() {} }))
    const controller = new AbortController()
    const results = many(
      on,
      streams.map((model) => ({ ...request('a'), model })),
      { concurrency: 1, signal: controller.signal },
    )
    const first = results.next()
    await expect.poll(() => on.begun.length).toBe(1)
    controller.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true])
    const taken = new Readable({ read() {} })
    const source = function* (): Generator<CalculateRequest> {
      yield { ...request('b'), model: taken }
    }
    await expect(many(on, source(), { signal: controller.signal }).next()).rejects.toThrow('enough')
    await expect.poll(() => taken.destroyed).toBe(true)
    expect(on.begun).toHaveLength(1)
  })

  it('refuse what cannot be iterated', () => {
    expect(() => calculateMany(bench().calculate, request('a') as never)).toThrow(/^requests: expected a list/)
  })
})
