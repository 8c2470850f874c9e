// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import { areDistinct, arrayOf, dateTime, oneOfBy, openEnum, recordOf, z } from '../../runtime.ts'
import type { OrderChanged, QuoteChanged } from './types.ts'

export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u)

export const assigneeSchema = z.looseObject({
  operatorId: idSchema,
  claimedAt: dateTime(),
})

export const boundingBoxSchema = z.looseObject({
  x: z.number().min(0),
  y: z.number().min(0),
  z: z.number().min(0),
})

export const cancellationSchema = z.looseObject({
  reason: z.string(),
  cancelledAt: dateTime(),
})

export const channelSchema = openEnum(['SHOP', 'PARTNER'])

export const channelInputSchema = z.enum(['SHOP', 'PARTNER'])

export const currencySchema = z.string().regex(/^[A-Z]{3}$/u)

export const entityTagSchema = z.string().regex(/^"[0-9]{1,16}"$/u)

export const finishSchema = z.looseObject({
  code: z.string().min(1),
  name: z.string(),
})

export const geometrySchema = z.looseObject({
  polygonCount: z.int32().min(0),
  volumeMm3: z.number().min(0),
  surfaceAreaMm2: z.number().min(0),
  boundingBoxMm: boundingBoxSchema,
})

export const metalSchema = openEnum(['GOLD', 'SILVER', 'PLATINUM', 'PALLADIUM'])

export const materialSchema = z.looseObject({
  code: z.string().min(1),
  name: z.string(),
  metal: metalSchema,
  finenessPermille: z.int32().min(1).max(1000),
  densityGPerCm3: z.number().gt(0),
  finishes: arrayOf(finishSchema),
  leadTimeDays: z.int32().min(0),
})

export const materialListSchema = z.looseObject({
  items: arrayOf(materialSchema),
})

export const modelFormatSchema = openEnum(['STL', 'OBJ', '3MF', 'STEP'])

export const modelStatusSchema = openEnum(['UPLOADING', 'ANALYZING', 'READY', 'REJECTED'])

export const modelSchema = z.looseObject({
  id: idSchema,
  fileName: z.string().max(255),
  format: modelFormatSchema,
  sizeBytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  status: modelStatusSchema,
  version: z.int().min(1),
  geometry: geometrySchema.nullable(),
  rejectedReason: z.string().exactOptional(),
  createdAt: dateTime(),
})

export const modelFormatInputSchema = z.enum(['STL', 'OBJ', '3MF', 'STEP'])

export const modelPageSchema = z.looseObject({
  items: arrayOf(modelSchema),
  nextCursor: z.string().nullable(),
})

export const modelRequestInputSchema = z.strictObject({
  fileName: z.string().min(1).max(255),
  format: modelFormatInputSchema,
  sizeBytes: z.int().min(1).max(4294967296),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
})

export const modelUploadSchema = z.looseObject({
  url: z.url(),
  method: openEnum(['PUT']),
  expiresAt: dateTime(),
  headers: recordOf(z.string()).exactOptional(),
})

export const modelsListQuerySchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/u).optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const moneySchema = z.looseObject({
  amountMinor: z.int(),
  currency: currencySchema,
})

export const newModelSchema = z.looseObject({
  id: idSchema,
  fileName: z.string().max(255),
  format: modelFormatSchema,
  sizeBytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  status: modelStatusSchema,
  version: z.int().min(1),
  geometry: geometrySchema.nullable(),
  rejectedReason: z.string().exactOptional(),
  createdAt: dateTime(),
  upload: modelUploadSchema.nullable(),
})

export const webhookEventSchema = openEnum(['order.changed', 'quote.changed'])

export const newWebhookSubscriptionSchema = z.looseObject({
  id: idSchema,
  url: z.url(),
  events: arrayOf(webhookEventSchema),
  createdAt: dateTime(),
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/u),
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
  carrier: z.string().min(1).max(64),
  number: z.string().min(1).max(64),
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
  promisedAt: dateTime(),
  createdAt: dateTime(),
  statusChangedAt: dateTime(),
  cancellation: cancellationSchema.nullable(),
  tracking: trackingSchema.exactOptional(),
})

