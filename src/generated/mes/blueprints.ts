// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import {
  assigneeSchema,
  boundingBoxSchema,
  cancellationSchema,
  finishSchema,
  geometrySchema,
  materialListSchema,
  materialSchema,
  modelPageSchema,
  modelRequestInputSchema,
  modelSchema,
  modelUploadSchema,
  moneySchema,
  newModelSchema,
  newWebhookSubscriptionSchema,
  orderChangedSchema,
  orderCountSchema,
  orderEventSchema,
  orderHistorySchema,
  orderPageSchema,
  orderRequestInputSchema,
  orderSchema,
  orderStatsSchema,
  orderStatusReportSchema,
  orderTransitionSchema,
  problemDetailSchema,
  problemSchema,
  quoteChangedSchema,
  quoteFailureSchema,
  quotePageSchema,
  quoteRequestInputSchema,
  quoteRequestSchema,
  quoteResultSchema,
  quoteSchema,
  shipToInputSchema,
  trackingInputSchema,
  trackingSchema,
  webhookSubscriptionListSchema,
  webhookSubscriptionRequestInputSchema,
  webhookSubscriptionSchema,
} from './schemas.ts'
import type {
  Assignee,
  BoundingBox,
  Cancellation,
  Finish,
  Geometry,
  Material,
  MaterialList,
  Model,
  ModelPage,
  ModelRequestInput,
  ModelUpload,
  Money,
  NewModel,
  NewWebhookSubscription,
  Order,
  OrderChanged,
  OrderCount,
  OrderEvent,
  OrderHistory,
  OrderPage,
  OrderRequestInput,
  OrderStats,
  OrderStatusReport,
  OrderTransition,
  Problem,
  ProblemDetail,
  Quote,
  QuoteChanged,
  QuoteFailure,
  QuotePage,
  QuoteRequest,
  QuoteRequestInput,
  QuoteResult,
  ShipToInput,
  Tracking,
  TrackingInput,
  WebhookSubscription,
  WebhookSubscriptionList,
  WebhookSubscriptionRequestInput,
} from './types.ts'

/** Types of the values that the builders of `mes` complete. */
export interface BuiltTypes {
  /** The operator who took an order. */
  readonly assignee: Assignee
  /** Edges of the smallest box around a model, parallel to its axes. */
  readonly boundingBox: BoundingBox
  /** Why and when an order was cancelled. Its status stays where it was. */
  readonly cancellation: Cancellation
  /** A surface finish that a material can be given. */
  readonly finish: Finish
  /** What a 3D model measures. */
  readonly geometry: Geometry
  /** A material that pieces are made of. */
  readonly material: Material
  /** Every material. */
  readonly materialList: MaterialList
  /** A 3D model of a piece. */
  readonly model: Model
  /** A page of models. */
  readonly modelPage: ModelPage
  /** A file with a 3D model that is to be uploaded. */
  readonly modelRequestInput: ModelRequestInput
  /** Where and how to upload the file of a model. */
  readonly modelUpload: ModelUpload
  /** An amount of money. */
  readonly money: Money
  /** A model, and where to upload its file. */
  readonly newModel: NewModel
  /** A new subscription. */
  readonly newWebhookSubscription: NewWebhookSubscription
  /** An order in manufacturing. */
  readonly order: Order
  /** An order has changed, or is new. */
  readonly orderChanged: OrderChanged
  /** How many orders are in a status. */
  readonly orderCount: OrderCount
  /** A status that an order has had. */
  readonly orderEvent: OrderEvent
  /** What has become of an order. */
  readonly orderHistory: OrderHistory
  /** A page of orders. */
  readonly orderPage: OrderPage
  /** An order by a quote. */
  readonly orderRequestInput: OrderRequestInput
  /** How many orders there are. */
  readonly orderStats: OrderStats
  /** The status of an order. */
  readonly orderStatusReport: OrderStatusReport
  /** An order after a transition. */
  readonly orderTransition: OrderTransition
  /** A failure, in the form of RFC 9457. */
  readonly problem: Problem
  /** One offence of an invalid request. */
  readonly problemDetail: ProblemDetail
  /** A price calculation. */
  readonly quote: Quote
  /** A quote has changed, or is new. */
  readonly quoteChanged: QuoteChanged
  /** Why a calculation failed. */
  readonly quoteFailure: QuoteFailure
  /** A page of quotes. */
  readonly quotePage: QuotePage
  /** What to price. */
  readonly quoteRequest: QuoteRequest
  /** What to price. */
  readonly quoteRequestInput: QuoteRequestInput
  /** The price of a quote and what it was calculated from. */
  readonly quoteResult: QuoteResult
  /** Where to send the pieces. Personal data, which no answer shows again. */
  readonly shipToInput: ShipToInput
  /** Where a shipped order can be followed. */
  readonly tracking: Tracking
  /** Where a shipped order can be followed. */
  readonly trackingInput: TrackingInput
  /** A partner's subscription to messages. */
  readonly webhookSubscription: WebhookSubscription
  /** Every subscription of a partner. */
  readonly webhookSubscriptionList: WebhookSubscriptionList
  /** Where to send messages, and which. */
  readonly webhookSubscriptionRequestInput: WebhookSubscriptionRequestInput
}

