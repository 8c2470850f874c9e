import { describe, expect, test } from 'vitest'
import { retryAfter } from '../../../src/transport/retry-after.ts'

const DATE = 'Wed, 21 Oct 2015 07:28:00 GMT'
const of = (value: string) => retryAfter(new Headers({ 'retry-after': value, date: DATE }), Date.UTC(2000))

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7_000],
    ['3, 5', 5_000],
    ['5,3', 5_000],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Wed, 21 Oct 2015 07:28:05 GMT', 5_000],
    ['Wednesday, 21-Oct-15 07:28:05 GMT', 5_000],
    ['Wed Oct 21 07:28:05 2015 GMT', 5_000],
    ['Wed Oct 21 07:28:05 2015', 5_000],
    ['Wed, 21 Oct 2015 09:28:05 +0200', 5_000],
    ['Wed, 21 Oct 2015 07:28:60 GMT', 59_000],
    ['Tue, 20 Oct 2015 07:28:00 GMT', 0],
  ])('of %s is %i ms', (value, milliseconds) => {
    expect(of(value)).toBe(milliseconds)
  })

  test.each(['-5', '1.5', '+3', '', 'soon'])('of %j says nothing, not even that it is time', (value) => {
    expect(of(value)).toBeUndefined()
  })

  test.each([[{}], [{ date: 'yesterday' }], [{ date: '' }]])(
    'that is a date is counted from the wall clock of this process where the server does not tell its own: %o',
    (headers) => {
      const wallNow = Date.UTC(2015, 9, 21, 7, 28)
      expect(retryAfter(new Headers({ 'retry-after': 'Wed, 21 Oct 2015 07:28:20 GMT', ...headers }), wallNow)).toBe(20_000)
      expect(retryAfter(new Headers({ 'retry-after': 'Wed, 21 Oct 2015 07:27:00 GMT', ...headers }), wallNow)).toBe(0)
    },
  )
})