export const orderChangedSchema = z.looseObject({
  type: z.literal('order.changed'),
  timestamp: dateTime(),
  data: z.looseObject({
    id: idSchema,
    status: orderStatusSchema,
    previousStatus: orderStatusSchema.nullable(),
    version: z.int().min(1),
    tags: arrayOf(z.string()),
  }),
})

export const orderCountSchema = z.looseObject({
  status: orderStatusSchema,
  count: z.int32().min(0),
})

export const orderEventSchema = z.looseObject({
  status: orderStatusSchema,
  version: z.int().min(1),
  changedAt: dateTime(),
  operatorId: idSchema.nullable(),
})

export const orderHistorySchema = z.looseObject({
  orderId: idSchema,
  status: orderStatusSchema,
  version: z.int().min(1),
  items: arrayOf(orderEventSchema),
})

export const orderPageSchema = z.looseObject({
  items: arrayOf(orderSchema),
  nextCursor: z.string().nullable(),
})

export const shipToInputSchema = z.strictObject({
  name: z.string().min(1).max(128),
  street: z.string().min(1).max(128),
  addition: z.string().min(1).max(128).optional(),
  postalCode: z.string().min(1).max(16),
  city: z.string().min(1).max(128),
  countryCode: z.string().regex(/^[A-Z]{2}$/u),
  email: z.email().min(3).max(254).optional(),
  phone: z.string().min(1).max(32).optional(),
})

export const orderRequestInputSchema = z.strictObject({
  quoteId: idSchema,
  externalRef: z.string().max(64).optional(),
  shipTo: shipToInputSchema,
})

export const orderStatsSchema = z.looseObject({
  total: z.int32().min(0),
  items: arrayOf(orderCountSchema),
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
  statusChangedAt: dateTime(),
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
  promisedAt: dateTime(),
  createdAt: dateTime(),
  statusChangedAt: dateTime(),
  cancellation: cancellationSchema.nullable(),
  tracking: trackingSchema.exactOptional(),
  previousStatus: orderStatusSchema,
})

export const ordersListQuerySchema = z.strictObject({
  status: arrayOf(orderStatusInputSchema).min(1).max(10)
    .refine(areDistinct, 'must not repeat a value').optional(),
  assignee: idSchema.optional(),
  partnerId: idSchema.optional(),
  channel: channelInputSchema.optional(),
  updatedSince: dateTime().optional(),
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
  'model-not-ready',
  'quote-expired',
  'quote-not-succeeded',
  'upload-incomplete',
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
  errors: arrayOf(problemDetailSchema).exactOptional(),
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
  validUntil: dateTime(),
})

export const quoteFailureSchema = z.looseObject({
  code: openEnum([
    'calculation-failed',
    'calculation-timed-out',
    'model-rejected',
    'too-heavy-to-cast',
    'too-large-to-cast',
    'too-small-to-cast',
  ]),
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
  createdAt: dateTime(),
  completedAt: dateTime().exactOptional(),
})

export const quoteChangedSchema = z.looseObject({
  type: z.literal('quote.changed'),
  timestamp: dateTime(),
  data: z.looseObject({
    id: idSchema,
    status: quoteStatusSchema,
    previousStatus: quoteStatusSchema.nullable(),
    version: z.int().min(1),
    tags: arrayOf(z.string()),
  }),
})

export const quotePageSchema = z.looseObject({
  items: arrayOf(quoteSchema),
  nextCursor: z.string().nullable(),
})

export const quoteRequestInputSchema = z.strictObject({
  modelId: idSchema,
  materialCode: z.string().min(1).max(32),
  finishCode: z.string().min(1).max(32).optional(),
  quantity: z.int32().min(1).max(1000),
  currency: currencySchema,
  externalRef: z.string().max(64).optional(),
})

