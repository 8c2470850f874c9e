import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isResponseValidationError } from '../../../src/error/validation-errors.ts'
import { createSdk } from '../../../src/index.ts'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, getOrder } from './support/calling.ts'

const order = '{"id":"o1","status":"OPEN","version":1'
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

describe.each([
  ['an integer beyond 2^53', `${order},"note":{"count":[1,9007199254740993]}}`, 'body.note.count[1]'],
  ['a number beyond all numbers', `${order},"note":1e999}`, 'body.note'],
  ['more than the allowed levels', `${order},"note":${'['.repeat(600)}${']'.repeat(600)}}`, 'body'],
])('an answer with %s in a member without a schema', (_name, text, path) => {
  const answering = () => startApi((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text))

  test('is a ResponseValidationError of a read, with operation, request id and place', async () => {
    await using api = await answering()
    await using calling = await callingAt(api.url)
    const error = await rejection(calling.caller.call(getOrder, { path: { orderId: 'o1' } }))
    if (!isResponseValidationError(error)) throw error
    expect(error).toMatchObject({
      operation: 'orders.get',
      status: 200,
      attempts: 1,
      requestId: api.requests[0]?.headers['x-request-id'],
    })
    expect(error.issues.map((issue) => issue.path)).toEqual([path])
  })

  test('is one of a command, which invalidates all the same', async () => {
    await using api = await answering()
    await using calling = await callingAt(api.url)
    const error = await rejection(calling.caller.call(claim, {}))
    expect(isResponseValidationError(error) && error.operation).toBe('orders.claim')
    expect(calling.invalidated).toEqual([['orders']])
  })

  test('is one of a request without a description', async () => {
    await using api = await answering()
    await using sdk = createSdk({ mes: { baseUrl: api.url } })
    expect(isResponseValidationError(await rejection(sdk.request({ api: 'mes', path: '/x' })))).toBe(true)
  })
})
