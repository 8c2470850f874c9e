import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/error/api-error.ts'
import { json, problem, startApi, startTcp } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, claimOrder, createQuote, getOrder, order7 } from './support/calling.ts'

const claim = { path: { orderId: 'ord_1' }, header: { 'If-Match': 7 } }
const claimed = { ...order7, status: 'STARTED', version: 8, previousStatus: 'APPROVED' }

/** What is invalidated when the outcome is unknown: the tags of the request, and the collection of those of the answer. */
const UNKNOWN = ['order:ord_1', 'orders', 'stats']

describe('a command that succeeded', () => {
  test('has invalidated what the request and the answer name before its promise resolves', async () => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url)
    const { value, cache, response, invalidation } = await calling.caller.call(claimOrder, claim).withMeta()
    expect(value).toEqual(claimed)
    expect(calling.invalidated).toEqual([['order:ord_1', 'orders:status:APPROVED', 'orders:status:STARTED', 'stats']])
    expect(invalidation).toEqual({ position: calling.cache.coherence.token, status: 'applied' })
    expect(cache).toMatchObject({ source: 'origin', position: invalidation?.position })
    expect(response).toMatchObject({ status: 200, attempts: 1 })
  })

  test('is seen by the next read of the same process', async () => {
    await using api = await startApi((response, { method }, turn) =>
      json(response, 200, method === 'GET' ? { ...order7, version: turn } : claimed),
    )
    await using calling = await callingAt(api.url)
    expect(await calling.caller.call(getOrder, { path: { orderId: 'ord_1' } })).toMatchObject({ version: 1 })
    await calling.caller.call(claimOrder, claim)
    expect(await calling.caller.call(getOrder, { path: { orderId: 'ord_1' } })).toMatchObject({ version: 3 })
  })

  test('invalidates the whole collection where its answer leaves a tag open', async () => {
    await using api = await startApi((response) => json(response, 200, { ...order7, status: 'STARTED' }))
    await using calling = await callingAt(api.url)
    await calling.caller.call(claimOrder, claim)
    expect(calling.invalidated).toEqual([['order:ord_1', 'orders', 'orders:status:STARTED', 'stats']])
  })

  test('invalidates nothing where the server does', async () => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url, { invalidates: 'server' })
    expect(await calling.caller.call(claimOrder, claim).withMeta()).toMatchObject({
      invalidation: undefined,
      cache: { position: undefined },
    })
    expect(calling.invalidated).toEqual([])
  })

  test('has no value where the answer has no body', async () => {
    await using api = await startApi((response) => response.writeHead(204).end())
    await using calling = await callingAt(api.url)
    expect(await calling.caller.call(createQuote, { body: { quantity: 1 } })).toBeUndefined()
  })

  test.each([
    ['breaks its schema', (response: Parameters<typeof json>[0]) => json(response, 200, { ...claimed, version: 'x' })],
    [
      'is no JSON',
      (response: Parameters<typeof json>[0]) => response.writeHead(200, { 'content-type': 'application/json' }).end('{'),
    ],
  ])('invalidates all the same when the answer %s', async (_name, answer) => {
    await using api = await startApi(answer)
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim))).toMatchObject({ kind: 'response-validation' })
    expect(calling.invalidated).toHaveLength(1)
    expect(calling.invalidated[0]).toContain('order:ord_1')
  })

  test('is sent even if nobody awaits it', async () => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url)
    void calling.caller.call(claimOrder, claim)
    await api.received(1)
    expect(api.requests[0]).toMatchObject({ method: 'POST', url: '/orders/ord_1/claim' })
  })
})

