import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { formatToken, queuedToken } from '../../../src/coherence/position-token.ts'
import { FakeLog } from '../coherence/support/fake-log.ts'
import { fakeTime, pass } from '../coherence/support/process.ts'
import { rowOf } from '../coherence/support/records.ts'
import { FakeSharedTier, worldOf } from './support/world.ts'

beforeEach(fakeTime)
afterEach(() => {
  vi.useRealTimers()
})

describe('single-flight', () => {
  test('200 readers of one key are one load, and one object', async () => {
    const { begin, origin } = await worldOf()
    origin.takes = 50
    const readers = Array.from({ length: 200 }, () => begin())
    await pass(60)
    expect(origin.loads).toBe(1)
    const results = await Promise.all(readers)
    expect(new Set(results.map(({ value }) => value))).toEqual(new Set(['first']))
  })

  test('readers of two keys never share a load', async () => {
    const { begin, origin } = await worldOf()
    origin.takes = 50
    const readers = [begin({ key: 'one' }), begin({ key: 'two' })]
    await pass(60)
    await Promise.all(readers)
    expect(origin.loads).toBe(2)
  })

  test('one reader who aborts fails alone; the last one aborts the load', async () => {
    const { begin, origin, read } = await worldOf()
    origin.takes = 50
    const [one, other] = [new AbortController(), new AbortController()]
    const leaving = begin({ signal: one.signal })
    const staying = begin({ signal: other.signal })
    leaving.catch(() => {})
    staying.catch(() => {})
    await pass(1)
    one.abort(new Error('one'))
    await expect(leaving).rejects.toThrow('one')
    expect(origin.signals[0]?.aborted).toBe(false)
    other.abort(new Error('other'))
    await expect(staying).rejects.toThrow('other')
    expect(origin.signals[0]?.aborted).toBe(true)
    origin.takes = 0
    expect((await read()).value).toBe('first')
    expect(origin.loads).toBe(2)
  })

  test('an error of the loader goes to all who wait, and is not kept', async () => {
    const { begin, read, origin } = await worldOf()
    const load = async (): Promise<never> => {
      origin.loads++
      await new Promise((resolve) => setTimeout(resolve, 10))
      throw new Error('origin is down')
    }
    const readers = [begin({ load }), begin({ load })]
    for (const reader of readers) reader.catch(() => {})
    await pass(20)
    for (const reader of readers) await expect(reader).rejects.toThrow('origin is down')
    expect(origin.loads).toBe(1)
    expect((await read()).source).toBe('origin')
  })
})

