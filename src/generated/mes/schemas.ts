// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import { openEnum, z } from '../../runtime.ts'

export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u)

export const assigneeSchema = z.looseObject({
  operatorId: idSchema,
  claimedAt: z.iso.datetime({ offset: true }),
})

export const cancellationSchema = z.looseObject({
  reason: z.string(),
  cancelledAt: z.iso.datetime({ offset: true }),
})

export const channelSchema = openEnum(['SHOP', 'PARTNER'])

export const channelInputSchema = z.enum(['SHOP', 'PARTNER'])

export const currencySchema = z.string().regex(/^[A-Z]{3}$/u)

export const entityTagSchema = z.string().regex(/^"[0-9]{1,16}"$/u)

export const finishSchema = z.looseObject({
  code: z.string().min(1),
  name: z.string(),
})

export const metalSchema = openEnum(['GOLD', 'SILVER', 'PLATINUM', 'PALLADIUM'])

export const materialSchema = z.looseObject({
  code: z.string().min(1),
  name: z.string(),
  metal: metalSchema,
  finenessPermille: z.int32().min(1).max(1000),
  densityGPerCm3: z.number().gt(0),
  finishes: z.array(finishSchema),
  leadTimeDays: z.int32().min(0),
})

export const materialListSchema = z.looseObject({
  items: z.array(materialSchema),
})

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
  partnerId: idSchema.exactOptional(),
  externalRef: z.string().max(64).exactOptional(),
  status: orderStatusSchema,
  version: z.int().min(1),
  modelId: idSchema,
  quoteId: idSchema,
  materialCode: z.string(),
  quantity: z.int32().min(1).max(1000),
  price: moneySchema,
  assignee: assigneeSchema.nullable(),
  promisedAt: z.iso.datetime({ offset: true }),
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

export const orderStatusReportSchema = z.looseObject({
  status: orderStatusSchema,
  version: z.int().min(1),
  statusChangedAt: z.iso.datetime({ offset: true }),
})

export const orderTransitionSchema = z.looseObject({
  id: idSchema,
  number: z.string(),
  channel: channelSchema,
  partnerId: idSchema.exactOptional(),
  externalRef: z.string().max(64).exactOptional(),
  status: orderStatusSchema,
  version: z.int().min(1),
  modelId: idSchema,
  quoteId: idSchema,
  materialCode: z.string(),
  quantity: z.int32().min(1).max(1000),
  price: moneySchema,
  assignee: assigneeSchema.nullable(),
  promisedAt: z.iso.datetime({ offset: true }),
  createdAt: z.iso.datetime({ offset: true }),
  statusChangedAt: z.iso.datetime({ offset: true }),
  cancellation: cancellationSchema.nullable(),
  tracking: trackingSchema.exactOptional(),
  previousStatus: orderStatusSchema,
})

export const ordersListQuerySchema = z.strictObject({
  status: z.array(orderStatusInputSchema).min(1).max(10)
    .refine((items) => new Set(items).size === items.length, 'must not repeat a value').optional(),
  assignee: idSchema.optional(),
  partnerId: idSchema.optional(),
  channel: channelInputSchema.optional(),
  updatedSince: z.iso.datetime({ offset: true }).optional(),
  sort: z.enum(['-createdAt', 'createdAt', '-statusChangedAt']).optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const problemCodeSchema = openEnum([
  'validation-failed',
  'unauthenticated',
  'forbidden',
  'not-found',
  'order-already-claimed',
  'invalid-transition',
  'idempotency-key-reused',
  'version-mismatch',
  'model-rejected',
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

export const quoteStatusSchema = openEnum(['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'EXPIRED'])

export const quoteRequestSchema = z.looseObject({
  modelId: idSchema,
  materialCode: z.string().min(1).max(32),
  finishCode: z.string().min(1).max(32).exactOptional(),
  quantity: z.int32().min(1).max(1000),
  currency: currencySchema,
  externalRef: z.string().max(64).exactOptional(),
})

export const quoteResultSchema = z.looseObject({
  unitPrice: moneySchema,
  totalPrice: moneySchema,
  metalMassG: z.number().gt(0),
  productionDays: z.int32().min(1),
  priceListVersion: z.string(),
  algorithmVersion: z.string(),
  validUntil: z.iso.datetime({ offset: true }),
})

export const quoteFailureSchema = z.looseObject({
  code: openEnum(['calculation-failed', 'calculation-timed-out', 'model-rejected']),
  detail: z.string(),
})

export const quoteSchema = z.looseObject({
  id: idSchema,
  status: quoteStatusSchema,
  version: z.int().min(1),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/u),
  request: quoteRequestSchema,
  result: quoteResultSchema.nullable(),
  failure: quoteFailureSchema.nullable(),
  createdAt: z.iso.datetime({ offset: true }),
  completedAt: z.iso.datetime({ offset: true }).exactOptional(),
})

export const quoteRequestInputSchema = z.strictObject({
  modelId: idSchema,
  materialCode: z.string().min(1).max(32),
  finishCode: z.string().min(1).max(32).optional(),
  quantity: z.int32().min(1).max(1000),
  currency: currencySchema,
  externalRef: z.string().max(64).optional(),
})

/** Request of `materials.list`. */
export const materialsListRequestSchema = z.strictObject({})

/** Request of `orders.claim`. */
export const ordersClaimRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
})

/** Request of `orders.complete`. */
export const ordersCompleteRequestSchema = z.strictObject({
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

/** Request of `orders.status`. */
export const ordersStatusRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
})

/** Request of `quotes.create`. */
export const quotesCreateRequestSchema = z.strictObject({
  header: z.strictObject({ 'Idempotency-Key': z.string().min(8).max(128).regex(/^[A-Za-z0-9_-]+$/u).optional() }).optional(),
  body: quoteRequestInputSchema,
})

/** Request of `quotes.get`. */
export const quotesGetRequestSchema = z.strictObject({
  path: z.strictObject({ quoteId: idSchema }),
})
