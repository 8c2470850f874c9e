import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isConfigurationError } from '../../../src/error/configuration-error.ts'
import { isSerializationError } from '../../../src/error/serialization-error.ts'
import { cacheKey, ownerOf, redisKey, SHARED_OWNER } from '../../../src/key/cache-key.ts'
import { canonicalJson } from '../../../src/key/canonical.ts'
import { checkTags } from '../../../src/key/tag.ts'

const wellFormed = fc.string({ unit: 'grapheme' })
const principal = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
/** Any UTF-16: halves of characters as well, often the same but for one of them. */
const anyText = fc.string({ unit: fc.constantFrom('\ud83d', '\ud83e', '\udc00', '\ufffd', 'a', '\0'), maxLength: 4 })
/** What a function makes of a text; `undefined` where it refuses it by name. */
const madeOf = <T>(make: () => T): T | undefined => {
  try {
    return make()
  } catch (error) {
    if (isConfigurationError(error) || isSerializationError(error)) return undefined
    throw error
  }
}

const scope = fc.string({ unit: fc.constantFrom(...'abc:/.-_ ') })

describe('a cache key', () => {
  test('is the same only for the same owner, scope and parameters', () => {
    const parts = fc.tuple(principal.map(ownerOf), scope, wellFormed.map(canonicalJson))
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = a.every((part, index) => part === b[index])
        expect(cacheKey(...a).text === cacheKey(...b).text).toBe(same)
        expect(redisKey('prod', cacheKey(...a)) === redisKey('prod', cacheKey(...b))).toBe(same)
      }),
    )
  })

  test('and an owner and a tag stand for one text of all UTF-16 alone; what would stand for two is refused', () => {
    const makers: readonly ((text: string) => string)[] = [
      ownerOf,
      (text) => redisKey('p', cacheKey(SHARED_OWNER, 's', canonicalJson(text))),
      (text) => redisKey('p', cacheKey(SHARED_OWNER, 's', canonicalJson({ [text]: text }))),
      (text) => Buffer.from(checkTags([text])[0] ?? '').toString(),
    ]
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...makers), (a, b, make) => {
        const [ofA, ofB] = [madeOf(() => make(a)), madeOf(() => make(b))]
        expect(a === b || ofA === undefined || ofA !== ofB).toBe(true)
        expect(ofA !== undefined || a === '' || !a.isWellFormed()).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('differs for two principals with the same parameters, and for a principal and everyone', () => {
    const owners = [ownerOf('partner:1'), ownerOf('partner:11'), ownerOf('staff:1'), ownerOf(SHARED_OWNER), SHARED_OWNER]
    expect(new Set(owners.map((owner) => redisKey('p', cacheKey(owner, 's', '{}')))).size).toBe(owners.length)
  })

  test('shows neither the principal nor the parameters in Redis, and lets an ACL confine a principal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdefgh!@#'), minLength: 5 }), (secret) => {
        const key = redisKey('prod', cacheKey(ownerOf(secret), 'scope', canonicalJson({ secret })))
        expect(key).not.toContain(secret)
        expect(key).toMatch(/^prod:[\w-]{22}:[\w-]{22}$/)
        expect(key.startsWith(`prod:${ownerOf(secret)}:`)).toBe(true)
      }),
    )
  })
})
