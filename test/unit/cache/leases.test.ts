import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { channels, type LeaseEvent } from '../../../src/foundation/channels.ts'
import { LEASE_MS, UNFILLED_MS } from '../../../src/tier/leases.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { FakeLeases } from './support/fake-leases.ts'
import { FakeSharedTier, type Reading, worldOf } from './support/world.ts'

let events: LeaseEvent[] = []
const note = (event: unknown): void => void events.push(event as LeaseEvent)
const outcomes = (): readonly string[] => events.map(({ outcome }) => outcome)

beforeEach(() => {
  fakeTime()
  events = []
  subscribe(channels.lease.name, note)
})

afterEach(() => {
  unsubscribe(channels.lease.name, note)
  vi.useRealTimers()
})

/** Longest time between two questions of a waiter, with the answer. */
const POLL_MS = 800

/** Processes of one fleet, each with a connection of its own. */
const fleetOf = async (size: number) => {
  const [log, shared, leases] = [new FakeLog(), new FakeSharedTier(), new FakeLeases()]
  const processes = await Promise.all(
    Array.from({ length: size }, async () => {
      const line = leases.process()
      return { ...(await worldOf({ log, shared, leases: line })), leaseLine: line }
    }),
  )
  /** When each load began, and what it was told. */
  const starts: { readonly at: number; readonly signal: AbortSignal }[] = []
  const began = Date.now()
  const loading =
    (takes: number, end: () => unknown = () => 'loaded'): NonNullable<Reading['load']> =>
    async ({ signal }) => {
      starts.push({ at: Date.now() - began, signal })
      await new Promise((resolve) => setTimeout(resolve, takes))
      return end()
    }
  /** All processes read, one after the other within a few milliseconds. */
  const readAll = async (reading: Reading, apart = 2) => {
    const reads: Promise<unknown>[] = []
    for (const { begin } of processes) {
      const read = begin(reading).then(({ value, source }) => ({ value, source }))
      read.catch(() => {})
      reads.push(read)
      await pass(apart)
    }
    return reads
  }
  return { log, shared, leases, processes, starts, loading, readAll, lease: () => [...leases.kept.keys()][0] ?? '' }
}

const pairOf = async () => {
  const {
    processes: [one, other],
  } = await fleetOf(2)
  if (one === undefined || other === undefined) throw new Error('a fleet of two has two processes')
  return [one, other] as const
}

const fails = () => {
  throw new Error('the origin fails')
}

describe('processes that miss the same key', () => {
  test('make one load, and the others are served what it brought as soon as it is there', async () => {
    const { readAll, loading, starts, leases } = await fleetOf(4)
    const reads = await readAll({ load: loading(1_000) })
    await pass(1_020)
    expect(outcomes()).toEqual(['granted', 'served', 'served', 'served'])
    expect((await Promise.all(reads)).map((read) => (read as { source: string }).source)).toEqual([
      'origin',
      'redis',
      'redis',
      'redis',
    ])
    expect(starts).toHaveLength(1)
    expect(leases.kept.size).toBe(0)
    expect(leases.listeners).toBe(0)
  })

  test('make one load, however long it takes within half of its limit: its lease is renewed', async () => {
    const { readAll, loading, starts } = await fleetOf(3)
    const reads = await readAll({ load: loading(10 * LEASE_MS), patienceMs: 21 * LEASE_MS })
    await pass(10 * LEASE_MS + POLL_MS)
    await Promise.all(reads)
    expect(starts).toHaveLength(1)
  })

  test('keep the value of the one that followed a holder: who was late takes it, and overwrites nothing', async () => {
    const [late, next] = await pairOf()
    late.leaseLine.renews = false
    const taking =
      (milliseconds: number, value: string): NonNullable<Reading['load']> =>
      async () => {
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
        return value
      }
    const slow = late.begin({ load: taking(2 * LEASE_MS, 'late') })
    await pass(10)
    const quick = next.begin({ load: taking(10, 'next') })
    await pass(2 * LEASE_MS + POLL_MS)
    expect([(await slow).value, (await quick).value]).toEqual(['next', 'next'])
    expect((await late.begin({ load: fails })).value).toBe('next')
  })

  test('make one load where every message is lost', async () => {
    const { readAll, loading, starts, leases } = await fleetOf(3)
    leases.delivers = false
    const reads = await readAll({ load: loading(1_000) })
    await pass(1_000 + POLL_MS)
    await Promise.all(reads)
    expect(starts).toHaveLength(1)
  })

  test('load each for themselves where they do not ask for a lease', async () => {
    const { readAll, loading, starts, leases } = await fleetOf(3)
    const reads = await readAll({ load: loading(1_000), lease: false })
    await pass(1_020)
    await Promise.all(reads)
    expect(starts).toHaveLength(3)
    expect(leases.asked).toBe(0)
  })

  test('are not served what was invalidated since: one of them loads anew', async () => {
    const {
      readAll,
      loading,
      starts,
      processes: [holder, waiter],
      shared,
    } = await fleetOf(2)
    let committed = 'first'
    const reads = await readAll({
      load: async (context) => {
        const found = committed
        await loading(400)(context)
        return found
      },
    })
    if (holder) holder.line.delivers = false
    committed = 'second'
    waiter?.commitElsewhere('second')
    await pass(410)
    expect(shared.entries.size).toBe(1)
    expect(starts).toHaveLength(2)
    await pass(410)
    expect(await Promise.all(reads)).toEqual([
      { value: 'first', source: 'origin' },
      { value: 'second', source: 'origin' },
    ])
  })
})

