import type { SQLInputValue } from 'node:sqlite'
import type { Connection } from '../../shared/database/sqlite.ts'
import type { Keyset } from '../../shared/orders/cursor.ts'
import type { Page } from '../../shared/orders/order.ts'
import { quoteAt, type Quote, type QuoteStatus } from '../quote.ts'
import { newestFirst } from './newest-first.ts'

/** Which quotes to list, the newest first. A type alias, since only those are JSON values to the compiler. */
export type QuoteListing = {
  /** Empty for every status. */
  readonly statuses: readonly QuoteStatus[]
  readonly modelId?: string
  /** The partner whose quotes they are; absent for everybody's. */
  readonly owner?: string
  readonly limit: number
  readonly after: Keyset | null
}

type Condition = readonly [sql: string, ...values: SQLInputValue[]]

export function listQuotes(connection: Connection, listing: QuoteListing, now = Date.now()): Page<Quote> {
  const conditions = conditionsOf(listing, now)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  const sql = `SELECT id, created_at, document FROM quotes ${where} ORDER BY created_at DESC, id DESC LIMIT ${listing.limit + 1}`
  const rows = connection.prepare(sql).all(...conditions.flatMap(([, ...values]) => values))
  return newestFirst(rows, listing.limit, (document) => quoteAt(JSON.parse(document) as Quote, now))
}

function conditionsOf({ statuses, modelId, owner, after }: QuoteListing, now: number): readonly Condition[] {
  return [
    ...(owner === undefined ? [] : [['owner = ?', owner] as const]),
    ...(modelId === undefined ? [] : [['model_id = ?', modelId] as const]),
    ...(statuses.length === 0 ? [] : [anyOf(statuses.map((status) => statusIs(status, now)))]),
    ...(after === null ? [] : [['(created_at, id) < (?, ?)', after.instant, after.id] as const]),
  ]
}

/** A price that no longer holds is stored as it was: it has expired without anybody's doing. */
function statusIs(status: QuoteStatus, now: number): Condition {
  switch (status) {
    case 'SUCCEEDED':
      return ["(status = 'SUCCEEDED' AND valid_until > ?)", now]
    case 'EXPIRED':
      return ["(status = 'SUCCEEDED' AND valid_until <= ?)", now]
    default:
      return ['status = ?', status]
  }
}

function anyOf(conditions: readonly Condition[]): Condition {
  return [`(${conditions.map(([sql]) => sql).join(' OR ')})`, ...conditions.flatMap(([, ...values]) => values)]
}
