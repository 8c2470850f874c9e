import { decodeCursor, type Keyset } from '../orders/cursor.ts'
import type { OrderSort } from '../orders/sort.ts'
import { Problem } from './problem.ts'

/** Where the asked page starts; null for the first one. Refuses what is not a cursor of this list. */
export function pageStart(cursor: string | undefined, sort: OrderSort): Keyset | null {
  if (cursor === undefined) return null
  const keyset = decodeCursor(cursor, sort)
  if (keyset !== null) return keyset
  const offence = { pointer: 'cursor', detail: 'must be the nextCursor of a page of this list' }
  throw new Problem('validation-failed', { errors: [offence] })
}
