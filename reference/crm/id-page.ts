import { Problem } from '../shared/api/problem.ts'

/** A page of rows that are ordered by id. */
export type IdPage = {
  readonly limit: number
  /** The id that the page before ended with; null for the first page. */
  readonly after: string | null
}

/** An opaque cursor of one list: that of another one is refused. */
export function encodeIdCursor(list: string, id: string): string {
  return Buffer.from(JSON.stringify([list, id])).toString('base64url')
}

/** Where the asked page starts; refuses what is not a cursor of this list. */
export function idPage(list: string, { limit, cursor }: { readonly limit: number; readonly cursor?: string }): IdPage {
  if (cursor === undefined) return { limit, after: null }
  const after = decode(list, Buffer.from(cursor, 'base64url').toString())
  if (after !== null) return { limit, after }
  throw new Problem('validation-failed', {
    errors: [{ pointer: 'cursor', detail: 'must be the nextCursor of a page of this list' }],
  })
}

function decode(list: string, text: string): string | null {
  try {
    const parts: unknown = JSON.parse(text)
    if (!Array.isArray(parts) || parts.length !== 2 || parts[0] !== list) return null
    return typeof parts[1] === 'string' ? parts[1] : null
  } catch {
    return null
  }
}