describe('a load that began before an invalidation', () => {
  test('never fills', async () => {
    const { begin, read, commitElsewhere, origin, memory } = await worldOf()
    origin.takes = 50
    const early = begin()
    await pass(10)
    commitElsewhere('second')
    await pass(50)
    expect((await early).value).toBe('first')
    expect(memory.entries).toBe(0)
    origin.takes = 0
    expect(await read()).toMatchObject({ value: 'second', source: 'origin' })
  })

  test('never fills a shared tier with what others would believe', async () => {
    const log = new FakeLog()
    const shared = new FakeSharedTier()
    const writer = await worldOf({ log, shared })
    const reader = await worldOf({ log, shared })
    writer.origin.takes = 50
    writer.line.delivers = false
    const early = writer.begin()
    await pass(10)
    reader.commitElsewhere('second')
    await pass(50)
    expect((await early).value).toBe('first')
    expect(shared.entries.size).toBe(1)
    expect(await reader.read()).toMatchObject({ value: 'second', source: 'origin' })
  })

  test('is not handed to a reader who came after the invalidation', async () => {
    const { begin, commitElsewhere, origin } = await worldOf()
    origin.takes = 50
    const early = begin()
    await pass(10)
    commitElsewhere('second')
    await pass(10)
    const late = begin()
    await pass(100)
    expect((await early).value).toBe('first')
    expect((await late).value).toBe('second')
    expect(origin.loads).toBe(2)
  })

  test('is not handed to a reader who came after the invalidation, were it within the same instant', async () => {
    const { begin, coherence, origin } = await worldOf()
    origin.takes = 50
    const early = begin()
    await pass(0)
    expect(origin.loads).toBe(1)
    origin.committed = 'second'
    void coherence.invalidate(['a'])
    const late = begin()
    await pass(200)
    expect((await early).value).toBe('first')
    expect((await late).value).toBe('second')
  })

  test('is not handed to a late reader either where only the value tells the tag', async () => {
    const { begin, commitElsewhere, origin } = await worldOf()
    origin.takes = 50
    const tags = (value: unknown): readonly string[] => [`of:${String(value)}`]
    const early = begin({ tags })
    await pass(10)
    commitElsewhere('second', ['of:first'])
    const late = begin({ tags })
    await pass(100)
    expect((await early).value).toBe('first')
    expect((await late).value).toBe('second')
  })

  test('is not handed to a late reader where the record was missed and only a question can find it', async () => {
    const { begin, commitElsewhere, origin, line } = await worldOf()
    origin.takes = 3_000
    const early = begin()
    await pass(10)
    line.delivers = false
    commitElsewhere('second')
    await pass(2_000)
    const late = begin()
    await pass(6_000)
    expect((await early).value).toBe('first')
    expect((await late).value).toBe('second')
  })

  test('is handed to a late reader where nothing speaks against it', async () => {
    const { begin, commitElsewhere, origin } = await worldOf()
    origin.takes = 50
    const early = begin()
    await pass(10)
    commitElsewhere('other value', ['b'])
    const late = begin()
    await pass(50)
    expect([(await early).value, (await late).value]).toEqual(['first', 'first'])
    expect(origin.loads).toBe(1)
  })

  test('is not handed to a reader with a bound of zero who came after it began, unless a question confirms it', async () => {
    const { begin, commitElsewhere, origin, line } = await worldOf()
    origin.takes = 50
    const early = begin()
    await pass(10)
    line.delivers = false
    commitElsewhere('second')
    const late = begin({ maxStaleness: 0 })
    await pass(200)
    expect((await early).value).toBe('first')
    expect((await late).value).toBe('second')
  })

  test('again and again does not keep a reader for ever', async () => {
    const { begin, commitElsewhere, origin } = await worldOf()
    origin.takes = 50
    void begin()
    await pass(10)
    const late = begin()
    for (let n = 0; n < 12; n++) {
      commitElsewhere(`value ${n}`)
      await pass(50)
    }
    await expect(late).resolves.toMatchObject({ source: 'origin' })
  })
})

describe('a load that began while any tag may be held', () => {
  test('never fills, since no record tells at the end which hold it was', async () => {
    const log = new FakeLog()
    log.leasesMs = 2_000
    for (let count = 0; count < 3; count++) log.append(['other'])
    log.trimTo(1)
    log.loseHolds()
    const shared = new FakeSharedTier()
    const { coherence, begin, read, origin, memory } = await worldOf({ log, shared })
    await pass(1_500)
    origin.takes = 2_000
    const early = begin()
    await pass(100)
    expect(coherence.isOpen(['a'])).toBe(false)
    origin.committed = 'second'
    await pass(1_500)
    expect(coherence.isOpen(['a'])).toBe(true)
    const late = begin()
    await pass(3_000)
    expect([(await early).value, (await late).value]).toEqual(['first', 'second'])
    expect([memory.entries, shared.entries.size]).toEqual([1, 1])
    expect(await read()).toMatchObject({ value: 'second', source: 'memory' })
  })
})

