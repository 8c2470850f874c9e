import type { Tracking } from './order.ts'
import { trackingOf, type OrderRow } from './row.ts'
import { progressOf, type OrderStatus, type Transition } from './status.ts'

/** The versions that an If-Match accepts; null accepts any. */
export type ExpectedVersions = readonly number[] | null

/** A step that somebody asks for. */
export interface TransitionRequest extends Transition {
  readonly id: string
  readonly expected: ExpectedVersions
  /** The operator who takes the order, when the step assigns it. */
  readonly assignee?: string
  /** The only operator who may take the step, when it is bound to the assignee. */
  readonly onlyAssignee?: string
  /** Where the order can be followed from now on, when the step ships it. */
  readonly tracking?: Tracking
  /** Why the order is closed, when the step closes it. */
  readonly closingReason?: string
  readonly now: number
}

/** A cancellation that somebody asks for. */
export interface CancellationRequest {
  readonly id: string
  readonly expected: ExpectedVersions
  readonly reason: string
  readonly now: number
}

export type Refusal = 'not-found' | 'forbidden' | 'order-already-claimed' | 'invalid-transition' | 'version-mismatch'

/**
 * Why a step is refused, or null when it may be taken. A conflict is named before a version mismatch, since a precondition
 * counts only where the request would succeed without it (RFC 9110, 13.2.1).
 */
export function refusalOf(row: OrderRow | undefined, request: TransitionRequest): Refusal | null {
  if (row === undefined) return 'not-found'
  const claimedBefore = request.assignee !== undefined && row.assignee_id !== null
  if (row.cancelled_at !== null) return 'invalid-transition'
  if (row.status !== request.from) return claimedBefore ? 'order-already-claimed' : 'invalid-transition'
  if (request.onlyAssignee !== undefined && row.assignee_id !== request.onlyAssignee) return 'forbidden'
  if (request.expected !== null && !request.expected.includes(row.version)) return 'version-mismatch'
  return null
}

/** An order is cancelled once, and only before its manufacturing starts. */
export function cancellationRefusalOf(row: OrderRow | undefined, { expected }: CancellationRequest): Refusal | null {
  if (row === undefined) return 'not-found'
  const isTooLate = progressOf(row.status) >= progressOf('MANUFACTURING_STARTED')
  if (isTooLate || row.cancelled_at !== null) return 'invalid-transition'
  return expected === null || expected.includes(row.version) ? null : 'version-mismatch'
}

export function afterCancellation(row: OrderRow, { reason, now }: CancellationRequest): OrderRow {
  return { ...row, version: row.version + 1, cancelled_at: now, cancellation_reason: reason }
}

export function afterTransition(row: OrderRow, request: TransitionRequest): OrderRow {
  return {
    ...row,
    status: request.to,
    version: row.version + 1,
    status_changed_at: request.now,
    ...(request.assignee === undefined ? {} : { assignee_id: request.assignee, claimed_at: request.now }),
    ...trackingColumns(request.tracking),
    ...(request.closingReason === undefined ? {} : { closed_at: request.now, closing_reason: request.closingReason }),
  }
}

function trackingColumns(tracking: Tracking | null | undefined): Partial<OrderRow> {
  return tracking ? { tracking_carrier: tracking.carrier, tracking_number: tracking.number } : {}
}

/** What one server tells the other of a step that it has committed. */
export interface StatusNotice {
  readonly orderId: string
  readonly status: OrderStatus
  readonly previousStatus: OrderStatus
  readonly version: number
  /** Milliseconds since 1970. */
  readonly statusChangedAt: number
  readonly assignee: { readonly operatorId: string; readonly claimedAt: number } | null
  readonly tracking?: Tracking | null
  /** The whole order, when it is new: the other server has never heard of it. */
  readonly created?: OrderRow
  /** Absent in a notice that says nothing about it. */
  readonly cancellation?: { readonly reason: string; readonly cancelledAt: number } | null
}

export function noticeOf(row: OrderRow, previousStatus: OrderStatus): StatusNotice {
  return {
    orderId: row.id,
    status: row.status,
    previousStatus,
    version: row.version,
    statusChangedAt: row.status_changed_at,
    assignee: assigneeOf(row),
    tracking: trackingOf(row),
    cancellation: row.cancelled_at === null ? null : { reason: row.cancellation_reason ?? '', cancelledAt: row.cancelled_at },
  }
}

/** What one server tells the other of an order that has come in. */
export function creationOf(row: OrderRow): StatusNotice {
  return { ...noticeOf(row, row.status), created: row }
}

function assigneeOf(row: OrderRow): StatusNotice['assignee'] {
  if (row.assignee_id === null) return null
  return { operatorId: row.assignee_id, claimedAt: row.claimed_at ?? row.status_changed_at }
}

/**
 * Versions only grow, so a notice that comes twice or too late is recognised by its version and changes nothing. A newer one counts
 * as a whole: an operator who took an order before its cancellation was heard of makes it, and his next step withdraws the cancellation.
 */
export function afterNotice(row: OrderRow, notice: StatusNotice): OrderRow | null {
  if (notice.version <= row.version) return null
  return {
    ...row,
    status: notice.status,
    version: notice.version,
    status_changed_at: notice.statusChangedAt,
    assignee_id: notice.assignee?.operatorId ?? row.assignee_id,
    claimed_at: notice.assignee?.claimedAt ?? row.claimed_at,
    ...trackingColumns(notice.tracking),
    ...cancellationColumns(notice.cancellation),
  }
}

function cancellationColumns(cancellation: StatusNotice['cancellation']): Partial<OrderRow> {
  if (cancellation === undefined) return {}
  return { cancelled_at: cancellation?.cancelledAt ?? null, cancellation_reason: cancellation?.reason ?? null }
}
