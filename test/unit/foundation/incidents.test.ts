import { describe, expect, test } from 'vitest'
import { later } from '../../../src/foundation/clock.ts'
import { Incidents } from '../../../src/foundation/incidents.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { RedisRefusal } from '../../../src/redis/redis-refusal.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'

const play = (work: (incidents: Incidents, pass: (ms: number) => void) => void): readonly string[] => {
  const namespace = uniqueName('incidents')
  using collected = collectIncidents(namespace)
  let now = createClock().now()
  work(new Incidents(namespace, { now: () => now }), (ms) => (now = later(now, ms)))
  return collected.seen.map(({ kind, cause }) => `${kind} ${cause instanceof Error ? cause.message.split(' ')[0] : ''}`)
}

const full = new RedisRefusal('OOM command not allowed', 'set')
const forbidden = new RedisRefusal('NOPERM no permission', 'set')

describe('a failure that repeats with every command', () => {
  test('is told once, and again when it comes back after a success', () => {
    expect(
      play((incidents, pass) => {
        for (let count = 0; count < 3; count++) incidents.fail('fill-failed', full)
        pass(60_000)
        incidents.fail('fill-failed', full)
        pass(60_000)
        incidents.succeed('fill-failed')
        incidents.fail('fill-failed', full)
      }),
    ).toEqual(['fill-failed OOM', 'fill-failed OOM'])
  })

  test('goes on where single successes come between its repetitions', () => {
    expect(
      play((incidents, pass) => {
        for (let count = 0; count < 50; count++) {
          incidents.fail('fill-failed', full)
          pass(100)
          incidents.succeed('fill-failed')
        }
      }),
    ).toEqual(['fill-failed OOM'])
  })

  test('is told anew when it comes back soon after a success that came long after it', () => {
    expect(
      play((incidents, pass) => {
        incidents.fail('fill-failed', full)
        pass(10)
        incidents.succeed('fill-failed')
        pass(1_000)
        incidents.fail('fill-failed', full)
      }),
    ).toHaveLength(2)
  })

  test('is told for each cause and each kind', () => {
    expect(
      play((incidents) => {
        incidents.fail('fill-failed', full)
        incidents.fail('fill-failed', forbidden)
        incidents.fail('append-failed', full)
        incidents.fail('fill-failed', full)
      }),
    ).toEqual(['fill-failed OOM', 'fill-failed NOPERM', 'append-failed OOM'])
  })

  test('is not ended by the success of another kind', () => {
    expect(
      play((incidents, pass) => {
        incidents.fail('fill-failed', full)
        pass(5_000)
        incidents.succeed('append-failed')
        incidents.fail('fill-failed', full)
      }),
    ).toHaveLength(1)
  })
})

test('an event is told each time', () => {
  expect(
    play((incidents) => {
      incidents.report('gap')
      incidents.report('gap')
    }),
  ).toEqual(['gap ', 'gap '])
})
