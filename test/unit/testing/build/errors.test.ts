import { expect, test } from 'vitest'
import { problemCodeSchema as crmCodes } from '../../../../src/generated/crm/schemas.ts'
import { problemCodeSchema as mesCodes } from '../../../../src/generated/mes/schemas.ts'
import { isApiError, isConnectionError, isOverloadError, isSdkError, isTimeoutError } from '../../../../src/index.ts'
import { knownValues } from '../../../../src/operation/open-enum.ts'
import { createBuilders } from '../../../../src/testing/build/builders.ts'

const { error } = createBuilders()
const [mes, crm] = [knownValues(mesCodes) ?? [], knownValues(crmCodes) ?? []]

test('an error of an API has what its document says of the code', () => {
  const claimed = error.api('order-already-claimed')
  expect(isApiError(claimed)).toBe(true)
  expect(claimed).toMatchObject({
    name: 'ApiError',
    status: 409,
    code: 'order-already-claimed',
    api: 'mes',
    operation: 'orders.claim',
    attempts: 1,
    problem: { type: '/problems/order-already-claimed', title: 'Order already claimed', status: 409 },
  })
  expect(claimed.message).toBe('mes.orders.claim (request built, 1 attempt): 409 order-already-claimed: Order already claimed')
  expect(JSON.parse(claimed.body ?? '')).toEqual(claimed.problem)
})

test('an error says what its options say', () => {
  const limited = error.api('rate-limited', {
    api: 'crm',
    operation: 'orders.list',
    retryAfter: '20s',
    attempts: 3,
    requestId: 'req_1',
    detail: 'Slow down.',
  })
  expect(limited).toMatchObject({ api: 'crm', operation: 'orders.list', retryAfterMs: 20_000, attempts: 3, requestId: 'req_1' })
  expect(limited.message).toBe('crm.orders.list (request req_1, 3 attempts): 429 rate-limited: Slow down.')
  expect(
    error.api('validation-failed', { errors: [{ pointer: '/quantity', detail: 'must be at most 1000' }] }).message,
  ).toContain('/quantity: must be at most 1000')
})

test('every code that a document knows can be built', () => {
  expect([mes.length, crm.length]).toEqual([17, 10])
  expect(mes.map((code) => error.api(code as never).code)).toEqual(mes)
  expect(crm.map((code) => error.api(code as never, { api: 'crm' }).api)).toEqual(crm.map(() => 'crm'))
})

test('the other errors are those of the client', () => {
  expect(isTimeoutError(error.timeout({ operation: 'orders.list' }))).toBe(true)
  expect(isConnectionError(error.connection())).toBe(true)
  expect(isOverloadError(error.overload())).toBe(true)
  expect([error.timeout(), error.connection(), error.overload()].every(isSdkError)).toBe(true)
  expect(error.timeout({ operation: 'orders.list' }).message).toBe(
    'mes.orders.list (request built, 1 attempt): no answer within 30000 ms',
  )
})

test('a code of no document, and one of the other API, are refused', () => {
  expect(() => error.api('order-lost' as never)).toThrow(
    /^code: expected one of the codes of mes: validation-failed, .*, got "order-lost"$/,
  )
  expect(() => error.api('order-already-claimed', { api: 'crm' })).toThrow('code: expected one of the codes of crm: ')
  expect(() => error.api('rate-limited', { retryAfter: 'soon' as never })).toThrow('retryAfter: expected ')
})
