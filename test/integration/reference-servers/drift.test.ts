import { afterEach, describe, expect, it, vi } from 'vitest'
import { describe as readText, readDescription } from '../../../reference/shared/api/description.ts'
import { createAnswerCheck } from '../../../reference/shared/api/described-answer.ts'
import type { OrderQueries } from '../../../reference/shared/orders/queries.ts'
import { startServer, type RunningServer } from '../../../reference/shared/service/server.ts'
import { openService } from '../../../reference/shared/service/service.ts'
import { send } from './client.ts'
import { operator, secret } from './credentials.ts'

const order = {
  id: 'ord_000042',
  number: 'M-2025-000042',
  channel: 'SHOP',
  customerId: 'cus_000815',
  status: 'SHIPPED',
  version: 9,
  quantity: 1,
  price: { amountMinor: 128_500, currency: 'EUR' },
  promisedAt: '2025-03-22T00:00:00Z',
  createdAt: '2025-03-01T10:30:00Z',
  statusChangedAt: '2025-03-18T11:00:00Z',
  cancellation: null,
  tracking: { carrier: 'DHL', number: '00340434161094042557' },
}
const { promisedAt, tracking, ...others } = order
const etag = '"9"'

interface Sent {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Answers to `orders.get`, each of which differs from what is described in one way. */
const drifts: Readonly<Record<string, readonly [sent: Sent, offence: string]>> = {
  'a required field with another name': [
    { body: { ...others, tracking, promised: promisedAt } },
    "must have required property 'promisedAt'",
  ],
  'an optional field with another name': [
    { body: { ...others, promisedAt, parcel: tracking } },
    'must NOT have unevaluated properties',
  ],
  'a field inside a field with another name': [
    { body: { ...order, price: { amount: 128_500, currency: 'EUR' } } },
    "/price must have required property 'amountMinor'",
  ],
  'a field of another type': [{ body: { ...order, version: '9' } }, '/version must be integer'],
  'a value that is not one of the enumeration': [
    { body: { ...order, status: 'LOST' } },
    '/status must be equal to one of the allowed values',
  ],
  'an instant without a time': [{ body: { ...order, createdAt: '2025-03-01' } }, '/createdAt must match format "date-time"'],
  'no entity tag': [{ headers: {}, body: order }, 'ETag is missing'],
  'a weak entity tag': [{ headers: { etag: 'W/"9"' }, body: order }, 'ETag/ must match pattern'],
  'another content type': [
    { headers: { etag, 'content-type': 'text/plain' }, body: order },
    'the content type text/plain is not described',
  ],
  'a body where there is none': [{ status: 304, body: order }, 'a body where none is described'],
  'a success that is not described': [{ status: 201, body: order }, 'the status 201 is not described'],
  'a failure that only other operations name': [{ status: 409, body: {} }, 'the status 409 is not described'],
}

const server = async (sent: Sent): Promise<RunningServer> => {
  const options = { secret, seed: { orders: 8 }, checkAnswers: true } as const
  const service = await openService<OrderQueries>(
    'crm',
    new URL('../../../reference/crm/database/worker.ts', import.meta.url),
    options,
  )
  const { status = 200, headers = { etag }, body } = sent
  return startServer(service, options, {
    routes: (api) =>
      void api.get('/orders/:orderId', { config: { operation: 'orders.get' } }, async (_request, reply) =>
        reply
          .code(status)
          .headers({ 'content-type': 'application/json; charset=utf-8', ...headers })
          .send(JSON.stringify(body)),
      ),
    tagsOf: () => [],
  })
}

describe('a server whose answer has drifted from the description', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('is caught: the answer becomes a 500, and the end of the server fails and says what differs', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const [sent, offence] = drifts['a required field with another name'] ?? []
    const drifted = await server(sent ?? {})
    const answer = await send<{ readonly code: string }>(`${drifted.url}/v1/orders/ord_000042`, { headers: operator })
    expect([answer.status, answer.body.code]).toEqual([500, 'internal-error'])
    await expect(drifted.close()).rejects.toThrow(`orders.get 200 is not as crm.yaml says: / ${offence}`)
    expect(log).toHaveBeenCalledOnce()
  })

  it('ends in good order when every answer was as described', async () => {
    const sound = await server({ body: order })
    expect((await send(`${sound.url}/v1/orders/ord_000042`, { headers: operator })).status).toBe(200)
    await sound.close()
  })

  it('does not start with a route that the description does not have', async () => {
    const options = { secret, seed: { orders: 8 } }
    const service = await openService<OrderQueries>(
      'crm',
      new URL('../../../reference/crm/database/worker.ts', import.meta.url),
      options,
    )
    const started = startServer(service, options, {
      routes: (api) => void api.get('/orders/:orderId', { config: { operation: 'orders.read' } }, async () => order),
      tagsOf: () => [],
    })
    await expect(started).rejects.toThrow('/v1/orders/:orderId: crm.yaml has no operation orders.read')
  })

  const check = createAnswerCheck(readDescription('crm'))
  const judge = ({ status = 200, headers = { etag }, body }: Sent): readonly string[] => {
    const all = new Map(Object.entries({ 'content-type': 'application/json', 'cache-control': 'private', ...headers }))
    return check.offences('orders.get', { status, header: (name) => all.get(name.toLowerCase()), text: JSON.stringify(body) })
  }

  it.each(Object.entries(drifts))('is told by %s', (_way, [sent, offence]) => {
    expect(judge(sent).join('\n')).toContain(offence)
  })

  it('is not told by an answer as described', () => {
    expect(judge({ body: order })).toEqual([])
  })
})

it('a description that refers to nothing, or to itself, is refused with the reference', () => {
  const of = (schema: string): string => `
paths:
  /things:
    get:
      operationId: things.list
      responses: { '200': { content: { application/json: { schema: { $ref: '${schema}' } } } } }
components: { schemas: { Thing: { properties: { part: { $ref: '#/components/schemas/Thing' } } } } }`
  expect(() => readText('things.yaml', of('#/components/schemas/Thin'))).toThrow('#/components/schemas/Thin leads nowhere')
  expect(() => readText('things.yaml', of('#/components/schemas/Thing'))).toThrow('#/components/schemas/Thing contains itself')
})
