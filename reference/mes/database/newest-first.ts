import { encodeCursor } from '../../shared/orders/cursor.ts'
import type { Page } from '../../shared/orders/order.ts'
import type { OrderSort } from '../../shared/orders/sort.ts'

/** The order of lists that are told by creation, and what their cursors are made for. */
export const NEWEST_FIRST = '-createdAt' satisfies OrderSort

type Row = Readonly<Record<string, unknown>>

/** The page that begins with these rows (`id`, `created_at`, `document`); one row more than it may have tells that another follows. */
export function newestFirst<Item>(rows: readonly Row[], limit: number, itemOf: (document: string) => Item): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => itemOf(String(row['document']))),
    nextCursor:
      rows.length <= limit || last === undefined
        ? null
        : encodeCursor({ sort: NEWEST_FIRST, instant: Number(last['created_at']), id: String(last['id']) }),
  }
}
