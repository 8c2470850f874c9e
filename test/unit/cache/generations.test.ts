import { describe, expect, it } from 'vitest'
import { Generations } from '../../../src/cache/generations.ts'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createMemoryLog } from '../../../src/coherence/memory-log.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { cacheKey } from '../../../src/key/cache-key.ts'
import type { Claims } from '../../../src/tier/claims.ts'
import { uniqueName } from '../../support/names.ts'

const key = cacheKey('owner', 'scope', '"fingerprint"')
const TAGS = ['pricelist', 'material:AU585']

/** Claims that processes of one test share, as those in Redis are shared. */
const sharedClaims = (): Claims & { isReachable: boolean } => {
  const texts = new Map<string, string>()
  return {
    isReachable: true,
    async propose(name, proposed, { instead }) {
      if (!this.isReachable) return undefined
      const standing = texts.get(name)
      if (standing !== undefined && standing !== instead) return standing
      texts.set(name, proposed)
      return proposed
    },
    async withdraw(name, text) {
      if (texts.get(name) === text) texts.delete(name)
    },
  }
}

/** Processes of one fleet. */
const fleet = (count: number, claims: Claims | undefined = sharedClaims()) => {
  const namespace = uniqueName('generations')
  const processes = Array.from({ length: count }, () => {
    const coherence = new Coherence({ namespace, log: createMemoryLog(namespace), clock: createClock(), maxStaleness: 1_000 })
    coherence.open()
    return { coherence, generations: new Generations(coherence, claims) }
  })
  return { processes, [Symbol.asyncDispose]: async () => void (await Promise.all(processes.map(({ coherence }) => coherence.close()))) }
}

describe('a generation', () => {
  it('is the same for all processes, whoever asks first, until it is ended', async () => {
    await using all = fleet(3)
    const names = await Promise.all(all.processes.map(({ generations }) => generations.current(key, TAGS)))
    expect(new Set(names).size).toBe(1)
    const [first, second] = all.processes
    await first?.generations.end(key, names[0] ?? '')
    const next = await second?.generations.current(key, TAGS)
    expect(next).not.toBe(names[0])
    expect(await first?.generations.current(key, TAGS)).toBe(next)
  })

  it('is another one after an invalidation of its tags, for all, and not after one of other tags', async () => {
    await using all = fleet(2)
    const [one, other] = all.processes
    const before = await one?.generations.current(key, TAGS)
    await one?.coherence.invalidate(['quotes'])
    expect(await other?.generations.current(key, TAGS)).toBe(before)
    await one?.coherence.invalidate(['pricelist'])
    const after = await other?.generations.current(key, TAGS)
    expect(after).not.toBe(before)
    expect(await one?.generations.current(key, TAGS)).toBe(after)
  })

  it('is ended by its name alone: who comes late with an older one ends nothing', async () => {
    await using all = fleet(2)
    const [one, other] = all.processes
    const before = (await one?.generations.current(key, TAGS)) ?? ''
    await one?.generations.end(key, before)
    const after = await one?.generations.current(key, TAGS)
    await other?.generations.end(key, before)
    expect(await one?.generations.current(key, TAGS)).toBe(after)
  })

  it('of a process without Redis lasts there alone', async () => {
    await using all = fleet(1, undefined)
    const [one] = all.processes
    const before = (await one?.generations.current(key, TAGS)) ?? ''
    expect(await one?.generations.current(key, TAGS)).toBe(before)
    await one?.generations.end(key, before)
    expect(await one?.generations.current(key, TAGS)).not.toBe(before)
  })

  it('that began while nobody could be asked becomes that of all', async () => {
    const claims = sharedClaims()
    await using all = fleet(2, claims)
    const [one, other] = all.processes
    claims.isReachable = false
    const alone = await one?.generations.current(key, TAGS)
    claims.isReachable = true
    expect(await one?.generations.current(key, TAGS)).toBe(alone)
    expect(await other?.generations.current(key, TAGS)).toBe(alone)
  })
})
