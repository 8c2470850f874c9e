import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { NO_COST, simulateCost } from '../../../reference/shared/service/simulated-cost.ts'

describe('a simulated cost', () => {
  it('reads the rows first and keeps them back after', async () => {
    let rows = 'old'
    const cost = simulateCost({ latencyMs: 50, perSecond: Number.POSITIVE_INFINITY })
    const slow = cost.spend(async () => rows)
    await nextTurn()
    rows = 'new'
    expect(await slow).toBe('old')
  })

  it('lets queries begin in the order of their asking, no more of them per second than it says', async () => {
    const cost = simulateCost({ latencyMs: 0, perSecond: 50 })
    const begun: [number, number][] = []
    await Promise.all([0, 1, 2, 3, 4].map((index) => cost.spend(async () => void begun.push([index, performance.now()]))))
    expect(begun.map(([index]) => index)).toEqual([0, 1, 2, 3, 4])
    const duration = (begun.at(-1)?.[1] ?? 0) - (begun.at(0)?.[1] ?? 0)
    // Four intervals of 20 ms; timers may fire a millisecond early.
    expect(duration).toBeGreaterThanOrEqual(4 * 19)
  })

  it('runs queries side by side: latency is not capacity', async () => {
    const cost = simulateCost({ latencyMs: 50, perSecond: 1_000 })
    let running = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        await cost.spend(async () => void (most = Math.max(most, (running += 1))))
        running -= 1
      }),
    )
    expect(most).toBeGreaterThan(1)
  })

  it('forgets who aborts, whose query never runs and takes no turn', async () => {
    const cost = simulateCost({ latencyMs: 0, perSecond: 1 / 3_600 })
    await cost.spend(async () => 'the only turn of this hour')
    const caller = new AbortController()
    let ran = false
    const waiting = cost.spend(async () => void (ran = true), caller.signal)
    expect(cost.waiting()).toBe(1)
    caller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    expect([ran, cost.waiting()]).toEqual([false, 0])
  })

  it('ends what waits when it is closed', async () => {
    const cost = simulateCost({ latencyMs: 0, perSecond: 1 / 3_600 })
    await cost.spend(async () => 'the only turn of this hour')
    const waiting = Promise.allSettled([cost.spend(async () => 1), cost.spend(async () => 2)])
    cost.close()
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('of nothing is no delay', async () => {
    const cost = simulateCost(NO_COST)
    expect(await Promise.all([1, 2, 3].map((value) => cost.spend(async () => value)))).toEqual([1, 2, 3])
  })
})
