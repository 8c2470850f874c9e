import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { LRUCache } from 'lru-cache'
import { createSdk, type mes } from 'mes-crm-sdk'
import { type Contestant, interleave, median } from './interleave.ts'
import { count, printTable, printTimings } from './table.ts'

const TIMES = 20_000
const ROUNDS = 15
const FILTERS = ['MANUFACTURING_APPROVED', 'PACKAGING', 'SHIPPED', 'CLOSED'] as const

const order = (index: number): mes.Order => ({
  id: `ord_${String(index).padStart(6, '0')}`,
  number: `M-2026-${index}`,
  channel: 'PARTNER',
  status: 'MANUFACTURING_APPROVED',
  version: index + 1,
  modelId: 'mod_000001',
  quoteId: 'quo_000001',
  materialCode: 'AU585',
  quantity: 2,
  price: { amountMinor: 184_500, currency: 'EUR' },
  assignee: null,
  promisedAt: '2026-11-30T12:00:00Z',
  createdAt: '2026-11-01T12:00:00Z',
  statusChangedAt: '2026-11-02T12:00:00Z',
  cancellation: null,
})

/** An API that answers every request with a page of 100 orders. */
const startPages = async () => {
  const text = JSON.stringify({ items: Array.from({ length: 100 }, (_, index) => order(index)), nextCursor: null })
  const server = createServer(
    (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(text),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

const contestant = (name: string, run: (n: number) => unknown): Contestant => ({
  name,
  run: async (times) => {
    for (let n = 0; n < times; n++) await run(n)
  },
})

/** Bytes that one operation allocates: growth of the heap over as many as fit before a collection, median of several. */
const allocationOf = async ({ run }: Contestant): Promise<number> => {
  const samples: number[] = []
  for (let sample = 0; sample < 15; sample++) {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    await run(500)
    samples.push((process.memoryUsage().heapUsed - before) / 500)
  }
  return median(samples)
}

/** A page of 100 orders from the memory tier through the whole client, against a bare `get`. */
export const benchSdkHit = async (): Promise<void> => {
  const api = await startPages()
  await using sdk = createSdk({ mes: { baseUrl: api.url } })
  const bare = new LRUCache<string, object>({ max: 1_000, ttl: 3_600_000 })
  const keys = FILTERS.map((status) => `orders.list ${status}`)
  for (const key of keys) bare.set(key, {})
  const list = (n: number) => sdk.mes.orders.list({ status: [FILTERS[n % FILTERS.length] ?? 'SHIPPED'], limit: 100 })
  for (let n = 0; n < FILTERS.length; n++) await list(n)
  const contestants = [
    {
      name: 'bare lru-cache get',
      run: async (times: number) => {
        for (let n = 0; n < times; n++) bare.get(keys[n % keys.length] ?? '')
      },
    },
    contestant('bare lru-cache get, awaited', async (n) => bare.get(keys[n % keys.length] ?? '')),
    contestant('canonical key of the same parameters by JSON.stringify, awaited', async (n) =>
      bare.get(JSON.stringify({ status: [FILTERS[n % FILTERS.length]], limit: 100 })),
    ),
    contestant('sdk.mes.orders.list, 100 rows, from memory', list),
  ]
  printTimings('L1 hit through the client', await interleave(contestants, TIMES, ROUNDS))
  const allocations: (readonly [string, string])[] = []
  for (const one of contestants) allocations.push([one.name, count(await allocationOf(one))])
  printTable('Allocation', ['bytes a call'], allocations)
  api.close()
}
