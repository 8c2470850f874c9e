// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import { areDistinct, arrayOf, dateTime, openEnum, z } from '../../runtime.ts'

export const countrySchema = z.string().regex(/^[A-Z]{2}$/u)

export const addressSchema = z.looseObject({
  lines: arrayOf(z.string().min(1).max(100)).min(1).max(4),
  postalCode: z.string().min(1).max(16),
  city: z.string().min(1).max(100),
  country: countrySchema,
})

export const addressInputSchema = z.strictObject({
  lines: arrayOf(z.string().min(1).max(100)).min(1).max(4),
  postalCode: z.string().min(1).max(16),
  city: z.string().min(1).max(100),
  country: countrySchema,
})

export const cancelRequestInputSchema = z.strictObject({
  reason: z.string().min(1).max(500),
})

export const cancellationSchema = z.looseObject({
  reason: z.string(),
  cancelledAt: dateTime(),
})

export const channelSchema = openEnum(['SHOP', 'PARTNER'])

export const closeRequestInputSchema = z.strictObject({
  reason: z.string().min(1).max(500),
})

export const closureSchema = z.looseObject({
  reason: z.string(),
  closedAt: dateTime(),
})

export const currencySchema = z.string().regex(/^[A-Z]{3}$/u)

export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u)

export const customerSchema = z.looseObject({
  id: idSchema,
  version: z.int().min(1),
  name: z.string(),
  email: z.email(),
  phone: z.string().nullable(),
  address: addressSchema.nullable(),
  createdAt: dateTime(),
  updatedAt: dateTime(),
})

export const customerPageSchema = z.looseObject({
  items: arrayOf(customerSchema),
  nextCursor: z.string().nullable(),
})

export const customerUpdateInputSchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  email: z.email().max(254).optional(),
  phone: z.string().regex(/^\+[1-9][0-9]{6,14}$/u).nullable().optional(),
  address: addressInputSchema.nullable().optional(),
})

export const customersListQuerySchema = z.strictObject({
  updatedSince: dateTime().optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const entityTagSchema = z.string().regex(/^"[0-9]{1,16}"$/u)

export const moneySchema = z.looseObject({
  amountMinor: z.int(),
  currency: currencySchema,
})

export const orderStatusSchema = openEnum([
  'INITIATED',
  'FILE_UPLOADED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
])

export const trackingSchema = z.looseObject({
  carrier: z.string(),
  number: z.string(),
})

export const orderSchema = z.looseObject({
  id: idSchema,
  number: z.string(),
  channel: channelSchema,
  customerId: idSchema.exactOptional(),
  partnerId: idSchema.exactOptional(),
  externalRef: z.string().max(64).exactOptional(),
  status: orderStatusSchema,
  version: z.int().min(1),
  quantity: z.int32().min(1).max(1000),
  price: moneySchema.nullable(),
  promisedAt: dateTime().nullable(),
  createdAt: dateTime(),
  statusChangedAt: dateTime(),
  cancellation: cancellationSchema.nullable(),
  closure: closureSchema.exactOptional(),
  tracking: trackingSchema.exactOptional(),
})

export const orderPageSchema = z.looseObject({
  items: arrayOf(orderSchema),
  nextCursor: z.string().nullable(),
})

export const orderStatusInputSchema = z.enum([
  'INITIATED',
  'FILE_UPLOADED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
])

export const orderTransitionSchema = z.looseObject({
  id: idSchema,
  number: z.string(),
  channel: channelSchema,
  customerId: idSchema.exactOptional(),
  partnerId: idSchema.exactOptional(),
  externalRef: z.string().max(64).exactOptional(),
  status: orderStatusSchema,
  version: z.int().min(1),
  quantity: z.int32().min(1).max(1000),
  price: moneySchema.nullable(),
  promisedAt: dateTime().nullable(),
  createdAt: dateTime(),
  statusChangedAt: dateTime(),
  cancellation: cancellationSchema.nullable(),
  closure: closureSchema.exactOptional(),
  tracking: trackingSchema.exactOptional(),
  previousStatus: orderStatusSchema,
})

export const ordersListQuerySchema = z.strictObject({
  status: arrayOf(orderStatusInputSchema).min(1).max(10)
    .refine(areDistinct, 'must not repeat a value').optional(),
  customerId: idSchema.optional(),
  partnerId: idSchema.optional(),
  updatedSince: dateTime().optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const partnerStatusSchema = openEnum(['ACTIVE', 'SUSPENDED'])

export const partnerSchema = z.looseObject({
  id: idSchema,
  version: z.int().min(1),
  name: z.string(),
  status: partnerStatusSchema,
  country: countrySchema,
  currency: currencySchema,
  paymentTermDays: z.int32().min(0).max(365),
  createdAt: dateTime(),
  updatedAt: dateTime(),
})

export const partnerPageSchema = z.looseObject({
  items: arrayOf(partnerSchema),
  nextCursor: z.string().nullable(),
})

export const partnerStatusInputSchema = z.enum(['ACTIVE', 'SUSPENDED'])

export const partnersListQuerySchema = z.strictObject({
  status: partnerStatusInputSchema.optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const problemCodeSchema = openEnum([
  'validation-failed',
  'unauthenticated',
  'forbidden',
  'not-found',
  'invalid-transition',
  'version-mismatch',
  'precondition-required',
  'rate-limited',
  'internal-error',
  'unavailable',
])

export const problemDetailSchema = z.looseObject({
  pointer: z.string(),
  detail: z.string(),
})

export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int32().min(400).max(599),
  code: problemCodeSchema,
  detail: z.string().exactOptional(),
  traceId: z.string(),
  errors: arrayOf(problemDetailSchema).exactOptional(),
})

/** Request of `customers.get`. */
export const customersGetRequestSchema = z.strictObject({
  path: z.strictObject({ customerId: idSchema }),
})

/** Request of `customers.list`. */
export const customersListRequestSchema = z.strictObject({
  query: customersListQuerySchema.optional(),
})

/** Request of `customers.update`. */
export const customersUpdateRequestSchema = z.strictObject({
  path: z.strictObject({ customerId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
  body: customerUpdateInputSchema,
})

/** Request of `orders.approve`. */
export const ordersApproveRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
})

/** Request of `orders.cancel`. */
export const ordersCancelRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
  body: cancelRequestInputSchema,
})

/** Request of `orders.close`. */
export const ordersCloseRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
  body: closeRequestInputSchema,
})

/** Request of `orders.get`. */
export const ordersGetRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
})

/** Request of `orders.list`. */
export const ordersListRequestSchema = z.strictObject({
  query: ordersListQuerySchema.optional(),
})

/** Request of `partners.get`. */
export const partnersGetRequestSchema = z.strictObject({
  path: z.strictObject({ partnerId: idSchema }),
})

/** Request of `partners.list`. */
export const partnersListRequestSchema = z.strictObject({
  query: partnersListQuerySchema.optional(),
})
