// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import { openEnum, z } from '../../runtime.ts'

export const cancellationSchema = z.looseObject({
  reason: z.string(),
  cancelledAt: z.iso.datetime({ offset: true }),
})

export const channelSchema = openEnum(['SHOP', 'PARTNER'])

export const currencySchema = z.string().regex(/^[A-Z]{3}$/u)

export const entityTagSchema = z.string().regex(/^"[0-9]{1,16}"$/u)

export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u)

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
  promisedAt: z.iso.datetime({ offset: true }).nullable(),
  createdAt: z.iso.datetime({ offset: true }),
  statusChangedAt: z.iso.datetime({ offset: true }),
  cancellation: cancellationSchema.nullable(),
  tracking: trackingSchema.exactOptional(),
})

export const orderPageSchema = z.looseObject({
  items: z.array(orderSchema),
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
  promisedAt: z.iso.datetime({ offset: true }).nullable(),
  createdAt: z.iso.datetime({ offset: true }),
  statusChangedAt: z.iso.datetime({ offset: true }),
  cancellation: cancellationSchema.nullable(),
  tracking: trackingSchema.exactOptional(),
  previousStatus: orderStatusSchema,
})

export const ordersListQuerySchema = z.strictObject({
  status: z.array(orderStatusInputSchema).min(1).max(10)
    .refine((items) => new Set(items).size === items.length, 'must not repeat a value').optional(),
  customerId: idSchema.optional(),
  partnerId: idSchema.optional(),
  updatedSince: z.iso.datetime({ offset: true }).optional(),
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
  errors: z.array(problemDetailSchema).exactOptional(),
})

/** Request of `orders.approve`. */
export const ordersApproveRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
})

/** Request of `orders.get`. */
export const ordersGetRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
})

/** Request of `orders.list`. */
export const ordersListRequestSchema = z.strictObject({
  query: ordersListQuerySchema.optional(),
})
