import { writeFile } from 'node:fs/promises'
import { createSdk } from 'mes-crm-sdk'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { type Fault, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { uniqueName } from '../../support/names.ts'
import { startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { secret } from '../reference-servers/credentials.ts'
import { until } from './faulty-mes.ts'
import { newBody, priced, startTestMes } from './mes.ts'

const CHILD = new URL('calculating-child.ts', import.meta.url)

interface Calculated {
  readonly ids: readonly string[]
}

/** Where the one that has the lease is stopped: the request of it that does not pass, and what becomes of earlier ones. */
type Place = readonly [string, string, readonly Fault[]]

const UPLOADS: Place = ['uploads', 'uploads.put', []]
const CREATES: Place = ['is about to create the quote', 'quotes.create', []]
const CREATED: Place = ['has created the quote without having heard so', 'quotes.create', [{ kind: 'cut', when: 'after' }]]
const FOLLOWS: Place = ['follows the quote', 'quotes.get', []]

/** A MES that never finds an identical quote by itself, so that every quote that is created is a calculation. */
describe.concurrent('a process that takes over from one which', () => {
  let redis: TestRedis
  beforeAll(async () => void (redis = await startRedis()))
  afterAll(() => redis.stop())

  const company = async (operation: string, faults: readonly Fault[]) => {
    const stack = new AsyncDisposableStack()
    // A Redis that answers late is asked for nothing: each process has a calculation of its own.
    const cache = { redis: redis.url, namespace: uniqueName('holders'), redisDeadline: '5s' } as const
    const mes = stack.use(await startTestMes({ cache, quotes: { calculationMs: 300, reuse: false } }))
    const proxy = stack.use(await startFaultyProxy(mes.url))
    const scratch = stack.use(await makeScratch())
    const model = join(scratch.path, 'ring.stl')
    await writeFile(model, newBody())
    const released = Promise.withResolvers<void>()
    proxy.play(operation, ...faults, { kind: 'hold', until: released.promise })
    stack.defer(released.resolve)
    const options = {
      mes: { baseUrl: `${proxy.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) } },
      cache: { ...cache, principal: 'partner:07' },
    }
    const child = stack.use(await startChild(CHILD, { args: [JSON.stringify(options)], build: 'none' }))
    const sdk = stack.use(createSdk(options))
    await Promise.all([child.call('ready'), sdk.ready()])
    const first = child.call<Calculated>('calculate', { request: priced(model), count: 2 }).catch(() => undefined)
    await until(() => expect(proxy.counts()[operation]).toBe(faults.length + 1))
    const takeOver = async (): Promise<string> => (await sdk.mes.quotes.calculate(priced(model))).id
    return { mes, holder: child, takeOver, first, release: released.resolve, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  }

  it.each([UPLOADS, CREATED])('is killed while it %s has the same price calculated once', async (_place, operation, faults) => {
    await using fleet = await company(operation, faults)
    await fleet.holder.kill('SIGKILL')
    const id = await fleet.takeOver()
    const quotes = new Set(
      fleet.mes
        .stats()
        .journal.filter(({ kind }) => kind === 'quote')
        .map(({ id }) => id),
    )
    expect([...quotes]).toEqual([id])
  })

  it.each([UPLOADS, CREATES, FOLLOWS])(
    'is frozen while it %s leads it to the price when it goes on',
    async (_place, operation, faults) => {
      await using fleet = await company(operation, faults)
      fleet.holder.pause()
      const id = await fleet.takeOver()
      fleet.release()
      fleet.holder.resume()
      expect(await fleet.first).toMatchObject({ ids: [id] })
      expect(fleet.mes.stats().work).toMatchObject({ 'calculations.begun': 1 })
    },
  )
})
