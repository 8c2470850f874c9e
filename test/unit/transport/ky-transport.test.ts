import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { createGzip } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ApiError, isApiError } from '../../../src/error/api-error.ts'
import { isConnectionError } from '../../../src/error/connection-error.ts'
import { isTimeoutError } from '../../../src/error/timeout-error.ts'
import { isResponseValidationError } from '../../../src/error/validation-errors.ts'
import { freePort } from '../../support/ports.ts'
import { json, problem, startApi, startTcp } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'

const SOON = { 'retry-after': '0' }

/** A date of a server whose clock is in the year 2000. */
const dateAt = (milliseconds: number): string => new Date(Date.UTC(2000) + milliseconds).toUTCString()

describe('a request', () => {
  test('resolves with status, headers, parsed body, request id and attempts', async () => {
    await using api = await startApi((response) => json(response, 200, { id: 'ord_1' }, { etag: '"7"' }))
    const answer = await transportWith().send(requestTo(`${api.url}/orders/ord_1?a=1`, { headers: { 'if-match': '"7"' } }))
    expect(answer).toMatchObject({ status: 200, body: { id: 'ord_1' }, attempts: 1 })
    expect(answer.headers.get('etag')).toBe('"7"')
    expect(api.requests[0]).toMatchObject({ method: 'GET', url: '/orders/ord_1?a=1' })
    expect(api.requests[0]?.headers).toMatchObject({
      'x-request-id': answer.requestId,
      'if-match': '"7"',
      accept: 'application/json',
    })
  })

  test('sends its body as JSON', async () => {
    await using api = await startApi((response) => json(response, 201, {}))
    await transportWith().send(requestTo(api.url, { method: 'POST', body: { text: 'größe' } }))
    expect(api.requests[0]?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(api.requests[0]?.body ?? '')).toEqual({ text: 'größe' })
  })

  test('puts characters together that come in several pieces', async () => {
    const body = '€'.repeat(300_000)
    await using api = await startApi((response) => json(response, 200, body))
    expect((await transportWith().send(requestTo(api.url))).body === body).toBe(true)
  })

  test('has no body where the answer has none', async () => {
    await using api = await startApi((response) => response.writeHead(204).end())
    expect(await transportWith().send(requestTo(api.url))).toMatchObject({ status: 204, body: undefined })
  })

  test('publishes one event, whatever the number of attempts', async () => {
    await using api = await startApi((response, _request, turn) =>
      turn < 3 ? problem(response, 503, {}, SOON) : json(response, 200, {}),
    )
    const events: unknown[] = []
    const listen = (event: unknown): void => void events.push(event)
    subscribe('mes-crm-sdk:request', listen)
    await transportWith().send(requestTo(api.url))
    unsubscribe('mes-crm-sdk:request', listen)
    expect(events).toEqual([
      {
        namespace: 'test',
        api: 'mes',
        operation: 'orders.get',
        status: 200,
        error: undefined,
        attempts: 3,
        durationMs: expect.any(Number) as number,
      },
    ])
  })
})

