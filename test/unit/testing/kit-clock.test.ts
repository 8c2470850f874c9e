import { afterEach, describe, expect, test, vi } from 'vitest'
import { RunningClock } from '../../../src/testing/kit-clock.ts'
import { createSmallKit } from './support/small-apis.ts'

afterEach(() => void vi.useRealTimers())

describe('the clock of a kit', () => {
  test('ends lifetimes, in their order and each at its own instant', async () => {
    await using kit = createSmallKit()
    const before = kit.clock.now().getTime()
    await kit.sdk.mes.orders.status('ord_1')
    kit.mes.changeSilently('ord_1', { status: 'SHIPPED' })
    expect((await kit.sdk.mes.orders.status('ord_1')).status).toBe('MANUFACTURING_APPROVED')
    await kit.clock.advance('24h')
    expect(kit.clock.now().getTime() - before).toBeGreaterThanOrEqual(24 * 3_600_000)
    expect((await kit.sdk.mes.orders.status('ord_1')).status).toBe('SHIPPED')
  })

  test('goes by the time of the process as well, so that nothing waits for a test that does not put it forward', async () => {
    await using kit = createSmallKit({ retries: 1 })
    kit.mes.on('orders.get').disconnects({ times: 1 })
    expect((await kit.sdk.mes.orders.get('ord_1')).id).toBe('ord_1')
  })

  test('calls a timer at each of its times, and one that coalesces once before anything else is due', async () => {
    const running = new RunningClock(undefined)
    const called: string[] = []
    const note = (name: string) => () => void called.push(name)
    running.clock.timer(100, note('tick'), { repeats: true, coalesces: true })
    running.clock.timer(1_050, note('once'))
    const each = running.clock.timer(500, note('each'), { repeats: true })
    await running.advance(1_600)
    expect(called).toEqual(['tick', 'each', 'tick', 'each', 'once', 'tick', 'each', 'tick'])
    each.stop()
    called.length = 0
    running.clock.timer(86_400_000, note('a day'))
    await running.advance('24h')
    expect(called).toEqual(['tick', 'a day'])
    await running.finish(Promise.resolve())
  })

  test.each(['before', 'after'] as const)(
    'moves an SDK under the fake timers of the runner, by either of them, when those come %s the kit',
    async (when) => {
      if (when === 'before') vi.useFakeTimers()
      const kit = createSmallKit({ retries: 3 })
      if (when === 'after') vi.useFakeTimers()
      kit.mes.on('orders.get').rateLimited({ retryAfter: '20s', times: 1 })
      kit.mes.on('orders.get').disconnects({ times: 1 })
      const byKit = kit.sdk.mes.orders.get('ord_1').withMeta()
      await kit.clock.advance('30s')
      expect((await byKit).response?.attempts).toBe(3)
      kit.mes.on('orders.status').rateLimited({ retryAfter: '20s', times: 1 })
      kit.mes.on('orders.status').disconnects({ times: 1 })
      const byRunner = kit.sdk.mes.orders.status('ord_1').withMeta()
      await vi.advanceTimersByTimeAsync(30_000)
      expect((await byRunner).response?.attempts).toBe(3)
      await kit.close()
    },
  )

  test('is not waited for by close, under fake timers neither', async () => {
    vi.useFakeTimers()
    const kit = createSmallKit({ cache: { redis: 'redis://any', namespace: 'n', principal: 'p' } })
    await kit.sdk.ready()
    kit.redis.down()
    kit.mes.on('orders.claim').hangs()
    const call = kit.sdk.mes.orders.claim('ord_1', { ifMatch: 1 }).catch(() => {})
    const queued = kit.sdk.invalidate(['a'])
    await kit.close()
    await call
    expect((await queued).status).toBe('queued')
  })
})
