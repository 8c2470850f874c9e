// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import {
  addressInputSchema,
  addressSchema,
  cancelRequestInputSchema,
  cancellationSchema,
  closeRequestInputSchema,
  closureSchema,
  customerPageSchema,
  customerSchema,
  customerUpdateInputSchema,
  moneySchema,
  orderPageSchema,
  orderSchema,
  orderTransitionSchema,
  partnerPageSchema,
  partnerSchema,
  problemDetailSchema,
  problemSchema,
  trackingSchema,
} from './schemas.ts'
import type {
  Address,
  AddressInput,
  CancelRequestInput,
  Cancellation,
  CloseRequestInput,
  Closure,
  Customer,
  CustomerPage,
  CustomerUpdateInput,
  Money,
  Order,
  OrderPage,
  OrderTransition,
  Partner,
  PartnerPage,
  Problem,
  ProblemDetail,
  Tracking,
} from './types.ts'

/** Types of the values that the builders of `crm` complete. */
export interface BuiltTypes {
  /** A postal address. */
  readonly address: Address
  /** A postal address. */
  readonly addressInput: AddressInput
  /** The cancellation of an order. */
  readonly cancelRequestInput: CancelRequestInput
  /** Why and when an order was cancelled. Its status stays where it was. */
  readonly cancellation: Cancellation
  /** The closing of an order. */
  readonly closeRequestInput: CloseRequestInput
  /** Why and when CRM closed an order. */
  readonly closure: Closure
  /** A customer of the shop. */
  readonly customer: Customer
  /** A page of customers. */
  readonly customerPage: CustomerPage
  /** Changes of a customer's record. What is left out stays. */
  readonly customerUpdateInput: CustomerUpdateInput
  /** An amount of money. */
  readonly money: Money
  /** An order as sales staff see it. */
  readonly order: Order
  /** A page of orders. */
  readonly orderPage: OrderPage
  /** An order after a transition. */
  readonly orderTransition: OrderTransition
  /** A partner, an external jeweller or seller. A company, without personal data. */
  readonly partner: Partner
  /** A page of partners. */
  readonly partnerPage: PartnerPage
  /** A failure, in the form of RFC 9457. */
  readonly problem: Problem
  /** One offence of an invalid request. */
  readonly problemDetail: ProblemDetail
  /** Where a shipped order can be followed. */
  readonly tracking: Tracking
}

