// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import type { OpenEnum } from '../../runtime.ts'

/** A postal address. */
export type Address = {
  /** Street, house number and what else stands above the city, 1 to 4 lines. */
  readonly lines: readonly string[]
  /**
   * Postal code, 1 to 16 characters as the country writes it.
   * @example "75172"
   */
  readonly postalCode: string
  /**
   * City, 1 to 100 characters.
   * @example "Pforzheim"
   */
  readonly city: string
  /** Country code of ISO 3166-1, two letters. */
  readonly country: Country
}

/** A postal address. */
export type AddressInput = {
  /** Street, house number and what else stands above the city, 1 to 4 lines. */
  readonly lines: readonly string[]
  /**
   * Postal code, 1 to 16 characters as the country writes it.
   * @example "75172"
   */
  readonly postalCode: string
  /**
   * City, 1 to 100 characters.
   * @example "Pforzheim"
   */
  readonly city: string
  /** Country code of ISO 3166-1, two letters. */
  readonly country: Country
}

/** The cancellation of an order. */
export type CancelRequestInput = {
  /**
   * Reason for people, 1 to 500 characters without personal data.
   * @example "Customer changed their mind"
   */
  readonly reason: string
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

/** The closing of an order. */
export type CloseRequestInput = {
  /**
   * Reason for people, 1 to 500 characters without personal data.
   * @example "Delivered on 2025-03-20"
   */
  readonly reason: string
}

/** Why and when CRM closed an order. */
export type Closure = {
  /**
   * Reason for people.
   * @example "Delivered on 2025-03-20"
   */
  readonly reason: string
  /**
   * When it was closed.
   * @example "2025-03-20T14:05:00Z"
   */
  readonly closedAt: string
}

/**
 * Country code of ISO 3166-1, two letters.
 * @example "DE"
 */
export type Country = string

/**
 * Currency code of ISO 4217.
 * @example "EUR"
 */
export type Currency = string

/** A customer of the shop. */
export type Customer = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Counts the changes of this record from 1. In quotes it is the customer's `ETag`.
   * @example 3
   */
  readonly version: number
  /**
   * Full name.
   * @example "Erika Mustermann"
   */
  readonly name: string
  /**
   * Address for electronic mail.
   * @example "erika@example.com"
   */
  readonly email: string
  /**
   * Phone number in the form of E.164, null where none is known.
   * @example "+4972311234567"
   */
  readonly phone: string | null
  /** Address that orders are sent to, null where none is known. */
  readonly address: Address | null
  /**
   * When the customer registered.
   * @example "2024-11-05T09:12:00Z"
   */
  readonly createdAt: string
  /**
   * When the record changed last.
   * @example "2025-03-01T10:20:00Z"
   */
  readonly updatedAt: string
}

