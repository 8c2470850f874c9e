import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { channels } from '../../../src/foundation/channels.ts'
import { createSdk, isClosedError, isConfigurationError, type Sdk, type SdkOptions } from '../../../src/index.ts'
import { json, problem, startApi, type Answer } from '../transport/support/api-server.ts'
import { collect, rejection } from '../transport/support/sending.ts'
import { order } from './orders.ts'

/** MES as far as these tests go: one order, which can be claimed. */
const mes: Answer = (response, { method, url }) => {
  const { pathname } = new URL(url, 'http://x')
  const claimed = { ...order({ status: 'MANUFACTURING_STARTED', version: 8 }), previousStatus: 'MANUFACTURING_APPROVED' }
  if (method === 'POST') return json(response, 200, claimed)
  if (pathname === '/v1/orders') return json(response, 200, { items: [order()], nextCursor: null })
  if (pathname.endsWith('/status'))
    return json(response, 200, { status: 'SHIPPED', version: 9, statusChangedAt: '2025-03-02T08:15:00Z' })
  return pathname === '/v1/orders/ord_1' ? json(response, 200, order()) : problem(response, 404, { code: 'not-found' })
}

/** An SDK of which the log is at hand. */
const readySdk = async (url: string, options: Partial<SdkOptions> = {}): Promise<Sdk> => {
  const sdk = createSdk({ mes: { baseUrl: `${url}/v1` }, ...options })
  await sdk.ready()
  return sdk
}