/** Fields of the schemas, with the values that they have when a test gives none. */
export const blueprints = {
  assignee: {
    schema: assigneeSchema,
    fields: {
      operatorId: { value: 'op_01' },
      claimedAt: { instant: true },
    },
  },
  boundingBox: {
    schema: boundingBoxSchema,
    fields: {
      x: { value: 21.4 },
      y: { value: 21.4 },
      z: { value: 6.2 },
    },
  },
  cancellation: {
    schema: cancellationSchema,
    fields: {
      reason: { value: 'Customer changed their mind' },
      cancelledAt: { instant: true },
    },
  },
  finish: {
    schema: finishSchema,
    fields: {
      code: { value: 'POLISHED' },
      name: { value: 'Polished' },
    },
  },
  geometry: {
    schema: geometrySchema,
    fields: {
      polygonCount: { value: 13684 },
      volumeMm3: { value: 490.1 },
      surfaceAreaMm2: { value: 812.5 },
      boundingBoxMm: { of: 'boundingBox' },
    },
  },
  material: {
    schema: materialSchema,
    fields: {
      code: { value: 'AG925' },
      name: { value: 'Sterling silver' },
      metal: { value: 'SILVER' },
      finenessPermille: { value: 925 },
      densityGPerCm3: { value: 10.36 },
      finishes: { list: { of: 'finish' } },
      leadTimeDays: { value: 1 },
    },
  },
  materialList: {
    schema: materialListSchema,
    fields: {
      items: { list: { of: 'material' } },
    },
  },
  model: {
    schema: modelSchema,
    fields: {
      id: { serial: 'mod_', digits: 6 },
      fileName: { value: 'ring.stl' },
      format: { value: 'STL' },
      sizeBytes: { value: 684284 },
      sha256: { digest: true },
      status: { value: 'READY' },
      version: { value: 3 },
      geometry: { nullable: true, of: 'geometry' },
      rejectedReason: { optional: true, value: 'The surface is not closed' },
      createdAt: { instant: true },
    },
  },
  modelPage: {
    schema: modelPageSchema,
    fields: {
      items: { list: { of: 'model' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  modelRequestInput: {
    schema: modelRequestInputSchema,
    fields: {
      fileName: { value: 'ring.stl' },
      format: { value: 'STL' },
      sizeBytes: { value: 684284 },
      sha256: { digest: true },
    },
  },
  modelUpload: {
    schema: modelUploadSchema,
    fields: {
      url: { value: 'https://mes.example/uploads/mod_000311?expires=1740824800&signature=c2lnbmVk', format: 'uri' },
      method: { value: 'PUT' },
      expiresAt: { instant: true },
      headers: { optional: true, map: { value: 'text' } },
    },
  },
  money: {
    schema: moneySchema,
    fields: {
      amountMinor: { value: 257000 },
      currency: { value: 'EUR' },
    },
  },
  newModel: {
    schema: newModelSchema,
    fields: {
      id: { serial: 'mod_', digits: 6 },
      fileName: { value: 'ring.stl' },
      format: { value: 'STL' },
      sizeBytes: { value: 684284 },
      sha256: { digest: true },
      status: { value: 'READY' },
      version: { value: 3 },
      geometry: { nullable: true, of: 'geometry' },
      rejectedReason: { optional: true, value: 'The surface is not closed' },
      createdAt: { instant: true },
      upload: { nullable: true, empty: true, of: 'modelUpload' },
    },
  },
  newWebhookSubscription: {
    schema: newWebhookSubscriptionSchema,
    fields: {
      id: { serial: 'whs_', digits: 6 },
      url: { value: 'https://partner.example/mes-events', format: 'uri' },
      events: { list: { value: 'order.changed' } },
      createdAt: { instant: true },
      secret: { value: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' },
    },
  },
  order: {
    schema: orderSchema,
    fields: {
      id: { serial: 'ord_', digits: 6 },
      number: { serial: 'M-2025-', digits: 6 },
      channel: { value: 'PARTNER' },
      partnerId: { optional: true, value: 'partner_01' },
      externalRef: { optional: true, value: 'PO-7781' },
      status: { value: 'MANUFACTURING_APPROVED' },
      version: { value: 7 },
      modelId: { serial: 'mod_', digits: 6 },
      quoteId: { serial: 'quo_', digits: 6 },
      materialCode: { value: 'AU585' },
      quantity: { value: 2 },
      price: { of: 'money' },
      assignee: { nullable: true, empty: true, of: 'assignee' },
      promisedAt: { instant: true },
      createdAt: { instant: true },
      statusChangedAt: { instant: true },
      cancellation: { nullable: true, empty: true, of: 'cancellation' },
      tracking: { optional: true, of: 'tracking' },
    },
  },
  orderChanged: {
    schema: orderChangedSchema,
    fields: {
      type: { value: 'order.changed' },
      timestamp: { instant: true },
      data: {
        fields: {
          id: { serial: 'ord_', digits: 6 },
          status: { value: 'MANUFACTURING_STARTED' },
          previousStatus: { nullable: true, empty: true, value: 'MANUFACTURING_APPROVED' },
          version: { value: 8 },
          tags: { list: { value: 'text' } },
        },
      },
    },
  },
  orderCount: {
    schema: orderCountSchema,
    fields: {
      status: { value: 'INITIATED' },
      count: { value: 0 },
    },
  },
  orderEvent: {
    schema: orderEventSchema,
    fields: {
      status: { value: 'PRICE_CALCULATED' },
      version: { value: 6 },
      changedAt: { instant: true },
      operatorId: { nullable: true, empty: true, serial: 'ord_', digits: 6 },
    },
  },
  orderHistory: {
    schema: orderHistorySchema,
    fields: {
      orderId: { serial: 'ord_', digits: 6 },
      status: { value: 'MANUFACTURING_STARTED' },
      version: { value: 8 },
      items: { list: { of: 'orderEvent' } },
    },
  },
  orderPage: {
    schema: orderPageSchema,
    fields: {
      items: { list: { of: 'order' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  orderRequestInput: {
    schema: orderRequestInputSchema,
    fields: {
      quoteId: { serial: 'quo_', digits: 6 },
      externalRef: { optional: true, value: 'PO-7781' },
      shipTo: { of: 'shipToInput' },
    },
  },
  orderStats: {
    schema: orderStatsSchema,
    fields: {
      total: { value: 5 },
      items: { list: { of: 'orderCount' } },
    },
  },
  orderStatusReport: {
    schema: orderStatusReportSchema,
    fields: {
      status: { value: 'MANUFACTURING_APPROVED' },
      version: { value: 7 },
      statusChangedAt: { instant: true },
    },
  },
  orderTransition: {
    schema: orderTransitionSchema,
    fields: {
      id: { serial: 'ord_', digits: 6 },
      number: { serial: 'M-2025-', digits: 6 },
      channel: { value: 'PARTNER' },
      partnerId: { optional: true, value: 'partner_01' },
      externalRef: { optional: true, value: 'PO-7781' },
      status: { value: 'MANUFACTURING_STARTED' },
      version: { value: 8 },
      modelId: { serial: 'mod_', digits: 6 },
      quoteId: { serial: 'quo_', digits: 6 },
      materialCode: { value: 'AU585' },
      quantity: { value: 2 },
      price: { of: 'money' },
      assignee: { nullable: true, of: 'assignee' },
      promisedAt: { instant: true },
      createdAt: { instant: true },
      statusChangedAt: { instant: true },
      cancellation: { nullable: true, empty: true, of: 'cancellation' },
      tracking: { optional: true, of: 'tracking' },
      previousStatus: { value: 'MANUFACTURING_APPROVED' },
    },
  },
  problem: {
    schema: problemSchema,
    fields: {
      type: { value: '/problems/unauthenticated', format: 'uri-reference' },
      title: { value: 'Unauthenticated' },
      status: { value: 401 },
      code: { value: 'unauthenticated' },
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
  quote: {
    schema: quoteSchema,
    fields: {
      id: { serial: 'quo_', digits: 6 },
      status: { value: 'SUCCEEDED' },
      version: { value: 3 },
      fingerprint: { digest: true },
      request: { of: 'quoteRequest' },
      result: { nullable: true, of: 'quoteResult' },
      failure: { nullable: true, empty: true, of: 'quoteFailure' },
      createdAt: { instant: true },
      completedAt: { optional: true, instant: true },
    },
  },
  quoteChanged: {
    schema: quoteChangedSchema,
    fields: {
      type: { value: 'quote.changed' },
      timestamp: { instant: true },
      data: {
        fields: {
          id: { serial: 'quo_', digits: 6 },
          status: { value: 'SUCCEEDED' },
          previousStatus: { nullable: true, empty: true, value: 'RUNNING' },
          version: { value: 8 },
          tags: { list: { value: 'text' } },
        },
      },
    },
  },
  quoteFailure: {
    schema: quoteFailureSchema,
    fields: {
      code: { value: 'too-heavy-to-cast' },
      detail: { value: 'A piece has 2617.6 g of metal; at most 2000 g can be cast.' },
    },
  },
  quotePage: {
    schema: quotePageSchema,
    fields: {
      items: { list: { of: 'quote' } },
      nextCursor: { nullable: true, empty: true, value: 'eyJhdCI6MTc0MDgyNDgwMH0' },
    },
  },
  quoteRequest: {
    schema: quoteRequestSchema,
    fields: {
      modelId: { serial: 'mod_', digits: 6 },
      materialCode: { value: 'AU585' },
      finishCode: { optional: true, value: 'POLISHED' },
      quantity: { value: 2 },
      currency: { value: 'EUR' },
      externalRef: { optional: true, value: 'PO-7781' },
    },
  },
  quoteRequestInput: {
    schema: quoteRequestInputSchema,
    fields: {
      modelId: { serial: 'mod_', digits: 6 },
      materialCode: { value: 'AU585' },
      finishCode: { optional: true, value: 'POLISHED' },
      quantity: { value: 2 },
      currency: { value: 'EUR' },
      externalRef: { optional: true, value: 'PO-7781' },
    },
  },
  quoteResult: {
    schema: quoteResultSchema,
    fields: {
      unitPrice: { of: 'money' },
      totalPrice: { of: 'money' },
      metalMassG: { value: 6.42 },
      productionDays: { value: 12 },
      priceListVersion: { value: '2025-03-01' },
      algorithmVersion: { value: '4.2.0' },
      validUntil: { instant: true },
    },
  },
  shipToInput: {
    schema: shipToInputSchema,
    fields: {
      name: { value: 'Ada Example' },
      street: { value: 'Goldgasse 7' },
      addition: { optional: true, value: '2nd floor' },
      postalCode: { value: '1010' },
      city: { value: 'Vienna' },
      countryCode: { value: 'AT' },
      email: { optional: true, value: 'ada@example.com', format: 'email' },
      phone: { optional: true, value: '+43 1 0000000' },
    },
  },
  tracking: {
    schema: trackingSchema,
    fields: {
      carrier: { value: 'DHL' },
      number: { value: '00340434161094042557' },
    },
  },
  trackingInput: {
    schema: trackingInputSchema,
    fields: {
      carrier: { value: 'DHL' },
      number: { value: '00340434161094042557' },
    },
  },
  webhookSubscription: {
    schema: webhookSubscriptionSchema,
    fields: {
      id: { serial: 'whs_', digits: 6 },
      url: { value: 'https://partner.example/mes-events', format: 'uri' },
      events: { list: { value: 'order.changed' } },
      createdAt: { instant: true },
    },
  },
  webhookSubscriptionList: {
    schema: webhookSubscriptionListSchema,
    fields: {
      items: { list: { of: 'webhookSubscription' } },
    },
  },
  webhookSubscriptionRequestInput: {
    schema: webhookSubscriptionRequestInputSchema,
    fields: {
      url: { value: 'https://partner.example/mes-events', format: 'uri' },
      events: { list: { value: 'order.changed' } },
    },
  },
} as const

/** The kinds of failure that the document names. */
export const problems = {
  'validation-failed': { type: '/problems/validation-failed', status: 400, title: 'Validation failed', operation: 'models.get' },
  unauthenticated: { type: '/problems/unauthenticated', status: 401, title: 'Unauthenticated', operation: 'materials.list' },
  forbidden: { type: '/problems/forbidden', status: 403, title: 'Forbidden', operation: 'orders.list' },
  'not-found': { type: '/problems/not-found', status: 404, title: 'Not found', operation: 'models.get' },
  'order-already-claimed': {
    type: '/problems/order-already-claimed',
    status: 409,
    title: 'Order already claimed',
    operation: 'orders.claim',
  },
  'invalid-transition': {
    type: '/problems/invalid-transition',
    status: 409,
    title: 'Invalid transition',
    operation: 'models.complete',
  },
  'model-not-ready': { type: '/problems/model-not-ready', status: 409, title: 'Model not ready', operation: 'quotes.create' },
  'quote-expired': { type: '/problems/quote-expired', status: 409, title: 'Quote expired', operation: 'orders.create' },
  'quote-not-succeeded': {
    type: '/problems/quote-not-succeeded',
    status: 409,
    title: 'Quote not succeeded',
    operation: 'orders.create',
  },
  'upload-incomplete': { type: '/problems/upload-incomplete', status: 409, title: 'Upload incomplete', operation: 'models.complete' },
  'idempotency-key-reused': {
    type: '/problems/idempotency-key-reused',
    status: 409,
    title: 'Idempotency key reused',
    operation: 'models.create',
  },
  'version-mismatch': { type: '/problems/version-mismatch', status: 412, title: 'Version mismatch', operation: 'models.complete' },
  'model-rejected': { type: '/problems/model-rejected', status: 422, title: 'Model rejected', operation: 'quotes.create' },
  'precondition-required': {
    type: '/problems/precondition-required',
    status: 428,
    title: 'Precondition required',
    operation: 'models.complete',
  },
  'internal-error': { type: '/problems/internal-error', status: 500, title: 'Internal error' },
  'rate-limited': { type: '/problems/rate-limited', status: 429, title: 'Rate limited', operation: 'materials.list' },
  unavailable: { type: '/problems/unavailable', status: 503, title: 'Unavailable' },
} as const
