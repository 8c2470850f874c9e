import { describe, expect, it, vi } from 'vitest'
import { Generations } from '../../../src/cache/generations.ts'
import { Coherence } from '../../../src/coherence/coherence.ts'
import { createMemoryLog } from '../../../src/coherence/log/memory-log.ts'
import { createClock } from '../../../src/foundation/clock.ts'
import { cacheKey } from '../../../src/key/cache-key.ts'
import type { Claims } from '../../../src/tier/claims.ts'
import { uniqueName } from '../../support/names.ts'

const key = cacheKey('owner', 'scope', '"fingerprint"')
const NEED = { tags: ['pricelist', 'material:AU585'], anew: false }

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
  const clock = createClock()
  const processes = Array.from({ length: count }, () => {
    const coherence = new Coherence({ namespace, log: createMemoryLog(namespace, clock), clock, maxStaleness: 1_000 })
    coherence.open()
    return { coherence, generations: new Generations(coherence, clock, claims) }
  })
  return {
    processes,
    [Symbol.asyncDispose]: async () => void (await Promise.all(processes.map(({ coherence }) => coherence.close()))),
  }
}

describe('a generation', () => {
  it('is the same for all processes, whoever asks first, until it is ended', async () => {
    await using all = fleet(3)
    const names = await Promise.all(all.processes.map(({ generations }) => generations.current(key, NEED)))
    expect(new Set(names).size).toBe(1)
    const [first, second] = all.processes
    await first?.generations.end(key, names[0] ?? '')
    const next = await second?.generations.current(key, NEED)
    expect(next).not.toBe(names[0])
    expect(await first?.generations.current(key, NEED)).toBe(next)
  })

  it('is another one after an invalidation of its tags, for all, and not after one of other tags', async () => {
    await using all = fleet(2)
    const [one, other] = all.processes
    const before = await one?.generations.current(key, NEED)
    await one?.coherence.invalidate(['quotes'])
    expect(await other?.generations.current(key, NEED)).toBe(before)
    await one?.coherence.invalidate(['pricelist'])
    const after = await other?.generations.current(key, NEED)
    expect(after).not.toBe(before)
    expect(await one?.generations.current(key, NEED)).toBe(after)
  })

  it('is ended by its name alone: who comes late with an older one ends nothing', async () => {
    await using all = fleet(2)
    const [one, other] = all.processes
    const before = (await one?.generations.current(key, NEED)) ?? ''
    await one?.generations.end(key, before)
    const after = await one?.generations.current(key, NEED)
    await other?.generations.end(key, before)
    expect(await one?.generations.current(key, NEED)).toBe(after)
  })

  it('of a process without Redis lasts there alone', async () => {
    await using all = fleet(1, undefined)
    const [one] = all.processes
    const before = (await one?.generations.current(key, NEED)) ?? ''
    expect(await one?.generations.current(key, NEED)).toBe(before)
    await one?.generations.end(key, before)
    expect(await one?.generations.current(key, NEED)).not.toBe(before)
  })

  it('that began while nobody could be asked becomes that of all', async () => {
    const claims = sharedClaims()
    await using all = fleet(2, claims)
    const [one, other] = all.processes
    claims.isReachable = false
    const alone = await one?.generations.current(key, NEED)
    claims.isReachable = true
    expect(await one?.generations.current(key, NEED)).toBe(alone)
    expect(await other?.generations.current(key, NEED)).toBe(alone)
  })

  it('that was agreed on is not proposed again', async () => {
    const claims = sharedClaims()
    await using all = fleet(2, claims)
    const [one, other] = all.processes
    claims.isReachable = false
    const before = await one?.generations.current(key, NEED)
    claims.isReachable = true
    expect(await one?.generations.current(key, NEED)).toBe(before)
    await other?.generations.end(key, before ?? '')
    expect(await one?.generations.current(key, NEED)).not.toBe(before)
  })

  it('that is over leads those there who did not know for as long as what was made is kept, and not who wants it made anew', async () => {
    const claims = sharedClaims()
    const propose = vi.spyOn(claims, 'propose')
    await using all = fleet(3, claims)
    const [one, other, third] = all.processes
    const before = (await one?.generations.current(key, NEED)) ?? ''
    await one?.generations.end(key, before, 30_000.7)
    expect(propose.mock.lastCall?.[2]).toEqual({ instead: before, lifetimeMs: 30_000 })
    expect(await other?.generations.current(key, NEED)).toBe(before)
    const anew = await third?.generations.current(key, { ...NEED, anew: true })
    expect(anew).not.toBe(before)
    expect(await third?.generations.current(key, { ...NEED, anew: true })).toBe(anew)
    expect(await other?.generations.current(key, NEED)).toBe(anew)
  })

  it('that is over ends with an invalidation of its tags, and when it is ended for good', async () => {
    await using all = fleet(2)
    const [one, other] = all.processes
    const first = (await one?.generations.current(key, NEED)) ?? ''
    await one?.generations.end(key, first, 30_000)
    await one?.coherence.invalidate(['pricelist'])
    const second = (await other?.generations.current(key, NEED)) ?? ''
    expect(second).not.toBe(first)
    await one?.generations.end(key, second, 30_000)
    await one?.generations.end(key, second)
    expect(await other?.generations.current(key, NEED)).not.toBe(second)
  })

  it.each([
    ['of this process', undefined],
    ['of all', sharedClaims()],
  ])('%s is gone on with only by who knows of every record up to now', async (_whose, claims) => {
    await using all = fleet(1, claims)
    const [one] = all.processes
    if (one === undefined) throw new Error('a process was started')
    const before = await one.generations.current(key, NEED)
    expect(await one.generations.current(key, NEED)).toBe(before)
    const confirm = vi.spyOn(one.coherence, 'confirm').mockResolvedValue(false)
    expect(await one.generations.current(key, NEED)).not.toBe(before)
    const [since] = confirm.mock.lastCall ?? []
    expect(since).toBeGreaterThan(0)
  })

  it('that began without a position is never gone on with', async () => {
    const claims = sharedClaims()
    await using all = fleet(2, claims)
    const [one, other] = all.processes
    const position = vi.spyOn(one?.coherence ?? fail(), 'position', 'get').mockReturnValue(undefined)
    const confirm = vi.spyOn(one?.coherence ?? fail(), 'confirm')
    const before = await one?.generations.current(key, NEED)
    expect(confirm).toHaveBeenCalledOnce()
    position.mockRestore()
    expect(await other?.generations.current(key, NEED)).not.toBe(before)
  })

  it('is not gone on with by who has an invalidation of its tags yet to append', async () => {
    await using all = fleet(1)
    const [one] = all.processes
    if (one === undefined) throw new Error('a process was started')
    const before = await one.generations.current(key, NEED)
    vi.spyOn(one.coherence, 'queued', 'get').mockReturnValue(1)
    const isOpen = vi.spyOn(one.coherence, 'isOpen').mockReturnValue(false)
    expect(await one.generations.current(key, NEED)).not.toBe(before)
    expect(isOpen).toHaveBeenCalledWith(NEED.tags)
  })
})

const fail = (): never => {
  throw new Error('a process was started')
}
