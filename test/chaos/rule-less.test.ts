import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fleet, startFleet } from './fleet.ts'
import { runScenario } from './run.ts'
import type { RuleLess } from './rule-less-cache.ts'
import { exposures } from './scenarios.ts'

let fleet: Fleet
beforeAll(async () => void (fleet = await startFleet({ readers: 4, writers: 2 })))
afterAll(() => fleet[Symbol.asyncDispose]())

/** Whether a violation lies in a given moment is a matter of chance: a run without one proves nothing, and is repeated. */
const RUNS = 8

const violates = async (variant: RuleLess): Promise<boolean> => {
  for (let run = 0; run < RUNS; run++) {
    const { violations, missedOwn } = await runScenario(fleet, { scenario: exposures[variant], variant, seconds: 3, long: false })
    expect(missedOwn).toEqual([])
    if (violations.length > 0) return true
  }
  return false
}

describe('the checker sees what it looks for: invalidations are missed for longer than maxStaleness', () => {
  test('without the stamp fence, when they come while a value is loaded', async () => {
    expect(await violates('no stamp fence')).toBe(true)
  })

  test('without gap detection, when subscribers are killed', async () => {
    expect(await violates('no gap detection')).toBe(true)
  })

  test('without confirmation, when nothing is published', async () => {
    expect(await violates('no confirmation')).toBe(true)
  })

  test('without loss detection, when the log is lost before anyone has heard its end', async () => {
    expect(await violates('no loss detection')).toBe(true)
  })
})
