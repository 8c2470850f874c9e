import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { context, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createCache, type ReadRequest } from '../../../src/cache.ts'
import { createTraces } from '../../../src/tracing.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { uniqueName } from '../../support/names.ts'
import { registerOpenTelemetry, type SeenSpan } from '../../support/spans.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { worldOf } from '../cache/support/world.ts'
import { callingAt, claimOrder, getOrder, order7 } from '../operation/support/calling.ts'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { requestTo, transportWith } from '../transport/support/sending.ts'

const telemetry = registerOpenTelemetry()

const tracing = (tracer?: Tracer) => {
  const traces = createTraces(tracer && { tracer })
  onTestFinished(() => traces.close())
  return traces
}

beforeEach(() => telemetry.reset())
afterEach(() => {
  vi.useRealTimers()
})

const named = (spans: readonly SeenSpan[], name: string): SeenSpan => {
  const found = spans.filter((span) => span.name === name)
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`expected one span ${name}, got ${spans.map((span) => span.name).join(', ')}`)
  return found[0]
}

const cacheOf = async () => {
  const cache = createCache({ namespace: 'prod', principal: 'secret-principal' })
  onTestFinished(() => void cache.close())
  await cache.ready()
  return cache
}
const ORDER: ReadRequest<string> = { key: ['secret-key', 7], ttl: '1m', tags: ['secret-tag:7'], operation: 'orders.get' }

/** A promise, and the way to settle it. */
const gate = () => Promise.withResolvers<string>()

describe('a read that waits', () => {
  test('is a span around its load, which is a span around what the loader does', async () => {
    tracing()
    const cache = await cacheOf()
    await telemetry.tracer.startActiveSpan('request', async (request) => {
      await cache.getOrLoad(ORDER, async () => {
        await Promise.resolve()
        telemetry.tracer.startSpan('SELECT orders').end()
        return 'secret-value'
      })
      request.end()
    })
    const spans = await telemetry.finished()
    const [query, load, read, request] = ['SELECT orders', 'load orders.get', 'read orders.get', 'request'].map((name) =>
      named(spans, name),
    )
    expect([query?.parent, load?.parent, read?.parent, request?.parent]).toEqual([load?.id, read?.id, request?.id, undefined])
    expect(load).toMatchObject({ kind: 0, status: 0, links: [], events: [] })
    expect(load?.attributes).toEqual({
      'mescrm.namespace': 'prod',
      'mescrm.operation': 'orders.get',
      'mescrm.load.cause': 'absent',
      'mescrm.load.outcome': 'loaded',
      'mescrm.load.bytes': 14,
    })
    expect(read?.attributes).toEqual({
      'mescrm.namespace': 'prod',
      'mescrm.operation': 'orders.get',
      'mescrm.read.source': 'origin',
      'mescrm.read.state': 'fresh',
      'mescrm.read.age_ms': 0,
    })
    expect(JSON.stringify(spans)).not.toContain('secret')
  })

  test('has none beside it from memory, and none once tracing is closed', async () => {
    const traces = tracing()
    const cache = await cacheOf()
    await cache.getOrLoad(ORDER, () => 'value')
    telemetry.reset()
    await cache.getOrLoad(ORDER, () => 'value')
    await cache.getMany({ ids: [7], key: () => ['secret-key', 7], ttl: '1m', tags: [] }, () => ['value'])
    traces.close()
    await cache.getOrLoad({ ...ORDER, key: 'other' }, () => 'value')
    expect(await telemetry.finished()).toEqual([])
  })

  test('that fails has the kind of the error, and neither its message nor its stack', async () => {
    tracing()
    const cache = await cacheOf()
    await expect(cache.getOrLoad(ORDER, () => Promise.reject(new Error('secret: wrong password')))).rejects.toThrow(
      'wrong password',
    )
    const spans = await telemetry.finished()
    for (const name of ['read orders.get', 'load orders.get']) {
      expect(named(spans, name)).toMatchObject({
        status: 2,
        message: undefined,
        events: [],
        attributes: { 'error.type': 'other' },
      })
    }
    expect(named(spans, 'load orders.get').attributes['mescrm.load.outcome']).toBe('failed')
    expect(JSON.stringify(spans)).not.toContain('secret')
  })

  test('that joins a load is linked to it, whether that has begun or not; one that leaves is aborted, and the load keeps its span', async () => {
    tracing()
    const cache = await cacheOf()
    const { promise, resolve } = gate()
    const begun = gate()
    const leaving = new AbortController()
    const load = (): Promise<string> => {
      begun.resolve('begun')
      return promise
    }
    const left = telemetry.tracer.startActiveSpan('first', (span) =>
      cache
        .getOrLoad({ ...ORDER, signal: leaving.signal }, load)
        .catch(() => {})
        .finally(() => span.end()),
    )
    const early = cache.getOrLoad({ ...ORDER, signal: new AbortController().signal }, load)
    await begun.promise
    const late = cache.getOrLoad(ORDER, load)
    leaving.abort()
    await left
    expect((await telemetry.finished()).map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
      ['read orders.get', 'aborted'],
      ['first', undefined],
    ])
    resolve('value')
    expect(await Promise.all([early, late])).toEqual(['value', 'value'])
    const spans = await telemetry.finished()
    const loaded = named(spans, 'load orders.get')
    const [first, ...joined] = spans.filter(({ name }) => name === 'read orders.get')
    expect(loaded).toMatchObject({ parent: first?.id, status: 0, links: [], traceId: first?.traceId })
    expect(joined.map(({ links, attributes }) => [links, attributes['mescrm.read.source']])).toEqual([
      [[loaded.id], 'joined'],
      [[loaded.id], 'joined'],
    ])
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3)
  })

  test('that nobody waits for any longer leaves an aborted load', async () => {
    tracing()
    const cache = await cacheOf()
    const leaving = new AbortController()
    const read = cache.getOrLoad(
      { ...ORDER, signal: leaving.signal },
      ({ signal }) =>
        new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
          leaving.abort(new Error('left'))
        }),
    )
    await expect(read).rejects.toThrow('left')
    await vi.waitFor(async () => expect(await telemetry.finished()).toHaveLength(2))
    const spans = await telemetry.finished()
    expect(named(spans, 'load orders.get')).toMatchObject({
      status: 2,
      attributes: { 'error.type': 'aborted', 'mescrm.load.outcome': 'aborted' },
    })
  })

  test('that is answered with a stale value has its revalidation as a trace of its own, linked to it', async () => {
    tracing()
    fakeTime()
    const { read } = await worldOf()
    const grace = { whileRevalidateMs: 60_000 }
    await read({ grace })
    await pass(30_001)
    telemetry.reset()
    await telemetry.tracer.startActiveSpan('request', async (span) => {
      await read({ grace })
      span.end()
    })
    await pass(5)
    const spans = await telemetry.finished()
    const [stale, load] = [named(spans, 'read'), named(spans, 'load')]
    expect(stale.attributes).toMatchObject({ 'mescrm.read.source': 'memory', 'mescrm.read.state': 'stale' })
    expect(load).toMatchObject({ parent: undefined, links: [stale.id], attributes: { 'mescrm.load.cause': 'revalidation' } })
    expect(load.traceId).not.toBe(stale.traceId)
  })
})

