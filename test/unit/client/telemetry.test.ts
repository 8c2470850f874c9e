import { describe, expect, test } from 'vitest'
import {
  createSdk,
  type CallFailed,
  type Hooks,
  type Logger,
  type RequestSent,
  type ResponseReceived,
  type RetryPlanned,
  type SdkOptions,
} from '../../../src/index.ts'
import { uniqueName } from '../../support/names.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { json, problem, startApi, type Answer } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { order } from './orders.ts'

const SECRET = 's3cr3t'
const SOON = { 'retry-after': '0' }

/** Fails at first, then has the order. */
const recovering: Answer = (response, _request, turn) =>
  turn === 1
    ? problem(response, 503, { code: 'busy' }, SOON)
    : json(response, 200, order(), { 'set-cookie': SECRET, 'x-secret': SECRET })

const sdkOn = (url: string, options: Partial<SdkOptions>) =>
  createSdk({ mes: { baseUrl: url, auth: { apiKey: SECRET } }, ...options })

/** Hooks that note what they are told. */
const noting = () => {
  const told = {
    requests: [] as RequestSent[],
    responses: [] as ResponseReceived[],
    retries: [] as RetryPlanned[],
    errors: [] as CallFailed[],
  }
  const hooks: Hooks = {
    onRequest: (event) => told.requests.push(event),
    onResponse: (event) => told.responses.push(event),
    onRetry: (event) => told.retries.push(event),
    onError: (event) => told.errors.push(event),
  }
  return { told, hooks }
}

/** A logger that keeps its lines. */
const keeping = () => {
  const lines: { readonly level: string; readonly message: string; readonly [field: string]: unknown }[] = []
  const at =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push({ ...fields, level, message })
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { lines, logger }
}

describe('hooks', () => {
  test('are told of each attempt, its answer and the retry, under one request id', async () => {
    await using api = await startApi(recovering)
    const { told, hooks } = noting()
    await using sdk = sdkOn(api.url, { hooks, redactHeaders: ['X-Secret'] })
    const { response } = await sdk.mes.orders.get('ord_1').withMeta()
    const call = {
      api: 'mes',
      operation: 'orders.get',
      method: 'GET',
      url: `${api.url}/orders/ord_1`,
      requestId: response?.requestId,
    }
    expect(told.requests).toMatchObject([
      { ...call, attempt: 1 },
      { ...call, attempt: 2 },
    ])
    expect(told.responses).toMatchObject([
      { ...call, attempt: 1, status: 503 },
      { ...call, attempt: 2, status: 200, durationMs: expect.any(Number) as number },
    ])
    expect(told.retries).toMatchObject([{ ...call, attempt: 1, delayMs: 0, error: { kind: 'api', status: 503 } }])
    expect(told.errors).toEqual([])
    expect(told.requests[0]?.headers).toMatchObject({ accept: 'application/json', 'x-api-key': '[redacted]' })
    expect(told.responses[1]?.headers).toMatchObject({ 'set-cookie': '[redacted]', 'x-secret': '[redacted]' })
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })

  test('are told of a call that failed for good, once, and not of one that was aborted', async () => {
    await using api = await startApi((response) => problem(response, 404, { code: 'not-found' }))
    const { told, hooks } = noting()
    await using sdk = sdkOn(api.url, { hooks })
    await rejection(sdk.mes.orders.get('ord_1'))
    expect(told.errors).toMatchObject([{ operation: 'orders.get', attempts: 1, error: { kind: 'api', status: 404 } }])
    await using silent = await startApi(() => {})
    await using waiting = sdkOn(silent.url, { hooks })
    const controller = new AbortController()
    const call = rejection(waiting.mes.orders.get('ord_1', { signal: controller.signal }))
    await silent.received(1)
    controller.abort('left')
    expect(await call).toBe('left')
    expect(told.errors).toHaveLength(1)
  })

  test('are told nothing of a hit', async () => {
    await using api = await startApi((response) => json(response, 200, order()))
    const { told, hooks } = noting()
    await using sdk = sdkOn(api.url, { hooks })
    await sdk.ready()
    await sdk.mes.orders.get('ord_1')
    await sdk.mes.orders.get('ord_1')
    expect(told.requests).toHaveLength(1)
  })

  test.each(['throw', 'reject'])('that %s fail no call, and are reported', async (how) => {
    await using api = await startApi(recovering)
    const cause = new Error('no disk')
    const fail = (): unknown => {
      if (how === 'throw') throw cause
      return Promise.reject(cause)
    }
    const namespace = uniqueName()
    using incidents = collectIncidents(namespace)
    await using sdk = sdkOn(api.url, {
      hooks: { onRequest: fail, onResponse: fail, onRetry: fail, onError: fail },
      cache: { namespace },
    })
    expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
    await rejection(sdk.mes.quotes.get('quo_1'))
    expect(incidents.seen.filter(({ kind }) => kind === 'hook-failed').length).toBeGreaterThan(4)
    expect(incidents.seen.every((incident) => incident.kind !== 'hook-failed' || incident.cause === cause)).toBe(true)
  })

  test('and middleware and logger are shared by every view, credentials are not', async () => {
    await using api = await startApi((response) => json(response, 200, order()))
    const { told, hooks } = noting()
    const { lines, logger } = keeping()
    let attempts = 0
    await using sdk = sdkOn(api.url, { hooks, logger, logLevel: 'debug', middleware: [(_attempt, next) => (attempts++, next())] })
    const other = sdk.as({ principal: 'staff:1', auth: { mes: { bearer: () => 'theirs' } } })
    await Promise.all([sdk.mes.orders.get('ord_1'), other.mes.orders.get('ord_1')])
    expect([told.requests.length, attempts, lines.filter(({ message }) => message === 'request sent').length]).toEqual([2, 2, 2])
    expect(new Set(api.requests.map(({ headers }) => `${String(headers['x-api-key'])} ${headers.authorization}`))).toEqual(
      new Set([`${SECRET} undefined`, 'undefined Bearer theirs']),
    )
  })
})

