import type { OrderSort } from './sort.ts'

/** Where a page ended: the sort key and the id of its last row. Rows that come or go before it move nothing behind it. */
export type Keyset = {
  readonly sort: OrderSort
  readonly instant: number
  readonly id: string
}

/** An opaque cursor for clients: they give it back as they got it. */
export function encodeCursor({ sort, instant, id }: Keyset): string {
  return Buffer.from(JSON.stringify([sort, instant, id])).toString('base64url')
}

/** Null for anything that is not a cursor of this sort order. */
export function decodeCursor(text: string, sort: OrderSort): Keyset | null {
  const parts = parse(Buffer.from(text, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== 3) return null
  const [cursorSort, instant, id] = parts as readonly unknown[]
  if (cursorSort !== sort || typeof id !== 'string' || typeof instant !== 'number' || !Number.isSafeInteger(instant)) return null
  return { sort, instant, id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
