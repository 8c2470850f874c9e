import { createSdk, type RequestSent, type Sdk, type SdkOptions } from 'mes-crm-sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMes } from '../../../reference/mes/start.ts'
import { mintToken } from '../../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../../reference/shared/service/options.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { json } from '../../unit/transport/support/api-server.ts'
import { rejection } from '../../unit/transport/support/sending.ts'
import { startTokens } from '../../unit/transport/support/token-server.ts'

const CALLS = 500
const operator = { sub: 'op_01', roles: ['operator'] } as const
const tokenFor = (seconds: number): string => mintToken({ ...operator, roles: [...operator.roles] }, DEMO_SECRET, seconds)

let mes: RunningServer
beforeAll(async () => void (mes = await startMes({ seed: { orders: 2_000 } })))
afterAll(() => mes.close())

/** An SDK on the reference server, and what it sends. */
const open = (
  auth: NonNullable<NonNullable<SdkOptions['mes']>['auth']> = { bearer: tokenFor(600) },
): { readonly sdk: Sdk; readonly sent: RequestSent[] } => {
  const sent: RequestSent[] = []
  return { sent, sdk: createSdk({ mes: { baseUrl: `${mes.url}/v1`, auth }, hooks: { onRequest: (event) => sent.push(event) } }) }
}

const someOrders = async (sdk: Sdk, count: number) => {
  const page = await sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: count })
  expect(page.items).toHaveLength(count)
  return page.items
}

/** Reads of an order each, which share nothing but the token. */
const readApart = (sdk: Sdk): Promise<unknown> =>
  Promise.all(Array.from({ length: CALLS }, (_, index) => sdk.mes.orders.get(`ord_${String(index + 1).padStart(6, '0')}`)))

describe('500 concurrent calls that find their token expired', () => {
  test('ask the token function once', async () => {
    const lifetimes = [-1, 600]
    let fetched = 0
    const { sdk, sent } = open({ bearer: () => Promise.resolve(tokenFor(lifetimes[fetched++] ?? 600)) })
    await using _ = sdk
    await readApart(sdk)
    expect(fetched).toBe(2)
    expect(sent.filter(({ attempt }) => attempt === 1)).toHaveLength(CALLS)
    expect(sent.length).toBeLessThanOrEqual(2 * CALLS)
    expect(sent.some(({ attempt }) => attempt === 2)).toBe(true)
  })

  test('ask the token server of their client credentials once', async () => {
    const lifetimes = [-1, 600]
    await using tokens = await startTokens((response, _request, turn) =>
      json(response, 200, { access_token: tokenFor(lifetimes[turn - 1] ?? 600), token_type: 'Bearer', expires_in: 3_600 }),
    )
    const { sdk, sent } = open({ oauth2: { tokenUrl: tokens.tokenUrl, clientId: 'operators', clientSecret: 's3cr3t' } })
    await using _ = sdk
    await readApart(sdk)
    expect(tokens.requests).toHaveLength(2)
    expect(sent.some(({ attempt }) => attempt === 2)).toBe(true)
    expect(JSON.stringify(sent)).not.toMatch(/s3cr3t|Bearer/)
  })
})

describe('one call', () => {
  test('that is awaited, iterated and asked for more makes one request', async () => {
    const { sdk, sent } = open()
    await using _ = sdk
    const call = sdk.mes.orders.list({ status: ['MANUFACTURING_APPROVED'], limit: 5 })
    const rows: unknown[] = []
    const [page, meta, again] = await Promise.all([
      call,
      call.withMeta(),
      call.withMeta(),
      (async () => {
        for await (const row of call) {
          rows.push(row)
          if (rows.length === 5) break
        }
      })(),
    ])
    expect(sent).toHaveLength(1)
    expect(page).toBe(meta.value)
    expect(again.response?.requestId).toBe(sent[0]?.requestId)
    expect(rows).toEqual(page.items)
  })

  test('that changes something is sent, and invalidates, though nobody awaits it', async () => {
    const { sdk } = open()
    const reader = open()
    await using _ = reader.sdk
    const [order] = await someOrders(sdk, 1)
    if (order === undefined) throw new Error('the seed has an approved order')
    void sdk.mes.orders.claim(order.id, { ifMatch: order.version }).catch(() => {})
    expect(await sdk.close()).toBe(0)
    expect(await reader.sdk.mes.orders.get(order.id)).toMatchObject({
      status: 'MANUFACTURING_STARTED',
      version: order.version + 1,
    })
  })

  test('that is aborted leaves another caller of the same request alone', async () => {
    const { sdk, sent } = open()
    await using _ = sdk
    await sdk.ready()
    const controller = new AbortController()
    const aborted = rejection(sdk.mes.orders.list({ limit: 100 }, { signal: controller.signal }))
    const other = sdk.mes.orders.list({ limit: 100 }).withMeta()
    controller.abort('left')
    expect(await aborted).toBe('left')
    expect((await other).value.items).toHaveLength(100)
    expect(sent).toHaveLength(1)
  })

  test('that runs out of time says which request it was, and after how many attempts', async () => {
    await using sdk = createSdk({
      mes: { baseUrl: `${mes.url}/v1`, auth: { bearer: tokenFor(600) } },
      timeout: '300ms',
      attemptTimeout: '100ms',
      retries: 10,
      middleware: [() => new Promise(() => {})],
    })
    const error = await rejection(sdk.mes.orders.get('ord_000001'))
    expect(error).toMatchObject({
      kind: 'timeout',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      message: expect.stringContaining('no answer within 300 ms') as string,
    })
    expect((error as { attempts: number }).attempts).toBeGreaterThanOrEqual(1)
  })
})
