import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { SdkOptions } from 'mes-crm-sdk'
import { describe, expect, it } from 'vitest'
import { partnerApiKey } from '../../../reference/shared/api/token.ts'
import { uniqueName } from '../../support/names.ts'
import { type ChildProgram, startChild } from '../../support/process.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'
import { makeScratch } from '../../support/scratch.ts'
import { startProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { secret } from '../reference-servers/credentials.ts'
import type { PriceAnswer } from './calculating-child.ts'
import { newBody, priced, putPriceList, startTestMes, type TestMes } from './mes.ts'

const CHILD = new URL('calculating-child.ts', import.meta.url)
const MAX_STALENESS_MS = 400
const FOR_MS = 7_000

interface Service {
  readonly child: ChildProgram
  readonly proxy: TcpProxy
}

/** A new price list, and when its invalidation was known to be in the log, by the clock that all processes share. */
interface NewList {
  readonly version: string
  readonly acknowledgedAt: number
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** Puts one price list after the other in force. */
const keepChanging = async (mes: TestMes, lists: NewList[]): Promise<void> => {
  const until = now() + FOR_MS
  while (now() < until) {
    const version = `list-${lists.length + 1}`
    await putPriceList(mes, version, 1 + lists.length / 1_000)
    lists.push({ version, acknowledgedAt: now() })
    // A repeated answer takes a second, since nothing wakes who waits for it.
    await pause(lists.length % 3 === 0 ? 1_700 : 120)
  }
}

/** Those whose invalidation could not be appended bind nobody. */
const bindingAmong = (lists: readonly NewList[], mes: TestMes): readonly NewList[] => {
  const applied = new Set(
    mes
      .stats()
      .journal.filter(({ append }) => append !== null)
      .map(({ status }) => status),
  )
  return lists.map((list) => (applied.has(list.version) ? list : { ...list, acknowledgedAt: Number.POSITIVE_INFINITY }))
}

/** What happens to one service after the other, and at last to Redis. */
const misfortunes = async ([one, two, three]: readonly Service[], redis: TestRedis): Promise<void> => {
  await pause(1_000)
  one?.proxy.cut()
  two?.child.pause()
  await pause(1_000)
  two?.child.resume()
  three?.proxy.halfOpen()
  await pause(1_800)
  three?.proxy.heal()
  one?.proxy.heal()
  one?.proxy.delay(60)
  await pause(1_000)
  one?.proxy.heal()
  await redis.restart({ empty: true })
}

/** Whether there was something to get wrong. */
const isTelling = (answers: readonly PriceAnswer[], lists: readonly NewList[]): boolean => {
  const sources = new Set(answers.map(({ source }) => source))
  const isChanging = new Set(answers.map(({ version }) => version)).size > 1
  return (
    sources.has('memory') &&
    sources.has('origin') &&
    isChanging &&
    lists.filter(({ acknowledgedAt }) => Number.isFinite(acknowledgedAt)).length > 2
  )
}

/** Answers with a list that was replaced, as was known, more than the bound before they were asked for. */
const staleAmong = (answers: readonly PriceAnswer[], lists: readonly NewList[]): readonly string[] => {
  const numberOf = new Map(lists.map(({ version }, index) => [version, index]))
  return answers.flatMap(({ askedAt, version, source }) => {
    const owed = lists.findLastIndex(({ acknowledgedAt }) => acknowledgedAt < askedAt - MAX_STALENESS_MS)
    return (numberOf.get(version) ?? -1) < owed
      ? [
          `${version} from ${source}, ${Math.round(askedAt - (lists[owed]?.acknowledgedAt ?? 0))} ms after ${lists[owed]?.version}`,
        ]
      : []
  })
}

describe('a fleet whose price list changes again and again, while services and Redis fail', () => {
  it('gives no stale price, beside a MES that repeats its answers to repeated requests', async () => {
    await using scratch = await makeScratch()
    await using redis = await startRedis()
    const namespace = uniqueName('stale')
    await using mes = await startTestMes({
      cache: { redis: redis.url, namespace },
      quotes: { calculationMs: 100, calculators: 16, reuse: false },
    })
    const models = await Promise.all(
      [1, 2].map(async (number) => {
        const path = join(scratch.path, `${number}.stl`)
        await writeFile(path, newBody())
        return priced(path)
      }),
    )
    await using stack = new AsyncDisposableStack()
    const services = await Promise.all(
      [1, 2, 3].map(async (): Promise<Service> => {
        const proxy = stack.use(await startProxy(redis.port))
        const options: SdkOptions = {
          mes: { baseUrl: `${mes.url}/v1`, auth: { apiKey: partnerApiKey('partner_07', secret) } },
          cache: { redis: proxy.url, namespace, principal: 'partner:07', maxStaleness: MAX_STALENESS_MS },
        }
        const child = stack.use(await startChild(CHILD, { args: [JSON.stringify(options)], build: 'none' }))
        await child.call('ready')
        return { child, proxy }
      }),
    )
    const [answers, lists]: [PriceAnswer[], NewList[]] = [[], []]
    // Once, and beside load until there was something to get wrong.
    do {
      const [, , ...answered] = await Promise.all([
        keepChanging(mes, lists),
        misfortunes(services, redis),
        ...services.map(({ child }) => child.call<readonly PriceAnswer[]>('keepPricing', { requests: models, forMs: FOR_MS })),
      ])
      answers.push(...answered.flat())
      expect(staleAmong(answers, bindingAmong(lists, mes))).toEqual([])
    } while (!isTelling(answers, bindingAmong(lists, mes)))
  })
})

describe('a service that is cut off from Redis', () => {
  it('does not go on with a quote that its callers have left, once a new price list may have come', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const cache = { namespace: uniqueName('cut-off'), principal: 'partner:07', maxStaleness: 100 }
    await using mes = await startTestMes({ cache: { ...cache, redis: redis.url }, quotes: { calculationMs: 100, reuse: false } })
    await using sdk = mes.sdk({ cache: { ...cache, redis: proxy.url } })
    await sdk.ready()
    const body = newBody()
    await sdk.mes.quotes.calculate(priced(body, { quantity: 1 }))
    proxy.cut()
    const leaving = new AbortController()
    const left = sdk.mes.quotes.calculate(priced(body), { signal: leaving.signal }).then(
      () => 'answered',
      () => 'left',
    )
    await expect.poll(() => mes.requests()['quotes.create']).toBe(2)
    leaving.abort()
    expect(await left).toBe('left')
    await putPriceList(mes, 'autumn', 1.2)
    await pause(cache.maxStaleness)
    expect((await sdk.mes.quotes.calculate(priced(body))).result?.priceListVersion).toBe('autumn')
  })
})
