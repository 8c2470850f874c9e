// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from '../../runtime.ts'
import {
  materialListSchema,
  materialsListRequestSchema,
  modelPageSchema,
  modelSchema,
  modelsCompleteRequestSchema,
  modelsCreateRequestSchema,
  modelsGetRequestSchema,
  modelsListRequestSchema,
  newModelSchema,
  newWebhookSubscriptionSchema,
  orderHistorySchema,
  orderPageSchema,
  orderSchema,
  orderStatsSchema,
  orderStatusReportSchema,
  orderTransitionSchema,
  ordersClaimRequestSchema,
  ordersCompleteRequestSchema,
  ordersCreateRequestSchema,
  ordersGetRequestSchema,
  ordersHistoryRequestSchema,
  ordersListRequestSchema,
  ordersShipRequestSchema,
  ordersStartPackagingRequestSchema,
  ordersStatsRequestSchema,
  ordersStatusRequestSchema,
  quotePageSchema,
  quoteSchema,
  quotesCreateRequestSchema,
  quotesGetRequestSchema,
  quotesListRequestSchema,
  webhookSubscriptionListSchema,
  webhooksCreateRequestSchema,
  webhooksDeleteRequestSchema,
  webhooksListRequestSchema,
} from './schemas.ts'
import type {
  MaterialList,
  Model,
  ModelPage,
  NewModel,
  NewWebhookSubscription,
  Order,
  OrderHistory,
  OrderPage,
  OrderStats,
  OrderStatusReport,
  OrderTransition,
  Quote,
  QuotePage,
  WebhookSubscriptionList,
} from './types.ts'

/** `GET /materials` */
export const materialsList: OperationDefinition<MaterialList> = {
  id: 'materials.list',
  api: 'mes',
  method: 'GET',
  path: '/materials',
  request: materialsListRequestSchema,
  responses: { 200: materialListSchema },
  schemaFingerprint: '76a34e562842a761',
  cache: {
    ttl: [{ ttl: '1h' }],
    scope: 'shared',
    tiers: ['memory', 'redis'],
    staleIfError: '24h',
    tags: [{ template: 'materials' }],
  },
}

/** `POST /models/{modelId}/complete` */
export const modelsComplete: OperationDefinition<Model> = {
  id: 'models.complete',
  api: 'mes',
  method: 'POST',
  path: '/models/{modelId}/complete',
  request: modelsCompleteRequestSchema,
  responses: { 202: modelSchema },
  schemaFingerprint: '5a84470141771177',
  invalidates: [{ template: 'model:{$request.path.modelId}' }],
}

/** `POST /models` */
export const modelsCreate: OperationDefinition<NewModel> = {
  id: 'models.create',
  api: 'mes',
  method: 'POST',
  path: '/models',
  request: modelsCreateRequestSchema,
  responses: { 200: newModelSchema, 201: newModelSchema },
  schemaFingerprint: 'e1c33c18aa746276',
  invalidates: [{ template: 'models' }],
  idempotencyKey: true,
  sensitive: { response: ['/body/upload/url', '/body/upload/headers'] },
}

/** `GET /models/{modelId}` */
export const modelsGet: OperationDefinition<Model> = {
  id: 'models.get',
  api: 'mes',
  method: 'GET',
  path: '/models/{modelId}',
  request: modelsGetRequestSchema,
  responses: { 200: modelSchema },
  schemaFingerprint: '65b694d3f3059c95',
  cache: {
    ttl: [
      { when: { '$response.body#/status': ['READY', 'REJECTED'] }, ttl: '24h' },
      { ttl: '30s', notAfter: ['$response.header.Retry-After'] },
    ],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [{ template: 'model:{$request.path.modelId}' }],
  },
}

