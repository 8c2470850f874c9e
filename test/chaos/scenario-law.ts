import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fleet, startFleet } from './fleet.ts'
import { runScenario } from './run.ts'
import type { Scenario } from './scenario.ts'

/** Tests that play the scenarios one after the other with one fleet, and hold what it read against the promise. */
export const testScenarios = (scenarios: readonly Scenario[]): void => {
  let fleet: Fleet
  beforeAll(async () => void (fleet = await startFleet({ readers: 4, writers: 2 })))
  afterAll(() => fleet[Symbol.asyncDispose]())

  describe('no invalidation is missed for longer than maxStaleness, no process misses its own, and no read fails, when Redis', () => {
    test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
      const outcome = await runScenario(fleet, { scenario, variant: 'complete', seconds: 0, long: false })
      expect(outcome).toMatchObject({ violations: [], missedOwn: [], failed: [] })
      expect(outcome.from.memory).toBeGreaterThan(0)
      expect(outcome.from.origin).toBeGreaterThan(0)
      expect(outcome.writes).toBeGreaterThan(0)
      const felt = scenario.felt ?? []
      expect(felt.filter((kind) => outcome.incidents[kind] === undefined)).toEqual([])
    })
  })
}
