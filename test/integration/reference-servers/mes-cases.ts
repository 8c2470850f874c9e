import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { modelsOf } from '../../../reference/shared/catalogue/models.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { send, type Call } from './client.ts'
import { CaseList, type Case } from './contract-case.ts'
import { newKey, post, quote, reads, requester, single, steps, stranger } from './contract-cases.ts'
import { operator, partner, versionIs } from './credentials.ts'

const asRequester = { headers: requester }
const [known] = modelsOf(3)
const oneKey = (use: string): Record<string, string> => ({ 'idempotency-key': `one-key-for-${use}` })

let edge = 0

/** A file that no other case uploads, and what is announced of it. */
const file = () => {
  const bytes = binaryStl(box([(edge += 1), 1, 1], [0, 0, 0]))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, announced: { fileName: 'box.stl', format: 'STL', sizeBytes: bytes.length, sha256 } }
}

const announce =
  (change: object = {}, by = requester, key = newKey()): (() => readonly [string, Call]) =>
  () => ['/models', post({ ...by, ...key }, { ...file().announced, ...change })]
const sameFile = file().announced

const modelCreates = new CaseList('models.create')
  .answers(201, 'a new file', announce())
  .answers(201, 'by staff', announce({}, operator))
  .answers(200, 'a file that is there', announce({ sha256: known.sha256, sizeBytes: known.sizeBytes }))
  .answers(201, 'a key', announce(sameFile, requester, oneKey('models')))
  .answers(201, 'the key again', announce(sameFile, requester, oneKey('models')))
  .refuses('idempotency-key-reused', 'the key for another file', announce({}, requester, oneKey('models')))
  .answers(201, 'a file of 4 GiB', announce({ sizeBytes: 4_294_967_296 }))
  .refuses('validation-failed', 'a larger file', announce({ sizeBytes: 4_294_967_297 }))
  .refuses('validation-failed', 'an empty file', announce({ sizeBytes: 0 }))
  .refuses('validation-failed', 'an unknown format', announce({ format: 'FBX' }))
  .refuses('validation-failed', 'no digest', announce({ sha256: 'abc' }))
  .refuses('validation-failed', 'a misspelt field', announce({ size: 1 }))
  .refuses('unauthenticated', 'nobody', announce({}, {}))
  .refuses('precondition-required', 'no key', announce({}, requester, {}))

/** Completes a new model, whose file is there unless the case says otherwise. */
const completes =
  (headers: Readonly<Record<string, string>>, isUploaded = true) =>
  async (_order: unknown, url: string) => {
    const { bytes, announced } = file()
    const { body } = await send<{ readonly id: string; readonly upload: { readonly url: string } }>(
      `${url}/v1/models`,
      post({ ...requester, ...newKey() }, announced),
    )
    if (isUploaded) expect((await fetch(body.upload.url, { method: 'PUT', body: Buffer.from(bytes) })).status).toBe(204)
    return [`/models/${body.id}/complete`, post(headers)] as const
  }

const completions = new CaseList('models.complete')
  .answers(202, 'an uploaded file', completes({ ...requester, ...versionIs(1) }))
  .answers(202, 'whatever the version', completes({ ...requester, 'if-match': '*' }))
  .refuses('upload-incomplete', 'no file', completes({ ...requester, ...versionIs(1) }, false))
  .refuses('validation-failed', 'no entity tag', completes({ ...requester, 'if-match': '1' }))
  .refuses('version-mismatch', 'another version', completes({ ...requester, ...versionIs(2) }))
  .refuses('precondition-required', 'no If-Match', completes(requester))
  .refuses('unauthenticated', 'nobody', completes(versionIs(1)))
  .refuses('not-found', "another tenant's", completes({ ...stranger, ...versionIs(1) }))
  .refuses('invalid-transition', 'a READY model', () => [`/models/${known.id}/complete`, post({ ...requester, ...versionIs(3) })])

const shipTo = { name: 'Ada Example', street: 'Goldgasse 7', postalCode: '1010', city: 'Vienna', countryCode: 'AT' }

interface PricedQuote {
  readonly id: string
  readonly status: string
}

/** A price that holds, at each call another one. */
const pricedQuote = async (url: string): Promise<string> => {
  const {
    body: { id },
  } = await send<PricedQuote>(`${url}/v1/quotes`, post({ ...requester, ...newKey() }, { ...quote, quantity: 10 + (edge += 1) }))
  await expect.poll(async () => (await send<PricedQuote>(`${url}/v1/quotes/${id}`, asRequester)).body.status).toBe('SUCCEEDED')
  return id
}
const orders =
  (change: object = {}, by = requester, key = newKey()) =>
  async (_order: unknown, url: string) =>
    ['/orders', post({ ...by, ...key }, { quoteId: await pricedQuote(url), externalRef: 'PO-7', shipTo, ...change })] as const
/** By the quote that an order of last year came from. */
const expired = async (_order: unknown, url: string) => {
  const {
    body: {
      items: [old],
    },
  } = await send<{ readonly items: readonly { readonly quoteId: string; readonly partnerId: string }[] }>(
    `${url}/v1/orders?status=SHIPPED&channel=PARTNER&limit=1`,
    { headers: operator },
  )
  return ['/orders', post({ ...partner(old?.partnerId ?? ''), ...newKey() }, { quoteId: old?.quoteId, shipTo })] as const
}