/** A page of customers. */
export type CustomerPage = {
  /** The rows. */
  readonly items: readonly Customer[]
  /**
   * Cursor of the next page, null on the last one.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly nextCursor: string | null
}

/** Changes of a customer's record. What is left out stays. */
export type CustomerUpdateInput = {
  /**
   * Full name, 1 to 200 characters.
   * @example "Erika Mustermann"
   */
  readonly name?: string | undefined
  /**
   * Address for electronic mail, at most 254 characters.
   * @example "erika@example.com"
   */
  readonly email?: string | undefined
  /**
   * Phone number in the form of E.164; null removes it.
   * @example "+4972311234567"
   */
  readonly phone?: string | null | undefined
  /** Address that orders are sent to; null removes it. */
  readonly address?: AddressInput | null | undefined
}

/** Query parameters of `customers.list`. */
export type CustomersListQuery = {
  /**
   * Keeps customers whose record changed at this instant or later.
   * @example "2025-03-01T00:00:00Z"
   */
  readonly updatedSince?: string | undefined
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

/**
 * Strong entity tag, a resource's version in quotes.
 * @example "\"7\""
 */
export type EntityTag = string

/**
 * Opaque id.
 * @example "ord_000042"
 */
export type Id = string

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

/** An order as sales staff see it. */
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
   * Id of the shop's customer. Only orders of the channel SHOP have it.
   * @example "cus_000815"
   */
  readonly customerId?: Id
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
   * Counts the changes of this order in CRM. In quotes it is the order's `ETag`.
   * @example 4
   */
  readonly version: number
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Price of all pieces together, null until it was calculated. */
  readonly price: Money | null
  /**
   * When the order was promised to be sent, null before the order was placed.
   * @example "2025-03-22T00:00:00Z"
   */
  readonly promisedAt: string | null
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
  /** The order's closing. Only orders that were closed by a command have it. */
  readonly closure?: Closure
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
   * Id of the shop's customer. Only orders of the channel SHOP have it.
   * @example "cus_000815"
   */
  readonly customerId?: Id
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
   * Counts the changes of this order in CRM. In quotes it is the order's `ETag`.
   * @example 4
   */
  readonly version: number
  /**
   * Number of pieces.
   * @example 2
   */
  readonly quantity: number
  /** Price of all pieces together, null until it was calculated. */
  readonly price: Money | null
  /**
   * When the order was promised to be sent, null before the order was placed.
   * @example "2025-03-22T00:00:00Z"
   */
  readonly promisedAt: string | null
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
  /** The order's closing. Only orders that were closed by a command have it. */
  readonly closure?: Closure
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
   * Keeps orders of this customer of the shop.
   * @example "cus_000815"
   */
  readonly customerId?: Id | undefined
  /**
   * Keeps orders of this partner. A partner may name only itself.
   * @example "partner_42"
   */
  readonly partnerId?: Id | undefined
  /**
   * Keeps orders whose status changed at this instant or later.
   * @example "2025-03-01T00:00:00Z"
   */
  readonly updatedSince?: string | undefined
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

/** A partner, an external jeweller or seller. A company, without personal data. */
export type Partner = {
  /** Opaque id. */
  readonly id: Id
  /**
   * Counts the changes of this record from 1. In quotes it is the partner's `ETag`.
   * @example 1
   */
  readonly version: number
  /**
   * Name of the company.
   * @example "Juwelier Nord GmbH"
   */
  readonly name: string
  /** Whether a partner may order. A SUSPENDED one may read what it has ordered. */
  readonly status: PartnerStatus
  /** Country code of ISO 3166-1, two letters. */
  readonly country: Country
  /** Currency of the partner's invoices. */
  readonly currency: Currency
  /**
   * Days after its date within which an invoice is paid.
   * @example 30
   */
  readonly paymentTermDays: number
  /**
   * When the partner joined.
   * @example "2023-05-02T08:00:00Z"
   */
  readonly createdAt: string
  /**
   * When the record changed last.
   * @example "2024-01-15T12:00:00Z"
   */
  readonly updatedAt: string
}

/** A page of partners. */
export type PartnerPage = {
  /** The rows. */
  readonly items: readonly Partner[]
  /**
   * Cursor of the next page, null on the last one.
   * @example "eyJhdCI6MTc0MDgyNDgwMH0"
   */
  readonly nextCursor: string | null
}

/**
 * Whether a partner may order. A SUSPENDED one may read what it has ordered.
 * @example "ACTIVE"
 */
export type PartnerStatus = OpenEnum<'ACTIVE' | 'SUSPENDED'>

/**
 * Whether a partner may order. A SUSPENDED one may read what it has ordered.
 * @example "ACTIVE"
 */
export type PartnerStatusInput = 'ACTIVE' | 'SUSPENDED'

/** Query parameters of `partners.list`. */
export type PartnersListQuery = {
  /**
   * Keeps partners in this status. Without it, partners in every status.
   * @example "ACTIVE"
   */
  readonly status?: PartnerStatusInput | undefined
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
  | 'validation-failed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'invalid-transition'
  | 'version-mismatch' | 'precondition-required' | 'rate-limited' | 'internal-error' | 'unavailable'>

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
