import { PARTNER_COUNT, partnerId } from '../../shared/catalogue/parties.ts'
import { createRandom } from '../../shared/catalogue/random.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import type { Page } from '../../shared/orders/order.ts'
import { iso } from '../../shared/orders/row.ts'
import { encodeIdCursor, type IdPage } from '../id-page.ts'
import type { Partner, PartnerStatus } from '../partner.ts'

export type PartnerListing = IdPage & {
  /** Null for partners in every status. */
  readonly status: PartnerStatus | null
}

export type PartnerQueries = {
  readonly getPartner: (query: { readonly id: string }) => Partner | null
  readonly listPartners: (listing: PartnerListing) => Page<Partner>
}

export function partnerQueries(connection: Connection): PartnerQueries {
  return {
    getPartner: ({ id }) => partnerOf(connection.prepare('SELECT document FROM partners WHERE id = ?').get(id)),
    listPartners: ({ limit, after, status }) => {
      const sql = 'SELECT document FROM partners WHERE id > ? AND (? IS NULL OR status = ?) ORDER BY id LIMIT ?'
      const rows = connection
        .prepare(sql)
        .all(after ?? '', status, status, limit + 1)
        .flatMap((row) => partnerOf(row) ?? [])
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: rows.length <= limit || last === undefined ? null : encodeIdCursor('partners', last.id) }
    },
  }
}

function partnerOf(row: Readonly<Record<string, unknown>> | undefined): Partner | null {
  return row === undefined ? null : (JSON.parse(String(row['document'])) as Partner)
}

/** Makes the table and fills it with the partners who order; each depends on its number alone. */
export function seedPartners(connection: Connection, now: number): void {
  connection.database.exec(
    'CREATE TABLE partners (id TEXT PRIMARY KEY, status TEXT NOT NULL, document TEXT NOT NULL) WITHOUT ROWID',
  )
  const insert = connection.prepare('INSERT INTO partners (id, status, document) VALUES (?, ?, ?)')
  for (let number = 1; number <= PARTNER_COUNT; number++) {
    const partner = seedPartner(number, now)
    insert.run(partner.id, partner.status, JSON.stringify(partner))
  }
}

const TRADES: readonly [string, ...string[]] = ['Juwelier', 'Goldschmiede', 'Atelier', 'Schmuckhaus']
const PLACES: readonly [string, ...string[]] = ['Nord', 'am Markt', 'Rheinblick', 'Sankt Anna', 'Altstadt']
const COUNTRIES: readonly [string, ...string[]] = ['DE', 'AT', 'FR', 'IT']
const YEAR = 365 * 24 * 3_600_000

function seedPartner(number: number, now: number): Partner {
  const random = createRandom(number)
  const joined = iso(now - random.integer(YEAR, 5 * YEAR))
  return {
    id: partnerId(number),
    version: 1,
    name: `${random.pick(TRADES)} ${random.pick(PLACES)} ${number} GmbH`,
    status: number % 20 === 0 ? 'SUSPENDED' : 'ACTIVE',
    country: random.pick(COUNTRIES),
    currency: 'EUR',
    paymentTermDays: random.pick([14, 30, 60]),
    createdAt: joined,
    updatedAt: joined,
  }
}