export const quoteStatusInputSchema = z.enum(['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'EXPIRED'])

export const quotesListQuerySchema = z.strictObject({
  status: arrayOf(quoteStatusInputSchema).min(1).max(5)
    .refine(areDistinct, 'must not repeat a value').optional(),
  modelId: idSchema.optional(),
  limit: z.int32().min(1).max(100).optional(),
  cursor: z.string().min(1).max(512).optional(),
})

export const trackingInputSchema = z.strictObject({
  carrier: z.string().min(1).max(64),
  number: z.string().min(1).max(64),
})

export const webhookEventInputSchema = z.enum(['order.changed', 'quote.changed'])

export const webhookMessageSchema = oneOfBy<(OrderChanged & { readonly type: 'order.changed' }) | (QuoteChanged & { readonly type: 'quote.changed' })>('type', {
  'order.changed': () => orderChangedSchema,
  'quote.changed': () => quoteChangedSchema,
})

export const webhookSubscriptionSchema = z.looseObject({
  id: idSchema,
  url: z.url(),
  events: arrayOf(webhookEventSchema),
  createdAt: dateTime(),
})

export const webhookSubscriptionListSchema = z.looseObject({
  items: arrayOf(webhookSubscriptionSchema),
})

export const webhookSubscriptionRequestInputSchema = z.strictObject({
  url: z.url().max(2048),
  events: arrayOf(webhookEventInputSchema).min(1).max(2)
    .refine(areDistinct, 'must not repeat a value'),
})

/** Request of `materials.list`. */
export const materialsListRequestSchema = z.strictObject({})

/** Request of `models.complete`. */
export const modelsCompleteRequestSchema = z.strictObject({
  path: z.strictObject({ modelId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
})

/** Request of `models.create`. */
export const modelsCreateRequestSchema = z.strictObject({
  header: z.strictObject({ 'Idempotency-Key': z.string().min(8).max(128).regex(/^[A-Za-z0-9_-]+$/u).optional() }).optional(),
  body: modelRequestInputSchema,
})

/** Request of `models.get`. */
export const modelsGetRequestSchema = z.strictObject({
  path: z.strictObject({ modelId: idSchema }),
})

/** Request of `models.list`. */
export const modelsListRequestSchema = z.strictObject({
  query: modelsListQuerySchema.optional(),
})

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

/** Request of `orders.create`. */
export const ordersCreateRequestSchema = z.strictObject({
  header: z.strictObject({ 'Idempotency-Key': z.string().min(8).max(128).regex(/^[A-Za-z0-9_-]+$/u).optional() }).optional(),
  body: orderRequestInputSchema,
})

/** Request of `orders.get`. */
export const ordersGetRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
})

/** Request of `orders.history`. */
export const ordersHistoryRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
})

/** Request of `orders.list`. */
export const ordersListRequestSchema = z.strictObject({
  query: ordersListQuerySchema.optional(),
})

/** Request of `orders.ship`. */
export const ordersShipRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
  body: trackingInputSchema,
})

/** Request of `orders.startPackaging`. */
export const ordersStartPackagingRequestSchema = z.strictObject({
  path: z.strictObject({ orderId: idSchema }),
  header: z.strictObject({
    'If-Match': z.union([z.int().nonnegative(), z.string().regex(/^[0-9]+$/u), entityTagSchema]),
  }),
})

/** Request of `orders.stats`. */
export const ordersStatsRequestSchema = z.strictObject({})

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

/** Request of `quotes.list`. */
export const quotesListRequestSchema = z.strictObject({
  query: quotesListQuerySchema.optional(),
})

/** Request of `webhooks.create`. */
export const webhooksCreateRequestSchema = z.strictObject({
  header: z.strictObject({ 'Idempotency-Key': z.string().min(8).max(128).regex(/^[A-Za-z0-9_-]+$/u).optional() }).optional(),
  body: webhookSubscriptionRequestInputSchema,
})

/** Request of `webhooks.delete`. */
export const webhooksDeleteRequestSchema = z.strictObject({
  path: z.strictObject({ subscriptionId: idSchema }),
})

/** Request of `webhooks.list`. */
export const webhooksListRequestSchema = z.strictObject({})
