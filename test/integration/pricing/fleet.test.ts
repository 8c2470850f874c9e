import type { CalculateRequest, PositionToken } from 'mes-crm-sdk'
import { createCache } from 'mes-crm-sdk/cache'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runShared } from '../../../reference/quote-burst/burst.ts'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { uniqueName } from '../../support/names.ts'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { writeTorus } from '../../support/torus-file.ts'
import { secret } from '../reference-servers/credentials.ts'
import { newBody, priced, putPriceList, startTestMes, type TestMes } from './mes.ts'

const CHILD = new URL('calculating-child.ts', import.meta.url)

interface Calculated {
  readonly ids: readonly string[]
  readonly sources: readonly string[]
}

describe('services that share a Redis', () => {
  let redis: TestRedis
  beforeAll(async () => void (redis = await startRedis()))
  afterAll(() => redis.stop())

  /** A MES that appends to the log of a namespace, and services of partners beside it. */
  const company = async (calculationMs: number) => {
    // A Redis that answers late is asked for nothing: each process has a calculation of its own.
    const cache = { redis: redis.url, namespace: uniqueName('pricing'), redisDeadline: '5s' } as const
    const mes = await startTestMes({ cache, quotes: { calculationMs } })
    const services: ChildProgram[] = []
    return {
      mes,
      cache,
      start: async (count: number, partnerId = 'partner_07'): Promise<readonly ChildProgram[]> => {
        const options = {
          mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey(partnerId, secret) } },
          cache: { ...cache, principal: `partner:${partnerId}` },
        }
        const started = await Promise.all(
          Array.from({ length: count }, () => startChild(CHILD, { args: [JSON.stringify(options)], build: 'none' })),
        )
        services.push(...started)
        await Promise.all(started.map((child) => child.call('ready')))
        return started
      },
      [Symbol.asyncDispose]: async () => {
        await Promise.all(services.map((child) => child.kill()))
        await mes.close()
      },
    }
  }
  const calculate = (
    children: readonly ChildProgram[],
    request: CalculateRequest<'EUR'>,
    count: number,
    atLeast: readonly PositionToken[] = [],
  ): Promise<readonly Calculated[]> =>
    Promise.all(children.map((child) => child.call<Calculated>('calculate', { request, count, atLeast })))
  /**
   * Settles when each process has heard the last record of the quotes, and has the price in memory. A record that comes later than it is
   * waited for makes the price void, and the quote is asked for once more.
   */
  const heard = async (
    { stats }: TestMes,
    children: readonly ChildProgram[],
    request: CalculateRequest<'EUR'>,
  ): Promise<void> => {
    const quotes = () => stats().journal.filter(({ kind }) => kind === 'quote')
    const ended = () =>
      quotes().flatMap(({ id, status, append }) =>
        status === 'SUCCEEDED' && typeof append?.position === 'string' ? [{ id, position: append.position }] : [],
      )
    await expect
      .poll(() =>
        ended()
          .map(({ id }) => id)
          .toSorted(),
      )
      .toEqual([...new Set(quotes().map(({ id }) => id))].toSorted())
    const positions = ended().map(({ position }) => position)
    await expect
      .poll(async () => {
        const calculated = await calculate(children, request, 1, positions)
        return [...new Set(calculated.flatMap(({ sources }) => sources))]
      })
      .toEqual(['memory'])
  }
  const idsOf = (all: readonly Calculated[]): readonly string[] => [...new Set(all.flatMap(({ ids }) => ids))]

  it('have one upload and one calculation of a model of 50 MB for 200 calls of four processes, then none, and after a new price list one calculation', async () => {
    await using scratch = await makeScratch()
    const model = join(scratch.path, 'ring.stl')
    await writeTorus(model, 724, 724)
    await using fleet = await company(200)
    const { mes } = fleet
    const children = await fleet.start(4)
    const first = await calculate(children, priced(model), 50)
    expect(idsOf(first).length).toBe(1)
    expect(mes.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'models.complete': 1 })
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 1 })

    await heard(mes, children, priced(model))
    const before = mes.requests()
    const again = await calculate(children, priced(model), 50)
    expect([idsOf(again), again.flatMap(({ sources }) => sources)]).toEqual([
      idsOf(first),
      ['memory', 'memory', 'memory', 'memory'],
    ])
    expect(mes.requests()).toEqual(before)

    await putPriceList(mes, 'spring')
    const position = mes.stats().journal.at(-1)?.append?.position
    if (typeof position !== 'string') throw new Error('the price list is not in the log')
    const anew = await calculate(children, priced(model), 50, [position])
    expect([idsOf(anew).length, idsOf(anew)[0] === idsOf(first)[0]]).toEqual([1, false])
    expect(mes.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1 })
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 2 })
  })

  it('adopt the quote of one that is killed while it calculates', async () => {
    await using scratch = await makeScratch()
    const model = join(scratch.path, 'ring.stl')
    await writeFile(model, newBody())
    await using fleet = await company(6_000)
    const { mes } = fleet
    const [holder, ...others] = await fleet.start(4)
    if (holder === undefined) throw new Error('four services were started')
    const lost = holder.call<Calculated>('calculate', { request: priced(model), count: 5 }).catch(() => 'killed')
    await expect.poll(() => mes.requests()['quotes.create']).toBe(1)
    const waiting = calculate(others, priced(model), 5)
    // The others are seen to wait, not to have come late.
    await expect
      .poll(async () =>
        (await Promise.all(others.map((child) => child.call<readonly string[]>('phases')))).every((phases) =>
          phases.includes('waiting'),
        ),
      )
      .toBe(true)
    await holder.kill('SIGKILL')
    expect(await lost).toBe('killed')
    const finished = await waiting
    const quotes = mes.stats().journal.filter(({ kind }) => kind === 'quote')
    expect(idsOf(finished)).toEqual([...new Set(quotes.map(({ id }) => id))])
    expect(idsOf(finished).length).toBe(1)
    expect(mes.stats().work).toMatchObject({ 'calculations.begun': 1 })
  })

  it('calculate each of 20 prices once for a burst of 200 calls, and upload each of the four models once', async () => {
    const cache = { redis: redis.url, namespace: uniqueName('burst'), redisDeadline: '5s' } as const
    const burst = await runShared({ services: 4, calls: 200, distinct: 20, medianMs: 20, cache })
    expect(burst).toMatchObject({ calls: 200, calculations: 20, uploads: 4 })
  })

  it('share nothing between two partners: each uploads and has its own price', async () => {
    await using scratch = await makeScratch()
    const model = join(scratch.path, 'ring.stl')
    await writeFile(model, newBody())
    await using fleet = await company(50)
    const children = [...(await fleet.start(1, 'partner_07')), ...(await fleet.start(1, 'partner_08'))]
    const results = await calculate(children, priced(model), 3)
    expect(idsOf(results).length).toBe(2)
    expect(fleet.mes.requests()).toMatchObject({ 'uploads.put': 2 })
    expect(fleet.mes.stats().work).toMatchObject({ 'calculations.begun': 2 })
  })

  it('remember a failure for each other, and ask nobody', async () => {
    await using scratch = await makeScratch()
    const model = join(scratch.path, 'open.stl')
    const open = Buffer.from(newBody().subarray(0, -50))
    open.writeUInt32LE(11, 80)
    await writeFile(model, open)
    await using fleet = await company(50)
    const [one, other] = await fleet.start(2)
    expect(await one?.call('fails', { request: priced(model) })).toBe('model-rejected')
    const before = fleet.mes.requests()
    expect(await other?.call('fails', { request: priced(model) })).toBe('model-rejected')
    expect(fleet.mes.requests()).toEqual(before)
  })

  it.each([
    ['pricelist', 2],
    ['pricing-algorithm', 2],
    ['material:AU585', 1],
    ['quote', 1],
  ])(
    'ask for a price again after an invalidation of %s, once for all, and for that of another material where it is of it, too',
    async (what, quotes) => {
      await using scratch = await makeScratch()
      const model = join(scratch.path, 'ring.stl')
      await writeFile(model, newBody())
      await using fleet = await company(20)
      const { mes } = fleet
      const children = await fleet.start(2)
      const [gold, silver] = [priced(model), priced(model, { materialCode: 'AG925' })]
      const ids = [idsOf(await calculate(children, gold, 1)), idsOf(await calculate(children, silver, 1))]
      for (const request of [gold, silver]) await heard(mes, children, request)
      const before = mes.requests()['quotes.create'] ?? 0
      await using log = createCache({ ...fleet.cache, principal: 'mes' })
      await log.ready()
      const { status, position } = await log.invalidate([what === 'quote' ? `quote:${ids[0]?.[0] ?? ''}` : what])
      expect(status).toBe('applied')
      // Who has not heard of it yet may still answer from memory.
      expect([
        idsOf(await calculate(children, gold, 2, [position])),
        idsOf(await calculate(children, silver, 2, [position])),
      ]).toEqual(ids)
      // The same quotes are found again.
      expect(mes.requests()).toMatchObject({ 'models.create': 1, 'uploads.put': 1, 'quotes.create': before + quotes })
    },
  )
})
