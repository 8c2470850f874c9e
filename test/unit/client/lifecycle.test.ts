import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import { createSdk, isClosedError, isConfigurationError } from '../../../src/index.ts'
import { uniqueName } from '../../support/names.ts'
import { json, startApi } from '../transport/support/api-server.ts'
import { order } from './orders.ts'

describe('without waiting for ready()', () => {
  test('the very first answer is kept', async () => {
    await using api = await startApi((response) => json(response, 200, order()))
    await using sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` } })
    await sdk.mes.orders.get('ord_1')
    expect((await sdk.mes.orders.get('ord_1').withMeta()).cache.source).toBe('memory')
    expect(api.requests).toHaveLength(1)
  })
})

describe('close()', () => {
  test('waits for a command under way, whose invalidation reaches the others', async () => {
    const namespace = uniqueName('lifecycle')
    const answer = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    await using api = await startApi((response) => {
      arrived.resolve()
      void answer.promise.then(() => json(response, 200, { ...order({ version: 8 }), previousStatus: 'MANUFACTURING_APPROVED' }))
    })
    await using cache = createCache({ namespace })
    const request = { key: 'order', ttl: '1h', tags: ['order:ord_1'] } as const
    let loads = 0
    const read = (): Promise<number> => cache.getOrLoad(request, () => (loads += 1))
    await read()
    const sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` }, cache: { namespace } })
    const claim = sdk.mes.orders.claim('ord_1', { ifMatch: 7 })
    await arrived.promise
    const closing = sdk.close()
    answer.resolve()
    expect(await closing).toBe(0)
    expect((await claim.withMeta()).invalidation?.status).toBe('applied')
    expect(await read()).toBe(2)
  })

  test('leaves a read under way to its caller, and refuses the next one', async () => {
    const answer = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    await using api = await startApi((response) => {
      arrived.resolve()
      void answer.promise.then(() => json(response, 200, order()))
    })
    const sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` } })
    const reading = sdk.mes.orders.get('ord_1')
    await arrived.promise
    expect(await sdk.close()).toBe(0)
    expect(isClosedError(await sdk.mes.orders.get('ord_1').catch((error: unknown) => error))).toBe(true)
    answer.resolve()
    expect((await reading).id).toBe('ord_1')
  })

  test('rejects who still waits for ready()', async () => {
    const cache = createCache({ redis: 'redis://127.0.0.1:1', namespace: 'nowhere' })
    const waiting = cache.ready().catch((error: unknown) => error)
    await cache.close()
    expect(isClosedError(await waiting)).toBe(true)
  })
})

test('a signal that lasts has no listener left, and nobody is warned, after thousands of calls with it', async () => {
  const warnings: Error[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  await using api = await startApi((response) => json(response, 200, { ...order(), previousStatus: 'MANUFACTURING_APPROVED' }))
  await using sdk = createSdk({ mes: { baseUrl: `${api.url}/v1` } })
  const { signal } = new AbortController()
  const calls: readonly (() => Promise<unknown>)[] = [
    () => sdk.mes.orders.get('ord_1', { signal, cache: 'bypass' }),
    () => sdk.mes.orders.get('ord_1', { signal }),
    () => sdk.mes.orders.claim('ord_1', { ifMatch: 7, signal }),
  ]
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 33 }, () => calls).flatMap((all) => all.map((call) => call())))
  }
  process.off('warning', note)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(warnings).toEqual([])
})

test('a text in place of a list of tags is refused, not taken letter by letter', async () => {
  await using cache = createCache()
  const error: unknown = await cache.invalidate('orders' as unknown as string[]).catch((cause: unknown) => cause)
  expect(isConfigurationError(error)).toBe(true)
  expect(String(error)).toContain('tags: expected a list, got "orders"')
})

test('a call of a closed view says so, and one of a view whose SDK is closed says that', async () => {
  const sdk = createSdk({ mes: { baseUrl: 'http://127.0.0.1:9' } })
  const view = sdk.as({ principal: 'user:1' })
  await view.close()
  const said = (): Promise<unknown> => view.mes.orders.get('ord_1').catch((error: unknown) => String(error))
  expect(await said()).toBe('ClosedError: view of the SDK is closed')
  await sdk.close()
  expect(await said()).toBe('ClosedError: SDK is closed')
})
