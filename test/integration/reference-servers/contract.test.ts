import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelsOf, rejectedModelOf } from '../../../examples/shared/catalogue/models.ts'
import type { RunningServer } from '../../../examples/shared/service/server.ts'
import { send, type Answer, type Call, type OrderBody, type PageBody } from './client.ts'
import { readContract } from './contract.ts'
import { operator, partner, seller, staff, versionIs } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

interface Case {
  readonly operation: string
  readonly status: number
  readonly code?: string
  readonly name: string
  /** Path and call, given an order that the operation may be tried on. */
  readonly call: (order: OrderBody) => readonly [path: string, call?: Call]
  /** Status of that order; MANUFACTURING_APPROVED unless said. */
  readonly on?: string
}

const post = (headers: Readonly<Record<string, string>>, body?: unknown): Call => ({ method: 'POST', headers, ...(body === undefined ? {} : { body }) })
const quote = { modelId: modelsOf(3)[0].id, materialCode: 'AU585', quantity: 2, currency: 'EUR' }
const stranger = partner('partner_39')
let keys = 0
const key = (): Record<string, string> => ({ 'idempotency-key': `contract-${(keys += 1)}` })

const reads = (operation: string, path: (order: OrderBody) => string): readonly Case[] => [
  { operation, status: 200, name: 'staff', call: (order) => [path(order), { headers: operator }] },
  { operation, status: 304, name: 'nothing new', call: (order) => [path(order), { headers: { ...operator, 'if-none-match': '*' } }] },
  { operation, status: 401, code: 'unauthenticated', name: 'no credentials', call: (order) => [path(order)] },
  { operation, status: 401, code: 'unauthenticated', name: 'a forged token', call: (order) => [path(order), { headers: { authorization: 'Bearer a.b.c' } }] },
]
const lists = (operation: string): readonly Case[] => [
  ...reads(operation, () => '/orders?limit=2'),
  { operation, status: 200, name: 'several statuses', call: () => ['/orders?status=SHIPPED&status=CLOSED&limit=3', { headers: operator }] },
  { operation, status: 400, code: 'validation-failed', name: 'limit 0', call: () => ['/orders?limit=0', { headers: operator }] },
  { operation, status: 400, code: 'validation-failed', name: 'a misspelt parameter', call: () => ['/orders?stauts=CLOSED', { headers: operator }] },
  { operation, status: 400, code: 'validation-failed', name: 'an unknown status', call: () => ['/orders?status=LOST', { headers: operator }] },
  { operation, status: 400, code: 'validation-failed', name: 'no cursor', call: () => ['/orders?cursor=nonsense', { headers: operator }] },
  { operation, status: 403, code: 'forbidden', name: 'another partner', call: () => ['/orders?partnerId=partner_02', { headers: stranger }] },
]
const single = (operation: string, path: (id: string) => string): readonly Case[] => [
  ...reads(operation, ({ id }) => path(id)),
  { operation, status: 400, code: 'validation-failed', name: 'no id', call: () => [path('%20'), { headers: operator }] },
  { operation, status: 404, code: 'not-found', name: 'no order', call: () => [path('ord_999999'), { headers: operator }] },
  { operation, status: 404, code: 'not-found', name: "another tenant's", call: ({ id }) => [path(id), { headers: stranger }] },
]
interface Step {
  readonly operation: string
  readonly path: (id: string) => string
  readonly by: Readonly<Record<string, string>>
  readonly from: string
  readonly conflict: string
}
const steps = ({ operation, path, by, from, conflict }: Step): readonly Case[] => [
  { operation, status: 200, name: 'the step', on: from, call: ({ id, version }) => [path(id), post({ ...by, ...versionIs(version) })] },
  { operation, status: 400, code: 'validation-failed', name: 'no entity tag', on: from, call: ({ id }) => [path(id), post({ ...by, 'if-match': '7' })] },
  { operation, status: 401, code: 'unauthenticated', name: 'nobody', on: from, call: ({ id }) => [path(id), post(versionIs(1))] },
  { operation, status: 403, code: 'forbidden', name: 'a partner', on: from, call: ({ id }) => [path(id), post({ ...stranger, ...versionIs(1) })] },
  { operation, status: 404, code: 'not-found', name: 'no order', call: () => [path('ord_999999'), post({ ...by, ...versionIs(1) })] },
  { operation, status: 409, code: conflict, name: 'a closed order', on: 'CLOSED', call: ({ id }) => [path(id), post({ ...by, ...versionIs(10) })] },
  { operation, status: 412, code: 'version-mismatch', name: 'an old version', on: from, call: ({ id }) => [path(id), post({ ...by, ...versionIs(1) })] },
  { operation, status: 412, code: 'version-mismatch', name: 'a weak tag', on: from, call: ({ id, version }) => [path(id), post({ ...by, 'if-match': `W/"${version}"` })] },
  { operation, status: 428, code: 'precondition-required', name: 'no If-Match', on: from, call: ({ id }) => [path(id), post(by)] },
]
const create = (status: number, name: string, call: Call, code?: string): Case => ({
  operation: 'quotes.create', status, name, ...(code === undefined ? {} : { code }), call: () => ['/quotes', call],
})
const requester = partner('partner_03')