describe('a logger', () => {
  test('is told at debug of every request and answer with bodies, at info of retries alone', async () => {
    await using api = await startApi(recovering)
    const { lines, logger } = keeping()
    await using loud = sdkOn(api.url, { logger, logLevel: 'debug', redactHeaders: ['x-secret'] })
    await loud.mes.orders.get('ord_1')
    expect(lines.filter(({ operation }) => operation !== undefined)).toMatchObject([
      { level: 'debug', message: 'request sent', attempt: 1, headers: { 'x-api-key': '[redacted]' } },
      { level: 'debug', message: 'response received', status: 503, body: { code: 'busy', type: 'about:blank' } },
      { level: 'info', message: 'request will be sent again', error: 'api', status: 503, code: 'busy', delayMs: 0 },
      { level: 'debug', message: 'request sent', attempt: 2 },
      { level: 'debug', message: 'response received', status: 200, body: order() },
    ])
    expect(JSON.stringify(lines)).not.toContain(SECRET)
    await using again = await startApi(recovering)
    const quiet = keeping()
    await using sdk = sdkOn(again.url, { logger: quiet.logger })
    await sdk.mes.orders.get('ord_1')
    expect(quiet.lines.map(({ message }) => message)).toEqual(['request will be sent again'])
  })

  test('is told at warn of calls that failed by no fault of their caller, without what the API said', async () => {
    await using api = await startApi((response, { url }) =>
      url.endsWith('/ord_1')
        ? problem(response, 500, { code: 'broken', detail: SECRET }, SOON)
        : problem(response, 404, { code: 'not-found' }),
    )
    const { lines, logger } = keeping()
    await using sdk = sdkOn(api.url, { logger, logLevel: 'warn', retries: 0 })
    await rejection(sdk.mes.orders.get('ord_1'))
    await rejection(sdk.mes.orders.get('ord_2'))
    expect(lines).toMatchObject([
      { level: 'warn', message: 'call failed', operation: 'orders.get', attempts: 1, error: 'api', status: 500, code: 'broken' },
    ])
    expect(JSON.stringify(lines)).not.toContain(SECRET)
  })

  test('is told of incidents of its own cache, until the client is closed', async () => {
    await using api = await startApi((response) => json(response, 200, order()))
    const namespace = uniqueName()
    const { lines, logger } = keeping()
    const fail = (): never => {
      throw new Error('no disk')
    }
    const sdk = sdkOn(api.url, { logger, cache: { namespace }, hooks: { onRequest: fail } })
    await sdk.mes.orders.get('ord_1')
    expect(lines).toMatchObject([{ level: 'error', message: 'cache incident: hook-failed', namespace, cause: 'no disk' }])
    await sdk.close()
    await using other = sdkOn(api.url, { cache: { namespace }, hooks: { onRequest: fail } })
    await other.mes.orders.get('ord_1')
    expect(lines).toHaveLength(1)
  })

  test.each(['throws', 'rejects'])('that %s fails nothing', async (how) => {
    await using api = await startApi(recovering)
    const fail = (): unknown => {
      if (how === 'throws') throw new Error('no disk')
      return Promise.reject(new Error('no disk'))
    }
    await using sdk = sdkOn(api.url, { logger: { debug: fail, info: fail, warn: fail, error: fail }, logLevel: 'debug' })
    expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
  })

  test('may be the console, and one of Fastify, which is pino', async () => {
    const { fastify } = await import('fastify')
    const written: string[] = []
    const { log } = fastify({ logger: { level: 'debug', stream: { write: (line: string) => void written.push(line) } } })
    const loggers: readonly Logger[] = [console, log]
    expect(loggers).toHaveLength(2)
    await using api = await startApi(recovering)
    await using sdk = sdkOn(api.url, { logger: log })
    await sdk.mes.orders.get('ord_1')
    expect(written.map((line): unknown => JSON.parse(line))).toMatchObject([
      { msg: 'request will be sent again', operation: 'orders.get', status: 503 },
    ])
  })
})
