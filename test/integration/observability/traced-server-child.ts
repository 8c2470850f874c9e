import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { context, propagation, SpanKind, trace } from '@opentelemetry/api'
import { createCache, readCachePosition } from 'mes-crm-sdk/cache'
import { createTraces } from 'mes-crm-sdk/tracing'
import { serve } from '../../support/child.ts'
import { registerOpenTelemetry } from '../../support/spans.ts'

/** An API server that caches its queries. Queries wait until they are let go. */
const telemetry = registerOpenTelemetry()
createTraces()
const cache = createCache({ namespace: 'mes' })
await cache.ready()
const database = new DatabaseSync(':memory:')
database.exec('CREATE TABLE orders (id TEXT PRIMARY KEY, body TEXT NOT NULL)')

const letGo = Promise.withResolvers<void>()
const arrivals = new Set<() => void>()
let arrived = 0

/** A query, in a span as an instrumentation of a database makes it. */
const selectOrder = (id: string): unknown =>
  telemetry.tracer.startActiveSpan('SELECT orders', { kind: SpanKind.CLIENT }, (span) => {
    try {
      const row = database.prepare('SELECT body FROM orders WHERE id = ?').get(id)
      return JSON.parse(String(row?.['body'])) as unknown
    } finally {
      span.end()
    }
  })

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const id = (request.url ?? '').split('/').at(-1) ?? ''
  arrived++
  for (const look of arrivals) look()
  const order = await cache.getOrLoad(
    { key: ['order', id], ttl: '30s', tags: [`order:${id}`], operation: 'orders.get', ...readCachePosition(request.headers) },
    async () => {
      await letGo.promise
      return selectOrder(id)
    },
  )
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(order))
}

/** What an instrumentation of HTTP servers does: the context of the request is that of its headers. */
const server = createServer((request, response) => {
  const around = propagation.extract(context.active(), request.headers)
  const span = telemetry.tracer.startSpan('GET /v1/orders/:id', { kind: SpanKind.SERVER }, around)
  void context.with(trace.setSpan(around, span), () => answer(request, response)).finally(() => span.end())
})

serve({
  open: async (orders: readonly { readonly id: string }[]) => {
    for (const order of orders) database.prepare('INSERT INTO orders VALUES (?, ?)').run(order.id, JSON.stringify(order))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  },
  arrived: (count: number) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (arrived >= count) resolve()
      }
      arrivals.add(look)
      look()
    }),
  letGo: () => letGo.resolve(),
  finished: () => telemetry.finished(),
})
