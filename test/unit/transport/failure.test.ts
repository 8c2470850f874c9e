import { describe, expect, test } from 'vitest'
import { toSdkError } from '../../../src/transport/failure.ts'

const failure = { operation: 'orders.get', requestId: 'r1', attempts: 1 }

describe('a failure below HTTP', () => {
  const said = (cause: unknown): string => toSdkError(cause, failure, false, 100).message.replace(/^.*?\): /, '')

  test('says its innermost reason', () => {
    expect(said(new TypeError('fetch failed', { cause: new Error('other side closed') }))).toBe('other side closed')
  })

  test('of several addresses, tried together, says the first reason', () => {
    const refused = new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')])
    expect(said(new TypeError('fetch failed', { cause: refused }))).toBe('connect ECONNREFUSED ::1:1')
  })

  test('without words says its name', () => {
    expect(said(new RangeError())).toBe('RangeError')
    expect(said('broken')).toBe('broken')
  })
})