describe('an error status', () => {
  test('heeds a header whose value has blanks around it, as a header may have', async () => {
    await using server = await startTcp((socket) =>
      socket.end('HTTP/1.1 429 Too Many\r\nretry-after:  7 \t\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
    )
    expect(await rejection(transportWith().send(requestTo(server.url, { repeatable: false })))).toMatchObject({
      status: 429,
      retryAfterMs: 7_000,
    })
  })

  test('has a message of one line and of bounded length, whatever the server says; the body has all of it', async () => {
    const detail = `a\r\nWARN forged\u001b[31m${'x'.repeat(100_000)}`
    await using api = await startApi((response) =>
      problem(response, 409, { code: `taken\n${'y'.repeat(5_000)}`, detail, errors: [{ pointer: '/a', detail: 'b\nc' }] }),
    )
    const error = await rejection(transportWith().send(requestTo(api.url)))
    if (!isApiError(error)) throw error
    expect(JSON.parse(error.body ?? '')).toMatchObject({ detail })
    const { message } = error
    expect(message).not.toMatch(/\p{Cc}/u)
    expect(message.length).toBeLessThanOrEqual(2_000)
  })

  test('is an ApiError with the problem details, request id and attempts', async () => {
    const details = {
      code: 'order-already-claimed',
      detail: 'op_2 was first',
      traceId: 't1',
      errors: [{ pointer: '/x' }],
      extra: 1,
    }
    await using api = await startApi((response) => problem(response, 409, details))
    const error = await rejection(transportWith().send(requestTo(api.url)))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 409,
      code: 'order-already-claimed',
      operation: 'orders.get',
      attempts: 1,
      retryAfterMs: undefined,
    })
    expect((error as ApiError).problem).toMatchObject(details)
    expect((error as ApiError).requestId).toBe(api.requests[0]?.headers['x-request-id'])
    expect((error as ApiError).message).toContain('409 order-already-claimed: op_2 was first')
  })

  test.each([
    ['HTML', 'text/html', '<h1>Bad gateway</h1>', 'Conflict'],
    ['an empty body', 'application/json', '', 'Conflict'],
    ['a list', 'application/json', '[1]', 'Conflict'],
    ['broken JSON', 'application/problem+json', '{', 'Conflict'],
    ['members of the wrong type', 'application/problem+json', '{"detail":{"a":1},"code":5,"title":"Taken"}', 'Taken'],
  ])('with %s is an ApiError with the status text', async (_name, type, body, title) => {
    await using api = await startApi((response) => response.writeHead(409, { 'content-type': type }).end(body))
    const error = await rejection(transportWith().send(requestTo(api.url)))
    expect(error).toMatchObject({ kind: 'api', status: 409, code: undefined, problem: { title } })
    expect((error as Error).message).toMatch(new RegExp(`409: ${title}$`))
  })

  test.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['a date, counted from the Date of the server', { date: dateAt(0), 'retry-after': dateAt(120_000) }, 120_000],
    ['a date that has passed', { date: dateAt(120_000), 'retry-after': dateAt(0) }, 0],
    ['neither', { 'retry-after': 'soon' }, undefined],
  ])('tells Retry-After as %s', async (_name, headers, expected) => {
    await using api = await startApi((response) => problem(response, 403, {}, headers))
    expect(await rejection(transportWith().send(requestTo(api.url)))).toMatchObject({ retryAfterMs: expected })
  })

  test.each([
    ['the header of a storage', { 'x-ms-error-code': 'ServerBusy' }, ''],
    ['the error document of a storage', { 'content-type': 'application/xml' }, '<Error><Code>SlowDown</Code></Error>'],
  ])('of an API takes no code from %s', async (_, headers, body) => {
    await using api = await startApi((response) => response.writeHead(400, { ...SOON, ...headers }).end(body))
    expect(await rejection(transportWith().send(requestTo(api.url)))).toMatchObject({
      status: 400,
      code: undefined,
      attempts: 1,
      problem: { title: 'Bad Request' },
    })
    const stored = await rejection(transportWith().send(requestTo(api.url, { server: 'storage' })))
    expect(stored).toMatchObject({ status: 400, code: expect.any(String) as string, attempts: 3 })
  })
})

