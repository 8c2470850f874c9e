import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryTier } from '../../../src/tier/memory-tier.ts'

interface Entry {
  readonly name: string
}

describe('the memory tier', () => {
  test('returns what was set last under a key, and nothing for what was deleted', () => {
    const tier = createMemoryTier<Entry>(100)
    tier.set('k', { name: 'first' }, 10)
    tier.set('k', { name: 'second' }, 10)
    expect(tier.get('k')).toEqual({ name: 'second' })
    expect(tier.entries).toBe(1)
    tier.delete('k')
    expect(tier.get('k')).toBeUndefined()
  })

  test('never holds more bytes than its bound, whatever is put into it', () => {
    const sets = fc.array(fc.tuple(fc.constantFrom(...'abcdef'), fc.integer({ min: 0, max: 120 })), { maxLength: 50 })
    fc.assert(
      fc.property(sets, (list) => {
        const tier = createMemoryTier<Entry>(100)
        for (const [key, bytes] of list) {
          const kept = tier.set(key, { name: key }, bytes)
          expect(kept).toBe(bytes <= 100)
          expect(tier.get(key) !== undefined).toBe(kept)
          expect(tier.bytes).toBeLessThanOrEqual(100)
        }
      }),
    )
  })

  test('forgets what was unused for longest', () => {
    const tier = createMemoryTier<Entry>(30)
    for (const key of ['a', 'b', 'c']) tier.set(key, { name: key }, 10)
    tier.get('a')
    tier.set('d', { name: 'd' }, 10)
    expect(['a', 'b', 'c', 'd'].filter((key) => tier.get(key) !== undefined)).toEqual(['a', 'c', 'd'])
  })

  test('refuses what is larger than all of it, and has nothing old under that key then', () => {
    const tier = createMemoryTier<Entry>(30)
    tier.set('k', { name: 'old' }, 10)
    expect(tier.set('k', { name: 'huge' }, 31)).toBe(false)
    expect(tier.get('k')).toBeUndefined()
  })

  test('refuses an entry above the bound of one entry in the same way', () => {
    const tier = createMemoryTier<Entry>(30, 20)
    expect(tier.set('k', { name: 'fits' }, 20)).toBe(true)
    expect(tier.set('k', { name: 'huge' }, 21)).toBe(false)
    expect(tier.get('k')).toBeUndefined()
    expect(tier.bytes).toBe(0)
  })
})