const orderCreates = new CaseList('orders.create')
  .answers(201, 'by a price that holds', orders())
  .answers(201, 'a key', orders({}, requester, oneKey('orders')))
  .refuses('idempotency-key-reused', 'the key for another quote', orders({}, requester, oneKey('orders')))
  .refuses('quote-expired', 'a price of last year', expired)
  .refuses('validation-failed', 'no address', orders({ shipTo: {} }))
  .refuses('validation-failed', 'a country that is none', orders({ shipTo: { ...shipTo, countryCode: 'Austria' } }))
  .refuses('validation-failed', 'a misspelt field', orders({ quote: 'quo_1' }))
  .refuses('unauthenticated', 'nobody', orders({}, {}))
  .refuses('forbidden', 'staff', orders({}, operator))
  .refuses('not-found', "another tenant's quote", orders({}, stranger))
  .refuses('precondition-required', 'no key', orders({}, requester, {}))

const subscription = { url: 'http://127.0.0.1:9/events', events: ['order.changed'] }
const subscribes =
  (change: object = {}, by = requester, key = newKey()): (() => readonly [string, Call]) =>
  () => ['/webhook-subscriptions', post({ ...by, ...key }, { ...subscription, ...change })]
const ends = (headers: Readonly<Record<string, string>>) => async (_order: unknown, url: string) => {
  const {
    body: { id },
  } = await send<{ readonly id: string }>(`${url}/v1/webhook-subscriptions`, post({ ...requester, ...newKey() }, subscription))
  return [`/webhook-subscriptions/${id}`, { method: 'DELETE', headers }] as const
}

const webhookCases = [
  reads('webhooks.list', () => '/webhook-subscriptions', requester).refuses('forbidden', 'staff', () => [
    '/webhook-subscriptions',
    { headers: operator },
  ]),
  new CaseList('webhooks.create')
    .answers(201, 'an address of this machine', subscribes())
    .answers(201, 'a key', subscribes({}, requester, oneKey('webhooks')))
    .refuses(
      'idempotency-key-reused',
      'the key for another address',
      subscribes({ url: 'http://127.0.0.1:9/' }, requester, oneKey('webhooks')),
    )
    .refuses('validation-failed', 'a host that is not allowed', subscribes({ url: 'https://partner.example/events' }))
    .refuses('validation-failed', 'no event', subscribes({ events: [] }))
    .refuses('validation-failed', 'an unknown event', subscribes({ events: ['order.lost'] }))
    .refuses('unauthenticated', 'nobody', subscribes({}, {}))
    .refuses('forbidden', 'staff', subscribes({}, operator))
    .refuses('precondition-required', 'no key', subscribes({}, requester, {})),
  new CaseList('webhooks.delete')
    .answers(204, 'the end', ends(requester))
    .refuses('unauthenticated', 'nobody', ends({}))
    .refuses('forbidden', 'staff', ends(operator))
    .refuses('not-found', "another tenant's", ends(stranger))
    .refuses('validation-failed', 'no id', () => ['/webhook-subscriptions/%20', { method: 'DELETE', headers: requester }]),
]

const tracking = { carrier: 'DHL', number: '00340434161094042557' }

const modelLists = reads('models.list', () => '/models?limit=2')
  .answers(200, 'a partner, of one content', () => [`/models?sha256=${known.sha256}`, asRequester])
  .answers(200, 'a content that nobody has', () => [`/models?sha256=${'0'.repeat(64)}`, asRequester])
  .refuses('validation-failed', 'limit 0', () => ['/models?limit=0', asRequester])
  .refuses('validation-failed', 'limit 101', () => ['/models?limit=101', asRequester])
  .refuses('validation-failed', 'a digest that is too short', () => ['/models?sha256=abc', asRequester])
  .refuses('validation-failed', 'a digest in capitals', () => [`/models?sha256=${'A'.repeat(64)}`, asRequester])
  .refuses('validation-failed', 'a misspelt parameter', () => [`/models?sha265=${known.sha256}`, asRequester])
  .refuses('validation-failed', 'no cursor', () => ['/models?cursor=nonsense', asRequester])

export const NEW_MES_CASES: readonly Case[] = [
  modelCreates,
  modelLists,
  reads('models.get', () => `/models/${known.id}`)
    .answers(200, 'its partner', () => [`/models/${known.id}`, asRequester])
    .refuses('validation-failed', 'no id', () => ['/models/%20', asRequester])
    .refuses('not-found', "another tenant's", () => [`/models/${known.id}`, { headers: stranger }]),
  completions,
  orderCreates,
  single('orders.history', (id) => `/orders/${id}/history`),
  reads('orders.stats', () => '/orders/stats').answers(200, 'a partner', () => ['/orders/stats', asRequester]),
  steps('orders.startPackaging', 'MANUFACTURING_COMPLETED', operator, 'invalid-transition'),
  steps('orders.ship', 'PACKAGING', operator, 'invalid-transition', tracking).refuses(
    'validation-failed',
    'no number',
    ({ id, version }) => [`/orders/${id}/ship`, post({ ...operator, ...versionIs(version) }, { carrier: 'DHL' })],
  ),
  reads('quotes.list', () => '/quotes?limit=2')
    .answers(200, 'several statuses', () => ['/quotes?status=SUCCEEDED&status=EXPIRED&modelId=mod_003001', asRequester])
    .refuses('validation-failed', 'limit 101', () => ['/quotes?limit=101', asRequester])
    .refuses('validation-failed', 'an unknown status', () => ['/quotes?status=LOST', asRequester])
    .refuses('validation-failed', 'no cursor', () => ['/quotes?cursor=nonsense', asRequester]),
  ...webhookCases,
].flatMap(({ cases }) => cases)
