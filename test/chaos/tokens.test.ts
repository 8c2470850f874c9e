import { describe, expect, test } from 'vitest'
import { readWrites } from './tokens.ts'

describe('a process that is told nothing reads what another one wrote', () => {
  test('at once, each time, by the position of the write', async () => {
    const { missed, from } = await readWrites(1_000, true)
    expect(missed).toBe(0)
    expect(from.memory + from.redis).toBeGreaterThan(0)
  })

  test('not, without it: the checker sees that', async () => {
    expect((await readWrites(200, false)).missed).toBeGreaterThan(0)
  })
})