describe('retries', () => {
  test.each([408, 429, 500, 502, 503, 504])('repeat a read after %d, under the same request id', async (status) => {
    await using api = await startApi((response, _request, turn) =>
      turn < 3 ? problem(response, status, {}, SOON) : json(response, 200, {}),
    )
    expect(await transportWith().send(requestTo(api.url))).toMatchObject({ attempts: 3 })
    expect(new Set(api.requests.map(({ headers }) => headers['x-request-id'])).size).toBe(1)
  })

  test('end after the configured number, with the last answer', async () => {
    await using api = await startApi((response, _request, turn) => problem(response, 503, { code: `turn-${turn}` }, SOON))
    const error = await rejection(transportWith(undefined, { retries: 1 }).send(requestTo(api.url)))
    expect(error).toMatchObject({ status: 503, code: 'turn-2', attempts: 2 })
    expect(api.requests).toHaveLength(2)
  })

  test.each([400, 403, 404, 409, 412, 413, 422, 501])('do not follow %d', async (status) => {
    await using api = await startApi((response) => problem(response, status, {}, SOON))
    expect(await rejection(transportWith().send(requestTo(api.url)))).toMatchObject({ status, attempts: 1 })
    expect(api.requests).toHaveLength(1)
  })

  test.each(['OperationAborted', 'SlowDown', 'InternalError'])(
    'do not follow a refusal by an API whose code is %s, which a busy storage sends',
    async (code) => {
      await using api = await startApi((response) => problem(response, 409, { code }, SOON))
      expect(await rejection(transportWith().send(requestTo(api.url)))).toMatchObject({
        kind: 'api',
        status: 409,
        code,
        attempts: 1,
      })
      expect(api.requests).toHaveLength(1)
    },
  )

  test('never repeat a request that is not repeatable', async () => {
    await using api = await startApi((response) => problem(response, 503, {}, SOON))
    const command = requestTo(api.url, { method: 'POST', body: {}, repeatable: false })
    expect(await rejection(transportWith().send(command))).toMatchObject({ status: 503, attempts: 1 })
    expect(api.requests).toHaveLength(1)
  })

  test('send the same headers and body in every attempt', async () => {
    await using api = await startApi((response, _request, turn) =>
      turn < 3 ? problem(response, 503, {}, SOON) : json(response, 201, {}),
    )
    await transportWith().send(
      requestTo(api.url, { method: 'POST', headers: { 'Idempotency-Key': 'k1' }, body: { quantity: 2 } }),
    )
    expect(api.requests.map(({ headers, body }) => `${headers['idempotency-key']?.toString()} ${body}`)).toEqual(
      Array(3).fill('k1 {"quantity":2}'),
    )
  })

  test('follow a connection that breaks before the answer', async () => {
    await using api = await startTcp((socket, turn) =>
      turn === 1
        ? socket.resetAndDestroy()
        : socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
    )
    expect(await transportWith().send(requestTo(api.url))).toMatchObject({ body: {}, attempts: 2 })
  })

  test('wait as long as the server asks for, by its own clock', async () => {
    const at: number[] = []
    const headers = { date: dateAt(0), 'retry-after': dateAt(1_000) }
    await using api = await startApi((response, _request, turn) => {
      at.push(performance.now())
      return turn === 1 ? problem(response, 503, {}, headers) : json(response, 200, {})
    })
    await transportWith().send(requestTo(api.url))
    const [first = 0, second = 0] = at
    expect(second - first).toBeGreaterThan(950)
  })

  test.each([
    ['the caller', '11'],
    ['anybody', '31'],
  ])('are not made when the server asks for more patience than %s has', async (_who, seconds) => {
    await using api = await startApi((response) => problem(response, 429, { code: 'rate-limited' }, { 'retry-after': seconds }))
    const patienceMs = seconds === '31' ? 3_600_000 : 10_000
    const error = await rejection(transportWith().send(requestTo(api.url, { patienceMs, timeoutMs: 3_600_000 })))
    expect(error).toMatchObject({ status: 429, retryAfterMs: Number(seconds) * 1_000, attempts: 1 })
  })
})

