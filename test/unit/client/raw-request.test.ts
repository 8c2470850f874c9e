import { describe, expect, test } from 'vitest'
import { createSdk, isClosedError, type RawRequest, type RequestSent, type SdkOptions } from '../../../src/index.ts'
import { createClient } from '../../../src/runtime.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'

const SOON = { 'retry-after': '0' }
const sdkOn = (url: string, options: Partial<SdkOptions> = {}) =>
  createSdk({ mes: { baseUrl: `${url}/v1`, auth: { apiKey: 's3cr3t' } }, ...options })

describe('a request to an endpoint without a description', () => {
  test('goes under the base URL with credentials, and resolves with its JSON, frozen', async () => {
    await using api = await startApi((response) => json(response, 200, { rows: [1] }))
    await using sdk = sdkOn(api.url)
    const call = sdk.request({
      api: 'mes',
      path: '/reports/monthly',
      query: { month: '2025-02', kind: ['a', 'b'], limit: 5, none: undefined },
      headers: { 'X-Tenant': 'eu' },
    })
    const { value, response, cache, invalidation } = await call.withMeta()
    expect(value).toEqual({ rows: [1] })
    expect(Object.isFrozen(value)).toBe(true)
    expect(response).toMatchObject({ status: 200, attempts: 1 })
    expect([cache.source, invalidation]).toEqual(['origin', undefined])
    expect(await call).toBe(value)
    expect(api.requests).toMatchObject([
      {
        method: 'GET',
        url: '/v1/reports/monthly?month=2025-02&kind=a&kind=b&limit=5',
        headers: { 'x-api-key': 's3cr3t', 'x-tenant': 'eu' },
      },
    ])
  })

  test('is never cached', async () => {
    await using api = await startApi((response, _request, turn) => json(response, 200, { turn }))
    await using sdk = sdkOn(api.url)
    expect([await sdk.request({ api: 'mes', path: '/x' }), await sdk.request({ api: 'mes', path: '/x' })]).toEqual([
      { turn: 1 },
      { turn: 2 },
    ])
  })

  test('sends a body, and is null where the answer has none', async () => {
    await using api = await startApi((response) => response.writeHead(204).end())
    await using sdk = sdkOn(api.url)
    expect(await sdk.request({ api: 'mes', method: 'POST', path: '/x', body: { a: 1 } })).toBeNull()
    expect(api.requests[0]).toMatchObject({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } })
  })

  test.each<[string, Omit<RawRequest, 'path'>, string | undefined, number]>([
    ['a GET', {}, undefined, 3],
    ['a POST', { method: 'POST' }, undefined, 1],
    ['a POST with a key', { method: 'POST' }, 'k1', 3],
    ['a PATCH', { method: 'PATCH' }, undefined, 1],
    ['a PUT', { method: 'PUT' }, undefined, 3],
    ['a DELETE', { method: 'DELETE' }, undefined, 3],
    ['a PUT of a version', { method: 'PUT', headers: { 'if-match': '"7"' } }, undefined, 1],
  ])('is repeated only where that does no harm: %s', async (_name, request, idempotencyKey, attempts) => {
    await using api = await startApi((response) => problem(response, 503, { code: 'busy' }, SOON))
    await using sdk = sdkOn(api.url)
    const error = await rejection(
      sdk.request({ api: 'mes', path: '/x', ...request }, idempotencyKey === undefined ? {} : { idempotencyKey }),
    )
    expect(error).toMatchObject({ kind: 'api', status: 503, code: 'busy', operation: 'request', attempts })
    expect(api.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(attempts).fill(idempotencyKey))
  })

  test('obeys a signal and a time limit', async () => {
    await using api = await startApi(() => {})
    await using sdk = sdkOn(api.url)
    expect(await rejection(sdk.request({ api: 'mes', path: '/x' }, { timeout: 50 }))).toMatchObject({
      kind: 'timeout',
      attempts: 1,
    })
    expect(await rejection(sdk.request({ api: 'mes', path: '/x' }, { signal: AbortSignal.abort('left') }))).toBe('left')
  })

  test('shows hooks no query, and a logger no body: nobody has said what of it is sensitive', async () => {
    await using api = await startApi((response) => json(response, 200, { token: 's3cr3t' }))
    const seen: (RequestSent | object)[] = []
    const keep = (fields: object): void => void seen.push(fields)
    const logger = { debug: keep, info: keep, warn: keep, error: keep }
    await using sdk = sdkOn(api.url, { hooks: { onRequest: keep }, logger, logLevel: 'debug' })
    await sdk.request({
      api: 'mes',
      method: 'POST',
      path: '/x',
      query: { signature: 's3cr3t', 'a/~b': 's3cr3t' },
      body: { password: 's3cr3t' },
    })
    expect(seen).toHaveLength(3)
    expect(JSON.stringify(seen)).not.toContain('s3cr3t')
    expect(seen[0]).toMatchObject({
      api: 'mes',
      operation: 'request',
      url: expect.stringMatching(/\/v1\/x\?signature=[^&]*redacted[^&]*&a.*b=[^&]*redacted[^&]*$/) as string,
    })
  })

  test('is refused before the network, with every part that is wrong', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    await using sdk = sdkOn(api.url)
    const wrong = {
      api: 'mes',
      method: 'TRACE',
      path: 'x?y',
      query: { a: {} },
      headers: { Authorization: 'mine', 'X-A': 'a\nb' },
      url: 'x',
    }
    const error = await rejection(sdk.request(wrong as unknown as Parameters<typeof sdk.request>[0]))
    expect(error).toMatchObject({ kind: 'request-validation', operation: 'request' })
    expect((error as { issues: { path: string }[] }).issues.map(({ path }) => path)).toEqual([
      'url',
      'method',
      'path',
      'query.a',
      'headers.Authorization',
      'headers.X-A',
    ])
    for (const path of [
      '/../admin',
      '/a/%2E%2e/b',
      '/a/./b',
      '/a#b',
      '/a b',
      '/{id}',
      String.raw`/a\b`,
      '',
      'http://x/',
      '/..\u0001',
      '/a/.\u0000',
      '/\ud800',
    ]) {
      expect(await rejection(sdk.request({ api: 'mes', path }))).toMatchObject({
        kind: 'request-validation',
        issues: [{ path: 'path' }],
      })
    }
    for (const query of [{ a: '\ud800' }, { '\ud800': 1 }, { a: ['\ud800'] }]) {
      expect(await rejection(sdk.request({ api: 'mes', path: '/x', query }))).toMatchObject({ kind: 'request-validation' })
    }
    for (const name of [
      'Content-Length',
      'transfer-encoding',
      'Connection',
      'Keep-Alive',
      'Upgrade',
      'Expect',
      'TE',
      'Trailer',
      'Host',
    ]) {
      const refused = sdk.request(
        { api: 'mes', method: 'POST', path: '/x', body: { a: 1 }, headers: { [name]: '5' } },
        { timeout: '2s' },
      )
      expect(await rejection(refused)).toMatchObject({ kind: 'request-validation', issues: [{ path: `headers.${name}` }] })
    }
    expect(await rejection(sdk.request({ api: 'mes', path: '/x', body: 1 }))).toMatchObject({ issues: [{ path: 'body' }] })
    expect(await rejection(sdk.request({ api: 'mes', method: 'POST', path: '/x' }, { idempotencyKey: 'a\nb' }))).toMatchObject({
      issues: [{ path: 'headers.Idempotency-Key' }],
    })
    expect(api.requests).toEqual([])
  })

  test('needs an API that was configured, and an SDK that is open', async () => {
    const sdk = sdkOn('http://127.0.0.1:9')
    expect(() => sdk.request({ api: 'crm', path: '/x' })).toThrow(
      "api: expected 'mes' or 'crm', with its baseUrl given to createSdk, got \"crm\"",
    )
    await sdk.close()
    expect(await rejection(sdk.request({ api: 'mes', path: '/x' }))).toSatisfy(isClosedError)
  })

  test('is waited for by close() if it may change something', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    await using api = await startApi(async (response) => {
      await released
      json(response, 200, { done: true })
    })
    const sdk = sdkOn(api.url)
    const command = sdk.request({ api: 'mes', method: 'POST', path: '/x' })
    await api.received(1)
    const closed = sdk.close()
    release()
    expect(await closed).toBe(0)
    expect(await command).toEqual({ done: true })
  })

  test('can be made by a client of one API, too, and for somebody else', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    await using client = createClient(() => ({}), { baseUrl: api.url, auth: { apiKey: 'mine' } })
    await client.request({ path: '/x' })
    await client.as({ principal: 'other', auth: { bearer: 'theirs' } }).request({ path: '/x' })
    expect(api.requests.map(({ headers }) => headers['x-api-key'] ?? headers.authorization)).toEqual(['mine', 'Bearer theirs'])
  })
})
