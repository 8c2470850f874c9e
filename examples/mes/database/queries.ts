import type { Material } from '../../shared/catalogue/materials.ts'
import type { Connection } from '../../shared/database/sqlite.ts'
import { orderQueries, type OrderQueries } from '../../shared/orders/queries.ts'
import { quoteQueries, type QuoteQueries } from './quote-queries.ts'

/** Everything that MES asks its database. */
export type MesQueries = OrderQueries & QuoteQueries & {
  readonly listMaterials: (query: undefined) => readonly Material[]
}

export function mesQueries(connection: Connection, noticeDelayMs: number): MesQueries {
  return {
    ...orderQueries(connection, noticeDelayMs),
    ...quoteQueries(connection),
    listMaterials: () => connection
      .prepare('SELECT document FROM materials ORDER BY code')
      .all()
      .map((row) => JSON.parse(String(row['document'])) as Material),
  }
}
