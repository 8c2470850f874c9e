// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import type { OpenEnum } from '../../runtime.ts'

/** The operator who took an order. */
export type Assignee = {
  /**
   * Id of the operator.
   * @example "op_17"
   */
  readonly operatorId: Id
  /**
   * When the operator took it.
   * @example "2025-03-02T08:15:00Z"
   */
  readonly claimedAt: string
}

/** Why and when an order was cancelled. Its status stays where it was. */
export type Cancellation = {
  /**
   * Reason for people.
   * @example "Customer changed their mind"
   */
  readonly reason: string
  /**
   * When it was cancelled.
   * @example "2025-03-02T08:15:00Z"
   */
  readonly cancelledAt: string
}

/**
 * How an order came in, from the shop or from a partner.
 * @example "PARTNER"
 */
export type Channel = OpenEnum<'SHOP' | 'PARTNER'>

/**
 * How an order came in, from the shop or from a partner.
 * @example "PARTNER"
 */
export type ChannelInput = 'SHOP' | 'PARTNER'

/**
 * Currency code of ISO 4217.
 * @example "EUR"
 */
export type Currency = string

/**
 * Strong entity tag, a resource's version in quotes.
 * @example "\"7\""
 */
export type EntityTag = string

/** A surface finish that a material can be given. */
export type Finish = {
  /**
   * Code to order the finish by.
   * @example "POLISHED"
   */
  readonly code: string
  /**
   * Name for people.
   * @example "Polished"
   */
  readonly name: string
}

/**
 * Opaque id.
 * @example "ord_000042"
 */
export type Id = string

/** A material that pieces are made of. */
export type Material = {
  /**
   * Code to order the material by.
   * @example "AU585"
   */
  readonly code: string
  /**
   * Name for people.
   * @example "Yellow gold 14 ct"
   */
  readonly name: string
  /** Base metal of an alloy. */
  readonly metal: Metal
  /**
   * Share of the base metal in the alloy, in permille by mass.
   * @example 585
   */
  readonly finenessPermille: number
  /**
   * Density in grams per cubic centimetre.
   * @example 13.1
   */
  readonly densityGPerCm3: number
  /** Finishes that this material can be given. */
  readonly finishes: readonly Finish[]
  /**
   * Working days that the material adds to a production.
   * @example 3
   */
  readonly leadTimeDays: number
}

/** Every material. */
export type MaterialList = {
  /** The materials, ordered by code. */
  readonly items: readonly Material[]
}

/**
 * Base metal of an alloy.
 * @example "GOLD"
 */
export type Metal = OpenEnum<'GOLD' | 'SILVER' | 'PLATINUM' | 'PALLADIUM'>

/** An amount of money. */
export type Money = {
  /**
   * Amount in minor units of the currency, such as cents.
   * @example 128500
   */
  readonly amountMinor: number
  /** Currency code of ISO 4217. */
  readonly currency: Currency
}

/** An order in manufacturing. */
export type Order = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Number for people, printed on papers.
   * @example "M-2025-000042"
   */
  readonly number: string
  /** How an order came in, from the shop or from a partner. */
  readonly channel: Channel
  /**
   * Id of the partner. Only orders of the channel PARTNER have it.
   * @example "partner_42"
   */
  readonly partnerId?: Id
  /**
   * The partner's own reference.
   * @example "PO-7781"
   */
  readonly externalRef?: string
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Counts the changes of this order. In quotes it is the order's `ETag`.
   * @example 7
   */
  readonly version: number
  /**
   * Id of the 3D model.
   * @example "mod_000311"
   */
  readonly modelId: Id
  /**
   * Id of the quote that the price comes from.
   * @example "quo_000007"
   */
  readonly quoteId: Id
  /**
   * Code of the material.
   * @example "AU585"
   */
  readonly materialCode: string
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Price of all pieces together. */
  readonly price: Money
  /** The operator who took the order, null until one has. */
  readonly assignee: Assignee | null
  /**
   * When the order was promised to be sent.
   * @example "2025-03-22T00:00:00Z"
   */
  readonly promisedAt: string
  /**
   * When the order was created.
   * @example "2025-03-01T10:20:00Z"
   */
  readonly createdAt: string
  /**
   * When the status changed last.
   * @example "2025-03-01T11:00:00Z"
   */
  readonly statusChangedAt: string
  /** The order's cancellation, null unless it was cancelled. Possible before MANUFACTURING_STARTED. */
  readonly cancellation: Cancellation | null
  /** Where a shipped order can be followed. */
  readonly tracking?: Tracking
}