describe('the embedded default', () => {
  test('reads, lists, claims and reads anew, with no request on a hit', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    const first = await sdk.mes.orders.get('ord_1')
    expect(await sdk.mes.orders.get('ord_1')).toBe(first)
    expect((await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 50 })).items).toEqual([order()])
    await sdk.mes.orders.list({ limit: 50, status: ['MANUFACTURING_APPROVED'] })
    expect(api.requests.map(({ url }) => url)).toEqual(['/v1/orders/ord_1', '/v1/orders?status=MANUFACTURING_APPROVED&limit=50'])
    expect(await sdk.mes.orders.claim('ord_1', { ifMatch: first.version })).toMatchObject({
      version: 8,
      previousStatus: 'MANUFACTURING_APPROVED',
    })
    expect(api.requests[2]).toMatchObject({
      method: 'POST',
      url: '/v1/orders/ord_1/claim',
      headers: { 'if-match': '"7"' },
      body: '',
    })
    await sdk.mes.orders.get('ord_1')
    await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 50 })
    expect(api.requests).toHaveLength(5)
  })

  test('iterates over rows', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    expect(await collect(sdk.mes.orders.list())).toEqual([order()])
  })

  test.each(['2016-12-31T23:59:60Z', '2025-03-02t08:15:00z', '2025-03-02T08:15:00.123456789Z', '2025-03-02T08:15:00-00:00'])(
    'takes %s for an instant, as RFC 3339 does',
    async (createdAt) => {
      await using api = await startApi((response) => json(response, 200, { items: [order({ createdAt })], nextCursor: null }))
      await using sdk = await readySdk(api.url)
      expect(await sdk.mes.orders.list({ updatedSince: createdAt })).toMatchObject({ items: [{ createdAt }] })
      expect(new URL(api.requests[0]?.url ?? '', api.url).searchParams.get('updatedSince')).toBe(createdAt)
    },
  )

  test('drops what its own invalidation names', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    await sdk.mes.orders.get('ord_1')
    expect(await sdk.invalidate(['order:ord_1'])).toMatchObject({ status: 'applied' })
    expect((await sdk.mes.orders.get('ord_1').withMeta()).cache.source).toBe('origin')
  })

  test('calls before the log is ready are answered too', async () => {
    await using api = await startApi(mes)
    await using sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` } })
    expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
  })

  test('asks for the price of nothing that breaks the schema', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    const error = await rejection(sdk.mes.orders.list({ limit: 1_000, status: ['GONE' as 'SHIPPED'] }))
    expect((error as Error).message).toMatch(/^mes\.orders\.list: query\.status\.0: .*SHIPPED.*; query\.limit: .*100/)
    expect(await rejection(sdk.mes.orders.claim('ord_1', {} as { ifMatch: number }))).toMatchObject({
      issues: [{ path: 'header.If-Match' }],
    })
    expect(api.requests).toHaveLength(0)
  })

  test('bounds what it reads', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url, { maxResponseBytes: 100 })
    expect(await rejection(sdk.mes.orders.get('ord_1'))).toMatchObject({
      kind: 'response-validation',
      issues: [{ path: 'body' }],
    })
  })

  test('takes its time limit and its retries from the options', async () => {
    await using silent = await startApi(() => {})
    await using hasty = await readySdk(silent.url, { timeout: '50ms' })
    expect(((await rejection(hasty.mes.orders.get('ord_1'))) as Error).message).toContain('no answer within 50 ms')
    await using down = await startApi((response) => problem(response, 503, {}, { 'retry-after': '0' }))
    await using stubborn = await readySdk(down.url, { retries: 4 })
    expect(await rejection(stubborn.mes.orders.get('ord_1'))).toMatchObject({ status: 503, attempts: 5 })
  })
})

describe('two APIs with operations of the same id', () => {
  const page: Answer = (response) => json(response, 200, { items: [], nextCursor: null })

  test('do not wait for each other: one that never answers holds up its own loads alone', async () => {
    await using hung = await startApi(() => {})
    await using api = await startApi(page)
    await using sdk = await readySdk(api.url, {
      crm: { baseUrl: `${hung.url}/v1` },
      cache: { loads: { maxConcurrent: 10, maxWaiting: 0 } },
    })
    const leaving = new AbortController()
    const waiting = Array.from({ length: 10 }, (_, index) =>
      sdk.crm.orders.list({ limit: index + 1 }, { signal: leaving.signal }),
    )
    const ended = Promise.allSettled(waiting)
    await hung.received(10)
    expect((await sdk.mes.orders.list()).items).toEqual([])
    const refused = await rejection(sdk.crm.orders.list({ limit: 11 }))
    expect(refused).toMatchObject({
      kind: 'overload',
      api: 'crm',
      operation: 'orders.list',
      message: expect.stringMatching(/^crm\.orders\.list: refused/),
    })
    leaving.abort()
    await ended
  })

  test('are told apart by errors and by events', async () => {
    await using api = await startApi((response) => problem(response, 403))
    await using sdk = await readySdk(api.url, { crm: { baseUrl: `${api.url}/crm` } })
    const requests: unknown[] = []
    const stop = channels.request.subscribe(({ api: name, operation }) => void requests.push(`${name} ${operation}`))
    const errors = [
      await rejection(sdk.mes.orders.list()),
      await rejection(sdk.crm.orders.list()),
      await rejection(sdk.crm.orders.list({ limit: -1 })),
    ]
    stop()
    expect(errors).toMatchObject([
      { api: 'mes', operation: 'orders.list', message: expect.stringMatching(/^mes\.orders\.list \(request /) },
      { api: 'crm', operation: 'orders.list', message: expect.stringMatching(/^crm\.orders\.list \(request /) },
      { api: 'crm', operation: 'orders.list', message: expect.stringMatching(/^crm\.orders\.list: query\.limit/) },
    ])
    expect(requests).toEqual(['mes orders.list', 'crm orders.list'])
  })

  test('are told apart by what is said of their reads', async () => {
    await using api = await startApi(page)
    await using sdk = await readySdk(api.url, { crm: { baseUrl: `${api.url}/crm` } })
    const reads: unknown[] = []
    const stop = channels.read.subscribe(({ api: name, operation, source }) => void reads.push(`${name} ${operation} ${source}`))
    await sdk.mes.orders.list()
    await sdk.crm.orders.list()
    stop()
    expect(reads).toEqual(['mes orders.list origin', 'crm orders.list origin'])
  })
})

describe('principals', () => {
  const held = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const answer: Answer = async (response, request) => {
      await promise
      json(response, 200, order({ number: String(request.headers['x-api-key']) }))
    }
    return { answer, release: resolve }
  }

  test('of two SDKs in one process share neither values nor loads in flight', async () => {
    const { answer, release } = held()
    await using api = await startApi(answer)
    const as = (principal: string) =>
      readySdk(api.url, { mes: { baseUrl: api.url, auth: { apiKey: principal } }, cache: { namespace: 'shared', principal } })
    await using a = await as('partner:1')
    await using b = await as('partner:2')
    const both = [a.mes.orders.get('ord_1'), b.mes.orders.get('ord_1')]
    await api.received(2)
    release()
    expect((await Promise.all(both)).map(({ number }) => number)).toEqual(['partner:1', 'partner:2'])
    expect(await Promise.all([a.mes.orders.get('ord_1'), b.mes.orders.get('ord_1')])).toEqual(await Promise.all(both))
    expect(api.requests).toHaveLength(2)
  })

  test.each(['this process', 'partner:2'])(
    'of one SDK share neither values nor loads in flight, nor credentials: "%s"',
    async (principal) => {
      const { answer, release } = held()
      await using api = await startApi(answer)
      await using sdk = await readySdk(api.url, { mes: { baseUrl: api.url, auth: { apiKey: 'mine' } } })
      const other = sdk.as({ principal, auth: { mes: { apiKey: 'theirs' } } })
      const anonymous = sdk.as({ principal: 'nobody' })
      const all = [sdk, other, anonymous].map((view) => view.mes.orders.get('ord_1'))
      await api.received(3)
      release()
      expect((await Promise.all(all)).map(({ number }) => number)).toEqual(['mine', 'theirs', 'undefined'])
      await Promise.all([sdk, other, anonymous].map((view) => view.mes.orders.get('ord_1')))
      expect(api.requests).toHaveLength(3)
    },
  )

  test('of one SDK share what is the same for everyone', async () => {
    await using api = await startApi((response) => json(response, 200, { items: [] }))
    await using sdk = await readySdk(api.url)
    await sdk.mes.materials.list()
    expect((await sdk.as({ principal: 'partner:2' }).mes.materials.list().withMeta()).cache.source).toBe('memory')
  })

  test("of one SDK see each other's invalidations", async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    const other = sdk.as({ principal: 'partner:2' })
    await other.mes.orders.get('ord_1')
    await sdk.mes.orders.claim('ord_1', { ifMatch: 7 })
    expect((await other.mes.orders.get('ord_1').withMeta()).cache.source).toBe('origin')
  })
})

describe('an API that was not configured', () => {
  test('says so at its first use, and does not disturb who only looks', async () => {
    await using sdk = createSdk({ mes: { baseUrl: 'http://127.0.0.1:9' } })
    expect(() => sdk.crm.orders).toThrow('crm: required to use sdk.crm.orders; give its baseUrl to createSdk')
    expect(() => sdk.crm.orders).toThrow(expect.toSatisfy(isConfigurationError) as Error)
    expect(await Promise.resolve(sdk.crm)).toBe(sdk.crm)
    expect(JSON.parse(JSON.stringify(sdk))).toHaveProperty('crm', {})
    expect(inspect(sdk)).toContain('crm')
  })
})

describe('closing', () => {
  test('twice is once, for every view', async () => {
    await using api = await startApi(mes)
    const sdk = await readySdk(api.url)
    const other = sdk.as({ principal: 'partner:2' })
    expect(await Promise.all([sdk.close(), sdk.close(), other.close()])).toEqual([0, 0, 0])
    expect(await sdk.close()).toBe(0)
  })

  test('refuses every later call of every view, hits included', async () => {
    await using api = await startApi(mes)
    const sdk = await readySdk(api.url)
    const other = sdk.as({ principal: 'partner:2' })
    await sdk.mes.orders.get('ord_1')
    const closing = sdk.close()
    const calls = [
      sdk.mes.orders.get('ord_1'),
      other.mes.orders.get('ord_1'),
      sdk.mes.orders.list(),
      sdk.mes.orders.claim('ord_1', { ifMatch: 7 }),
      sdk.invalidate(['stats']),
      other.invalidate(['stats']),
    ]
    for (const error of await Promise.all(calls.map(rejection))) expect(error).toSatisfy(isClosedError)
    expect(() => sdk.as({ principal: 'partner:3' })).toThrow(expect.toSatisfy(isClosedError) as Error)
    await closing
    expect(api.requests).toHaveLength(1)
  })

  test('lets calls end that have begun', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    await using api = await startApi(async (response, request, turn) => {
      await promise
      return mes(response, request, turn)
    })
    const sdk = await readySdk(api.url)
    const read = sdk.mes.orders.get('ord_1')
    const command = sdk.mes.orders.claim('ord_1', { ifMatch: 7 }).withMeta()
    await api.received(2)
    const closing = sdk.close()
    resolve()
    await closing
    expect(await read).toEqual(order())
    expect((await command).value).toMatchObject({ version: 8 })
  })

  test('of a view ends it alone, request by request, while the SDK and other views go on', async () => {
    await using api = await startApi(mes)
    await using sdk = await readySdk(api.url)
    const sister = sdk.as({ principal: 'partner:2' })
    const handle = async (): Promise<Sdk> => {
      await using mine = sdk.as({ principal: 'partner:2' })
      await mine.mes.orders.get('ord_1')
      return mine
    }
    const [first, second] = [await handle(), await handle()]
    const calls = [
      first.mes.orders.get('ord_1'),
      second.mes.orders.claim('ord_1', { ifMatch: 7 }),
      first.invalidate(['stats']),
      first.ready(),
      first.request({ api: 'mes', path: '/x' }),
      first.mes.quotes.calculate({ model: new Uint8Array(84), materialCode: 'AU585', quantity: 1, currency: 'EUR' }),
    ]
    for (const error of await Promise.all(calls.map(rejection))) expect(error).toSatisfy(isClosedError)
    expect(() => first.as({ principal: 'partner:2' })).toThrow(expect.toSatisfy(isClosedError) as Error)
    expect((await sister.mes.orders.get('ord_1').withMeta()).cache.source).toBe('memory')
    expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
  })

  test('of a view leaves a view that it has given, which ends with the SDK', async () => {
    await using api = await startApi(mes)
    const sdk = await readySdk(api.url)
    const view = sdk.as({ principal: 'partner:2' })
    const inner = view.as({ principal: 'partner:3' })
    expect(await view.close()).toBe(0)
    expect(await inner.mes.orders.get('ord_1')).toEqual(order())
    await sdk.close()
    expect(await rejection(inner.mes.orders.get('ord_1'))).toSatisfy(isClosedError)
    expect(await inner.close()).toBe(0)
  })

  test('of a view waits for its commands and no others, and that of the SDK for all', async () => {
    const released = [0, 1].map(() => Promise.withResolvers<void>())
    await using api = await startApi(async (response, request, turn) => {
      await released[turn - 1]?.promise
      return mes(response, request, turn)
    })
    const sdk = await readySdk(api.url)
    const [mine, other] = [sdk.as({ principal: 'partner:2' }), sdk.as({ principal: 'partner:3' })]
    const command = mine.mes.orders.claim('ord_1', { ifMatch: 7 }).withMeta()
    await api.received(1)
    const theirs = other.mes.orders.claim('ord_1', { ifMatch: 7 }).withMeta()
    await api.received(2)
    const closing = mine.close()
    released[0]?.resolve()
    expect(await closing).toBe(0)
    expect((await command).invalidation).toMatchObject({ status: 'applied' })
    const all = sdk.close()
    released[1]?.resolve()
    expect(await all).toBe(0)
    expect((await theirs).value).toMatchObject({ version: 8 })
  })

  test('is what `await using` does', async () => {
    await using api = await startApi(mes)
    let left: Sdk
    {
      await using sdk = await readySdk(api.url)
      left = sdk
    }
    expect(await rejection(left.mes.orders.get('ord_1'))).toSatisfy(isClosedError)
  })
})

describe('a process that read and does not close', () => {
  test('exits by itself, when its last call has its answer', async () => {
    await using api = await startApi(mes)
    const file = fileURLToPath(new URL('exit-child.ts', import.meta.url))
    const child = spawn(process.execPath, [file, `${api.url}/v1`], { stdio: ['ignore', 'pipe', 'inherit'] })
    const output = child.stdout.toArray()
    try {
      const [code, signal] = (await once(child, 'exit', { signal: AbortSignal.timeout(15_000) })) as [
        number | null,
        string | null,
      ]
      expect({ code, signal, output: String(await output) }).toEqual({ code: 0, signal: null, output: 'read' })
    } finally {
      child.kill('SIGKILL')
    }
    expect(api.requests.map(({ url }) => url)).toContain('/v1/orders/ord_1/status')
  })
})