describe('a connection that fails is a ConnectionError', () => {
  test.each(['127.0.0.1', 'localhost'])('when %s refuses it, which the message says', async (host) => {
    const error = await rejection(transportWith(undefined, { retries: 0 }).send(requestTo(`http://${host}:${await freePort()}`)))
    expect(error).toMatchObject({ kind: 'connection', operation: 'orders.get', attempts: 1 })
    expect((error as Error).message).toContain('ECONNREFUSED')
  })

  test.each([
    ['before the headers', ''],
    ['in the headers', 'HTTP/1.1 200 OK\r\nContent-Ty'],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n'],
    ['before Content-Length is reached', 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{}'],
    ['with something that is no HTTP', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
  ])('when it ends %s', async (_name, bytes) => {
    await using api = await startTcp((socket) => socket.end(bytes))
    const error = await rejection(transportWith(undefined, { retries: 0 }).send(requestTo(api.url)))
    expect(error).toSatisfy(isConnectionError)
    expect((error as Error).message).toMatch(/\): .{4,}/)
  })

  test('when it is reset in the body', async () => {
    await using api = await startApi(async (response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":')
      await new Promise((resolve) => setImmediate(resolve))
      response.socket?.resetAndDestroy()
    })
    expect(await rejection(transportWith().send(requestTo(api.url)))).toSatisfy(isConnectionError)
  })
})

describe('an answer that cannot be understood is a ResponseValidationError', () => {
  test.each([
    ['broken JSON', 'application/json', '{"a":', 'expected JSON, got 5 characters that are none'],
    ['another content type', 'text/html; charset=utf-8', '<h1>', 'expected JSON, got text/html; charset=utf-8'],
    ['a content type that only looks like JSON', 'application/jsonp', '{}', 'expected JSON, got application/jsonp'],
  ])('when it is %s', async (_name, type, body, message) => {
    await using api = await startApi((response) => response.writeHead(200, { 'content-type': type }).end(body))
    const error = await rejection(transportWith().send(requestTo(api.url)))
    expect(error).toMatchObject({ kind: 'response-validation', status: 200, issues: [{ path: 'body', message }] })
    expect(error).toHaveProperty('requestId', api.requests[0]?.headers['x-request-id'])
  })

  test('when it is larger than the bound, of which no more is read', async () => {
    let sent = 0
    const endless = function* (): Generator<Buffer> {
      const chunk = Buffer.alloc(64 * 1024, ' ')
      for (; sent < 1024 * 1024 * 1024; sent += chunk.length) yield chunk
    }
    await using api = await startApi((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      Readable.from(endless()).pipe(response)
    })
    const error = await rejection(transportWith(undefined, { maxResponseBytes: 1024 * 1024 }).send(requestTo(api.url)))
    expect(error).toMatchObject({ issues: [{ path: 'body', message: 'expected at most 1048576 bytes, got more' }] })
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  test('when it grows beyond the bound by decompression', async () => {
    await using api = await startApi((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      const gzip = createGzip()
      gzip.pipe(response)
      gzip.end(Buffer.alloc(8 * 1024 * 1024, ' '))
    })
    expect(await rejection(transportWith().send(requestTo(api.url)))).toSatisfy(isResponseValidationError)
  })

  test('and one just within the bound is read, characters of several bytes included', async () => {
    const text = 'ю'.repeat(500)
    await using api = await startApi((response) => json(response, 200, text))
    expect(await transportWith(undefined, { maxResponseBytes: 1_002 }).send(requestTo(api.url))).toMatchObject({ body: text })
    await expect(transportWith(undefined, { maxResponseBytes: 1_001 }).send(requestTo(api.url))).rejects.toSatisfy(
      isResponseValidationError,
    )
  })
})

describe('the time limit', () => {
  test('holds for a server that does not answer, and is named', async () => {
    await using api = await startApi(() => {})
    const error = await rejection(transportWith().send(requestTo(api.url, { timeoutMs: 60 })))
    expect(error).toMatchObject({ kind: 'timeout', attempts: 1, requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string })
    expect((error as Error).message).toContain('no answer within 60 ms')
  })

  test('holds for a body that does not end', async () => {
    await using api = await startApi((response) => response.writeHead(200, { 'content-type': 'application/json' }).write('['))
    expect(await rejection(transportWith().send(requestTo(api.url, { timeoutMs: 100 })))).toSatisfy(isTimeoutError)
  })

  test('holds for a token function that does not answer', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const transport = transportWith({ bearer: () => new Promise(() => {}) })
    expect(await rejection(transport.send(requestTo(api.url, { timeoutMs: 60 })))).toSatisfy(isTimeoutError)
    expect(api.requests).toHaveLength(0)
  })

  test('holds for all attempts together', async () => {
    await using api = await startApi((response, _request, turn) => (turn === 1 ? problem(response, 503, {}, SOON) : undefined))
    expect(await rejection(transportWith().send(requestTo(api.url, { timeoutMs: 1_500 })))).toMatchObject({
      kind: 'timeout',
      attempts: 2,
    })
  })

  test('may be a fraction', async () => {
    await using api = await startApi(() => {})
    expect(await rejection(transportWith().send(requestTo(api.url, { timeoutMs: 20.5 })))).toSatisfy(isTimeoutError)
  })

  test.each([5_000_000_000, Number.POSITIVE_INFINITY])('may be longer than a timer can be: %d ms', async (timeoutMs) => {
    await using api = await startApi((response) => setTimeout(() => json(response, 200, {}), 30))
    expect(await transportWith().send(requestTo(api.url, { timeoutMs }))).toMatchObject({ status: 200 })
  })
})

describe('an aborted request rejects with the very reason', () => {
  test('before it is sent, and is not sent', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const reason = { why: 'page left' }
    expect(await rejection(transportWith().send(requestTo(api.url, { signal: AbortSignal.abort(reason) })))).toBe(reason)
    expect(api.requests).toHaveLength(0)
  })

  test('while the server is silent', async () => {
    await using api = await startApi(() => {})
    const controller = new AbortController()
    const answer = rejection(transportWith().send(requestTo(api.url, { signal: controller.signal })))
    await api.received(1)
    const reason = new Error('page left')
    controller.abort(reason)
    expect(await answer).toBe(reason)
  })

  test('in a pause between two attempts', async () => {
    await using api = await startApi((response) => problem(response, 503, {}, { 'retry-after': '9' }))
    const controller = new AbortController()
    const answer = rejection(transportWith().send(requestTo(api.url, { signal: controller.signal })))
    await api.received(1)
    controller.abort('left')
    expect(await answer).toBe('left')
  })

  test('while a token is fetched', async () => {
    const controller = new AbortController()
    const transport = transportWith({ bearer: () => new Promise(() => {}) })
    const answer = rejection(transport.send(requestTo('http://127.0.0.1:9', { signal: controller.signal })))
    controller.abort('left')
    expect(await answer).toBe('left')
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('of status %d is not followed: credentials go nowhere else', async (status) => {
    await using other = await startApi((response) => json(response, 200, {}))
    await using api = await startApi((response) => response.writeHead(status, { location: other.url }).end())
    await expect(transportWith({ apiKey: 'k3y' }).send(requestTo(api.url))).rejects.toSatisfy(
      (error) => isApiError(error) && error.status === status,
    )
    expect(other.requests).toHaveLength(0)
  })
})

afterEach(() => void vi.unstubAllGlobals())

describe('the library that repeats requests', () => {
  const secrets = { auth: { bearer: () => 'top-secret' }, request: { method: 'PUT', body: { text: 'confidential' } } }

  test('is given neither body nor credentials', async () => {
    const given: string[] = []
    const { Request } = globalThis
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: string | URL | globalThis.Request, init?: RequestInit) {
          super(input, init)
          given.push(`${this.body === null && init?.body == null} ${[...this.headers.keys()].join()}`)
        }
      },
    )
    await using api = await startApi((response, _request, turn) =>
      turn === 1 ? problem(response, 503, {}, SOON) : json(response, 200, {}),
    )
    await transportWith(secrets.auth).send(requestTo(api.url, secrets.request))
    expect(given.length).toBeGreaterThan(0)
    expect(new Set(given)).toEqual(new Set(['true accept,content-type,user-agent,x-request-id']))
    expect(api.requests.map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ['Bearer top-secret', '{"text":"confidential"}'],
      ['Bearer top-secret', '{"text":"confidential"}'],
    ])
  })

  test.each<readonly [string, number | undefined]>([
    ['an error status', 500],
    ['a refusal', 403],
    ['refused credentials', 401],
    ['a redirect', 302],
    ['a connection that breaks', undefined],
  ])('leaves no error of its own behind %s, and nothing that it was given', async (_, status) => {
    await using api = await startApi((response) =>
      status === undefined ? response.destroy() : problem(response, status, {}, SOON),
    )
    const error = await rejection(transportWith(secrets.auth).send(requestTo(`${api.url}/?key=hidden-key`, secrets.request)))
    expect(error).toMatchObject({ kind: status === undefined ? 'connection' : 'api' })
    for (let cause = error; cause instanceof Error; cause = cause.cause) expect(cause).not.toHaveProperty('request')
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(
      /top-secret|confidential|hidden-key|HTTPError|NetworkError/,
    )
  })

  test.each([600, 799, 999])('takes no offence at the status %d, which no Response can be made with', async (status) => {
    await using api = await startTcp((socket) => socket.end(`HTTP/1.1 ${status} Odd\r\nContent-Length: 0\r\n\r\n`))
    expect(await rejection(transportWith().send(requestTo(api.url)))).toMatchObject({ kind: 'api', status, attempts: 1 })
  })

  test.each([0, 101])('takes no offence at the status %d of middleware', async (status) => {
    const middleware = [() => ({ status, statusText: '', headers: new Headers(), body: null }) as Response]
    expect(await rejection(transportWith(undefined, { middleware }).send(requestTo('http://127.0.0.1:1')))).toMatchObject({
      kind: 'api',
      status,
    })
  })

  test('makes as many attempts as are allowed, and one for credentials that are renewed', async () => {
    const statuses = [503, 401, 503, 200]
    await using api = await startApi((response, _request, turn) => problem(response, statuses[turn - 1] ?? 500, {}, SOON))
    let tokens = 0
    const answer = await transportWith({ bearer: () => `t${++tokens}` }).send(requestTo(api.url, { readAs: () => 'text' }))
    expect([answer.attempts, tokens]).toEqual([4, 2])
  })

  test('has credentials renewed once a call, whatever came between', async () => {
    const statuses = [401, 503, 401]
    await using api = await startApi((response, _request, turn) => problem(response, statuses[turn - 1] ?? 500, {}, SOON))
    let tokens = 0
    const error = await rejection(transportWith({ bearer: () => `t${++tokens}` }).send(requestTo(api.url)))
    expect(error).toMatchObject({ status: 401, attempts: 3 })
    expect(tokens).toBe(2)
  })

  test('makes no further one where credentials are refused and no others can be had', async () => {
    await using api = await startApi((response) => problem(response, 401))
    let tokens = 0
    const bearer = (): string => {
      if (++tokens === 2) throw new Error('no token')
      return `t${tokens}`
    }
    expect(await rejection(transportWith({ bearer }).send(requestTo(api.url)))).toMatchObject({ kind: 'connection', attempts: 1 })
    expect([api.requests.length, tokens]).toEqual([1, 2])
  })

  test('makes no copy of a request that is not repeated, whose credentials are renewed', async () => {
    const copies = vi.spyOn(Request.prototype, 'clone')
    await using api = await startApi((response, _request, turn) => problem(response, turn === 1 ? 401 : 200))
    const request = requestTo(api.url, { method: 'POST', body: {}, repeatable: false, readAs: () => 'text' })
    expect(await transportWith({ bearer: () => 't' }).send(request)).toMatchObject({ attempts: 2 })
    expect(copies).not.toHaveBeenCalled()
    copies.mockRestore()
  })

  test('makes no further one where renewed credentials are refused as well', async () => {
    await using api = await startApi((response) => problem(response, 401))
    let tokens = 0
    const error = await rejection(transportWith({ bearer: () => `t${++tokens}` }).send(requestTo(api.url)))
    expect(error).toMatchObject({ status: 401, attempts: 2 })
    expect(tokens).toBe(2)
  })

  test.each([
    ['an address with a user', (url: string) => requestTo(url.replace('//', '//user:top-secret@') + '/?key=hidden-key')],
    ['a header that cannot be sent', (url: string) => requestTo(url, { headers: { 'x-name': 'a\nb' } })],
  ])('makes no request of %s: a ConnectionError that shows nothing of it', async (_, requestOf) => {
    await using api = await startApi((response) => json(response, 200, {}))
    const error = await rejection(transportWith().send(requestOf(api.url)))
    expect(error).toSatisfy(isConnectionError)
    expect(error).toMatchObject({ attempts: 0, message: expect.stringContaining('no request can be made') as string })
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/top-secret|hidden-key/)
    expect(api.requests).toEqual([])
  })
})