const mes: readonly Case[] = [
  ...reads('materials.list', () => '/materials'),
  ...lists('orders.list'),
  ...single('orders.get', (id) => `/orders/${id}`),
  ...single('orders.status', (id) => `/orders/${id}/status`),
  ...steps({ operation: 'orders.claim', path: (id) => `/orders/${id}/claim`, by: operator, from: 'MANUFACTURING_APPROVED', conflict: 'order-already-claimed' }),
  { operation: 'orders.claim', status: 409, code: 'invalid-transition', name: 'not approved', on: 'PRICE_CALCULATED',
    call: ({ id, version }) => [`/orders/${id}/claim`, post({ ...operator, ...versionIs(version) })] },
  ...steps({ operation: 'orders.complete', path: (id) => `/orders/${id}/complete`, by: operator, from: 'MANUFACTURING_STARTED', conflict: 'invalid-transition' }),
  { operation: 'orders.complete', status: 403, code: 'forbidden', name: "a colleague's", on: 'MANUFACTURING_STARTED',
    call: ({ id, version }) => [`/orders/${id}/complete`, post({ ...staff('op_08', 'operator'), ...versionIs(version) })] },
  create(202, 'a new price', post({ ...requester, ...key() }, quote)),
  create(200, 'an identical live quote', post({ ...requester, ...key() }, { ...quote, externalRef: 'PO-1' })),
  create(202, 'by staff, for themselves', post({ ...operator, ...key() }, quote)),
  create(400, 'no quantity', post({ ...requester, ...key() }, { ...quote, quantity: 0 }), 'validation-failed'),
  create(400, 'a misspelt field', post({ ...requester, ...key() }, { ...quote, qty: 1 }), 'validation-failed'),
  create(400, 'an unknown material', post({ ...requester, ...key() }, { ...quote, materialCode: 'FE000' }), 'validation-failed'),
  create(400, 'a finish of another material', post({ ...requester, ...key() }, { ...quote, finishCode: 'RHODIUM' }), 'validation-failed'),
  create(400, 'a short key', post({ ...requester, 'idempotency-key': 'short' }, quote), 'validation-failed'),
  create(401, 'nobody', post(key(), quote), 'unauthenticated'),
  create(404, "another tenant's model", post({ ...stranger, ...key() }, quote), 'not-found'),
  create(422, 'a model that cannot be made', post({ ...requester, ...key() }, { ...quote, modelId: rejectedModelOf(3).id }), 'model-rejected'),
  create(428, 'no key', post(requester, quote), 'precondition-required'),
  create(202, 'a key', post({ ...requester, 'idempotency-key': 'used-twice' }, { ...quote, quantity: 900 })),
  create(409, 'the key again, for another body', post({ ...requester, 'idempotency-key': 'used-twice' }, { ...quote, quantity: 901 }), 'idempotency-key-reused'),
  ...reads('quotes.get', ({ id }) => `/quotes/${id.replace('ord', 'quo')}`),
  { operation: 'quotes.get', status: 400, code: 'validation-failed', name: 'no id', call: () => ['/quotes/%20', { headers: operator }] },
  { operation: 'quotes.get', status: 404, code: 'not-found', name: 'no quote', call: () => ['/quotes/quo_none', { headers: operator }] },
]

