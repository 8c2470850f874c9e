import { createRandom, type Random } from '../../shared/catalogue/random.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { commitInstant, type CommitInstant } from '../../shared/orders/commit.ts'
import type { Page } from '../../shared/orders/order.ts'
import { iso } from '../../shared/orders/row.ts'
import type { ExpectedVersions } from '../../shared/orders/transition.ts'
import type { Customer, CustomerChange } from '../customer.ts'
import { encodeIdCursor, type IdPage } from '../id-page.ts'

export type CustomerListing = IdPage & {
  /** Milliseconds since 1970: customers whose record changed then or later. */
  readonly updatedSince: number
}

export interface CustomerUpdate {
  readonly id: string
  readonly expected: ExpectedVersions
  readonly change: CustomerChange
  readonly now: number
}

export type CustomerOutcome =
  | { readonly outcome: 'committed'; readonly customer: Customer; readonly commit: CommitInstant }
  | { readonly outcome: 'refused'; readonly refusal: 'not-found' | 'version-mismatch' }

export type CustomerQueries = {
  readonly getCustomer: (query: { readonly id: string }) => Customer | null
  readonly listCustomers: (listing: CustomerListing) => Page<Customer>
  readonly updateCustomer: (update: CustomerUpdate) => CustomerOutcome
}

export function customerQueries(connection: Connection): CustomerQueries {
  const find = (id: string): Customer | null =>
    customerOf(connection.prepare('SELECT document FROM customers WHERE id = ?').get(id))
  return {
    getCustomer: ({ id }) => find(id),
    listCustomers: ({ limit, after, updatedSince }) => {
      const sql = 'SELECT document FROM customers WHERE id > ? AND updated_at >= ? ORDER BY id LIMIT ?'
      const rows = connection
        .prepare(sql)
        .all(after ?? '', updatedSince, limit + 1)
        .flatMap((row) => customerOf(row) ?? [])
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: rows.length <= limit || last === undefined ? null : encodeIdCursor('customers', last.id) }
    },
    updateCustomer: ({ id, expected, change, now }) => {
      const result = connection.transaction(() => {
        const customer = find(id)
        if (customer === null) return 'not-found'
        if (expected !== null && !expected.includes(customer.version)) return 'version-mismatch'
        const next = { ...customer, ...change, version: customer.version + 1, updatedAt: iso(now) }
        connection.prepare('UPDATE customers SET updated_at = ?, document = ? WHERE id = ?').run(now, JSON.stringify(next), id)
        return next
      })
      if (typeof result === 'string') return { outcome: 'refused', refusal: result }
      return { outcome: 'committed', customer: result, commit: commitInstant() }
    },
  }
}

function customerOf(row: Readonly<Record<string, unknown>> | undefined): Customer | null {
  return row === undefined ? null : (JSON.parse(String(row['document'])) as Customer)
}

/** Makes the table and fills it with the customers of the orders; each depends on its id alone. */
export function seedCustomers(connection: Connection, now: number): void {
  connection.database.exec(`
    CREATE TABLE customers (id TEXT PRIMARY KEY, updated_at INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID`)
  const insert = connection.prepare('INSERT INTO customers (id, updated_at, document) VALUES (?, ?, ?)')
  const ids = connection.prepare('SELECT DISTINCT customer_id AS id FROM orders WHERE customer_id IS NOT NULL').all()
  for (const { id } of ids) {
    const customer = seedCustomer(String(id), now)
    insert.run(customer.id, Date.parse(customer.updatedAt), JSON.stringify(customer))
  }
}

const GIVEN: readonly [string, ...string[]] = ['Erika', 'Jonas', 'Mila', 'Pavel', 'Chiara', 'Luc', 'Ana', 'Henrik']
const FAMILY: readonly [string, ...string[]] = ['Mustermann', 'Novak', 'Rossi', 'Dubois', 'Jansen', 'Kowalski', 'Silva', 'Larsen']
const STREETS: readonly [string, ...string[]] = ['Goldschmiedgasse', 'Perlengasse', 'Ringstrasse', 'Opalweg']
const CITIES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['75172', 'Pforzheim'],
  ['55743', 'Idar-Oberstein'],
  ['63450', 'Hanau'],
]
const YEAR = 365 * 24 * 3_600_000

function seedCustomer(id: string, now: number): Customer {
  const number = Number(id.replaceAll(/\D/g, ''))
  const random = createRandom(number)
  const name = `${random.pick(GIVEN)} ${random.pick(FAMILY)}`
  const createdAt = iso(now - random.integer(0, 5 * YEAR))
  return {
    id,
    version: 1,
    name,
    email: `${name.toLowerCase().replace(' ', '.')}.${number}@example.com`,
    phone: random.next() < 0.7 ? `+49${random.integer(100_000_000, 999_999_999)}` : null,
    address: random.next() < 0.9 ? seedAddress(random) : null,
    createdAt,
    updatedAt: createdAt,
  }
}

function seedAddress(random: Random): Customer['address'] {
  const [postalCode, city] = random.pick(CITIES)
  return { lines: [`${random.pick(STREETS)} ${random.integer(1, 120)}`], postalCode, city, country: 'DE' }
}
