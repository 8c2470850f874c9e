import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cacheKey, ownerOf, redisKey, SHARED_OWNER } from '../../../src/key/cache-key.ts'
import { canonicalJson } from '../../../src/key/canonical.ts'

const wellFormed = fc.string({ unit: 'grapheme' })
const scope = fc.string({ unit: fc.constantFrom(...'abc:/.-_ ') })

describe('a cache key', () => {
  test('is the same only for the same owner, scope and parameters', () => {
    const parts = fc.tuple(wellFormed.map(ownerOf), scope, wellFormed.map(canonicalJson))
    fc.assert(fc.property(parts, parts, (a, b) => {
      const same = a.every((part, index) => part === b[index])
      expect(cacheKey(...a).text === cacheKey(...b).text).toBe(same)
      expect(redisKey('prod', cacheKey(...a)) === redisKey('prod', cacheKey(...b))).toBe(same)
    }))
  })

  test('differs for two principals with the same parameters, and for a principal and everyone', () => {
    const owners = [ownerOf('partner:1'), ownerOf('partner:11'), ownerOf('staff:1'), ownerOf(SHARED_OWNER), SHARED_OWNER]
    expect(new Set(owners.map((owner) => redisKey('p', cacheKey(owner, 's', '{}')))).size).toBe(owners.length)
  })

  test('shows neither the principal nor the parameters in Redis, and lets an ACL confine a principal', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abcdefgh!@#'), minLength: 5 }), (secret) => {
      const key = redisKey('prod', cacheKey(ownerOf(secret), 'scope', canonicalJson({ secret })))
      expect(key).not.toContain(secret)
      expect(key).toMatch(/^prod:[\w-]{22}:[\w-]{22}$/)
      expect(key.startsWith(`prod:${ownerOf(secret)}:`)).toBe(true)
    }))
  })
})
