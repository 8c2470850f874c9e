import { expect, test } from 'vitest'
import { PARTIES, playParty } from './parties.ts'

/** `npm run test:hostile -- --structured` lets each of them send for longer. */
const SECONDS = 2
const seed = Math.floor(Math.random() * 2 ** 31)

test.each(Object.entries(PARTIES))(
  `%s by a party that knows the format are a typed error or a miss, at a bounded cost (seed ${seed})`,
  async (_name, open) => {
    const { runs } = await playParty(open, SECONDS, seed)
    expect(runs).toBeGreaterThan(5)
  },
)