describe('a holder that dies', () => {
  test('is followed by one waiter within the lease and a pause; the others wait for that one', async () => {
    const { readAll, loading, starts, processes } = await fleetOf(4)
    const dead = new Promise(() => {})
    const reads = await readAll({ load: (context) => loading(2_000, starts.length === 0 ? () => dead : undefined)(context) })
    if (processes[0]) processes[0].leaseLine.isUp = false
    await pass(LEASE_MS + POLL_MS)
    expect(starts).toHaveLength(2)
    await pass(2_020)
    await Promise.all(reads.slice(1))
    expect(starts).toHaveLength(2)
    expect(outcomes().toSorted()).toEqual(['granted', 'served', 'served', 'taken-over'])
  })

  test('and lives on after all does not end the lease of the one that followed', async () => {
    const {
      readAll,
      loading,
      starts,
      processes: [paused],
      leases,
      lease,
    } = await fleetOf(3)
    if (paused) paused.leaseLine.renews = false
    const reads = await readAll({ load: loading(LEASE_MS + 1_000, fails) })
    reads[0]?.catch(() => {})
    await pass(LEASE_MS + POLL_MS)
    expect(starts).toHaveLength(2)
    const follower = leases.of(lease())?.token
    await pass(1_100 - POLL_MS)
    await expect(reads[0]).rejects.toThrow('the origin fails')
    expect(leases.of(lease())?.token).toBe(follower)
    expect(starts).toHaveLength(2)
  })

  test('again and again is waited for three times, not for ever', async () => {
    const {
      processes: [reader],
      loading,
      starts,
      leases,
    } = await fleetOf(1)
    let held = 0
    const answer = async () => ({ state: 'taken', holder: `holder-${++held}`, leftMs: 10 }) as const
    if (reader) reader.leaseLine.acquire = answer
    const read = reader?.begin({ load: loading(10) })
    await pass(2_000)
    expect([starts.length, held]).toEqual([1, 4])
    expect(outcomes()).toEqual(['given-up'])
    expect((await read)?.source).toBe('origin')
    expect(leases.listeners).toBe(0)
  })
})

