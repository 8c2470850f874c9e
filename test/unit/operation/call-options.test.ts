import { describe, expect, test } from 'vitest'
import { checkOptions } from '../../../src/operation/call-options.ts'
import type { CommandOptions, ReadOptions } from '../../../src/operation/call-options.ts'
import { isRequestValidationError } from '../../../src/error/validation-errors.ts'
import { getOrder } from './support/calling.ts'

const defaults = { timeoutMs: 30_000, staleIfErrorMs: 0, staleWhileRevalidateMs: 0, maxStaleness: 1_000 }
const check = (options?: unknown) => checkOptions(getOrder, options as (ReadOptions & CommandOptions) | undefined, defaults)

describe('the options of a call', () => {
  test('are the defaults where it says nothing', () => {
    const byDefault = {
      signal: undefined,
      headers: undefined,
      retries: undefined,
      requestId: undefined,
      timeoutMs: 30_000,
      maxStaleness: 1_000,
      mode: 'use',
      staleIfErrorMs: 0,
      staleWhileRevalidateMs: 0,
      atLeast: [],
      idempotencyKey: undefined,
      holdMs: 0,
    }
    expect(check()).toEqual(byDefault)
    expect(
      check({ timeout: undefined, maxStaleness: undefined, signal: undefined, cache: undefined, atLeast: undefined }),
    ).toEqual(byDefault)
  })

  test('are durations as numbers or texts, one or several positions', () => {
    expect(check({ timeout: '2s', maxStaleness: 0, cache: 'reload', atLeast: '1:n:queued' })).toMatchObject({
      timeoutMs: 2_000,
      maxStaleness: 0,
      mode: 'reload',
      atLeast: ['1:n:queued'],
    })
    expect(check({ atLeast: ['1:a:queued', '1:b:queued'] })).toMatchObject({ atLeast: ['1:a:queued', '1:b:queued'] })
  })

  test('are those of the operation before those of the SDK, and those of the call before both', () => {
    const read = { ...getOrder, cache: { ttl: [], scope: 'shared', tiers: ['memory'], tags: [], maxStaleness: '0s' } } as const
    expect(checkOptions(read, {}, defaults).maxStaleness).toBe(0)
    expect(checkOptions(read, { maxStaleness: '2s' }, defaults).maxStaleness).toBe(2_000)
    const command = { ...getOrder, hold: '30s' }
    expect(checkOptions(command, {}, defaults).holdMs).toBe(30_000)
    expect(checkOptions(command, { hold: 0 }, defaults).holdMs).toBe(0)
    expect(checkOptions(getOrder, { hold: '1m' }, defaults).holdMs).toBe(60_000)
  })

  test.each([
    ['hold', 'long', /500ms/],
    ['hold', '2h', /at most '1h'/],
    ['timeout', 'soon', /500ms/],
    ['timeout', -1, />= 0/],
    ['timeout', 0, /above 0/],
    ['timeout', Number.NaN, />= 0/],
    ['maxStaleness', '1 s', /500ms/],
    ['maxStaleness', null, /500ms/],
    ['cache', 'no-store', /'use', 'reload' or 'bypass', got "no-store"/],
    ['cache', false, /'use', 'reload' or 'bypass', got false/],
    ['signal', {}, /AbortSignal/],
    ['atLeast', 5, /positions/],
    ['atLeast', [undefined], /positions/],
    ['atLeast', 'a\r\nx-evil: 1', /positions/],
    ['atLeast', 'a,b', /positions/],
    ['atLeast', '', /positions/],
    ['retries', 11, /an integer from 0 to 10, got 11/],
    ['retries', 1.5, /an integer from 0 to 10/],
    ['retries', '2', /an integer from 0 to 10/],
    ['requestId', '', /1 to 128 printable ASCII characters/],
    ['requestId', 'a b', /1 to 128 printable ASCII characters/],
    ['requestId', 'x'.repeat(129), /1 to 128 printable ASCII characters/],
    ['headers', 'X-A: 1', /an object/],
    ['headers', null, /an object/],
  ])('%s: %j is refused by name', (name, value, allowed) => {
    expect(() => check({ [name]: value })).toThrow(
      expect.objectContaining({
        kind: 'request-validation',
        operation: 'orders.get',
        issues: [{ path: name, message: expect.stringMatching(allowed) as string }],
      }) as Error,
    )
  })

  test.each([
    'Authorization',
    'X-API-Key',
    'cookie',
    'Content-Length',
    'host',
    'Transfer-Encoding',
    'Accept',
    'Content-Type',
    'If-Match',
    'if-none-match',
    'Range',
    'Cache-Control',
    'Pragma',
    'Cache-Position',
    'Idempotency-Key',
    'X-Request-Id',
    'X A',
    'X-Ä',
  ])('headers.%s is refused', (name) => {
    expect(() => check({ headers: { [name]: '1' } })).toThrow(
      expect.objectContaining({
        kind: 'request-validation',
        issues: [expect.objectContaining({ path: `headers.${name}` })],
      }) as Error,
    )
  })

  test('are those of the view where the call says nothing; headers of both are sent', () => {
    const view = { timeout: '2s', retries: 5, headers: { 'X-Tenant': 'eu', 'X-Team': 'one' } } as const
    const checkIn = (options?: ReadOptions) => checkOptions(getOrder, options, { ...defaults, view })
    expect(checkIn()).toMatchObject({ timeoutMs: 2_000, retries: 5, headers: view.headers })
    expect(checkIn({ timeout: undefined, retries: 0, headers: { 'X-Team': 'two' } })).toMatchObject({
      timeoutMs: 2_000,
      retries: 0,
      headers: { 'X-Tenant': 'eu', 'X-Team': 'two' },
    })
  })

  test.each([null, 'fast', 5])('%j in their place is refused', (options) => {
    expect(() => check(options)).toThrow(expect.toSatisfy(isRequestValidationError) as Error)
  })
})
