import { context, propagation, SpanKind, trace } from '@opentelemetry/api'
import { createSdk } from 'mes-crm-sdk'
import { createTraces } from 'mes-crm-sdk/tracing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startChild } from '../../support/process.ts'
import { registerOpenTelemetry, type SeenSpan } from '../../support/spans.ts'
import { order } from '../../unit/client/orders.ts'

const { finished, tracer } = registerOpenTelemetry()

/** Does work in a span, and returns the id of its trace. */
const within = async (name: string, work: () => Promise<unknown>): Promise<string> =>
  tracer.startActiveSpan(name, async (span) => {
    try {
      await work()
      return span.spanContext().traceId
    } finally {
      span.end()
    }
  })

/** The names of the spans from the root of a trace down to a span. */
const pathTo = (spans: readonly SeenSpan[], span: SeenSpan | undefined): readonly string[] =>
  span === undefined
    ? []
    : [
        ...pathTo(
          spans,
          spans.find(({ id }) => id === span.parent),
        ),
        span.name,
      ]

test('a trace leads from a read through a caching server in another process to its query, and readers who joined a load are linked to it', async () => {
  const traces = createTraces()
  onTestFinished(() => traces.close())
  await using server = await startChild(new URL('traced-server-child.ts', import.meta.url))
  const baseUrl = await server.call<string>('open', [order()])
  await using sdk = createSdk({ mes: { baseUrl, auth: { apiKey: 'partner_01.secret' } }, cache: { principal: 'partner:01' } })
  await sdk.ready()

  const first = within('first', () => sdk.mes.orders.get('ord_1'))
  const joined = within('joined', () => sdk.mes.orders.get('ord_1'))
  await server.call('arrived', 1)
  // A client without this package, whose request joins the load of the server.
  const foreign = within('foreign', async () => {
    const headers: Record<string, string> = {}
    propagation.inject(context.active(), headers)
    await (await fetch(`${baseUrl}/orders/ord_1`, { headers })).text()
  })
  await server.call('arrived', 2)
  await server.call('letGo')
  const [ofFirst, ofJoined, ofForeign] = await Promise.all([first, joined, foreign])
  const ofServer = await vi.waitFor(async () => {
    const all = await server.call<readonly SeenSpan[]>('finished')
    expect(all.filter(({ kind }) => kind === SpanKind.SERVER)).toHaveLength(2)
    return all
  })
  const ofClient = await finished()
  const spans = [...ofClient, ...ofServer]

  const query = spans.find(({ name }) => name === 'SELECT orders')
  expect(pathTo(spans, query)).toEqual([
    'first',
    'read mes.orders.get',
    'load mes.orders.get',
    'GET /v1/orders/{orderId}',
    'GET /v1/orders/:id',
    'read orders.get',
    'load orders.get',
    'SELECT orders',
  ])
  expect(new Set(spans.filter(({ traceId }) => traceId === ofFirst).map(({ name }) => name)).size).toBe(8)
  expect(ofServer.filter(({ traceId }) => traceId === ofFirst)).toHaveLength(4)

  const idOf = (name: string): string | undefined => spans.find((span) => span.name === name)?.id
  const joins = [
    [ofJoined, 'mes.orders.get'],
    [ofForeign, 'orders.get'],
  ].map(([of, operation]) => {
    const read = spans.find(({ traceId, name }) => traceId === of && name === `read ${operation}`)
    return { source: read?.attributes['mescrm.read.source'], links: read?.links, load: idOf(`load ${operation}`) }
  })
  for (const { source, links, load } of joins) expect({ source, links }).toEqual({ source: 'joined', links: [load] })
  expect(JSON.stringify(spans)).not.toMatch(/secret|partner:01|order:ord_1/)
  expect(trace.getActiveSpan()).toBeUndefined()
})