describe('a load that brings nothing', () => {
  const ends: readonly (readonly [how: string, reading: Partial<Reading>, end: () => unknown])[] = [
    ['fails', {}, fails],
    ['cannot be kept', { ttlMs: 0 }, () => 'loaded'],
  ]

  test.each(ends)('since it %s is followed by all the others at once, not one by one', async (_how, reading, end) => {
    const { readAll, loading, starts } = await fleetOf(5)
    const reads = await readAll({ ...reading, load: loading(4_000, end) })
    await pass(4_010)
    expect(starts).toHaveLength(5)
    await pass(4_000)
    await Promise.allSettled(reads)
    expect(starts).toHaveLength(5)
    expect(outcomes().toSorted()).toEqual(['granted', 'unfilled', 'unfilled', 'unfilled', 'unfilled'])
  })

  test.each(ends)(
    'since it %s is followed by all the others within a pause where no message says so',
    async (_how, reading, end) => {
      const { readAll, loading, starts, leases } = await fleetOf(5)
      leases.delivers = false
      const reads = await readAll({ ...reading, load: loading(4_000, end) })
      await pass(4_000 + POLL_MS)
      expect(starts).toHaveLength(5)
      await pass(4_000)
      await Promise.allSettled(reads)
      expect(outcomes().toSorted()).toEqual(['granted', 'unfilled', 'unfilled', 'unfilled', 'unfilled'])
    },
  )

  test('is followed by a load at once of whoever comes a moment later, too', async () => {
    const {
      processes: [one, other],
      loading,
      starts,
    } = await fleetOf(2)
    one?.begin({ load: loading(10, fails) }).catch(() => {})
    await pass(20)
    void other?.begin({ load: loading(10) })
    void one?.begin({ load: loading(10) })
    await pass(20)
    expect(starts).toHaveLength(3)
    await pass(UNFILLED_MS)
    expect(outcomes()).toEqual(['granted', 'unfilled', 'unfilled'])
  })

  test('since it was invalidated meanwhile does not keep the others waiting', async () => {
    const {
      readAll,
      loading,
      starts,
      processes: [holder],
    } = await fleetOf(3)
    const reads = await readAll({ load: loading(1_000) })
    await holder?.commitHere('second')
    await pass(1_000 + 10)
    expect(starts).toHaveLength(3)
    await pass(1_000)
    await Promise.all(reads)
  })

  test('since the shared tier did not take it does not keep the others waiting', async () => {
    const { readAll, loading, starts, shared } = await fleetOf(3)
    shared.write = async () => false
    const reads = await readAll({ load: loading(1_000) })
    await pass(1_000 + 10)
    expect(starts).toHaveLength(3)
    await pass(1_000)
    await Promise.all(reads)
  })
})

describe('a reader who waits for another process', () => {
  test('leaves when its own signal says so, at once, and leaves nothing behind', async () => {
    // So that no question about the lease is under way at that moment.
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const {
      processes: [holder, waiter],
      loading,
      starts,
      leases,
    } = await fleetOf(2)
    const held = holder?.begin({ load: loading(5_000) })
    await pass(20)
    const controller = new AbortController()
    const left = waiter?.begin({ load: loading(5_000), signal: controller.signal })
    left?.catch(() => {})
    await pass(200)
    const timers = vi.getTimerCount()
    expect(leases.listeners).toBe(1)
    controller.abort(new Error('too long'))
    await expect(left).rejects.toThrow('too long')
    await pass(0)
    expect(leases.listeners).toBe(0)
    expect(vi.getTimerCount()).toBeLessThan(timers)
    await pass(5_000)
    expect((await held)?.value).toBe('loaded')
    expect(starts).toHaveLength(1)
  })

  test('loads at once where nobody can be asked, at its arrival and while it waits', async () => {
    const {
      processes: [holder, waiter, late],
      loading,
      starts,
    } = await fleetOf(3)
    void holder?.begin({ load: loading(5_000) })
    await pass(20)
    void waiter?.begin({ load: loading(10) })
    await pass(20)
    for (const one of [waiter, late]) if (one) one.leaseLine.isUp = false
    void late?.begin({ load: loading(5_000) })
    await pass(10)
    expect(starts).toHaveLength(2)
    await pass(POLL_MS)
    expect(starts).toHaveLength(3)
    expect(outcomes()).toEqual(['granted', 'unreachable', 'unreachable'])
  })

  test('gives up a lease that may have been granted when it was not told so', async () => {
    const {
      processes: [reader],
      loading,
      leases,
      lease,
    } = await fleetOf(1)
    const acquire = reader?.leaseLine.acquire.bind(reader.leaseLine)
    if (reader) reader.leaseLine.acquire = async (key, token) => ({ cause: await acquire?.(key, token), state: 'unknown' })
    const read = reader?.begin({ load: loading(100) })
    await pass(50)
    expect(leases.of(lease())).toBeDefined()
    await pass(100)
    await read
    expect(leases.kept.size).toBe(0)
  })

  test('gives up a lease that may have been granted when it was served without one', async () => {
    const {
      processes: [reader, other],
      loading,
      leases,
      shared,
    } = await fleetOf(2)
    await other?.begin({ load: () => 'loaded', lease: false })
    const acquire = reader?.leaseLine.acquire.bind(reader.leaseLine)
    if (reader) reader.leaseLine.acquire = async (key, token) => ({ cause: await acquire?.(key, token), state: 'unknown' })
    const first = shared.read.bind(shared)
    shared.read = async () => void (shared.read = first)
    const read = reader?.begin({ load: loading(100) })
    await pass(20)
    expect((await read)?.source).toBe('redis')
    expect(leases.kept.size).toBe(0)
  })
})