describe('getMany', () => {
  const request = (ids: readonly number[]) =>
    ({
      ids,
      key: (id: number) => ['order', id],
      ttl: '1m',
      tags: (_value: unknown, id: number) => [`order:${id}`],
      operation: 'orders.get',
    }) as const

  test('is one span around one load, with the number of keys that memory does not have', async () => {
    tracing()
    const cache = await cacheOf()
    await cache.getMany(request([1]), (ids) => ids)
    telemetry.reset()
    await cache.getMany(request([1, 2, 3]), (ids) => {
      telemetry.tracer.startSpan('SELECT orders').end()
      return ids
    })
    const spans = await telemetry.finished()
    expect(spans.map(({ name, attributes }) => [name, attributes['mescrm.keys']])).toEqual([
      ['SELECT orders', undefined],
      ['load orders.get', 2],
      ['read orders.get', 2],
    ])
    const [query, load, read] = spans
    expect([query?.parent, load?.parent, load?.links]).toEqual([load?.id, read?.id, []])
  })

  test('is linked once to a load of others that it joins, and others to its own', async () => {
    tracing()
    const cache = await cacheOf()
    const { promise, resolve } = gate()
    const first = cache.getMany(request([1, 2]), (ids) => promise.then(() => ids))
    const second = cache.getMany(request([1, 2, 3]), (ids) => ids)
    const one = cache.getOrLoad({ key: ['order', 1], ttl: '1m', tags: [], operation: 'one' }, () => 1)
    resolve('go')
    expect([await first, await second, await one]).toEqual([[1, 2], [1, 2, 3], 1])
    const spans = await telemetry.finished()
    const [ofTwo, ofThree] = [2, 3].map((keys) =>
      spans.find(({ name, attributes }) => name === 'read orders.get' && attributes['mescrm.keys'] === keys),
    )
    const load = spans.find(({ name, attributes }) => name === 'load orders.get' && attributes['mescrm.keys'] === 2)
    expect(load?.parent).toBe(ofTwo?.id)
    expect([ofTwo?.links, ofThree?.links, named(spans, 'read one').links]).toEqual([[], [load?.id], [load?.id]])
  })
})

