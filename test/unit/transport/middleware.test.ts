import { describe, expect, test } from 'vitest'
import { ApiError } from '../../../src/error/api-error.ts'
import { isConnectionError } from '../../../src/error/connection-error.ts'
import { userAgentOf } from '../../../src/transport/host.ts'
import type { Attempt, Middleware } from '../../../src/transport/middleware.ts'
import { json, problem, startApi, startTcp } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'

const SOON = { 'retry-after': '0' }

const transportThrough = (...middleware: readonly Middleware[]) => transportWith({ apiKey: 's3cr3t' }, { middleware })

describe('middleware', () => {
  test('is around each attempt, the first one outermost', async () => {
    await using api = await startApi((response, _request, turn) =>
      turn === 1 ? problem(response, 503, {}, SOON) : json(response, 200, {}),
    )
    const said: string[] = []
    const named =
      (name: string): Middleware =>
      async ({ attempt }, next) => {
        said.push(`${name} ${attempt}`)
        const { status } = await next()
        said.push(`${name} ${attempt}: ${status}`)
        return new Response('{}', { status, headers: { 'content-type': 'application/json', ...SOON } })
      }
    await transportThrough(named('outer'), named('inner')).send(requestTo(api.url))
    expect(said).toEqual([
      'outer 1',
      'inner 1',
      'inner 1: 503',
      'outer 1: 503',
      'outer 2',
      'inner 2',
      'inner 2: 200',
      'outer 2: 200',
    ])
  })

  test('sees what is sent, without credentials, and cannot replace them', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const seen: Attempt[] = []
    const spy: Middleware = (attempt, next) => {
      seen.push({ ...attempt, headers: new Headers(attempt.headers) })
      attempt.headers.set('x-api-key', 'forged')
      return next()
    }
    const request = requestTo(api.url, { method: 'POST', body: { quantity: 2 }, headers: { 'Idempotency-Key': 'k1' } })
    const { requestId } = await transportThrough(spy).send(request)
    expect(seen).toMatchObject([
      { api: 'mes', operation: 'orders.get', method: 'POST', url: api.url, body: '{"quantity":2}', requestId, attempt: 1 },
    ])
    expect(Object.fromEntries(seen[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': 'k1',
      'user-agent': userAgentOf(),
      'x-request-id': requestId,
    })
    expect(api.requests[0]?.headers['x-api-key']).toBe('s3cr3t')
  })

  test('changes headers of one attempt alone', async () => {
    await using api = await startApi((response, _request, turn) =>
      turn === 1 ? problem(response, 503, {}, SOON) : json(response, 200, {}),
    )
    await transportThrough((attempt, next) => {
      if (attempt.attempt === 1) attempt.headers.set('x-once', 'yes')
      attempt.headers.append('x-each', `of ${attempt.attempt}`)
      return next()
    }).send(requestTo(api.url))
    expect(api.requests.map(({ headers }) => [headers['x-once'], headers['x-each']])).toEqual([
      ['yes', 'of 1'],
      [undefined, 'of 2'],
    ])
  })

  test('cannot say how long the body is', async () => {
    await using api = await startApi((response, { body }) => json(response, 200, { body }))
    const middleware: Middleware = (attempt, next) => {
      attempt.headers.set('content-length', '500')
      return next()
    }
    const request = requestTo(api.url, { method: 'POST', body: { quantity: 2 }, repeatable: false, timeoutMs: 2_000 })
    expect(await transportThrough(middleware).send(request)).toMatchObject({ body: { body: '{"quantity":2}' } })
  })

  test('answers in the stead of the API, within the same bounds', async () => {
    const mock =
      (body: string): Middleware =>
      () =>
        new Response(body, { headers: { 'content-type': 'application/json' } })
    expect(await transportThrough(mock('{"id":"ord_1"}')).send(requestTo('http://127.0.0.1:9'))).toMatchObject({
      status: 200,
      body: { id: 'ord_1' },
    })
    const large = transportThrough(mock(JSON.stringify('x'.repeat(1024 * 1024))))
    expect(await rejection(large.send(requestTo('http://127.0.0.1:9')))).toMatchObject({ kind: 'response-validation' })
  })

  test('reads an answer that still reaches its caller, if it passes a copy on', async () => {
    await using api = await startApi((response) => json(response, 200, { id: 'ord_1' }))
    const read: unknown[] = []
    const reading: Middleware = async (_attempt, next) => {
      const response = await next()
      read.push(await response.clone().json())
      return response
    }
    expect(await transportThrough(reading).send(requestTo(api.url))).toMatchObject({ body: { id: 'ord_1' } })
    expect(read).toEqual([{ id: 'ord_1' }])
  })

  test('is told by a ConnectionError that an attempt got no answer, which is made again', async () => {
    await using api = await startTcp((socket, turn) =>
      turn === 1
        ? socket.resetAndDestroy()
        : socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
    )
    const caught: unknown[] = []
    const catching: Middleware = (_attempt, next) =>
      next().catch((error: unknown) => {
        caught.push(error)
        throw error
      })
    expect(await transportThrough(catching).send(requestTo(api.url))).toMatchObject({ attempts: 2 })
    expect(caught).toHaveLength(1)
    expect(caught[0]).toSatisfy(isConnectionError)
  })

  test.each(['throws', 'rejects'])('that %s fails the call as a ConnectionError, without another attempt', async (how) => {
    await using api = await startApi((response) => json(response, 200, {}))
    const cause = new Error('no tenant')
    const failing: Middleware = () => {
      if (how === 'throws') throw cause
      return Promise.reject(cause)
    }
    const error = await rejection(transportThrough(failing).send(requestTo(api.url)))
    expect(error).toMatchObject({
      kind: 'connection',
      attempts: 1,
      cause,
      message: expect.stringContaining('middleware failed: no tenant') as string,
    })
    expect(api.requests).toHaveLength(0)
  })

  test.each([401, 503])('that throws the %i of another call does not have the request sent again', async (status) => {
    await using api = await startApi((response) => json(response, 200, {}))
    const cause = new ApiError(status, {}, { operation: 'audit', requestId: 'another', attempts: 1 })
    const auditing: Middleware = async (_attempt, next) => {
      await next()
      throw cause
    }
    const transport = transportWith({ bearer: () => 't0ken' }, { middleware: [auditing] })
    expect(await rejection(transport.send(requestTo(api.url, { method: 'POST' })))).toMatchObject({
      kind: 'connection',
      attempts: 1,
      cause,
    })
    expect(api.requests).toHaveLength(1)
  })

  test('that never ends is ended by the limit of the call', async () => {
    const hanging: Middleware = () => new Promise(() => {})
    expect(await rejection(transportThrough(hanging).send(requestTo('http://127.0.0.1:9', { timeoutMs: 60 })))).toMatchObject({
      kind: 'timeout',
      attempts: 1,
    })
  })

  test.each([200, 503])('whose answer of status %i never ends is ended by the limit of the call', async (status) => {
    const body = () => new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) })
    const dripping: Middleware = () => new Response(body(), { status, headers: { 'content-type': 'application/json' } })
    expect(await rejection(transportThrough(dripping).send(requestTo('http://127.0.0.1:9', { timeoutMs: 60 })))).toMatchObject({
      kind: 'timeout',
      attempts: 1,
    })
  })

  test.each([
    ['answers', 'answered'],
    ['throws', 'middleware failed: no tenant'],
  ])('that %s without waiting for its attempt has the attempt aborted', async (how, told) => {
    let isClosed = false
    const asked = Promise.withResolvers<void>()
    await using api = await startApi((response) => {
      asked.resolve()
      response.on('close', () => void (isClosed = true))
    })
    const leaving: Middleware = async (_attempt, next) => {
      void next()
      await asked.promise
      if (how === 'throws') throw new Error('no tenant')
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    }
    expect(
      await transportThrough(leaving)
        .send(requestTo(api.url))
        .then(() => 'answered', String),
    ).toContain(told)
    await expect.poll(() => isClosed).toBe(true)
  })

  test.each([
    [undefined, 'undefined'],
    [{ status: 200 }, 'an object'],
    ['{}', '"{}"'],
  ])('that answers with no response is told so: %s', async (answer, shown) => {
    const wrong: Middleware = () => answer as never
    expect(await rejection(transportThrough(wrong).send(requestTo('http://127.0.0.1:9')))).toMatchObject({
      kind: 'connection',
      message: expect.stringContaining(`expected middleware to answer with a Response, got ${shown}`) as string,
    })
  })

  test('sends an attempt once, however often it asks for it', async () => {
    await using api = await startApi((response) => problem(response, 503, {}))
    const twice: Middleware = async (_attempt, next) => {
      await next()
      return next()
    }
    const command = requestTo(api.url, { method: 'POST', repeatable: false })
    const message = expect.stringContaining('middleware failed: next() sends an attempt once') as string
    expect(await rejection(transportThrough(twice).send(command))).toMatchObject({ kind: 'connection', attempts: 1, message })
    expect(api.requests).toHaveLength(1)
  })
})

describe('the limit of an attempt', () => {
  test('is told by the signal that middleware sees', async () => {
    await using api = await startApi(() => {})
    const signals: AbortSignal[] = []
    const transport = transportWith(undefined, {
      attemptTimeoutMs: 60,
      retries: 1,
      middleware: [(attempt, next) => (signals.push(attempt.signal), next())],
    })
    expect(await rejection(transport.send(requestTo(api.url)))).toMatchObject({ kind: 'timeout', attempts: 2 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })

  test('lets a later attempt succeed, and leaves what may not be repeated alone', async () => {
    await using api = await startApi((response, _request, turn) => (turn === 1 ? undefined : json(response, 200, {})))
    const transport = transportWith(undefined, { attemptTimeoutMs: 1_000 })
    expect(await transport.send(requestTo(api.url))).toMatchObject({ attempts: 2 })
    await using silent = await startApi(() => {})
    expect(await rejection(transport.send(requestTo(silent.url, { method: 'POST', repeatable: false })))).toMatchObject({
      kind: 'timeout',
      attempts: 1,
    })
    expect(silent.requests).toHaveLength(1)
  })
})