/** Fields of the schemas, with the values that they have when a test gives none. */
export const blueprints = {
  address: {
    schema: addressSchema,
    fields: {
      lines: { list: { value: 'Goldschmiedgasse 7' } },
      postalCode: { value: '75172' },
      city: { value: 'Pforzheim' },
      country: { value: 'DE' },
    },
  },
  addressInput: {
    schema: addressInputSchema,
    fields: {
      lines: { list: { value: 'Perlengasse 12' } },
      postalCode: { value: '75175' },
      city: { value: 'Pforzheim' },
      country: { value: 'DE' },
    },
  },
  cancelRequestInput: {
    schema: cancelRequestInputSchema,
    fields: {
      reason: { value: 'Customer changed their mind' },
    },
  },
  cancellation: {
    schema: cancellationSchema,
    fields: {
      reason: { value: 'Customer changed their mind' },
      cancelledAt: { instant: true },
    },
  },
  closeRequestInput: {
    schema: closeRequestInputSchema,
    fields: {
      reason: { value: 'Delivered on 2025-03-20' },
    },
  },
  closure: {
    schema: closureSchema,
    fields: {
      reason: { value: 'Delivered on 2025-03-20' },
      closedAt: { instant: true },
    },
  },
  customer: {
    schema: customerSchema,
    fields: {
      id: { serial: 'cus_', digits: 6 },
      version: { value: 3 },
      name: { value: 'Erika Mustermann' },
      email: { value: 'erika@example.com', format: 'email' },
      phone: { nullable: true, value: '+4972311234567' },
      address: { nullable: true, of: 'address' },
      createdAt: { instant: true },
      updatedAt: { instant: true },
    },
  },
  customerPage: {
    schema: customerPageSchema,
    fields: {
      items: { list: { of: 'customer' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  customerUpdateInput: {
    schema: customerUpdateInputSchema,
    fields: {
      name: { optional: true, value: 'Erika Mustermann' },
      email: { optional: true, value: 'erika@example.com', format: 'email' },
      phone: { optional: true, nullable: true, empty: true, value: '+4972311234567' },
      address: { optional: true, nullable: true, of: 'addressInput' },
    },
  },
  money: {
    schema: moneySchema,
    fields: {
      amountMinor: { value: 257000 },
      currency: { value: 'EUR' },
    },
  },
  order: {
    schema: orderSchema,
    fields: {
      id: { serial: 'ord_', digits: 6 },
      number: { serial: 'M-2025-', digits: 6 },
      channel: { value: 'PARTNER' },
      customerId: { optional: true, serial: 'cus_', digits: 6 },
      partnerId: { optional: true, value: 'partner_01' },
      externalRef: { optional: true, value: 'PO-7781' },
      status: { value: 'PRICE_CALCULATED' },
      version: { value: 3 },
      quantity: { value: 2 },
      price: { nullable: true, of: 'money' },
      promisedAt: { nullable: true, instant: true },
      createdAt: { instant: true },
      statusChangedAt: { instant: true },
      cancellation: { nullable: true, empty: true, of: 'cancellation' },
      closure: { optional: true, of: 'closure' },
      tracking: { optional: true, of: 'tracking' },
    },
  },
  orderPage: {
    schema: orderPageSchema,
    fields: {
      items: { list: { of: 'order' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  orderTransition: {
    schema: orderTransitionSchema,
    fields: {
      id: { serial: 'ord_', digits: 6 },
      number: { serial: 'M-2025-', digits: 6 },
      channel: { value: 'PARTNER' },
      customerId: { optional: true, serial: 'cus_', digits: 6 },
      partnerId: { optional: true, value: 'partner_01' },
      externalRef: { optional: true, value: 'PO-7781' },
      status: { value: 'MANUFACTURING_APPROVED' },
      version: { value: 4 },
      quantity: { value: 2 },
      price: { nullable: true, of: 'money' },
      promisedAt: { nullable: true, instant: true },
      createdAt: { instant: true },
      statusChangedAt: { instant: true },
      cancellation: { nullable: true, empty: true, of: 'cancellation' },
      closure: { optional: true, of: 'closure' },
      tracking: { optional: true, of: 'tracking' },
      previousStatus: { value: 'PRICE_CALCULATED' },
    },
  },
  partner: {
    schema: partnerSchema,
    fields: {
      id: { serial: 'partner_', digits: 2 },
      version: { value: 1 },
      name: { value: 'Juwelier Nord GmbH' },
      status: { value: 'ACTIVE' },
      country: { value: 'DE' },
      currency: { value: 'EUR' },
      paymentTermDays: { value: 30 },
      createdAt: { instant: true },
      updatedAt: { instant: true },
    },
  },
  partnerPage: {
    schema: partnerPageSchema,
    fields: {
      items: { list: { of: 'partner' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  problem: {
    schema: problemSchema,
    fields: {
      type: { value: '/problems/validation-failed', format: 'uri-reference' },
      title: { value: 'Validation failed' },
      status: { value: 400 },
      code: { value: 'validation-failed' },
      detail: { optional: true, value: 'There is no order ord_000042.' },
      traceId: { value: '4bf92f3577b34da6' },
      errors: { optional: true, list: { of: 'problemDetail' } },
    },
  },
  problemDetail: {
    schema: problemDetailSchema,
    fields: {
      pointer: { value: 'limit' },
      detail: { value: 'must be at most 100' },
    },
  },
  tracking: {
    schema: trackingSchema,
    fields: {
      carrier: { value: 'DHL' },
      number: { value: '00340434161094042557' },
    },
  },
} as const

/** The kinds of failure that the document names. */
export const problems = {
  'validation-failed': { type: '/problems/validation-failed', status: 400, title: 'Validation failed', operation: 'customers.get' },
  unauthenticated: { type: '/problems/unauthenticated', status: 401, title: 'Unauthenticated', operation: 'customers.get' },
  forbidden: { type: '/problems/forbidden', status: 403, title: 'Forbidden', operation: 'customers.get' },
  'not-found': { type: '/problems/not-found', status: 404, title: 'Not found', operation: 'customers.get' },
  'invalid-transition': {
    type: '/problems/invalid-transition',
    status: 409,
    title: 'Invalid transition',
    operation: 'orders.approve',
  },
  'version-mismatch': { type: '/problems/version-mismatch', status: 412, title: 'Version mismatch', operation: 'customers.update' },
  'precondition-required': {
    type: '/problems/precondition-required',
    status: 428,
    title: 'Precondition required',
    operation: 'customers.update',
  },
  'rate-limited': { type: '/problems/rate-limited', status: 429, title: 'Rate limited', operation: 'customers.get' },
  'internal-error': { type: '/problems/internal-error', status: 500, title: 'Internal error' },
  unavailable: { type: '/problems/unavailable', status: 503, title: 'Unavailable' },
} as const
