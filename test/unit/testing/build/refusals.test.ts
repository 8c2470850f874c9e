import { expect, test } from 'vitest'
import { isConfigurationError } from '../../../../src/error/configuration-error.ts'
import { createBuilders } from '../../../../src/testing/build/builders.ts'

const { mes, crm } = createBuilders({ now: () => new Date('2026-03-01T10:00:00.000Z') })

/** What a builder says about an override that no compiler has checked. */
const refusalOf = (build: (override: never) => unknown, override: unknown): string => {
  try {
    build(override as never)
  } catch (error) {
    if (isConfigurationError(error)) return error.message
    throw error
  }
  return 'accepted'
}

test.each([
  [{ price: { amountMinor: '100' } }, 'mes.order.price.amountMinor: expected a number, got "100"'],
  [{ price: { amountMinor: 1.5 } }, 'mes.order.price.amountMinor: expected an integer, got 1.5'],
  [{ price: 100 }, 'mes.order.price: expected an object, got 100'],
  [{ price: { currency: 'euro' } }, 'mes.order.price.currency: expected a string that matches /^[A-Z]{3}$/u, got "euro"'],
  [{ quantity: 0 }, 'mes.order.quantity: expected at least 1, got 0'],
  [{ quantity: 1001 }, 'mes.order.quantity: expected at most 1000, got 1001'],
  [{ quantity: Number.NaN }, 'mes.order.quantity: expected a finite number, got NaN'],
  [{ externalRef: 'x'.repeat(65) }, `mes.order.externalRef: expected at most 64 characters, got "${'x'.repeat(40)}…"`],
  [
    { createdAt: 'yesterday' },
    'mes.order.createdAt: expected a date-time of RFC 3339, such as 2025-03-02T08:15:00Z, got "yesterday"',
  ],
  [{ createdAt: new Date(0) }, 'mes.order.createdAt: expected a date-time string, got an object (Date). Give date.toISOString()'],
  [{ assignee: 'op_1' }, 'mes.order.assignee: expected an object or null, got "op_1"'],
  [{ note: () => 1 }, 'mes.order.note: expected a JSON value, got a function'],
  ['SHIPPED', 'mes.order: expected an object, got "SHIPPED"'],
])('a wrong override names the field, what was given and what is allowed: %j', (override, message) => {
  expect(refusalOf(mes.order, override)).toContain(message)
})

test('a refusal says whether null or absence is meant', () => {
  expect(refusalOf(mes.order, { partnerId: null })).toBe(
    'mes.order.partnerId: expected a string, got null. It is absent instead of null: give undefined to leave it out',
  )
  expect(refusalOf(mes.order, { assignee: undefined })).toBe(
    'mes.order.assignee: expected an object or null, got undefined. Give null where there is none, or leave it out of the override for a default',
  )
  expect(refusalOf(mes.order, { number: null })).toBe(
    'mes.order.number: expected a string, got null. It is always present and never null',
  )
  expect(refusalOf(mes.order, { number: undefined })).toBe(
    'mes.order.number: expected a string, got undefined. It is always present: leave it out of the override for a default',
  )
})

test('elements of lists and fields of requests are checked as well', () => {
  expect(refusalOf(mes.orderPage, { items: [{}, { version: 'x' }] })).toBe(
    'mes.orderPage.items.1.version: expected a number, got "x"',
  )
  expect(refusalOf(mes.orderPage, { items: [null] })).toContain('mes.orderPage.items.0: expected an object, got null')
  expect(refusalOf(crm.addressInput, { lines: [] })).toBe('crm.addressInput.lines: expected at least 1 elements, got an array')
  expect(refusalOf(mes.orderRequestInput, { shipTo: { town: 'Vienna' } })).toBe(
    'mes.orderRequestInput.shipTo: expected only known fields, got "town"',
  )
  expect(refusalOf(mes.webhookSubscriptionRequestInput, { events: ['order.changed', 'order.changed'] })).toBe(
    'mes.webhookSubscriptionRequestInput.events: expected distinct elements, got an array',
  )
  expect(refusalOf(mes.webhookSubscriptionRequestInput, { events: ['order.lost'] })).toBe(
    'mes.webhookSubscriptionRequestInput.events.0: expected one of "order.changed", "quote.changed", got "order.lost"',
  )
})

test.each(['staus', 'stauts', 'Status', 'statuss', 'statu', 'stetus', 'tatus'])(
  'a misspelt field is refused, not kept as an unknown one: %s',
  (name) => {
    expect(refusalOf(mes.order, { [name]: 'SHIPPED' })).toBe(
      `mes.order.${name}: expected a field of mes.order, got "${name}". Did you mean "status"?`,
    )
  },
)

test('a field that the document does not name is kept where its name is not nearly that of another', () => {
  expect(refusalOf(mes.order, { state: 'SHIPPED', engraving: 'A' })).toBe('accepted')
  expect(refusalOf(mes.order, { price: { amountMinor: 1 }, prices: [] })).toBe('accepted')
  expect(refusalOf(mes.orderPage, { items: [{ partnerID: 'partner_7' }] })).toContain(
    'mes.orderPage.items.0.partnerID: expected a field of',
  )
})

test('every wrong field is named', () => {
  const message = refusalOf(mes.order, { quantity: 'two', price: null })
  expect(message).toContain('mes.order.quantity: expected a number, got "two"')
  expect(message).toContain('mes.order.price: expected an object, got null')
})

test('a seed is an integer from 0 to 4,294,967,295', () => {
  for (const seed of [-1, 1.5, 2 ** 32])
    expect(() => createBuilders({ seed })).toThrow(`seed: expected an integer from 0 to 4294967295, got ${seed}`)
  expect([0, 2 ** 32 - 1].map((seed) => createBuilders({ seed }).mes.order().id)).toEqual(['ord_999001', 'ord_294001'])
})