/** A page of orders. */
export type OrderPage = {
  /** The rows. */
  readonly items: readonly Order[]
  /**
   * Cursor of the next page, null on the last one.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly nextCursor: string | null
}

/**
 * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
 * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
 * @example "MANUFACTURING_APPROVED"
 */
export type OrderStatus = OpenEnum<
  | 'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED'
  | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED'>

/**
 * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
 * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
 * @example "MANUFACTURING_APPROVED"
 */
export type OrderStatusInput =
  | 'INITIATED' | 'FILE_UPLOADED' | 'SUBMITTED' | 'PRICE_CALCULATED' | 'MANUFACTURING_APPROVED'
  | 'MANUFACTURING_STARTED' | 'MANUFACTURING_COMPLETED' | 'PACKAGING' | 'SHIPPED' | 'CLOSED'

/** The status of an order. */
export type OrderStatusReport = {
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Counts the changes of the order. In quotes it is the order's `ETag`.
   * @example 7
   */
  readonly version: number
  /**
   * When the status changed last.
   * @example "2025-03-01T11:00:00Z"
   */
  readonly statusChangedAt: string
}

/** An order after a transition. */
export type OrderTransition = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Number for people, printed on papers.
   * @example "M-2025-000042"
   */
  readonly number: string
  /** How an order came in, from the shop or from a partner. */
  readonly channel: Channel
  /**
   * Id of the partner. Only orders of the channel PARTNER have it.
   * @example "partner_42"
   */
  readonly partnerId?: Id
  /**
   * The partner's own reference.
   * @example "PO-7781"
   */
  readonly externalRef?: string
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Counts the changes of this order. In quotes it is the order's `ETag`.
   * @example 7
   */
  readonly version: number
  /**
   * Id of the 3D model.
   * @example "mod_000311"
   */
  readonly modelId: Id
  /**
   * Id of the quote that the price comes from.
   * @example "quo_000007"
   */
  readonly quoteId: Id
  /**
   * Code of the material.
   * @example "AU585"
   */
  readonly materialCode: string
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Price of all pieces together. */
  readonly price: Money
  /** The operator who took the order, null until one has. */
  readonly assignee: Assignee | null
  /**
   * When the order was promised to be sent.
   * @example "2025-03-22T00:00:00Z"
   */
  readonly promisedAt: string
  /**
   * When the order was created.
   * @example "2025-03-01T10:20:00Z"
   */
  readonly createdAt: string
  /**
   * When the status changed last.
   * @example "2025-03-01T11:00:00Z"
   */
  readonly statusChangedAt: string
  /** The order's cancellation, null unless it was cancelled. Possible before MANUFACTURING_STARTED. */
  readonly cancellation: Cancellation | null
  /** Where a shipped order can be followed. */
  readonly tracking?: Tracking
  /** The status before the transition. */
  readonly previousStatus: OrderStatus
}

