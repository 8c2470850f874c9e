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

/** Edges of the smallest box around a model, parallel to its axes. */
export type BoundingBox = {
  /**
   * Extent along the x axis, in millimetres.
   * @example 21.4
   */
  readonly x: number
  /**
   * Extent along the y axis, in millimetres.
   * @example 21.4
   */
  readonly y: number
  /**
   * Extent along the z axis, in millimetres.
   * @example 6.2
   */
  readonly z: number
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

/** What a 3D model measures. */
export type Geometry = {
  /**
   * Number of polygons.
   * @example 13684
   */
  readonly polygonCount: number
  /**
   * Enclosed volume, in cubic millimetres.
   * @example 490.1
   */
  readonly volumeMm3: number
  /**
   * Area of the surface, in square millimetres.
   * @example 812.5
   */
  readonly surfaceAreaMm2: number
  /** Edges of the box around it, in millimetres. */
  readonly boundingBoxMm: BoundingBox
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

/** A 3D model of a piece. */
export type Model = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Name of the file, for people.
   * @example "ring.stl"
   */
  readonly fileName: string
  /** Format of the file. */
  readonly format: ModelFormat
  /**
   * Size of the file, in bytes.
   * @example 684284
   */
  readonly sizeBytes: number
  /**
   * SHA-256 of the file, in hexadecimal.
   * @example "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
   */
  readonly sha256: string
  /** State of a model. UPLOADING until it is completed, then ANALYZING, which ends in READY or REJECTED. */
  readonly status: ModelStatus
  /**
   * Counts the changes of this model. In quotes it is the model's `ETag`.
   * @example 3
   */
  readonly version: number
  /** What the model measures, null until it has been analysed. */
  readonly geometry: Geometry | null
  /**
   * Why the model cannot be made, for people. Only a REJECTED model has it.
   * @example "The surface is not closed"
   */
  readonly rejectedReason?: string
  /**
   * When the model was created.
   * @example "2025-03-01T10:05:00Z"
   */
  readonly createdAt: string
}

/**
 * Format of a file with a 3D model. STL has no unit of its own; its coordinates are taken as millimetres.
 * @example "STL"
 */
export type ModelFormat = OpenEnum<'STL' | 'OBJ' | '3MF' | 'STEP'>

/**
 * Format of a file with a 3D model. STL has no unit of its own; its coordinates are taken as millimetres.
 * @example "STL"
 */
export type ModelFormatInput = 'STL' | 'OBJ' | '3MF' | 'STEP'

/** A page of models. */
export type ModelPage = {
  /** The rows. */
  readonly items: readonly Model[]
  /**
   * Cursor of the next page, null on the last one.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly nextCursor: string | null
}

/** A file with a 3D model that is to be uploaded. */
export type ModelRequestInput = {
  /**
   * Name of the file, for people.
   * @example "ring.stl"
   */
  readonly fileName: string
  /** Format of the file. */
  readonly format: ModelFormatInput
  /**
   * Size of the file, in bytes. At most 4 GiB.
   * @example 684284
   */
  readonly sizeBytes: number
  /**
   * SHA-256 of the file, in hexadecimal.
   * @example "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
   */
  readonly sha256: string
}

/**
 * State of a model. UPLOADING until it is completed, then ANALYZING, which ends in READY or REJECTED.
 * @example "READY"
 */
export type ModelStatus = OpenEnum<'UPLOADING' | 'ANALYZING' | 'READY' | 'REJECTED'>

/** Where and how to upload the file of a model. */
export type ModelUpload = {
  /**
   * Signed address that takes the bytes of the file. Whoever has it may upload.
   * @example "https://mes.example/uploads/mod_000311?expires=1740824800&signature=c2lnbmVk"
   */
  readonly url: string
  /**
   * HTTP method to send the bytes by.
   * @example "PUT"
   */
  readonly method: OpenEnum<'PUT'>
  /**
   * Until when the address takes the file. After that, create the model again.
   * @example "2025-03-01T11:05:00Z"
   */
  readonly expiresAt: string
  /**
   * Headers to send with the file, as they are: a storage may ask for them, as Azure Blob Storage does for
   * `x-ms-blob-type`. Absent where there are none.
   */
  readonly headers?: {
    readonly [name: string]: string
  }
}

/** Query parameters of `models.list`. */
export type ModelsListQuery = {
  /**
   * Keeps models whose file has this SHA-256, in hexadecimal.
   * @example "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
   */
  readonly sha256?: string | undefined
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

/** A model, and where to upload its file. */
export type NewModel = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Name of the file, for people.
   * @example "ring.stl"
   */
  readonly fileName: string
  /** Format of the file. */
  readonly format: ModelFormat
  /**
   * Size of the file, in bytes.
   * @example 684284
   */
  readonly sizeBytes: number
  /**
   * SHA-256 of the file, in hexadecimal.
   * @example "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
   */
  readonly sha256: string
  /** State of a model. UPLOADING until it is completed, then ANALYZING, which ends in READY or REJECTED. */
  readonly status: ModelStatus
  /**
   * Counts the changes of this model. In quotes it is the model's `ETag`.
   * @example 3
   */
  readonly version: number
  /** What the model measures, null until it has been analysed. */
  readonly geometry: Geometry | null
  /**
   * Why the model cannot be made, for people. Only a REJECTED model has it.
   * @example "The surface is not closed"
   */
  readonly rejectedReason?: string
  /**
   * When the model was created.
   * @example "2025-03-01T10:05:00Z"
   */
  readonly createdAt: string
  /** Where to upload the file, null when there is nothing to upload. */
  readonly upload: ModelUpload | null
}

/** A new subscription. */
export type NewWebhookSubscription = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Address that takes the messages.
   * @example "https://partner.example/mes-events"
   */
  readonly url: string
  /** Kinds of events that it is told of. */
  readonly events: readonly WebhookEvent[]
  /**
   * When it began.
   * @example "2025-03-01T09:00:00Z"
   */
  readonly createdAt: string
  /**
   * What the messages are signed with, `whsec_` and 32 random bytes in base64. Shown this once.
   * @example "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
   */
  readonly secret: string
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

/** An order has changed, or is new. */
export type OrderChanged = {
  /**
   * Kind of the event.
   * @example "order.changed"
   */
  readonly type: 'order.changed'
  /**
   * When it happened.
   * @example "2025-03-02T08:15:00Z"
   */
  readonly timestamp: string
  /** What has changed, and how. */
  readonly data: {
    /**
     * Id of the order.
     * @example "ord_000042"
     */
    readonly id: Id
    /**
     * Its status now.
     * @example "MANUFACTURING_STARTED"
     */
    readonly status: OrderStatus
    /**
     * Its status before, null when it is new.
     * @example "MANUFACTURING_APPROVED"
     */
    readonly previousStatus: OrderStatus | null
    /**
     * Its version now.
     * @example 8
     */
    readonly version: number
    /** Tags of every cached answer that shows it or its counts, to be invalidated where answers are cached. */
    readonly tags: readonly string[]
  }
}

/** How many orders are in a status. */
export type OrderCount = {
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Number of orders.
   * @example 314
   */
  readonly count: number
}

/** A status that an order has had. */
export type OrderEvent = {
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Version of the order when it came into the status.
   * @example 8
   */
  readonly version: number
  /**
   * When the order came into the status.
   * @example "2025-03-02T08:15:00Z"
   */
  readonly changedAt: string
  /** Id of the operator who had the order then, null while none had. */
  readonly operatorId: Id | null
}

/** What has become of an order. */
export type OrderHistory = {
  /**
   * Id of the order.
   * @example "ord_000042"
   */
  readonly orderId: Id
  /**
   * Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop,
   * PRICE_CALCULATED by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
   */
  readonly status: OrderStatus
  /**
   * Counts the changes of the order. In quotes it is the order's `ETag`.
   * @example 8
   */
  readonly version: number
  /** Its statuses, the first one first. The last one is the present one. */
  readonly items: readonly OrderEvent[]
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

/** An order by a quote. */
export type OrderRequestInput = {
  /**
   * Id of a SUCCEEDED quote of the calling partner that still holds.
   * @example "quo_000007"
   */
  readonly quoteId: Id
  /**
   * The partner's own reference.
   * @example "PO-7781"
   */
  readonly externalRef?: string | undefined
  /** Where to send the pieces. Personal data, which no answer shows again. */
  readonly shipTo: ShipToInput
}

/** How many orders there are. */
export type OrderStats = {
  /**
   * Number of orders in all statuses together.
   * @example 2500
   */
  readonly total: number
  /** A count for every status that MES knows, in the order of an order's life. */
  readonly items: readonly OrderCount[]
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
  | 'invalid-transition' | 'model-not-ready' | 'quote-expired' | 'quote-not-succeeded'
  | 'upload-incomplete' | 'idempotency-key-reused' | 'version-mismatch' | 'model-rejected'
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

/** A quote has changed, or is new. */
export type QuoteChanged = {
  /**
   * Kind of the event.
   * @example "quote.changed"
   */
  readonly type: 'quote.changed'
  /**
   * When it happened.
   * @example "2025-03-02T08:15:00Z"
   */
  readonly timestamp: string
  /** What has changed, and how. */
  readonly data: {
    /**
     * Id of the quote.
     * @example "quo_000042"
     */
    readonly id: Id
    /**
     * Its status now.
     * @example "SUCCEEDED"
     */
    readonly status: QuoteStatus
    /**
     * Its status before, null when it is new.
     * @example "RUNNING"
     */
    readonly previousStatus: QuoteStatus | null
    /**
     * Its version now.
     * @example 8
     */
    readonly version: number
    /** Tags of every cached answer that shows it or its counts, to be invalidated where answers are cached. */
    readonly tags: readonly string[]
  }
}

/** Why a calculation failed. */
export type QuoteFailure = {
  /**
   * Reason for programs. A piece `too-small-to-cast` has less than 1 mm³, one `too-large-to-cast` an edge of its
   * box beyond 200 mm, and one `too-heavy-to-cast` more than 2,000 g of metal: the same request fails again.
   * @example "too-heavy-to-cast"
   */
  readonly code: OpenEnum<
    | 'calculation-failed' | 'calculation-timed-out' | 'model-rejected' | 'too-heavy-to-cast'
    | 'too-large-to-cast' | 'too-small-to-cast'>
  /**
   * Reason for people.
   * @example "A piece has 2617.6 g of metal; at most 2000 g can be cast."
   */
  readonly detail: string
}

/** A page of quotes. */
export type QuotePage = {
  /** The rows. */
  readonly items: readonly Quote[]
  /**
   * Cursor of the next page, null on the last one.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly nextCursor: string | null
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

/**
 * State of a calculation. PENDING and RUNNING are followed by SUCCEEDED or FAILED; a price that is no longer
 * valid is EXPIRED.
 * @example "SUCCEEDED"
 */
export type QuoteStatusInput = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED'

/** Query parameters of `quotes.list`. */
export type QuotesListQuery = {
  /** Keeps quotes in one of these statuses. Without it, quotes in every status. */
  readonly status?: readonly QuoteStatusInput[] | undefined
  /**
   * Keeps quotes for this model.
   * @example "mod_000311"
   */
  readonly modelId?: Id | undefined
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

/** Where to send the pieces. Personal data, which no answer shows again. */
export type ShipToInput = {
  /**
   * Name of the person or the company.
   * @example "Ada Example"
   */
  readonly name: string
  /**
   * Street and number.
   * @example "Goldgasse 7"
   */
  readonly street: string
  /**
   * Floor, door, or whatever else the carrier has to know.
   * @example "2nd floor"
   */
  readonly addition?: string | undefined
  /**
   * Postal code.
   * @example "1010"
   */
  readonly postalCode: string
  /**
   * City.
   * @example "Vienna"
   */
  readonly city: string
  /**
   * Country code of ISO 3166-1, of two letters.
   * @example "AT"
   */
  readonly countryCode: string
  /**
   * Where the carrier may announce the shipment.
   * @example "ada@example.com"
   */
  readonly email?: string | undefined
  /**
   * Whom the carrier may call.
   * @example "+43 1 0000000"
   */
  readonly phone?: string | undefined
}

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

/** Where a shipped order can be followed. */
export type TrackingInput = {
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

/**
 * Kind of an event. order.changed when an order is new or its status has changed, quote.changed when a
 * calculation has begun or ended.
 * @example "order.changed"
 */
export type WebhookEvent = OpenEnum<'order.changed' | 'quote.changed'>

/**
 * Kind of an event. order.changed when an order is new or its status has changed, quote.changed when a
 * calculation has begun or ended.
 * @example "order.changed"
 */
export type WebhookEventInput = 'order.changed' | 'quote.changed'

/** An event, as a subscriber is told of it. */
export type WebhookMessage = (OrderChanged & { readonly type: 'order.changed' }) | (QuoteChanged & { readonly type: 'quote.changed' })

/** A partner's subscription to messages. */
export type WebhookSubscription = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Address that takes the messages.
   * @example "https://partner.example/mes-events"
   */
  readonly url: string
  /** Kinds of events that it is told of. */
  readonly events: readonly WebhookEvent[]
  /**
   * When it began.
   * @example "2025-03-01T09:00:00Z"
   */
  readonly createdAt: string
}

/** Every subscription of a partner. */
export type WebhookSubscriptionList = {
  /** The subscriptions, the oldest first. */
  readonly items: readonly WebhookSubscription[]
}

/** Where to send messages, and which. */
export type WebhookSubscriptionRequestInput = {
  /**
   * Address that takes the messages, an `https` one without user name and fragment, on a host that MES may call.
   * @example "https://partner.example/mes-events"
   */
  readonly url: string
  /** Kinds of events to be told of. */
  readonly events: readonly WebhookEventInput[]
}
