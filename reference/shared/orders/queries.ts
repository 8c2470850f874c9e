import type { Connection } from '../database/sqlite.ts'
import { encodeCursor } from './cursor.ts'
import { listingStatement, type OrderListing } from './filter.ts'
import { commitInstant, type CommitInstant } from './commit.ts'
import type { Page } from './order.ts'
import { deleteNotice, dueNotices, insertNotice, type DueNotices } from './outbox.ts'
import type { OrderRow } from './row.ts'
import type { OrderStatus } from './status.ts'
import { insertOrders, updateOrder } from './table.ts'
import { afterCancellation, afterNotice, afterTransition, cancellationRefusalOf, noticeOf, refusalOf } from './transition.ts'
import type { CancellationRequest, Refusal, StatusNotice, TransitionRequest } from './transition.ts'

/** A step that is committed. */
export interface CommittedOrder {
  readonly outcome: 'committed'
  readonly row: OrderRow
  readonly previousStatus: OrderStatus
  readonly commit: CommitInstant
}

export interface Refused {
  readonly outcome: 'refused'
  readonly refusal: Refusal
}

/** A notice that came before, or of an order that is not held here. */
export type Unchanged = { readonly outcome: 'known' } | { readonly outcome: 'not-found' }

export type TransitionOutcome = CommittedOrder | Refused
export type NoticeOutcome = CommittedOrder | Unchanged

/** The queries that both servers ask about orders. Each runs inside the worker; the writing ones are one transaction each. */
export type OrderQueries = {
  readonly getOrder: (query: { readonly id: string }) => OrderRow | null
  readonly listOrders: (listing: OrderListing) => Page<OrderRow>
  readonly changeOrder: (request: TransitionRequest) => TransitionOutcome
  readonly cancelOrder: (request: CancellationRequest) => TransitionOutcome
  readonly applyNotice: (notice: StatusNotice) => NoticeOutcome
  readonly dueNotices: (query: { readonly now: number; readonly limit: number }) => DueNotices
  readonly deleteNotice: (query: { readonly id: number }) => void
}

export function orderQueries(connection: Connection, noticeDelayMs: number): OrderQueries {
  const find = (id: string): OrderRow | undefined => {
    // Columns and OrderRow are declared side by side; SQLite returns what was inserted.
    return connection.prepare('SELECT * FROM orders WHERE id = ?').get(id) as OrderRow | undefined
  }
  const change = <Request extends CancellationRequest | TransitionRequest>(
    request: Request,
    refusalOf: (row: OrderRow | undefined, request: Request) => Refusal | null,
    after: (row: OrderRow, request: Request) => OrderRow,
  ): TransitionOutcome =>
    committed<Refused>(connection, () => {
      const row = find(request.id)
      const refusal = refusalOf(row, request)
      if (row === undefined || refusal !== null) return { outcome: 'refused', refusal: refusal ?? 'not-found' }
      const next = after(row, request)
      updateOrder(connection, next)
      insertNotice(connection, noticeOf(next, row.status), request.now + noticeDelayMs)
      return { outcome: 'written', row: next, previousStatus: row.status }
    })
  return {
    getOrder: ({ id }) => find(id) ?? null,
    listOrders: (listing) => page(connection, listing),
    changeOrder: (request) => change(request, refusalOf, afterTransition),
    cancelOrder: (request) => change(request, cancellationRefusalOf, afterCancellation),
    applyNotice: (notice) =>
      committed<Unchanged>(connection, () => {
        const row = find(notice.orderId)
        if (row === undefined) return insertNew(connection, notice)
        const next = afterNotice(row, notice)
        if (next === null) return { outcome: 'known' }
        updateOrder(connection, next)
        return { outcome: 'written', row: next, previousStatus: row.status }
      }),
    dueNotices: ({ now, limit }) => dueNotices(connection, now, limit),
    deleteNotice: ({ id }) => deleteNotice(connection, id),
  }
}

/** An order that came in at the other server. */
function insertNew({ database }: Connection, { created, status }: StatusNotice): Written | Unchanged {
  if (created === undefined) return { outcome: 'not-found' }
  insertOrders(database, [created])
  return { outcome: 'written', row: created, previousStatus: status }
}

interface Written {
  readonly outcome: 'written'
  readonly row: OrderRow
  readonly previousStatus: OrderStatus
}

/** The instant is taken after the commit and before anything else: from here on a read can see the write. */
function committed<Other extends { readonly outcome: string }>(
  connection: Connection,
  work: () => Written | Other,
): CommittedOrder | Exclude<Other, Written> {
  const result = connection.transaction(work)
  if (!isWritten(result)) return result as Exclude<Other, Written>
  return { ...result, outcome: 'committed', commit: commitInstant() }
}

function isWritten(result: { readonly outcome: string }): result is Written {
  return result.outcome === 'written'
}

function page(connection: Connection, listing: OrderListing): Page<OrderRow> {
  const { sql, values } = listingStatement(listing)
  const rows = connection.prepare(sql).all(...values) as unknown as OrderRow[]
  const items = rows.slice(0, listing.limit)
  const last = items.at(-1)
  if (rows.length <= listing.limit || last === undefined) return { items, nextCursor: null }
  const instant = listing.sort.endsWith('createdAt') ? last.created_at : last.status_changed_at
  return { items, nextCursor: encodeCursor({ sort: listing.sort, instant, id: last.id }) }
}
