import { Refusal } from './answers.ts'

/** The order of a list's rows. A leading minus means descending. */
export interface RowOrder<Row> {
  /** Part of the list's cursors: a cursor of another order is refused. */
  readonly name: string
  /** The instant that rows are ordered by; those of one instant are ordered by id, and so are all rows where it is left out. */
  readonly instantOf?: (row: Row) => string
}

export const newestFirst: RowOrder<{ readonly createdAt: string }> = {
  name: '-createdAt',
  instantOf: ({ createdAt }) => createdAt,
}

interface Position {
  readonly instant: number
  readonly id: string
}

const DEFAULT_LIMIT = 50

/**
 * A page of rows, which it orders. The cursor is the position of the page's last row, so that rows which come or go do not move the next page.
 *
 * @throws {Refusal} for a cursor that is none of this order
 */
export const paged = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  { limit = DEFAULT_LIMIT, cursor }: Readonly<Record<string, unknown>>,
  { name, instantOf }: RowOrder<Row>,
) => {
  const positionOf = (row: Row): Position => ({ instant: instantOf === undefined ? 0 : Date.parse(instantOf(row)), id: row.id })
  const compare = name.startsWith('-') ? (one: Position, other: Position) => ascending(other, one) : ascending
  const after = typeof cursor === 'string' ? decode(name, cursor) : undefined
  const following = rows
    .map((row) => ({ row, position: positionOf(row) }))
    .filter(({ position }) => after === undefined || compare(position, after) > 0)
    .toSorted((one, other) => compare(one.position, other.position))
  const page = following.slice(0, Number(limit))
  const last = page.at(-1)
  return {
    items: page.map(({ row }) => row),
    nextCursor: last === undefined || page.length === following.length ? null : encode(name, last.position),
  }
}

const ascending = (one: Position, other: Position): number =>
  one.instant - other.instant || (one.id < other.id ? -1 : Number(one.id > other.id))

const encode = (name: string, { instant, id }: Position): string =>
  Buffer.from(JSON.stringify([name, instant, id])).toString('base64url')

const decode = (name: string, cursor: string): Position => {
  const [ofOrder, instant, id] = partsOf(Buffer.from(cursor, 'base64url').toString())
  if (ofOrder === name && typeof instant === 'number' && typeof id === 'string') return { instant, id }
  throw new Refusal('validation-failed', [{ pointer: 'cursor', detail: 'must be the nextCursor of a page of this list' }])
}

const partsOf = (text: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
