import { expect, test } from 'vitest'
import { casesOf } from './play.ts'
import { playAll } from './play-all.ts'

/** A part of the misbehaviours, others in every run; `npm run test:hostile` plays all of them. */
const SHARE = 0.4
const seed = Math.floor(Math.random() * 2 ** 31)

test(`whatever its peers send, a process lives, answers reads, blocks for no second, recovers, and ends by itself (seed ${seed})`, { timeout: 600_000 }, async () => {
  const { struck, longestTurnMs, ending, output } = await playAll((peer) => casesOf(peer, seed, SHARE))
  expect(struck).toBeGreaterThan(50)
  expect(longestTurnMs).toBeLessThan(1_000)
  expect(ending).toEqual({ code: 0, signal: null })
  expect(output).toBe('')
})
