import { expect, test } from 'vitest'
import { casesUntil } from './play.ts'
import { playAll } from './play-all.ts'

/** A part of the misbehaviours of each peer, others in every run; `npm run test:hostile` plays all of them. */
const SECONDS = 12
const LEAST = 6
const seed = Math.floor(Math.random() * 2 ** 31)

test(`whatever its peers send, a process lives, answers reads, blocks for no second, recovers, and ends by itself (seed ${seed})`, async () => {
  const { struck, longestTurnMs, ending, output } = await playAll((peer) => casesUntil(peer, seed, SECONDS, LEAST))
  expect(struck).toBeGreaterThan(50)
  expect(longestTurnMs).toBeLessThan(1_000)
  expect(ending).toEqual({ code: 0, signal: null })
  expect(output).toBe('')
})