const crm: readonly Case[] = [
  ...lists('orders.list'),
  { operation: 'orders.list', status: 200, name: 'carts without a price', call: () => ['/orders?status=INITIATED', { headers: seller }] },
  ...single('orders.get', (id) => `/orders/${id}`),
  ...steps({ operation: 'orders.approve', path: (id) => `/orders/${id}/approve`, by: seller, from: 'PRICE_CALCULATED', conflict: 'invalid-transition' }),
]

/** Nothing in this slice limits rates. */
const UNUSED = new Set(['429', 'default'])

const server = { mes: mesServer, crm: crmServer }

describe.each([['mes', mes], ['crm', crm]] as const)('%s answers as its description says', (api, cases) => {
  const contract = readContract(api)
  let running: RunningServer
  beforeAll(async () => void (running = await server[api]()))
  afterAll(() => running.close())

  const orderIn = async (status: string): Promise<OrderBody> => {
    const assignee = api === 'mes' && status === 'MANUFACTURING_STARTED' ? '&assignee=op_07' : ''
    const { body } = await send<PageBody>(`${running.url}/v1/orders?status=${status}&limit=1${assignee}`, { headers: operator })
    const [order] = body.items
    if (order === undefined) throw new Error(`The seed has no order in ${status}`)
    return order
  }
  const ask = async ({ call, on = 'MANUFACTURING_APPROVED' }: Case): Promise<Answer<{ readonly code?: string } | undefined>> => {
    const [path, options] = call(await orderIn(on))
    return send(`${running.url}/v1${path}`, options)
  }

  it.each(cases.map((one) => [one.operation, one.status, one.name, one] as const))('%s %i: %s', async (operation, status, _name, one) => {
    const answer = await ask(one)
    expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code: one.code })
    expect(contract.offences(operation, answer)).toEqual([])
    expect(answer.headers.get('cache-control')).toBe('private')
  })

  it('is tried in every status that is described for every operation', () => {
    const described = contract.operations.flatMap(({ id, statuses }) => statuses.filter((status) => !UNUSED.has(status)).map((status) => `${id} ${status}`))
    const tried = new Set(cases.map(({ operation, status }) => `${operation} ${status}`))
    expect(described.filter((one) => !tried.has(one))).toEqual([])
    expect(described.length).toBeGreaterThan(10)
  })

  it('accepts the example of every described query parameter', async () => {
    const list = contract.operations.find(({ id }) => id === 'orders.list')
    const parameters = list?.parameters.filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor') ?? []
    for (const { name, example } of parameters) {
      const query = new URLSearchParams([[name, String(example)]])
      const { status } = await send(`${running.url}/v1/orders?${query.toString()}`, { headers: operator })
      expect({ name, status }).toEqual({ name, status: 200 })
    }
    expect(parameters.length).toBeGreaterThanOrEqual(5)
  })
})

it('a body is refused where the description refuses it, and only there', async () => {
  await using mes = await mesServer()
  const { bodyOffences } = readContract('mes')
  const { currency: _left, ...incomplete } = quote
  const changes = [{}, { quantity: 1000 }, { quantity: 1001 }, { quantity: 1.5 }, { quantity: '2' }, { materialCode: '' }, { materialCode: null },
    { modelId: 'a b' }, { externalRef: 'x'.repeat(64) }, { externalRef: 'x'.repeat(65) }, { currency: 'eur' }]
  const verdicts = await Promise.all([incomplete, ...changes.map((change) => ({ ...quote, ...change }))].map(async (body) => {
    const { status } = await send(`${mes.url}/v1/quotes`, post({ ...requester, ...key() }, body))
    return { body, refused: status === 400, asDescribed: bodyOffences('quotes.create', body).length > 0 }
  }))
  expect(verdicts.filter(({ refused, asDescribed }) => refused !== asDescribed)).toEqual([])
  expect(verdicts.filter(({ refused }) => refused).length).toBe(9)
})

it('an answer that breaks the description is seen', async () => {
  await using mes = await mesServer()
  const answer = await send<PageBody>(`${mes.url}/v1/orders?limit=1`, { headers: operator })
  const { offences } = readContract('mes')
  expect(offences('orders.list', answer)).toEqual([])
  expect(offences('orders.list', { ...answer, body: { items: [{}], nextCursor: null } })).not.toEqual([])
  expect(offences('orders.list', { ...answer, headers: new Headers({ 'content-type': 'application/json' }) })).toContain('ETag is missing')
})