describe('a command that failed', () => {
  test.each([409, 412, 500, 502, 503, 504])('with %d invalidates what it may have changed', async (status) => {
    await using api = await startApi((response) => problem(response, status))
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim))).toMatchObject({ status, attempts: 1 })
    expect(calling.invalidated).toEqual([UNKNOWN])
    expect(api.requests).toHaveLength(1)
  })

  test.each([400, 401, 403, 404, 422, 428, 429])('with %d invalidates nothing', async (status) => {
    await using api = await startApi((response) => problem(response, status))
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim))).toMatchObject({ status })
    expect(calling.invalidated).toEqual([])
  })

  test('by a connection that broke invalidates what it may have changed', async () => {
    await using api = await startTcp((socket) => socket.resetAndDestroy())
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim))).toMatchObject({ kind: 'connection' })
    expect(calling.invalidated).toEqual([UNKNOWN])
    expect(api.turns()).toBe(1)
  })

  test('by its time limit invalidates what it may have changed, and names the request', async () => {
    await using api = await startApi(() => {})
    await using calling = await callingAt(api.url)
    const error = await rejection(calling.caller.call(claimOrder, claim, { timeout: 60 }))
    expect(error).toMatchObject({ kind: 'timeout', requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string })
    expect((error as Error).message).toContain('no answer within 60 ms')
    expect(calling.invalidated).toEqual([UNKNOWN])
  })

  test('by an abort invalidates what it may have changed', async () => {
    await using api = await startApi(() => {})
    await using calling = await callingAt(api.url)
    const controller = new AbortController()
    const failed = rejection(calling.caller.call(claimOrder, claim, { signal: controller.signal }))
    await api.received(1)
    controller.abort('left')
    expect(await failed).toBe('left')
    expect(calling.invalidated).toEqual([UNKNOWN])
  })

  test('by an abort before it was sent invalidates nothing', async () => {
    await using api = await startApi(() => {})
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim, { signal: AbortSignal.abort('left') }))).toBe('left')
    expect(calling.invalidated).toEqual([])
    expect(api.requests).toHaveLength(0)
  })

  test('by an abort whose reason looks like a refusal invalidates what it may have changed', async () => {
    await using api = await startApi(() => {})
    await using calling = await callingAt(api.url)
    const controller = new AbortController()
    const failed = rejection(calling.caller.call(claimOrder, claim, { signal: controller.signal }))
    await api.received(1)
    const reason = new ApiError(404, {}, { operation: 'customers.get', requestId: 'another', attempts: 1 })
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect(calling.invalidated).toEqual([UNKNOWN])
  })

  test('by wrong credentials for a later attempt invalidates, since the first attempt may have done its work', async () => {
    await using api = await startApi((response, _request, turn) =>
      problem(response, turn === 1 ? 503 : 401, {}, { 'retry-after': '0' }),
    )
    let turn = 0
    await using calling = await callingAt(api.url, { auth: { bearer: () => ((turn += 1) === 1 ? 't1' : '') } })
    expect(await rejection(calling.caller.call(createQuote, { body: { quantity: 1 } }))).toMatchObject({ kind: 'configuration' })
    expect(api.requests).toHaveLength(2)
    expect(calling.invalidated).toEqual([['quotes']])
  })

  test('by another call that fetches its token invalidates, since the first attempt may have done its work', async () => {
    await using api = await startApi((response, _request, turn) =>
      problem(response, turn === 1 ? 503 : 401, {}, { 'retry-after': '0' }),
    )
    let turn = 0
    const cause = new ApiError(404, {}, { operation: 'tokens.get', requestId: 'another', attempts: 1 })
    const bearer = () => ((turn += 1) === 1 ? Promise.resolve('t1') : Promise.reject(cause))
    await using calling = await callingAt(api.url, { auth: { bearer } })
    expect(await rejection(calling.caller.call(createQuote, { body: { quantity: 1 } }))).toMatchObject({
      kind: 'connection',
      attempts: 2,
      cause,
    })
    expect(calling.invalidated).toEqual([['quotes']])
  })

  test('in a later attempt with a refusal invalidates, since the first attempt may have done its work', async () => {
    await using api = await startApi((response, _request, turn) =>
      problem(response, turn === 1 ? 503 : 404, {}, { 'retry-after': '0' }),
    )
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(createQuote, { body: { quantity: 1 } }))).toMatchObject({
      status: 404,
      attempts: 2,
    })
    expect(calling.invalidated).toEqual([['quotes']])
  })
})

