import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import * as sdk from '../../../src/index.ts'

const failure = { operation: 'orders.get', requestId: 'r1', attempts: 2 }

/** One error of each kind, made by a copy of the package. */
const errorsOf = (copy: typeof sdk): Readonly<Record<sdk.ErrorKind, sdk.SdkError>> => ({
  api: new copy.ApiError(409, { title: 'Conflict', code: 'invalid-transition' }, failure, 1_000),
  timeout: new copy.TimeoutError('no answer within 50 ms', failure),
  connection: new copy.ConnectionError('connect ECONNREFUSED', { ...failure, cause: new Error('inner') }),
  'response-validation': new copy.ResponseValidationError('orders.get', 200, 'r1', [
    { path: 'body.version', message: 'expected number' },
  ]),
  'request-validation': new copy.RequestValidationError('orders.get', [
    { path: 'query.limit', message: 'too big' },
    { path: 'query', message: 'odd' },
  ]),
  'value-validation': new copy.ValueValidationError([{ path: '$.id', message: 'expected string' }]),
  configuration: new copy.ConfigurationError('retries: expected an integer, got 1.5'),
  serialization: new copy.SerializationError('$.items[3].createdAt', 'a Date'),
  closed: new copy.ClosedError('SDK'),
  'not-held': new copy.NotHeldError(),
  overload: new copy.OverloadError('orders.list', 4, 10),
  calculation: new copy.CalculationError({ code: 'model-rejected', detail: 'The surface is not closed', modelId: 'mod_1' }),
  webhook: new copy.WebhookError('timestamp', 'webhook-timestamp: expected a time at most 300 s away, got a time 900 s ago'),
  model: new copy.ModelError('missing', 'ring.stl', 'no such file', new Error('ENOENT')),
})

const guards: Readonly<Record<sdk.ErrorKind, (error: unknown) => boolean>> = {
  api: sdk.isApiError,
  timeout: sdk.isTimeoutError,
  connection: sdk.isConnectionError,
  'response-validation': sdk.isResponseValidationError,
  'request-validation': sdk.isRequestValidationError,
  'value-validation': sdk.isValueValidationError,
  configuration: sdk.isConfigurationError,
  serialization: sdk.isSerializationError,
  closed: sdk.isClosedError,
  'not-held': sdk.isNotHeldError,
  overload: sdk.isOverloadError,
  calculation: sdk.isCalculationError,
  model: sdk.isModelError,
  webhook: sdk.isWebhookError,
}

const classes: Readonly<Record<sdk.ErrorKind, unknown>> = {
  api: sdk.ApiError,
  timeout: sdk.TimeoutError,
  connection: sdk.ConnectionError,
  'response-validation': sdk.ResponseValidationError,
  'request-validation': sdk.RequestValidationError,
  'value-validation': sdk.ValueValidationError,
  configuration: sdk.ConfigurationError,
  serialization: sdk.SerializationError,
  closed: sdk.ClosedError,
  'not-held': sdk.NotHeldError,
  overload: sdk.OverloadError,
  calculation: sdk.CalculationError,
  model: sdk.ModelError,
  webhook: sdk.WebhookError,
}

const own = errorsOf(sdk)
const kinds = Object.keys(own) as sdk.ErrorKind[]

/** The kinds that recognise an error. */
const recognisedAs = (error: unknown): readonly string[] => kinds.filter((kind) => guards[kind](error))

describe.each(kinds)('an error of kind %s', (kind) => {
  const error = own[kind]
  const name = `${kind
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Error`

  test('is an Error of its class, recognised by its own guard alone', () => {
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(sdk.SdkError)
    expect(error).toBeInstanceOf(classes[kind])
    expect(sdk.isSdkError(error)).toBe(true)
    expect(recognisedAs(error)).toEqual([kind])
  })

  test('shows its name and message, also in its stack', () => {
    expect(error.name).toBe(name)
    expect(String(error)).toBe(`${name}: ${error.message}`)
    expect(inspect(error)).toMatch(new RegExp(`^${name}: `))
    expect(error.stack).toContain(error.message)
  })

  test('keeps name, message and its own fields as JSON', () => {
    const fields = Object.fromEntries(Object.entries(error).filter(([, value]) => value !== undefined))
    expect(fields).toHaveProperty('kind', kind)
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name, message: error.message, ...fields })
    expect(JSON.stringify(error)).not.toContain('stack')
  })

  test('of another copy of the package is recognised, though it is of no class of this one', async () => {
    vi.resetModules()
    const other = errorsOf(await import('../../../src/index.ts'))[kind]
    expect(other).not.toBeInstanceOf(sdk.SdkError)
    expect(sdk.isSdkError(other)).toBe(true)
    expect(recognisedAs(other)).toEqual([kind])
  })
})

describe('what is no error of the package', () => {
  const alike = Object.assign(new Error('x'), { kind: 'api', name: 'ApiError' })

  test.each([undefined, null, 'api', 5, new Error('x'), { kind: 'api' }, alike])('is not recognised: %s', (value) => {
    expect(sdk.isSdkError(value)).toBe(false)
    expect(recognisedAs(value)).toEqual([])
  })

  test('is told apart by the brand of the package, which other copies share', () => {
    expect(recognisedAs({ [Symbol.for('mes-crm-sdk.error')]: true, kind: 'closed' })).toEqual(['closed'])
    expect(Object.keys(own.api)).not.toContain('Symbol(mes-crm-sdk.error)')
  })
})

describe('messages', () => {
  test('say what, of which request, after how many attempts', () => {
    expect(own.api.message).toBe('orders.get (request r1, 2 attempts): 409 invalid-transition: Conflict')
    expect(own.timeout.message).toBe('orders.get (request r1, 2 attempts): no answer within 50 ms')
    expect(new sdk.TimeoutError('late', { ...failure, attempts: 1 }).message).toContain('1 attempt)')
    expect(own['request-validation'].message).toBe('orders.get: query.limit: too big; query: odd')
    expect(own['response-validation'].message).toBe(
      'orders.get (request r1, 1 attempt): the 200 answer breaks the schema: body.version: expected number',
    )
  })

  test('keep the cause where there is one', () => {
    expect(own.connection.cause).toEqual(new Error('inner'))
    expect(own.timeout).not.toHaveProperty('cause')
  })
})

describe('The message of an ApiError', () => {
  const messageOf = (errors: unknown): string =>
    new sdk.ApiError(
      400,
      { code: 'validation-failed', detail: 'Validation failed', errors: errors as readonly unknown[] },
      { operation: 'quotes.create', requestId: 'r1', attempts: 1 },
    ).message

  test('says what the API finds fault with, field by field', () => {
    expect(
      messageOf([
        { pointer: '/materialCode', detail: 'is not the code of a material' },
        { pointer: '/currency', detail: 'must be EUR', code: 'x' },
      ]),
    ).toBe(
      'quotes.create (request r1, 1 attempt): 400 validation-failed: Validation failed; /materialCode: is not the code of a material; /currency: must be EUR',
    )
  })

  test('takes nothing else from the faults, and no more than fits in a line', () => {
    expect(messageOf([null, 7, 'x', { pointer: 3, detail: 'x' }, { pointer: '/x' }])).toMatch(/: Validation failed$/)
    expect(messageOf('odd')).toMatch(/: Validation failed$/)
    const many = messageOf(Array.from({ length: 1_000 }, () => ({ pointer: '/x', detail: 'y'.repeat(10_000) })))
    expect(many.length).toBeLessThan(1_200)
  })
})