test('an invalidation is a span with the number of its tags and its status', async () => {
  tracing()
  const cache = await cacheOf()
  await cache.mutate(['secret-tag:7', 'secret-tag:8'], () => telemetry.tracer.startSpan('UPDATE orders').end())
  const spans = await telemetry.finished()
  expect(spans.map(({ name }) => name)).toEqual(['UPDATE orders', 'invalidate'])
  expect(named(spans, 'invalidate').attributes).toEqual({
    'mescrm.namespace': 'prod',
    'mescrm.invalidation.tags': 2,
    'mescrm.invalidation.status': 'applied',
  })
  await cache.mutate(
    () => {
      throw new Error('no tags')
    },
    () => 'done',
  )
  expect((await telemetry.finished()).at(-1)?.attributes).toEqual({
    'mescrm.namespace': 'prod',
    'mescrm.invalidation.status': 'applied',
  })
})

describe('a request', () => {
  test('is a client span of HTTP for each attempt, within the load, and takes the trace along', async () => {
    tracing()
    await using api = await startApi((response, _request, turn) =>
      turn < 3 ? problem(response, 503, { detail: 'secret detail' }, { 'retry-after': '0' }) : json(response, 200, order7),
    )
    await using calling = await callingAt(`${api.url}/v1`, { principal: 'secret-principal', auth: { apiKey: 'secret-api-key' } })
    await calling.caller.call(getOrder, { path: { orderId: 'ord_1' }, query: { expand: ['secret-query'] } })
    const spans = await telemetry.finished()
    const attempts = spans.filter(({ kind }) => kind === SpanKind.CLIENT)
    const load = named(spans, 'load mes.orders.get')
    expect(attempts.map(({ name, status, parent }) => [name, status, parent])).toEqual(
      [2, 2, 0].map((status) => ['GET /v1/orders/{orderId}', status, load.id]),
    )
    expect(
      attempts.map(({ attributes }) => [
        attributes['http.request.resend_count'],
        attributes['http.response.status_code'],
        attributes['error.type'],
      ]),
    ).toEqual([
      [undefined, 503, '503'],
      [1, 503, '503'],
      [2, 200, undefined],
    ])
    expect(attempts[2]?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.request.resend_count': 2,
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'server.port': api.port,
      'url.full': `${api.url}/v1/orders/ord_1`,
      'url.template': '/v1/orders/{orderId}',
      'mescrm.api': 'mes',
      'mescrm.operation': 'orders.get',
      'mescrm.request_id': expect.any(String),
    })
    expect(api.requests.map(({ headers }) => headers['traceparent'])).toEqual(
      attempts.map(({ traceId, id }) => `00-${traceId}-${id}-01`),
    )
    expect(JSON.stringify(spans)).not.toContain('secret')
  })

  test('of a command is within the span of its caller, as is its invalidation', async () => {
    tracing()
    await using api = await startApi((response) => json(response, 200, { ...order7, previousStatus: 'OPEN' }))
    await using calling = await callingAt(api.url)
    await telemetry.tracer.startActiveSpan('request', async (span) => {
      await calling.caller.call(claimOrder, { path: { orderId: 'ord_1' }, header: { 'If-Match': 7 } })
      span.end()
    })
    const spans = await telemetry.finished()
    const { id } = named(spans, 'request')
    expect(['POST /orders/{orderId}/claim', 'invalidate'].map((name) => named(spans, name).parent)).toEqual([id, id])
  })

  test.each([
    ['a key in the query', { apiKey: 'secret-key', in: { query: 'key' } }, {}, 'orders'],
    ['a signed address', undefined, { server: 'storage', shownUrl: 'https://storage.example/…' }, 'secret-path'],
  ] as const)('never shows %s', async (_what, auth, given, path) => {
    tracing()
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith(auth).send(requestTo(`${api.url}/${path}?signature=secret-signature#secret`, given))
    const [attempt] = await telemetry.finished()
    expect(api.requests[0]?.url).toContain('secret')
    expect(attempt?.name).toBe('GET')
    expect(JSON.stringify(attempt)).not.toContain('secret')
    // A storage is no part of the trace.
    expect(api.requests[0]?.headers['traceparent'] === undefined).toBe('server' in given)
  })

  test('tells an aborted caller, a time limit and a broken connection apart', async () => {
    tracing()
    await using api = await startApi((response, _request, turn) => (turn === 3 ? response.destroy() : undefined))
    const clock = createManualClock()
    const leaving = new AbortController()
    const aborted = transportWith().send(requestTo(api.url, { signal: leaving.signal }))
    await api.received(1)
    leaving.abort(new Error('left'))
    await expect(aborted).rejects.toThrow('left')
    const late = transportWith(undefined, { clock }).send(requestTo(api.url, { timeoutMs: 20 }))
    await api.received(2)
    clock.advance(20)
    await expect(late).rejects.toMatchObject({ kind: 'timeout' })
    await expect(transportWith(undefined, { retries: 0 }).send(requestTo(api.url))).rejects.toMatchObject({ kind: 'connection' })
    expect((await telemetry.finished()).map(({ attributes, status }) => [attributes['error.type'], status])).toEqual([
      ['aborted', 2],
      ['timeout', 2],
      ['connection', 2],
    ])
  })

  test('has no second span of an instrumentation of fetch, which makes none within', async () => {
    tracing()
    const made: string[] = []
    const instrumentation = (message: unknown): void => {
      const { request } = message as { readonly request: { readonly path: string } }
      const span = telemetry.tracer.startSpan('undici')
      if (span.isRecording()) made.push(request.path)
      span.end()
    }
    subscribe('undici:request:create', instrumentation)
    onTestFinished(() => void unsubscribe('undici:request:create', instrumentation))
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith().send(requestTo(`${api.url}/sdk`))
    await (await fetch(`${api.url}/application`)).text()
    expect(made).toEqual(['/application'])
  })

  test('is sent by its middleware within the span, whose context it has', async () => {
    tracing()
    await using api = await startApi((response) => json(response, 200, {}))
    let active: string | undefined
    await transportWith(undefined, {
      middleware: [
        (_attempt, next) => {
          active = trace.getActiveSpan()?.spanContext().spanId
          return next()
        },
      ],
    }).send(requestTo(api.url))
    expect(active).toBe((await telemetry.finished())[0]?.id)
  })
})