describe('lifetimes', () => {
  test('count from the end of the load, and end exactly then', async () => {
    const { begin, origin, read } = await worldOf()
    origin.takes = 500
    const first = begin({ ttlMs: 1_000 })
    await pass(500)
    expect((await first).source).toBe('origin')
    await pass(999)
    expect((await read({ ttlMs: 1_000 })).source).toBe('memory')
    origin.takes = 0
    expect((await read({ ttlMs: 1_000 })).source).toBe('origin')
  })

  test('of zero keep a value out of every tier', async () => {
    const shared = new FakeSharedTier()
    const { read, origin, memory } = await worldOf({ shared })
    await read({ ttlMs: 0 })
    await read({ ttlMs: 0 })
    expect(origin.loads).toBe(2)
    expect([memory.entries, shared.entries.size]).toEqual([0, 0])
  })

  test('are not renewed by promotion from the shared tier', async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read({ ttlMs: 1_000 })
    shared.remainingMs = 400
    const promoted = await other.read({ ttlMs: 1_000 })
    expect(promoted).toMatchObject({ source: 'redis', ageMs: 600 })
    await pass(399)
    shared.entries.clear()
    expect((await other.read({ ttlMs: 1_000 })).source).toBe('origin')
  })
})

describe('the shared tier', () => {
  test('serves another process what this one loaded, once the log allows it', async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read()
    expect(await other.read()).toMatchObject({ value: 'first', source: 'redis' })
    expect(await other.read()).toMatchObject({ value: 'first', source: 'memory' })
    one.commitElsewhere('second')
    expect(other.origin.loads).toBe(0)
    other.origin.committed = 'second'
    expect(await other.read()).toMatchObject({ value: 'second', source: 'origin' })
  })

  test('an entry stamped by a process that has heard more is served after catching up', async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const ahead = await worldOf({ log, shared })
    const behind = await worldOf({ log, shared })
    behind.line.delivers = false
    ahead.commitElsewhere('second', ['b'])
    await ahead.read()
    expect((await behind.read()).source).toBe('redis')
    expect(behind.coherence.position?.id).toEqual(log.newest.id)
  })

  test('an entry that cannot be understood is a miss', async () => {
    const shared = new FakeSharedTier()
    const { read, origin } = await worldOf({ shared })
    await read()
    const [[key, envelope] = []] = shared.entries
    if (key === undefined || envelope === undefined) throw new Error('nothing was filled')
    const others = await worldOf({ shared, log: new FakeLog() })
    for (const broken of [
      { ...envelope, stamp: 'x' },
      { ...envelope, text: '{' },
      { ...envelope, stamp: '9.zz 5-0 t' },
    ]) {
      shared.entries.set(key, broken)
      expect((await others.read({ ttlMs: 0 })).source).toBe('origin')
    }
    expect(origin.loads).toBe(1)
  })

  test('holds no own loads: what comes from it is not believed without a confirmation', async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read()
    other.line.cut()
    await pass(2_000)
    expect((await other.read()).source).toBe('origin')
  })

  test('an entry that breaks the schema of its reader is a miss', async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read()
    expect((await other.read({ accepts: () => false, ttlMs: 0 })).source).toBe('origin')
    expect((await other.read()).source).toBe('redis')
  })

  test('is never asked for a hit of the memory tier', async () => {
    const shared = new FakeSharedTier()
    const { read } = await worldOf({ shared })
    await read()
    const before = shared.reads
    await read()
    expect(shared.reads).toBe(before)
  })
})

describe('the question that travels with a read of the shared tier', () => {
  const twoOf = async () => {
    const shared = new FakeSharedTier()
    const log = new FakeLog()
    const one = await worldOf({ log, shared })
    const other = await worldOf({ log, shared })
    await one.read()
    shared.head = () => [rowOf(log.newest)]
    return { shared, log, other }
  }

  test('confirms what comes back, without another one', async () => {
    const { other } = await twoOf()
    const before = other.line.count('head')
    expect((await other.read({ maxStaleness: 0 })).source).toBe('redis')
    expect(other.line.count('head')).toBe(before)
  })

  test('confirms the instant of its sending, however late the answer', async () => {
    const { shared, other } = await twoOf()
    shared.onTheWay = () => new Promise((resolve) => setTimeout(resolve, 100))
    other.line.refuses = ['head']
    const sentAt = other.clock.now()
    await other.read({ maxStaleness: 0 })
    expect(other.coherence.confirmedAt).toBe(sentAt)
  })

  test('is not answered by what is no row of the log, and the read goes on', async () => {
    const { shared, other } = await twoOf()
    for (const head of ['OK', [['5-0']], new Error('NOPERM'), undefined]) {
      shared.head = () => head
      other.line.refuses = ['head']
      expect((await other.read({ maxStaleness: 0, ttlMs: 0 })).source).toBe('origin')
    }
  })
})