/** `GET /models` */
export const modelsList: OperationDefinition<ModelPage> = {
  id: 'models.list',
  api: 'mes',
  method: 'GET',
  path: '/models',
  request: modelsListRequestSchema,
  responses: { 200: modelPageSchema },
  schemaFingerprint: '3948fa92889ded97',
  cache: {
    ttl: [{ ttl: '15s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [{ template: 'models' }, { template: 'model:{$response.body#/items/*/id}' }],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** `POST /orders/{orderId}/claim` */
export const ordersClaim: OperationDefinition<OrderTransition> = {
  id: 'orders.claim',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/claim',
  request: ordersClaimRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: 'eb5e6d05146a4b0b',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `POST /orders/{orderId}/complete` */
export const ordersComplete: OperationDefinition<OrderTransition> = {
  id: 'orders.complete',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/complete',
  request: ordersCompleteRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: 'eb5e6d05146a4b0b',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `POST /orders` */
export const ordersCreate: OperationDefinition<Order> = {
  id: 'orders.create',
  api: 'mes',
  method: 'POST',
  path: '/orders',
  request: ordersCreateRequestSchema,
  responses: { 201: orderSchema },
  schemaFingerprint: '1726ce1ed6880206',
  invalidates: [
    { template: 'orders' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'order:{$response.body#/id}' },
    { template: 'stats' },
    { template: 'quote:{$request.body#/quoteId}' },
  ],
  idempotencyKey: true,
  sensitive: {
    request: [
      '/body/shipTo/name',
      '/body/shipTo/street',
      '/body/shipTo/addition',
      '/body/shipTo/postalCode',
      '/body/shipTo/city',
      '/body/shipTo/email',
      '/body/shipTo/phone',
    ],
  },
}

/** `GET /orders/{orderId}` */
export const ordersGet: OperationDefinition<Order> = {
  id: 'orders.get',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}',
  request: ordersGetRequestSchema,
  responses: { 200: orderSchema },
  schemaFingerprint: '38fc26c40bbba972',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    negativeTtl: '5s',
    tags: [{ template: 'order:{$request.path.orderId}' }],
  },
}

/** `GET /orders/{orderId}/history` */
export const ordersHistory: OperationDefinition<OrderHistory> = {
  id: 'orders.history',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}/history',
  request: ordersHistoryRequestSchema,
  responses: { 200: orderHistorySchema },
  schemaFingerprint: '320cfff9c9f9ec41',
  cache: {
    ttl: [{ when: { '$response.body#/status': ['CLOSED'] }, ttl: '24h' }, { ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    negativeTtl: '5s',
    tags: [{ template: 'order:{$request.path.orderId}' }],
  },
}

/** `GET /orders` */
export const ordersList: OperationDefinition<OrderPage> = {
  id: 'orders.list',
  api: 'mes',
  method: 'GET',
  path: '/orders',
  request: ordersListRequestSchema,
  responses: { 200: orderPageSchema },
  schemaFingerprint: '41e4cfcf46c5c49e',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    staleIfError: '10m',
    lease: true,
    maxConcurrentLoads: 8,
    tags: [
      { template: 'orders' },
      {
        template: 'orders:status:{$request.query.status}',
        absent: {
          '$request.query.status': [
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
          ],
        },
      },
      { template: 'order:{$response.body#/items/*/id}' },
    ],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** `POST /orders/{orderId}/ship` */
export const ordersShip: OperationDefinition<OrderTransition> = {
  id: 'orders.ship',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/ship',
  request: ordersShipRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: 'eb5e6d05146a4b0b',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `POST /orders/{orderId}/startPackaging` */
export const ordersStartPackaging: OperationDefinition<OrderTransition> = {
  id: 'orders.startPackaging',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/startPackaging',
  request: ordersStartPackagingRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: 'eb5e6d05146a4b0b',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `GET /orders/stats` */
export const ordersStats: OperationDefinition<OrderStats> = {
  id: 'orders.stats',
  api: 'mes',
  method: 'GET',
  path: '/orders/stats',
  request: ordersStatsRequestSchema,
  responses: { 200: orderStatsSchema },
  schemaFingerprint: '19feb437633d2aba',
  cache: {
    ttl: [{ ttl: '10s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    staleIfError: '10m',
    tags: [{ template: 'stats' }],
  },
}

/** `GET /orders/{orderId}/status` */
export const ordersStatus: OperationDefinition<OrderStatusReport> = {
  id: 'orders.status',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}/status',
  request: ordersStatusRequestSchema,
  responses: { 200: orderStatusReportSchema },
  schemaFingerprint: '9ce1a5ac3fa4b393',
  cache: {
    ttl: [{ ttl: '10m' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    negativeTtl: '5s',
    tags: [{ template: 'order:{$request.path.orderId}' }],
  },
}

/** `POST /quotes` */
export const quotesCreate: OperationDefinition<Quote> = {
  id: 'quotes.create',
  api: 'mes',
  method: 'POST',
  path: '/quotes',
  request: quotesCreateRequestSchema,
  responses: { 200: quoteSchema, 202: quoteSchema },
  schemaFingerprint: '1e0e1d35f72b880f',
  invalidates: [{ template: 'quotes' }],
  idempotencyKey: true,
}

/** `GET /quotes/{quoteId}` */
export const quotesGet: OperationDefinition<Quote> = {
  id: 'quotes.get',
  api: 'mes',
  method: 'GET',
  path: '/quotes/{quoteId}',
  request: quotesGetRequestSchema,
  responses: { 200: quoteSchema },
  schemaFingerprint: 'db837fad9bdb480f',
  cache: {
    ttl: [
      {
        when: { '$response.body#/status': ['PENDING', 'RUNNING'] },
        ttl: '30s',
        notAfter: ['$response.header.Retry-After'],
      },
      {
        when: { '$response.body#/status': ['SUCCEEDED'] },
        ttl: '10m',
        notAfter: ['$response.body#/result/validUntil'],
      },
      { when: { '$response.body#/status': ['FAILED'] }, ttl: '30s' },
      { when: { '$response.body#/status': ['EXPIRED'] }, ttl: '30s' },
    ],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [
      { template: 'quote:{$request.path.quoteId}' },
      { template: 'pricelist' },
      { template: 'pricing-algorithm' },
      { template: 'material:{$response.body#/request/materialCode}' },
    ],
  },
}

/** `GET /quotes` */
export const quotesList: OperationDefinition<QuotePage> = {
  id: 'quotes.list',
  api: 'mes',
  method: 'GET',
  path: '/quotes',
  request: quotesListRequestSchema,
  responses: { 200: quotePageSchema },
  schemaFingerprint: '81362673f57e0b80',
  cache: {
    ttl: [{ ttl: '15s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [
      { template: 'quotes' },
      { template: 'quote:{$response.body#/items/*/id}' },
      { template: 'pricelist' },
      { template: 'pricing-algorithm' },
      { template: 'material:{$response.body#/items/*/request/materialCode}' },
    ],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** `POST /webhook-subscriptions` */
export const webhooksCreate: OperationDefinition<NewWebhookSubscription> = {
  id: 'webhooks.create',
  api: 'mes',
  method: 'POST',
  path: '/webhook-subscriptions',
  request: webhooksCreateRequestSchema,
  responses: { 201: newWebhookSubscriptionSchema },
  schemaFingerprint: '9d76377ab02ad73c',
  invalidates: [{ template: 'webhooks' }],
  idempotencyKey: true,
  sensitive: { response: ['/body/secret'] },
}

/** `DELETE /webhook-subscriptions/{subscriptionId}` */
export const webhooksDelete: OperationDefinition<undefined> = {
  id: 'webhooks.delete',
  api: 'mes',
  method: 'DELETE',
  path: '/webhook-subscriptions/{subscriptionId}',
  request: webhooksDeleteRequestSchema,
  responses: { 204: null },
  schemaFingerprint: 'b2f62aa76a667663',
  invalidates: [{ template: 'webhooks' }],
}

/** `GET /webhook-subscriptions` */
export const webhooksList: OperationDefinition<WebhookSubscriptionList> = {
  id: 'webhooks.list',
  api: 'mes',
  method: 'GET',
  path: '/webhook-subscriptions',
  request: webhooksListRequestSchema,
  responses: { 200: webhookSubscriptionListSchema },
  schemaFingerprint: '0caacf1643f9e709',
  cache: { ttl: [{ ttl: '5m' }], scope: 'principal', tiers: ['memory', 'redis'], tags: [{ template: 'webhooks' }] },
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  materialsList,
  modelsComplete,
  modelsCreate,
  modelsGet,
  modelsList,
  ordersClaim,
  ordersComplete,
  ordersCreate,
  ordersGet,
  ordersHistory,
  ordersList,
  ordersShip,
  ordersStartPackaging,
  ordersStats,
  ordersStatus,
  quotesCreate,
  quotesGet,
  quotesList,
  webhooksCreate,
  webhooksDelete,
  webhooksList,
]
