import type { Tracking } from './order.ts'
import { trackingOf, type OrderRow } from './row.ts'
import type { OrderStatus, Transition } from './status.ts'

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
  if (row.status !== request.from) return claimedBefore ? 'order-already-claimed' : 'invalid-transition'
  if (request.onlyAssignee !== undefined && row.assignee_id !== request.onlyAssignee) return 'forbidden'
  if (request.expected !== null && !request.expected.includes(row.version)) return 'version-mismatch'
  return null
}

export function afterTransition(row: OrderRow, request: TransitionRequest): OrderRow {
  return {
    ...row,
    status: request.to,
    version: row.version + 1,
    status_changed_at: request.now,
    ...(request.assignee === undefined ? {} : { assignee_id: request.assignee, claimed_at: request.now }),
    ...trackingColumns(request.tracking),
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

/** Versions only grow, so a notice that comes twice or too late is recognised by its version and changes nothing. */
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
  }
}