describe('without a position', () => {
  test('a process serves its own load for the bound after its start, and then asks the origin', async () => {
    const { begin, read, origin } = await worldOf({ deaf: true })
    origin.takes = 300
    const first = begin()
    await pass(300)
    await first
    await pass(699)
    expect((await read()).source).toBe('memory')
    await pass(1)
    origin.takes = 0
    expect((await read()).source).toBe('origin')
    expect(origin.loads).toBe(2)
  })

  test('asks the origin at most once per bound and key, however many read', async () => {
    const { read, origin } = await worldOf({ deaf: true })
    for (let n = 0; n < 200; n++) {
      await read()
      await pass(49)
    }
    expect(origin.loads).toBeLessThanOrEqual((200 * 50) / 1_000 + 1)
  })

  test('serves nothing with a bound of zero', async () => {
    const { read, origin } = await worldOf({ deaf: true })
    await read({ maxStaleness: 0 })
    await read({ maxStaleness: 0 })
    expect(origin.loads).toBe(2)
  })

  test('sees its own writes at once', async () => {
    const { read, commitHere } = await worldOf({ deaf: true })
    await read()
    expect((await commitHere('second')).status).toBe('queued')
    expect((await read()).value).toBe('second')
    expect((await read()).source).toBe('origin')
  })

  test('drops what it has as soon as it hears of any record', async () => {
    const { read, commitElsewhere } = await worldOf({ deaf: true })
    await read()
    commitElsewhere('second')
    expect((await read()).value).toBe('second')
  })

  test('keeps no load during which it heard of a record', async () => {
    const { begin, read, commitElsewhere, origin } = await worldOf({ deaf: true })
    origin.takes = 50
    const early = begin()
    await pass(10)
    commitElsewhere('second')
    await pass(50)
    expect((await early).value).toBe('first')
    expect((await read()).value).toBe('second')
  })

  test('fills no shared tier', async () => {
    const shared = new FakeSharedTier()
    const { read } = await worldOf({ deaf: true, shared })
    await read()
    expect(shared.entries.size).toBe(0)
  })

  test('gives no position with its values, and takes none from before', async () => {
    const { read } = await worldOf({ deaf: true })
    expect((await read()).position).toBeUndefined()
  })
})

describe('with a log that is out of reach for a while', () => {
  test('entries are served for the bound after the last confirmation, then own loads for the bound', async () => {
    const { read, line, origin } = await worldOf()
    await read()
    line.cut()
    await pass(900)
    expect((await read()).source).toBe('memory')
    await pass(200)
    expect((await read()).source).toBe('origin')
    await pass(900)
    expect((await read()).source).toBe('memory')
    line.reconnect(true)
    await pass(200)
    expect((await read()).source).toBe('memory')
    expect(origin.loads).toBe(2)
  })

  test('an entry that only could not be confirmed is served again when it is back', async () => {
    const { begin, read, line, origin } = await worldOf()
    await read()
    line.cut()
    await pass(2_000)
    const refused = begin({ load: () => Promise.reject(new Error('origin is down')) })
    refused.catch(() => {})
    await pass(10)
    await expect(refused).rejects.toThrow('origin is down')
    line.reconnect(true)
    await pass(10)
    expect((await read()).source).toBe('memory')
    expect(origin.loads).toBe(1)
  })

  test('no value is older than the bound, whatever was missed', async () => {
    const { read, line, origin, commitElsewhere } = await worldOf()
    await read()
    line.cut()
    line.delivers = false
    line.answers = false
    commitElsewhere('second')
    const committedAt = Date.now()
    for (let n = 0; n < 40; n++) {
      const arrivedAt = Date.now()
      const { value } = await read()
      expect(value === 'second' || arrivedAt - committedAt <= 1_000).toBe(true)
      await pass(49)
    }
    expect(origin.loads).toBeGreaterThan(1)
  })
})

