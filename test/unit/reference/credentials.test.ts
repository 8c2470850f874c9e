import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createUploadAddresses } from '../../../reference/mes/models/upload-address.ts'
import { authenticate } from '../../../reference/shared/api/principal.ts'
import { Problem } from '../../../reference/shared/api/problem.ts'
import { mintToken, partnerApiKey, verifyClient } from '../../../reference/shared/api/token.ts'

const SECRET = 'a secret of the servers'

const statusOf = (headers: Readonly<Record<string, string>>): unknown => {
  try {
    return authenticate(headers, SECRET)
  } catch (error) {
    return error instanceof Problem ? error.status : error
  }
}

/** A text that differs from the given one, of as many characters, some of which take several bytes. */
const forgeryOf = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length - 1), fc.constantFrom('é', 'ÿ', 'x', '.', '日')), { minLength: 1, maxLength: 9 })
    .map((changes) => changes.reduce((forged, [at, one]) => `${forged.slice(0, at)}${one}${forged.slice(at + 1)}`, text))
    .filter((forged) => forged !== text)

describe('credentials that prove nobody', () => {
  test('are answered 401, whatever characters they have', () => {
    const key = partnerApiKey('partner_07', SECRET)
    const token = mintToken({ sub: 'partner_07', roles: ['partner'] }, SECRET)
    expect(statusOf({ 'x-api-key': key })).toEqual({ kind: 'partner', partnerId: 'partner_07' })
    expect(statusOf({ authorization: `Bearer ${token}` })).toEqual({ kind: 'partner', partnerId: 'partner_07' })
    fc.assert(
      fc.property(fc.oneof(fc.constant('é'), fc.string({ unit: 'binary' }), forgeryOf(key)), (given) => {
        expect(statusOf({ 'x-api-key': given })).toBe(401)
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), forgeryOf(token)), (given) => {
        expect(statusOf({ authorization: `Bearer ${given}` })).toBe(401)
      }),
    )
  })

  test('are no client of the token endpoint, and sign no address', () => {
    const addresses = createUploadAddresses(SECRET)
    const signature = new URLSearchParams(addresses.sign('mod_1', 2_000).split('?')[1]).get('signature') ?? ''
    expect(addresses.verify('mod_1', { expires: 2, signature }, 1_000)).toBe(true)
    fc.assert(
      fc.property(forgeryOf(signature), (forged) => {
        expect(addresses.verify('mod_1', { expires: 2, signature: forged }, 1_000)).toBe(false)
        expect(verifyClient({ id: 'partner_07', secret: forged }, SECRET)).toBeNull()
      }),
    )
  })
})
