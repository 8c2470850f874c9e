import { createRequire } from 'node:module'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createCache } from '../../../src/cache.ts'
import {
  channels,
  type IncidentEvent,
  type LoadEvent,
  type ReadEvent,
  type RecordEvent,
} from '../../../src/foundation/channels.ts'
import { snapshotCaches } from '../../../src/foundation/open-caches.ts'
import { VERSION } from '../../../src/foundation/version.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

const heardOn = <Event>(channel: { subscribe(listener: (event: Event) => void): () => void }): Event[] => {
  const heard: Event[] = []
  onTestFinished(channel.subscribe((event) => void heard.push(event)))
  return heard
}
const reads = (): ReadEvent[] => heardOn(channels.read)
const loads = (): LoadEvent[] => heardOn(channels.load)

describe('events of reads', () => {
  test('name the readers of one load that did not begin it', async () => {
    const { begin } = await worldOf()
    const [read, load] = [reads(), loads()]
    const answers = Promise.all([begin(), begin(), begin()])
    await pass(5)
    expect((await answers).map(({ source }) => source)).toEqual(['origin', 'origin', 'origin'])
    expect(read.map(({ source }) => source)).toEqual(['origin', 'joined', 'joined'])
    expect(load).toMatchObject([{ namespace: 'prod', cause: 'absent', outcome: 'loaded', bytes: 7 }])
  })

  test('tell bypass and reload apart from misses', async () => {
    const { read } = await worldOf()
    const [heard, load] = [reads(), loads()]
    await read({ mode: 'bypass' })
    await read({ mode: 'reload' })
    expect(heard.map(({ source }) => source)).toEqual(['bypass', 'reload'])
    expect(load.map(({ cause }) => cause)).toEqual(['bypass', 'reload'])
  })

  test('tell the error and the duration of a read that failed', async () => {
    const { read } = await worldOf()
    const [heard, load] = [reads(), loads()]
    await expect(
      read({ load: () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('down')), 20)) }),
    ).rejects.toThrow('down')
    expect(heard).toMatchObject([{ outcome: 'failed', error: 'other', durationMs: 20 }])
    expect(load).toMatchObject([{ outcome: 'failed', cause: 'absent', durationMs: 20, bytes: 0 }])
  })

  test('have a duration only where the read waited, and the age of knowledge', async () => {
    const { read } = await worldOf()
    const heard = reads()
    await read()
    await pass(100)
    await read()
    expect(heard.map(({ durationMs }) => durationMs === undefined)).toEqual([false, true])
    expect(heard[1]).toMatchObject({
      source: 'memory',
      maxStalenessMs: 1_000,
      ageMs: expect.any(Number),
      knowledgeAgeMs: expect.any(Number),
    })
  })
})

describe('events of loads', () => {
  test('tell why the value was loaded', async () => {
    const { read, commitElsewhere } = await worldOf()
    const load = loads()
    await read()
    commitElsewhere('second')
    await pass(10)
    await read()
    await pass(30_000)
    await read()
    expect(load.map(({ cause }) => cause)).toEqual(['absent', 'invalid', 'expired'])
  })

  test('name what is loaded in the background', async () => {
    const { read } = await worldOf()
    const load = loads()
    await read({ grace: { whileRevalidateMs: 60_000 } })
    await pass(30_001)
    await read({ grace: { whileRevalidateMs: 60_000 } })
    await pass(5)
    expect(load.map(({ cause }) => cause)).toEqual(['absent', 'revalidation'])
  })
})

test('a record is announced once, when it is applied, with how it came and its delay', async () => {
  const { commitElsewhere, commitHere } = await worldOf()
  const heard: RecordEvent[] = heardOn(channels.record)
  commitElsewhere('second')
  await pass(10)
  await commitHere('third')
  await pass(10)
  expect(heard).toHaveLength(2)
  expect(heard.map(({ tags, record }) => `${record} ${tags}`)).toEqual(['invalidate 1', 'invalidate 1'])
  expect(heard[0]).toMatchObject({ by: 'message', delayMs: expect.any(Number) })
})

describe('listeners that throw', () => {
  test('become a warning, and the others hear on', () => {
    const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warnings.mockRestore())
    const throwing = (): never => {
      throw new Error('bug')
    }
    subscribe('mes-crm-sdk:incident', throwing)
    onTestFinished(() => void unsubscribe('mes-crm-sdk:incident', throwing))
    const heard: IncidentEvent[] = heardOn(channels.incident)
    channels.incident.publish({ namespace: 'prod', kind: 'gap' })
    channels.incident.publish({ namespace: 'prod', kind: 'gap' })
    expect(heard).toHaveLength(2)
    expect(warnings.mock.calls).toEqual([['a listener of mes-crm-sdk:incident threw: bug']])
    expect(unsubscribe('mes-crm-sdk:incident', throwing)).toBe(true)
  })
})

describe('snapshots', () => {
  test('show every open cache, and none that is closed', async () => {
    vi.useRealTimers()
    const incidents = heardOn<IncidentEvent>(channels.incident)
    const cache = createCache({ namespace: 'seen' })
    await cache.ready()
    await cache.getOrLoad({ key: 'k', ttl: '1m', tags: ['t'] }, () => 'value')
    const seen = () => snapshotCaches().filter(({ namespace }) => namespace === 'seen')
    expect(seen()).toMatchObject([
      {
        version: VERSION,
        isRedisUp: undefined,
        queuedTags: 0,
        openHolds: 0,
        entries: 1,
        evictions: 0,
        loadsRunning: 0,
        maxStalenessMs: 1_000,
      },
    ])
    await cache.close()
    expect(seen()).toEqual([])
    expect(incidents.filter(({ kind }) => kind === 'redis-up')).toEqual([])
  })
})

test('the version is that of the package', () => {
  expect((createRequire(import.meta.url)('../../../package.json') as { version: string }).version).toBe(VERSION)
})