describe('own writes', () => {
  test('are seen at once, and the next value is kept again', async () => {
    const { read, commitHere } = await worldOf()
    await read()
    expect((await commitHere('second')).status).toBe('applied')
    expect(await read()).toMatchObject({ value: 'second', source: 'origin' })
    expect(await read()).toMatchObject({ value: 'second', source: 'memory' })
  })

  test('are seen from the call on, before the log has answered', async () => {
    const { read, coherence, line, origin } = await worldOf()
    await read()
    expect((await read()).source).toBe('memory')
    line.onTheWay = () => new Promise((resolve) => setTimeout(resolve, 500))
    line.delivers = false
    origin.committed = 'second'
    void coherence.invalidate(['a'])
    expect((await read()).value).toBe('second')
  })

  test('that were queued are seen by others when the log is back, and kept again here', async () => {
    const log = new FakeLog()
    const writer = await worldOf({ log })
    const reader = await worldOf({ log })
    await reader.read()
    writer.line.cut()
    writer.line.refuses = ['append']
    expect((await writer.commitHere('second')).status).toBe('queued')
    expect((await writer.read()).source).toBe('origin')
    writer.line.refuses = []
    writer.line.reconnect(true)
    await pass(20)
    reader.origin.committed = 'second'
    expect((await reader.read()).value).toBe('second')
    await writer.read()
    expect((await writer.read()).source).toBe('memory')
  })

  test('whose tags cannot be told make everything invalid, everywhere', async () => {
    const log = new FakeLog()
    const writer = await worldOf({ log })
    const reader = await worldOf({ log })
    await reader.read({ tags: ['whatever'] })
    const clearing = writer.coherence.invalidateAll(new Error('tags threw'))
    await pass(10)
    expect(await clearing).toMatchObject({ status: 'applied' })
    expect((await reader.read({ tags: ['whatever'] })).source).toBe('origin')
  })
})

describe('a read that names positions', () => {
  test('is served from the cache where they are applied', async () => {
    const { read, commitHere } = await worldOf()
    const { position } = await commitHere('second')
    await read()
    expect(await read({ atLeast: [position] })).toMatchObject({ value: 'second', source: 'memory' })
  })

  test('asks the log for what it has not heard, and is served a value that reflects it', async () => {
    const { read, commitElsewhere, line } = await worldOf()
    await read()
    line.delivers = false
    const record = commitElsewhere('second')
    expect((await read()).value).toBe('first')
    expect((await read({ atLeast: [formatToken('prod', record)] })).value).toBe('second')
    expect((await read({ atLeast: [formatToken('prod', record)] })).source).toBe('memory')
  })

  test('of a foreign log is confirmed after its arrival', async () => {
    const { read, commitElsewhere, line, log } = await worldOf()
    await read()
    line.delivers = false
    commitElsewhere('second')
    const foreign = formatToken('elsewhere', log.newest)
    expect((await read({ atLeast: [foreign] })).value).toBe('second')
    const before = line.count('head')
    await pass(5)
    expect((await read({ atLeast: [foreign] })).source).toBe('memory')
    expect(line.count('head')).toBe(before + 1)
  })

  test('that are queued, malformed or unknown goes to the origin, and what it loads is not kept', async () => {
    const { read, log, memory, origin } = await worldOf()
    await read()
    const unknown = formatToken('prod', { ...log.newest, token: 'never-seen' })
    const lost = formatToken('prod', { ...log.newest, epoch: { number: 99, random: 'x' } })
    for (const token of [queuedToken('prod'), 'garbage', '', unknown, lost]) {
      origin.committed = `for ${token}`
      expect(await read({ atLeast: [token] })).toMatchObject({ value: `for ${token}`, source: 'origin' })
    }
    expect((await read()).value).toBe('first')
    expect(memory.entries).toBe(1)
  })

  test('passes them on to its origin, with its own position', async () => {
    const { read, origin, coherence } = await worldOf()
    await read({ atLeast: ['1:elsewhere:1.a:5-0:t'] })
    expect(origin.positions).toEqual([`max-staleness=0, at-least=${coherence.token}, at-least=1:elsewhere:1.a:5-0:t`])
  })
})