describe('a load that nobody waits for any longer', () => {
  test('is aborted and gives its lease up at once, whatever its loader does, and one other process takes over', async () => {
    const {
      processes: [holder, ...others],
      loading,
      starts,
      leases,
    } = await fleetOf(3)
    const controller = new AbortController()
    const left = holder?.begin({ load: loading(60_000), signal: controller.signal })
    left?.catch(() => {})
    await pass(20)
    for (const { begin } of others) void begin({ load: loading(100) })
    await pass(20)
    controller.abort(new Error('gone'))
    await pass(10)
    expect(starts.map(({ signal }) => signal.aborted)).toEqual([true, false])
    await pass(110)
    expect(starts).toHaveLength(2)
    expect(leases.released).toEqual(['abandoned', 'filled', 'filled'])
  })

  test('before it began gives up what it was granted', async () => {
    const {
      processes: [reader],
      loading,
      starts,
      leases,
    } = await fleetOf(1)
    const controller = new AbortController()
    const left = reader?.begin({ load: loading(10), signal: controller.signal })
    left?.catch(() => {})
    controller.abort(new Error('gone'))
    await pass(10)
    await expect(left).rejects.toThrow('gone')
    expect([starts.length, leases.kept.size]).toEqual([0, 0])
  })

  test('since the cache is closed gives its lease up before the connection goes', async () => {
    const {
      processes: [holder, other],
      loading,
      starts,
      leases,
    } = await fleetOf(2)
    const held = holder?.begin({ load: loading(1_000) })
    await pass(20)
    void other?.begin({ load: loading(1_000) })
    await pass(20)
    void holder?.cache.close()
    await pass(10)
    expect(leases.released).toEqual(['abandoned'])
    expect(starts).toHaveLength(2)
    await pass(1_000)
    expect((await held)?.value).toBe('loaded')
  })
})

describe('loads that read other keys', () => {
  test('and hold a lease that the other one waits for do not wait for each other: both end', async () => {
    const [one, other] = await pairOf()
    const value = () => 'made'
    const crossed = (who: typeof one, key: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return (await who.begin({ key, load: value })).value
    }
    const reads = [one.begin({ key: 'a', load: crossed(one, 'b') }), other.begin({ key: 'b', load: crossed(other, 'a') })]
    await pass(200)
    expect(outcomes().toSorted()).toEqual(['granted', 'granted', 'hurried', 'hurried'])
    expect((await Promise.all(reads)).map((read) => read.value)).toEqual(['made', 'made'])
  })

  test('and join a read that waits already hurry it: all end, without another pause', async () => {
    const [one, other] = await pairOf()
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const value = () => 'made'
    const crossed = (who: typeof one, key: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      return (await who.begin({ key, load: value })).value
    }
    const reads = [one.begin({ key: 'a', load: crossed(one, 'b') }), other.begin({ key: 'b', load: crossed(other, 'a') })]
    await pass(10)
    reads.push(one.begin({ key: 'b', load: value }), other.begin({ key: 'a', load: value }))
    await pass(2_010)
    expect(outcomes().toSorted()).toEqual(['granted', 'granted', 'hurried', 'hurried'])
    expect((await Promise.all(reads)).map((read) => read.value)).toEqual(['made', 'made', 'made', 'made'])
  })
})
