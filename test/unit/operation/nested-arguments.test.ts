import { createSdk, isRequestValidationError } from 'mes-crm-sdk'
import { describe, expect, test } from 'vitest'

const within = (): unknown => {
  const one: Record<string, unknown> = {}
  one['itself'] = [one]
  return one
}
const deep = (): unknown => Array.from({ length: 100_000 }).reduce<unknown>((inner) => ({ inner: [inner] }), 1)

describe.each([
  ['100,000 levels', deep()],
  ['itself', within()],
])('arguments that hold %s', (_name, value) => {
  test('are refused before anything is sent, of every kind of call', async () => {
    await using sdk = createSdk({ mes: { baseUrl: 'http://127.0.0.1:9' }, crm: { baseUrl: 'http://127.0.0.1:9' } })
    const given = value as never
    const calls = [
      () => sdk.mes.orders.list({ status: given }),
      () => sdk.mes.orders.get(given),
      () => sdk.mes.orders.create({ quoteId: 'q', shipTo: given }),
      () => sdk.request({ api: 'crm', method: 'POST', path: '/x', body: given }),
      () => sdk.request({ api: 'crm', path: '/x', query: given }),
    ]
    for (const call of calls) {
      const error: unknown = await Promise.resolve()
        .then(call)
        .catch((reason: unknown) => reason)
      expect(isRequestValidationError(error)).toBe(true)
    }
  })
})
