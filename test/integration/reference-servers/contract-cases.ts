import { modelsOf, rejectedModelOf } from '../../../reference/shared/catalogue/models.ts'
import type { Call, OrderBody } from './client.ts'
import { CaseList, type Case } from './contract-case.ts'
import { operator, partner, staff, versionIs } from './credentials.ts'

export const post = (headers: Readonly<Record<string, string>>, body?: unknown): Call => ({
  method: 'POST',
  headers,
  ...(body === undefined ? {} : { body }),
})

export const stranger = partner('partner_39')
const asOperator = { headers: operator }

/** An operation that reads, tried by staff and by nobody. */
export const reads = (operation: string, path: (order: OrderBody) => string, by = operator, on?: string): CaseList =>
  new CaseList(operation, on)
    .answers(200, 'staff', (order) => [path(order), { headers: by }])
    .answers(304, 'nothing new', (order) => [path(order), { headers: { ...by, 'if-none-match': '*' } }])
    .refuses('unauthenticated', 'no credentials', (order) => [path(order)])
    .refuses('unauthenticated', 'a forged token', (order) => [path(order), { headers: { authorization: 'Bearer a.b.c' } }])

export const lists = (operation: string): CaseList =>
  reads(operation, () => '/orders?limit=2')
    .answers(200, 'several statuses', () => ['/orders?status=SHIPPED&status=CLOSED&limit=3', asOperator])
    .refuses('validation-failed', 'limit 0', () => ['/orders?limit=0', asOperator])
    .refuses('validation-failed', 'a misspelt parameter', () => ['/orders?stauts=CLOSED', asOperator])
    .refuses('validation-failed', 'an unknown status', () => ['/orders?status=LOST', asOperator])
    .refuses('validation-failed', 'no cursor', () => ['/orders?cursor=nonsense', asOperator])
    .refuses('forbidden', 'another partner', () => ['/orders?partnerId=partner_02', { headers: stranger }])

export const single = (operation: string, path: (id: string) => string): CaseList =>
  reads(operation, ({ id }) => path(id))
    .refuses('validation-failed', 'no id', () => [path('%20'), asOperator])
    .refuses('not-found', 'no order', () => [path('ord_999999'), asOperator])
    .refuses('not-found', "another tenant's", ({ id }) => [path(id), { headers: stranger }])

export const steps = (
  operation: string,
  from: string,
  by: Readonly<Record<string, string>>,
  conflict: string,
  body?: object,
): CaseList => {
  const path = (id: string): string => `/orders/${id}/${operation.split('.')[1]}`
  return new CaseList(operation, from)
    .answers(200, 'the step', ({ id, version }) => [path(id), post({ ...by, ...versionIs(version) }, body)])
    .refuses('validation-failed', 'no entity tag', ({ id }) => [path(id), post({ ...by, 'if-match': '7' }, body)])
    .refuses('unauthenticated', 'nobody', ({ id }) => [path(id), post(versionIs(1), body)])
    .refuses('forbidden', 'a partner', ({ id }) => [path(id), post({ ...stranger, ...versionIs(1) }, body)])
    .refuses('not-found', 'no order', () => [path('ord_999999'), post({ ...by, ...versionIs(1) }, body)])
    .refuses(conflict, 'a closed order', ({ id }) => [path(id), post({ ...by, ...versionIs(10) }, body)], 'CLOSED')
    .refuses('version-mismatch', 'an old version', ({ id }) => [path(id), post({ ...by, ...versionIs(1) }, body)])
    .refuses('version-mismatch', 'a weak tag', ({ id, version }) => [
      path(id),
      post({ ...by, 'if-match': `W/"${version}"` }, body),
    ])
    .refuses('precondition-required', 'no If-Match', ({ id }) => [path(id), post(by, body)])
}

export const requester = partner('partner_03')
export const quote = { modelId: modelsOf(3)[0].id, materialCode: 'AU585', quantity: 2, currency: 'EUR' }

let keys = 0
export const newKey = (): Record<string, string> => ({ 'idempotency-key': `contract-${(keys += 1)}` })

const ask =
  (change: object, by = requester, key = newKey()): (() => readonly [string, Call]) =>
  () => ['/quotes', post({ ...by, ...key }, { ...quote, ...change })]
const oneKey = { 'idempotency-key': 'used-twice' }

const creates = new CaseList('quotes.create')
  .answers(202, 'a new price', ask({}))
  .answers(200, 'an identical live quote', ask({ externalRef: 'PO-1' }))
  .answers(202, 'by staff, for themselves', ask({}, operator))
  .answers(202, 'a key', ask({ quantity: 900 }, requester, oneKey))
  .refuses('idempotency-key-reused', 'the key again, for another body', ask({ quantity: 901 }, requester, oneKey))
  .refuses('validation-failed', 'no quantity', ask({ quantity: 0 }))
  .refuses('validation-failed', 'a misspelt field', ask({ qty: 1 }))
  .refuses('validation-failed', 'an unknown material', ask({ materialCode: 'FE000' }))
  .refuses('validation-failed', 'a finish of another material', ask({ finishCode: 'RHODIUM' }))
  .refuses('validation-failed', 'a short key', ask({}, requester, { 'idempotency-key': 'short' }))
  .refuses('unauthenticated', 'nobody', ask({}, {}))
  .refuses('not-found', 'no model', ask({ modelId: 'mod_none' }))
  .refuses('not-found', "another tenant's model", ask({}, stranger))
  .refuses('model-rejected', 'a model that cannot be made', ask({ modelId: rejectedModelOf(3).id }))
  .refuses('precondition-required', 'no key', ask({}, requester, {}))

const colleague = staff('op_08', 'operator')

export const MES_CASES: readonly Case[] = [
  reads('materials.list', () => '/materials'),
  lists('orders.list'),
  single('orders.get', (id) => `/orders/${id}`),
  single('orders.status', (id) => `/orders/${id}/status`),
  steps('orders.claim', 'MANUFACTURING_APPROVED', operator, 'order-already-claimed').refuses(
    'invalid-transition',
    'an order that is not approved',
    ({ id, version }) => [`/orders/${id}/claim`, post({ ...operator, ...versionIs(version) })],
    'PRICE_CALCULATED',
  ),
  steps('orders.complete', 'MANUFACTURING_STARTED', operator, 'invalid-transition').refuses(
    'forbidden',
    "a colleague's order",
    ({ id, version }) => [`/orders/${id}/complete`, post({ ...colleague, ...versionIs(version) })],
  ),
  creates,
  reads('quotes.get', ({ id }) => `/quotes/${id.replace('ord', 'quo')}`)
    .refuses('validation-failed', 'no id', () => ['/quotes/%20', asOperator])
    .refuses('not-found', 'no quote', () => ['/quotes/quo_none', asOperator]),
].flatMap(({ cases }) => cases)
