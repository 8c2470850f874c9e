import { describe, expect, test } from 'vitest'
import { reasonOf } from '../../../src/transport/failure.ts'

describe('a failure below HTTP', () => {
  test('says its innermost reason', () => {
    expect(reasonOf(new TypeError('fetch failed', { cause: new Error('other side closed') }))).toBe('other side closed')
  })

  test('of several addresses, tried together, says the first reason', () => {
    const refused = new AggregateError([new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')])
    expect(reasonOf(new TypeError('fetch failed', { cause: refused }))).toBe('connect ECONNREFUSED ::1:1')
  })

  test('without words says its name', () => {
    expect(reasonOf(new RangeError())).toBe('RangeError')
    expect(reasonOf('broken')).toBe('broken')
  })
})
