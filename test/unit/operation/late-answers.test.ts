import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { isTimeoutError } from '../../../src/error/timeout-error.ts'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { json, startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, getOrder } from './support/calling.ts'

const claim: OperationDefinition = {
  id: 'orders.claim',
  api: 'mes',
  method: 'POST',
  path: '/orders',
  request: z.strictObject({}),
  responses: { 200: z.looseObject({}) },
  schemaFingerprint: 'f',
  invalidates: [{ template: 'orders' }],
}
const TIMEOUT_MS = 200

/** Parsing the answer keeps the event loop for longer than the call may take, so that no timer runs before it is read. */
const parseSlowly = (): void => {
  const parse = JSON.parse
  vi.spyOn(JSON, 'parse').mockImplementation((text) => {
    const value: unknown = parse(text)
    if (text.includes('"marked"')) for (const until = performance.now() + 2 * TIMEOUT_MS; performance.now() < until;) parse('0')
    return value
  })
}

afterEach(() => void vi.restoreAllMocks())

test('a read whose time was over before its answer was parsed does not succeed late', async () => {
  await using api = await startApi((response) => json(response, 200, { id: 'marked', status: 'OPEN', version: 1 }))
  await using calling = await callingAt(api.url)
  parseSlowly()
  expect(
    isTimeoutError(await rejection(calling.caller.call(getOrder, { path: { orderId: 'o1' } }, { timeout: TIMEOUT_MS }))),
  ).toBe(true)
})

test('nor does a command, which invalidates as one of unknown outcome', async () => {
  await using api = await startApi((response) => json(response, 200, { id: 'marked' }))
  await using calling = await callingAt(api.url)
  parseSlowly()
  expect(isTimeoutError(await rejection(calling.caller.call(claim, {}, { timeout: TIMEOUT_MS })))).toBe(true)
  expect(calling.invalidated).toEqual([['orders']])
})
