import type { Call, OrderBody } from './client.ts'
import { CaseList, type Case } from './contract-case.ts'
import { lists, post, reads, single, steps, stranger } from './contract-cases.ts'
import { operator, seller, staff, versionIs } from './credentials.ts'

const admin = staff('admin_01', 'admin')
const asSeller = { headers: seller }
const reason = { reason: 'Tried by the contract' }

const reasoned = (operation: string, from: string): CaseList => {
  const path = (id: string): string => `/orders/${id}/${operation.split('.')[1]}`
  return steps(operation, from, seller, 'invalid-transition', reason)
    .answers(200, 'the step, by an administrator', ({ id, version }) => [
      path(id),
      post({ ...admin, ...versionIs(version) }, reason),
    ])
    .refuses('forbidden', 'an operator', ({ id, version }) => [path(id), post({ ...operator, ...versionIs(version) }, reason)])
    .refuses('validation-failed', 'no reason', ({ id, version }) => [path(id), post({ ...seller, ...versionIs(version) }, {})])
    .refuses('validation-failed', 'an empty reason', ({ id, version }) => [
      path(id),
      post({ ...seller, ...versionIs(version) }, { reason: '' }),
    ])
    .refuses('validation-failed', 'a misspelt field', ({ id, version }) => [
      path(id),
      post({ ...seller, ...versionIs(version) }, { ...reason, reasn: 'x' }),
    ])
}

const cancelledTwice = new CaseList('orders.cancel', 'cancelled').refuses(
  'invalid-transition',
  'a cancelled order',
  ({ id, version }) => [`/orders/${id}/cancel`, post({ ...seller, ...versionIs(version) }, reason)],
)
const approvedCancelled = new CaseList('orders.approve', 'cancelled').refuses(
  'invalid-transition',
  'a cancelled order',
  ({ id, version }) => [`/orders/${id}/approve`, post({ ...seller, ...versionIs(version) })],
)
const cancelledInProgress = new CaseList('orders.cancel', 'MANUFACTURING_STARTED').refuses(
  'invalid-transition',
  'an order whose manufacturing has begun',
  ({ id, version }) => [`/orders/${id}/cancel`, post({ ...seller, ...versionIs(version) }, reason)],
)

/** Every order of this status is a customer's. */
const CART = 'INITIATED'
const customer = ({ customerId = 'none' }: OrderBody): string => `/customers/${customerId}`
const patch = (headers: Readonly<Record<string, string>>, body: unknown): Call => ({ method: 'PATCH', headers, body })
const known = versionIs(1)

const pages = (operation: string, path: string, by: Readonly<Record<string, string>>): CaseList =>
  reads(operation, () => `${path}?limit=2`, by)
    .refuses('validation-failed', 'limit 101', () => [`${path}?limit=101`, { headers: by }])
    .refuses('validation-failed', 'a misspelt parameter', () => [`${path}?limt=1`, { headers: by }])
    .refuses('validation-failed', 'no cursor', () => [`${path}?cursor=nonsense`, { headers: by }])
    .refuses('forbidden', 'a partner', () => [path, { headers: stranger }])

export const CRM_CASES: readonly Case[] = [
  lists('orders.list').answers(200, 'carts without a price', () => ['/orders?status=INITIATED', asSeller]),
  single('orders.get', (id) => `/orders/${id}`),
  steps('orders.approve', 'PRICE_CALCULATED', seller, 'invalid-transition'),
  reasoned('orders.close', 'SHIPPED'),
  reasoned('orders.cancel', 'PRICE_CALCULATED'),
  cancelledTwice,
  approvedCancelled,
  cancelledInProgress,
  pages('customers.list', '/customers', seller)
    .answers(200, 'an administrator', () => ['/customers?updatedSince=2025-01-01T00:00:00Z&limit=1', { headers: admin }])
    .refuses('forbidden', 'an operator', () => ['/customers', { headers: operator }]),
  reads('customers.get', customer, seller, CART)
    .refuses('validation-failed', 'no id', () => ['/customers/%20', asSeller])
    .refuses('forbidden', 'a partner', (order) => [customer(order), { headers: stranger }])
    .refuses('forbidden', 'an operator', (order) => [customer(order), { headers: operator }])
    .refuses('validation-failed', 'a parameter where none is taken', (order) => [`${customer(order)}?fields=name`, asSeller])
    .refuses('not-found', 'no customer', () => ['/customers/cus_999999', asSeller]),
  new CaseList('customers.update', CART)
    .answers(200, 'a new phone', (order) => [customer(order), patch({ ...seller, ...known }, { phone: '+4972319876' })])
    .answers(200, 'nothing, by any version', (order) => [customer(order), patch({ ...admin, 'if-match': '*' }, {})])
    .refuses('version-mismatch', 'an old version', (order) => [customer(order), patch({ ...seller, ...known }, { phone: null })])
    .refuses('validation-failed', 'no mail address', (order) => [
      customer(order),
      patch({ ...seller, ...known }, { email: 'nobody' }),
    ])
    .refuses('validation-failed', 'half an address', (order) => [
      customer(order),
      patch({ ...seller, ...known }, { address: { city: 'Hanau' } }),
    ])
    .refuses('validation-failed', 'a field that is not theirs', (order) => [
      customer(order),
      patch({ ...seller, ...known }, { version: 7 }),
    ])
    .refuses('unauthenticated', 'nobody', (order) => [customer(order), patch(known, {})])
    .refuses('forbidden', 'a partner', (order) => [customer(order), patch({ ...stranger, ...known }, {})])
    .refuses('not-found', 'no customer', () => ['/customers/cus_999999', patch({ ...seller, ...known }, {})])
    .refuses('precondition-required', 'no If-Match', (order) => [customer(order), patch(seller, {})]),
  pages('partners.list', '/partners', operator)
    .answers(200, 'those who may order', () => ['/partners?status=ACTIVE', asSeller])
    .refuses('validation-failed', 'an unknown status', () => ['/partners?status=LOST', asSeller]),
  reads('partners.get', () => '/partners/partner_07')
    .refuses('validation-failed', 'no id', () => ['/partners/%20', asSeller])
    .refuses('forbidden', 'a partner, of itself', () => ['/partners/partner_39', { headers: stranger }])
    .refuses('not-found', 'no partner', () => ['/partners/partner_99', asSeller]),
].flatMap(({ cases }) => cases)