describe('modes', () => {
  test('"reload" loads and fills', async () => {
    const { read, origin } = await worldOf()
    await read()
    origin.committed = 'second'
    expect(await read({ mode: 'reload' })).toMatchObject({ value: 'second', source: 'origin' })
    expect(await read()).toMatchObject({ value: 'second', source: 'memory' })
  })

  test.each([
    ['in memory alone', undefined, []],
    ['with a shared tier', new FakeSharedTier(), ['"second"']],
  ])('a slow load never replaces what one that began later has brought, %s', async (_where, shared, kept) => {
    const { read, begin, origin } = await worldOf({ ...(shared && { shared }) })
    origin.takes = 50
    const slow = begin()
    await pass(10)
    origin.takes = 0
    origin.committed = 'second'
    await read({ mode: 'reload' })
    await pass(60)
    expect((await slow).value).toBe('first')
    expect(await read()).toMatchObject({ value: 'second', source: 'memory' })
    expect([...(shared?.entries.values() ?? [])].map(({ text }) => text)).toEqual(kept)
  })

  test('a slow load does replace it once its lifetime has ended', async () => {
    const { read, begin, origin } = await worldOf()
    origin.takes = 50
    const slow = begin()
    await pass(10)
    origin.takes = 0
    origin.committed = 'second'
    await read({ mode: 'reload', ttlMs: 20 })
    await pass(60)
    await slow
    expect(await read()).toMatchObject({ value: 'first', source: 'memory' })
  })

  test('"bypass" loads and leaves the cache alone', async () => {
    const shared = new FakeSharedTier()
    const { read, origin } = await worldOf({ shared })
    await read()
    origin.committed = 'second'
    expect(await read({ mode: 'bypass' })).toMatchObject({ value: 'second', source: 'origin' })
    expect(await read()).toMatchObject({ value: 'first', source: 'memory' })
    expect(shared.reads).toBe(1)
  })
})

describe('a bound of zero', () => {
  test('is one question per arrival, and still a hit', async () => {
    const { read, line, origin } = await worldOf({ maxStaleness: 0 })
    await read()
    const before = line.count('head')
    expect((await read()).source).toBe('memory')
    expect(line.count('head')).toBeGreaterThan(before)
    expect(origin.loads).toBe(1)
  })

  test('never serves what was invalidated before the read, even where no message came', async () => {
    const { read, line, commitElsewhere } = await worldOf({ maxStaleness: 0 })
    await read()
    line.delivers = false
    for (let n = 0; n < 5; n++) {
      await pass(1)
      commitElsewhere(`value ${n}`)
      expect((await read()).value).toBe(`value ${n}`)
    }
  })
})

describe('the position of a result', () => {
  test('is the stamp of a load, and what is applied for a hit', async () => {
    const { read, coherence, commitElsewhere } = await worldOf()
    expect((await read()).position).toBe(coherence.token)
    commitElsewhere('x', ['b'])
    expect((await read()).position).toBe(coherence.token)
  })

  test('of a load does not claim a record that came while it was loaded', async () => {
    const { begin, origin, coherence, commitElsewhere } = await worldOf()
    origin.takes = 50
    const before = coherence.token
    const loading = begin()
    await pass(10)
    commitElsewhere('second')
    await pass(50)
    expect((await loading).position).toBe(before)
  })

  test('of a hit does not claim a record that came after the verdict', async () => {
    const { read, begin, coherence, commitElsewhere, log } = await worldOf()
    await read()
    await pass(2_000)
    const confirmed = coherence.confirm.bind(coherence)
    coherence.confirm = async (since) => {
      const answer = await confirmed(since)
      queueMicrotask(() => queueMicrotask(() => void commitElsewhere('second')))
      return answer
    }
    const { value, position } = await begin({ maxStaleness: 0 })
    const claims = position === formatToken('prod', log.newest)
    expect(value === 'second' || !claims).toBe(true)
  })
})