/** Query parameters of `orders.list`. */
export type OrdersListQuery = {
  /** Keeps orders in one of these statuses. Without it, orders in every status. */
  readonly status?: readonly OrderStatusInput[] | undefined
  /**
   * Keeps orders taken by the operator with this id.
   * @example "op_17"
   */
  readonly assignee?: Id | undefined
  /**
   * Keeps orders of this partner. A partner may name only itself.
   * @example "partner_42"
   */
  readonly partnerId?: Id | undefined
  /**
   * Keeps orders that came in through this channel.
   * @example "PARTNER"
   */
  readonly channel?: ChannelInput | undefined
  /**
   * Keeps orders whose status changed at this instant or later.
   * @example "2025-03-01T00:00:00Z"
   */
  readonly updatedSince?: string | undefined
  /**
   * Order of the rows; a leading minus means descending. Rows of the same instant are ordered by id.
   * @defaultValue "-createdAt"
   * @example "-statusChangedAt"
   */
  readonly sort?: '-createdAt' | 'createdAt' | '-statusChangedAt' | undefined
  /**
   * Most rows on a page. The server's default is 50.
   * @defaultValue 50
   * @example 50
   */
  readonly limit?: number | undefined
  /**
   * Where the page starts; `nextCursor` of the page before it. Opaque.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly cursor?: string | undefined
}

/** A failure, in the form of RFC 9457. */
export type Problem = {
  /**
   * Names the kind of the failure.
   * @example "/problems/not-found"
   */
  readonly type: string
  /**
   * Summary for people, the same for every failure of a kind.
   * @example "Not found"
   */
  readonly title: string
  /**
   * HTTP status of the answer.
   * @example 404
   */
  readonly status: number
  /** Kind of a failure, for programs. */
  readonly code: ProblemCode
  /**
   * What went wrong this time, for people.
   * @example "There is no order ord_000042."
   */
  readonly detail?: string
  /**
   * Id to find the request by in the logs of the API.
   * @example "4bf92f3577b34da6"
   */
  readonly traceId: string
  /** Every offence of an invalid request. */
  readonly errors?: readonly ProblemDetail[]
}

/**
 * Kind of a failure, for programs.
 * @example "not-found"
 */
export type ProblemCode = OpenEnum<
  | 'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'order-already-claimed'
  | 'invalid-transition' | 'idempotency-key-reused' | 'version-mismatch' | 'model-rejected'
  | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>

/** One offence of an invalid request. */
export type ProblemDetail = {
  /**
   * JSON Pointer into the body, or the name of the parameter.
   * @example "/quantity"
   */
  readonly pointer: string
  /**
   * What is wrong with it.
   * @example "must be at most 1000"
   */
  readonly detail: string
}

/** A price calculation. */
export type Quote = {
  /** Opaque id. */
  readonly id: Id
  /**
   * State of a calculation. PENDING and RUNNING are followed by SUCCEEDED or FAILED; a price that is no longer
   * valid is EXPIRED.
   */
  readonly status: QuoteStatus
  /**
   * Counts the changes of this quote. In quotes it is the quote's `ETag`.
   * @example 3
   */
  readonly version: number
  /**
   * SHA-256, in hexadecimal, over everything that the price depends on.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  readonly fingerprint: string
  /** What was asked for. */
  readonly request: QuoteRequest
  /** The price, null unless the quote has SUCCEEDED or EXPIRED. */
  readonly result: QuoteResult | null
  /** Why the calculation failed, null unless it has. */
  readonly failure: QuoteFailure | null
  /**
   * When the quote was requested.
   * @example "2025-03-01T10:20:00Z"
   */
  readonly createdAt: string
  /**
   * When the calculation ended. Missing before that.
   * @example "2025-03-01T10:22:41Z"
   */
  readonly completedAt?: string
}

/** Why a calculation failed. */
export type QuoteFailure = {
  /**
   * Reason for programs.
   * @example "calculation-timed-out"
   */
  readonly code: OpenEnum<'calculation-failed' | 'calculation-timed-out' | 'model-rejected'>
  /**
   * Reason for people.
   * @example "The model has too many polygons."
   */
  readonly detail: string
}

/** What to price. */
export type QuoteRequest = {
  /**
   * Id of a READY model of this principal.
   * @example "mod_000311"
   */
  readonly modelId: Id
  /**
   * Code of the material.
   * @example "AU585"
   */
  readonly materialCode: string
  /**
   * Code of one of the material's finishes. Without it, the material's first.
   * @example "POLISHED"
   */
  readonly finishCode?: string
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Currency of the price. */
  readonly currency: Currency
  /**
   * The caller's own reference. It does not change the price.
   * @example "PO-7781"
   */
  readonly externalRef?: string
}

/** What to price. */
export type QuoteRequestInput = {
  /**
   * Id of a READY model of this principal.
   * @example "mod_000311"
   */
  readonly modelId: Id
  /**
   * Code of the material.
   * @example "AU585"
   */
  readonly materialCode: string
  /**
   * Code of one of the material's finishes. Without it, the material's first.
   * @example "POLISHED"
   */
  readonly finishCode?: string | undefined
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Currency of the price. */
  readonly currency: Currency
  /**
   * The caller's own reference. It does not change the price.
   * @example "PO-7781"
   */
  readonly externalRef?: string | undefined
}

/** The price of a quote and what it was calculated from. */
export type QuoteResult = {
  /** Price of one piece. */
  readonly unitPrice: Money
  /** Price of all pieces together. */
  readonly totalPrice: Money
  /**
   * Mass of the metal of one piece, in grams.
   * @example 6.42
   */
  readonly metalMassG: number
  /**
   * Working days from the approval to the shipment.
   * @example 12
   */
  readonly productionDays: number
  /**
   * Version of the price list.
   * @example "2025-03-01"
   */
  readonly priceListVersion: string
  /**
   * Version of the pricing algorithm.
   * @example "4.2.0"
   */
  readonly algorithmVersion: string
  /**
   * Until when the price holds.
   * @example "2025-03-08T10:20:00Z"
   */
  readonly validUntil: string
}

/**
 * State of a calculation. PENDING and RUNNING are followed by SUCCEEDED or FAILED; a price that is no longer
 * valid is EXPIRED.
 * @example "SUCCEEDED"
 */
export type QuoteStatus = OpenEnum<'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED'>

/** Where a shipped order can be followed. */
export type Tracking = {
  /**
   * Name of the carrier.
   * @example "DHL"
   */
  readonly carrier: string
  /**
   * Tracking number of the carrier.
   * @example "00340434161094042557"
   */
  readonly number: string
}