describe('If-Match', () => {
  test.each([
    [7, '"7"'],
    ['7', '"7"'],
    ['"7"', '"7"'],
  ])('%j is sent as %s', async (given, sent) => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url)
    await calling.caller.call(claimOrder, { ...claim, header: { 'If-Match': given } })
    expect(api.requests[0]?.headers['if-match']).toBe(sent)
  })

  test.each([Number.NaN, -1, 1.5, 'W/"7"', '', null, undefined])('%j is refused by name', async (given) => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url)
    const error = await rejection(calling.caller.call(claimOrder, { ...claim, header: { 'If-Match': given } }))
    expect(error).toMatchObject({ kind: 'request-validation', issues: [{ path: 'header.If-Match' }] })
    expect(api.requests).toHaveLength(0)
  })
})

describe('an option that is sent as a header', () => {
  test.each([
    ['ifMatch: expected a version (an integer of 0 or more) or an ETag, got NaN', Number.NaN],
    ['ifMatch: expected a version (an integer of 0 or more) or an ETag, got -1', -1],
    ['ifMatch: expected a version (an integer of 0 or more) or an ETag, got 1.5', 1.5],
    ['got Infinity', Number.POSITIVE_INFINITY],
    ['got 9007199254740992', 2 ** 53],
    ['ifMatch: ', 'W/"7"'],
    ['ifMatch: ', null],
  ])('is refused by its name: %s', async (said, given) => {
    await using calling = await callingAt('http://127.0.0.1:9')
    const error = await rejection(calling.caller.call(claimOrder, { ...claim, header: { 'If-Match': given } }))
    expect((error as Error).message).toContain(said)
  })

  test('is refused by its name where it is an idempotency key', async () => {
    await using calling = await callingAt('http://127.0.0.1:9')
    const error = await rejection(calling.caller.call(createQuote, { body: { quantity: 1 } }, { idempotencyKey: 'short' }))
    expect((error as Error).message).toContain('header.Idempotency-Key: idempotencyKey: ')
  })
})

describe('an idempotency key', () => {
  /** Every third request succeeds. */
  const failing = () =>
    startApi((response, _request, turn) =>
      turn % 3 === 0 ? json(response, 202, { id: 'quo_1' }) : problem(response, 503, {}, { 'retry-after': '0' }),
    )
  const quote = { body: { quantity: 1 } }

  test('is made for each call, and is the same in its retries', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    await calling.caller.call(createQuote, quote)
    await calling.caller.call(createQuote, quote)
    const keys = api.requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(6)
    expect(new Set(keys.slice(0, 3)).size).toBe(1)
    expect(new Set(keys).size).toBe(2)
    expect(keys[0]).toMatch(/^[\w-]{36}$/)
  })

  test('is that of the caller where there is one', async () => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    await calling.caller.call(createQuote, quote, { idempotencyKey: 'order-4711' })
    expect(api.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill('order-4711'))
  })

  test.each(['', 'short', 'with\nnewline', 5, null])('%j is refused before the network', async (idempotencyKey) => {
    await using api = await failing()
    await using calling = await callingAt(api.url)
    const error = await rejection(calling.caller.call(createQuote, quote, { idempotencyKey: idempotencyKey as string }))
    expect(error).toMatchObject({ kind: 'request-validation', issues: [{ path: 'header.Idempotency-Key' }] })
    expect(api.requests).toHaveLength(0)
  })

  test('is refused by an operation that takes none, and is not sent', async () => {
    await using api = await startApi((response) => json(response, 200, claimed))
    await using calling = await callingAt(api.url)
    expect(await rejection(calling.caller.call(claimOrder, claim, { idempotencyKey: 'order-4711' }))).toMatchObject({
      kind: 'request-validation',
      issues: [{ path: 'idempotencyKey' }],
    })
    await calling.caller.call(claimOrder, claim)
    expect(api.requests[0]?.headers).not.toHaveProperty('idempotency-key')
  })
})
