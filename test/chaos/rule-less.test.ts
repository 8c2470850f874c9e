import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fleet, startFleet } from './fleet.ts'
import { runScenario } from './run.ts'
import type { RuleLess } from './rule-less-cache.ts'
import { exposures } from './scenarios.ts'

let fleet: Fleet
beforeAll(async () => void (fleet = await startFleet({ readers: 4, writers: 2 })))
afterAll(() => fleet[Symbol.asyncDispose]())

const violationsOf = async (variant: RuleLess): Promise<number> => {
  const { violations, missedOwn } = await runScenario(fleet, { scenario: exposures[variant], variant, seconds: 6, long: false })
  expect(missedOwn).toEqual([])
  return violations.length
}

describe('the checker sees what it looks for: invalidations are missed for longer than maxStaleness', () => {
  test('without the stamp fence, when they come while a value is loaded', async () => {
    expect(await violationsOf('no stamp fence')).toBeGreaterThan(0)
  })

  test('without gap detection, when subscribers are killed', async () => {
    expect(await violationsOf('no gap detection')).toBeGreaterThan(0)
  })

  test('without confirmation, when nothing is published', async () => {
    expect(await violationsOf('no confirmation')).toBeGreaterThan(0)
  })

  test('without loss detection, when the log is lost before anyone has heard its end', async () => {
    expect(await violationsOf('no loss detection')).toBeGreaterThan(0)
  })
})
