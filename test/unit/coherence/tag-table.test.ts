import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TagTable } from '../../../src/coherence/follow/tag-table.ts'
import { heldBytes } from '../../support/heap.ts'
import { id } from './support/records.ts'

const at = (place: number) => id(`${place}-0`)

/** A tag that is doubted when this one is forgotten, since they share a bucket. */
const neighbourOf = (tag: string): string => {
  const table = new TagTable(1)
  table.note(tag, at(1))
  table.note('another', at(2))
  for (let n = 0; n < 100_000; n++) if (table.namedAfter(`n${n}`, at(0))) return `n${n}`
  throw new Error(`no tag shares a bucket with ${tag}`)
}

describe('the table of tags', () => {
  const anyNaming = fc.array(
    fc.integer({ min: 0, max: 30 }).map((n) => `tag${n}`),
    { maxLength: 200 },
  )
  const anyCapacity = fc.integer({ min: 1, max: 40 })

  test('never says that a tag was not named where it was', () => {
    fc.assert(
      fc.property(anyNaming, anyCapacity, (named, capacity) => {
        const table = new TagTable(capacity)
        named.forEach((tag, place) => table.note(tag, at(place + 1)))
        for (let stamp = 0; stamp <= named.length; stamp++) {
          for (const tag of new Set(named.slice(stamp))) expect(table.namedAfter(tag, at(stamp))).toBe(true)
        }
      }),
    )
  })

  test('says so only where it was, as long as nothing was forgotten', () => {
    fc.assert(
      fc.property(anyNaming, (named) => {
        const table = new TagTable(31)
        named.forEach((tag, place) => table.note(tag, at(place + 1)))
        for (let n = 0; n <= 30; n++) {
          const last = named.lastIndexOf(`tag${n}`) + 1
          for (let stamp = 0; stamp <= named.length; stamp++) expect(table.namedAfter(`tag${n}`, at(stamp))).toBe(last > stamp)
        }
      }),
    )
  })

  test('is bounded', () => {
    fc.assert(
      fc.property(anyNaming, anyCapacity, (named, capacity) => {
        const table = new TagTable(capacity)
        named.forEach((tag, place) => table.note(tag, at(place + 1)))
        expect(table.size).toBe(Math.min(capacity, new Set(named).size))
      }),
    )
  })

  test('forgets the tags named longest ago, not those of many names', () => {
    const table = new TagTable(2)
    table.note('often', at(1))
    table.note('once', at(2))
    table.note('often', at(3))
    table.note('new', at(4))
    expect(table.namedAfter('often', at(2))).toBe(true)
    expect(table.namedAfter('often', at(3))).toBe(false)
    expect(table.namedAfter('once', at(1))).toBe(true)
    expect(table.namedAfter(neighbourOf('once'), at(1))).toBe(true)
    expect(table.namedAfter(neighbourOf('often'), at(1))).toBe(false)
  })

  test('a flood of other tags makes invalid what shares a bucket with one of them, and nothing else', () => {
    const table = new TagTable(10)
    for (let n = 0; n < 210; n++) table.note(`flood${n}`, at(100 + n))
    const quiet = Array.from({ length: 2_000 }, (_, n) => `quiet${n}`)
    const doubted = quiet.filter((tag) => table.namedAfter(tag, at(50))).length
    expect(doubted).toBeGreaterThan(0)
    expect(doubted).toBeLessThan(((2_000 * 200) / 4_096) * 2)
    expect(quiet.filter((tag) => table.namedAfter(tag, at(310)))).toEqual([])
  })

  test('does not grow with how often its tags are named', () => {
    const table = new TagTable()
    const nameAll = (times: number): number => {
      for (let place = 1; place <= times; place++) table.note(`tag${place % 1_000}`, at(place))
      return heldBytes()
    }
    const before = nameAll(10_000)
    expect(nameAll(200_000) - before).toBeLessThan(4_000_000)
    expect(table.size).toBe(1_000)
  })

  test('knows nothing after a reset', () => {
    const table = new TagTable(1)
    for (const tag of ['a', 'b', 'a', 'b']) table.note(tag, at(9))
    table.reset()
    expect(table.size).toBe(0)
    for (const tag of ['a', 'b']) expect(table.namedAfter(tag, at(0))).toBe(false)
    table.note('a', at(10))
    table.note('b', at(11))
    expect(table.size).toBe(1)
    expect(table.namedAfter('b', at(10))).toBe(true)
  })
})