describe('a tracer that throws', () => {
  const fails = (): never => {
    throw new Error('bug')
  }
  const throwing: Tracer = { startSpan: fails, startActiveSpan: fails }
  const brokenSpan = new Proxy({}, { get: () => fails }) as Span
  const handsOutBroken: Tracer = { startSpan: () => brokenSpan, startActiveSpan: fails }

  test.each([
    ['at the start', throwing],
    ['in every method of its spans', handsOutBroken],
  ])('%s fails nothing, and is warned of once', async (_when, tracer) => {
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    tracing(tracer)
    await using api = await startApi((response) => json(response, 200, order7))
    await using calling = await callingAt(api.url)
    const cache = await cacheOf()
    expect(await calling.caller.call(getOrder, { path: { orderId: 'ord_1' } })).toMatchObject({ id: 'ord_1' })
    expect(await Promise.all([cache.getOrLoad(ORDER, () => 'value'), cache.getOrLoad(ORDER, () => 'value')])).toEqual([
      'value',
      'value',
    ])
    expect(await cache.getMany({ ids: [1, 2], key: (id) => id, ttl: '1m', tags: [] }, (ids) => ids)).toEqual([1, 2])
    await expect(cache.getOrLoad({ ...ORDER, key: 'other' }, () => Promise.reject(new Error('down')))).rejects.toThrow('down')
    expect(await cache.invalidate(['a'])).toMatchObject({ status: 'applied' })
    expect(warnings.mock.calls).toEqual([['a tracer of mes-crm-sdk threw: bug']])
  })

  test('in its context manager leaves work done once', async () => {
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    tracing()
    const cache = await cacheOf()
    vi.spyOn(context, 'with').mockImplementation(fails)
    let loads = 0
    expect(await cache.getOrLoad(ORDER, () => `load ${(loads += 1)}`)).toBe('load 1')
    expect(warnings).toHaveBeenCalledTimes(1)
  })
})

test('of several calls of createTraces the newest one makes the spans, until it is closed', async () => {
  tracing()
  const made: string[] = []
  const newest = tracing({
    startSpan: (name, options, within) => {
      made.push(name)
      return telemetry.tracer.startSpan(`newest ${name}`, options, within)
    },
    startActiveSpan: () => {
      throw new Error('not used')
    },
  })
  const cache = await cacheOf()
  await cache.invalidate([uniqueName()])
  newest.close()
  newest.close()
  await cache.invalidate([uniqueName()])
  expect([made, (await telemetry.finished()).map(({ name }) => name)]).toEqual([
    ['invalidate'],
    ['newest invalidate', 'invalidate'],
  ])
})
