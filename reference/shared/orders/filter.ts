import type { SQLInputValue } from 'node:sqlite'
import type { Keyset } from './cursor.ts'
import type { Channel } from './order.ts'
import type { OrderSort } from './sort.ts'
import type { OrderStatus } from './status.ts'

/**
 * Which orders to list: an absent filter lets every order pass, and `statuses` is empty for every status. A type alias, since
 * only those are JSON values to the compiler, and so may be part of a cache key.
 */
export type OrderFilter = {
  readonly statuses: readonly OrderStatus[]
  readonly assignee?: string
  readonly partnerId?: string
  readonly customerId?: string
  readonly channel?: Channel
  /** Milliseconds since 1970: orders whose status changed then or later. */
  readonly updatedSince?: number
}

export type OrderListing = {
  readonly filter: OrderFilter
  readonly sort: OrderSort
  readonly limit: number
  readonly after: Keyset | null
}

interface Statement {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/**
 * One walk over an index per status, merged: SQLite would sort all rows of two statuses rather than read the first few
 * of each. It reads one row more than a page has, which tells whether there is a next page.
 */
export function listingStatement({ filter, sort, limit, after }: OrderListing): Statement {
  const column = sort.endsWith('createdAt') ? 'created_at' : 'status_changed_at'
  const order = sort.startsWith('-') ? 'DESC' : 'ASC'
  const ordered = `ORDER BY ${column} ${order}, id ${order} LIMIT ${limit + 1}`
  const common = conditions(filter)
  if (after !== null) common.push([`(${column}, id) ${order === 'DESC' ? '<' : '>'} (?, ?)`, after.instant, after.id])
  const statuses: readonly (OrderStatus | null)[] = filter.statuses.length === 0 ? [null] : filter.statuses
  const walks = statuses.map((status) => walk(status === null ? common : [['status = ?', status], ...common], ordered))
  const [only] = walks
  if (walks.length === 1 && only !== undefined) return only
  return {
    sql: `SELECT * FROM (${walks.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ALL ')}) ${ordered}`,
    values: walks.flatMap(({ values }) => values),
  }
}

type Condition = readonly [sql: string, ...values: SQLInputValue[]]

function conditions({ assignee, partnerId, customerId, channel, updatedSince }: OrderFilter): Condition[] {
  const found: Condition[] = []
  if (assignee !== undefined) found.push(['assignee_id = ?', assignee])
  if (partnerId !== undefined) found.push(['partner_id = ?', partnerId])
  if (customerId !== undefined) found.push(['customer_id = ?', customerId])
  if (channel !== undefined) found.push(['channel = ?', channel])
  if (updatedSince !== undefined) found.push(['status_changed_at >= ?', updatedSince])
  return found
}

function walk(where: readonly Condition[], ordered: string): Statement {
  const clause = where.length === 0 ? '' : `WHERE ${where.map(([sql]) => sql).join(' AND ')}`
  return { sql: `SELECT * FROM orders ${clause} ${ordered}`, values: where.flatMap(([, ...values]) => values) }
}
