import { describe, expect, test } from 'vitest'
import { retryAfter } from '../../../src/transport/retry-after.ts'

const DATE = 'Wed, 21 Oct 2015 07:28:00 GMT'
const of = (value: string) => retryAfter(new Headers({ 'retry-after': value, date: DATE }))

describe('Retry-After', () => {
  test.each([
    ['0', 0], ['7', 7_000], ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Wed, 21 Oct 2015 07:28:05 GMT', 5_000], ['Wednesday, 21-Oct-15 07:28:05 GMT', 5_000], ['Wed Oct 21 07:28:05 2015 GMT', 5_000],
    ['Tue, 20 Oct 2015 07:28:00 GMT', 0],
  ])('of %s is %i ms', (value, milliseconds) => {
    expect(of(value)).toBe(milliseconds)
  })

  test.each(['-5', '1.5', '+3', '', 'soon'])('of %j says nothing, not even that it is time', (value) => {
    expect(of(value)).toBeUndefined()
  })
})
