import type { SQLInputValue } from 'node:sqlite'
import type { Connection } from '../../shared/database/sqlite.ts'
import type { Keyset } from '../../shared/orders/cursor.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { Model } from '../models/model.ts'
import { newestFirst } from './newest-first.ts'

/** Which models to list, the newest first. A type alias, since only those are JSON values to the compiler. */
export type ModelListing = {
  /** The content that they all have; absent for every content. */
  readonly sha256?: string
  /** The partner whose models they are; absent for everybody's. */
  readonly owner?: string
  readonly limit: number
  readonly after: Keyset | null
}

type Condition = readonly [sql: string, ...values: SQLInputValue[]]

export function listModels(connection: Connection, listing: ModelListing): Page<Model> {
  const conditions = conditionsOf(listing)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  const sql = `SELECT id, created_at, document FROM models ${where} ORDER BY created_at DESC, id DESC LIMIT ${listing.limit + 1}`
  const rows = connection.prepare(sql).all(...conditions.flatMap(([, ...values]) => values))
  return newestFirst(rows, listing.limit, (document) => JSON.parse(document) as Model)
}

function conditionsOf({ sha256, owner, after }: ModelListing): readonly Condition[] {
  return [
    ...(owner === undefined ? [] : [['owner = ?', owner] as const]),
    ...(sha256 === undefined ? [] : [['sha256 = ?', sha256] as const]),
    ...(after === null ? [] : [['(created_at, id) < (?, ?)', after.instant, after.id] as const]),
  ]
}
