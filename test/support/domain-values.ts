import { randomUUID } from 'node:crypto'
import type { Json } from '../../src/key/json.ts'

const STATUSES = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'PACKAGING', 'SHIPPED']
const dateAt = (n: number): string => new Date(1_790_000_000_000 + n * 97_000).toISOString()
const amount = (n: number): Json => ({ amountMinor: 184_500 + (n % 10_000) * 13, currency: 'EUR' })

const order = (n: number): Json => ({
  id: randomUUID(),
  number: `2026-${String(n).padStart(6, '0')}`,
  channel: n % 2 === 0 ? 'SHOP' : 'PARTNER',
  partnerId: randomUUID(),
  externalRef: `REF-${n * 7_919}`,
  status: STATUSES[n % STATUSES.length],
  version: n % 9,
  modelId: randomUUID(),
  quoteId: randomUUID(),
  materialCode: 'AU585',
  quantity: 1 + (n % 5),
  price: amount(n),
  assignee: n % 3 === 0 ? null : { operatorId: randomUUID(), claimedAt: dateAt(n) },
  promisedAt: dateAt(n + 20_000),
  createdAt: dateAt(n),
  statusChangedAt: dateAt(n + 1_000),
  cancellation: null,
})

const quote = (n: number): Json => ({
  id: randomUUID(),
  status: 'SUCCEEDED',
  fingerprint: randomUUID().repeat(2),
  request: {
    modelId: randomUUID(),
    materialCode: 'AU585',
    finishCode: 'POLISHED',
    quantity: 1 + (n % 5),
    currency: 'EUR',
    externalRef: `REF-${n}`,
  },
  result: {
    unitPrice: amount(n),
    totalPrice: amount(n * 2),
    metalMassG: 4.2 + n / 7,
    productionDays: 12,
    priceListVersion: '2026-11',
    algorithmVersion: '4.1.0',
    validUntil: dateAt(n),
  },
  failure: null,
  createdAt: dateAt(n),
  completedAt: dateAt(n + 2),
})

const material = (n: number): Json => ({
  code: `AU${n}`,
  name: `Gelbgold ${n}, fein`,
  metal: 'GOLD',
  finenessPermille: 585,
  densityGPerCm3: 13.1 + n / 10,
  finishes: ['POLISHED', 'MATTE', 'BRUSHED'],
  leadTimeDays: 14,
})

const listOf =
  (count: number, row: (n: number) => Json) =>
  (n: number): Json => ({ items: Array.from({ length: count }, (_, index) => row(n * count + index)), nextCursor: randomUUID() })

/** One kind of value that is cached: how the `n`th is made, no two of them alike, and the tags it has. */
export interface ValueKind {
  readonly make: (n: number) => Json
  readonly tags: number
}

/** What is cached in this domain, and the extremes on both sides of it. */
export const VALUE_KINDS: Readonly<Record<string, ValueKind>> = {
  'list of 100 orders': { make: listOf(100, order), tags: 101 },
  order: { make: order, tags: 1 },
  'status of an order': {
    make: (n) => ({ status: STATUSES[n % STATUSES.length], version: n % 9, statusChangedAt: dateAt(n) }),
    tags: 1,
  },
  quote: { make: quote, tags: 4 },
  'list of 40 materials': { make: listOf(40, material), tags: 1 },
  number: { make: (n) => n % 1_000, tags: 0 },
  'short text': { make: (n) => `t${n}`, tags: 1 },
  'long text, ASCII': { make: (n) => `${n}${'x'.repeat(5_000)}`, tags: 1 },
  'long text, Cyrillic': { make: (n) => `${n}${'ж'.repeat(5_000)}`, tags: 1 },
  'list of 200 measures': { make: (n) => Array.from({ length: 200 }, (_, index) => n + index / 7), tags: 1 },
  'members under ids': { make: () => Object.fromEntries(Array.from({ length: 30 }, () => [randomUUID(), 1])), tags: 1 },
}
