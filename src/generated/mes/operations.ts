// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from '../../runtime.ts'
import {
  materialListSchema,
  materialsListRequestSchema,
  orderPageSchema,
  orderSchema,
  orderStatusReportSchema,
  orderTransitionSchema,
  ordersClaimRequestSchema,
  ordersCompleteRequestSchema,
  ordersGetRequestSchema,
  ordersListRequestSchema,
  ordersStatusRequestSchema,
  quoteSchema,
  quotesCreateRequestSchema,
  quotesGetRequestSchema,
} from './schemas.ts'
import type { MaterialList, Order, OrderPage, OrderStatusReport, OrderTransition, Quote } from './types.ts'

/** `GET /materials` */
export const materialsList: OperationDefinition<MaterialList> = {
  id: 'materials.list',
  api: 'mes',
  method: 'GET',
  path: '/materials',
  request: materialsListRequestSchema,
  responses: { 200: materialListSchema },
  schemaFingerprint: '2a58990080fc8b57',
  cache: {
    ttl: [{ ttl: '1h' }],
    scope: 'shared',
    tiers: ['memory', 'redis'],
    staleIfError: '24h',
    tags: [{ template: 'materials' }],
  },
}

/** `POST /orders/{orderId}/claim` */
export const ordersClaim: OperationDefinition<OrderTransition> = {
  id: 'orders.claim',
  api: 'mes',
  method: 'POST',
  path: '/orders/{orderId}/claim',
  request: ordersClaimRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: '7828a3e50220676c',
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
  schemaFingerprint: '7828a3e50220676c',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `GET /orders/{orderId}` */
export const ordersGet: OperationDefinition<Order> = {
  id: 'orders.get',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}',
  request: ordersGetRequestSchema,
  responses: { 200: orderSchema },
  schemaFingerprint: '8702131b528b8cae',
  cache: {
    ttl: [{ ttl: '30s' }],
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
  schemaFingerprint: '3df39c9eb63bd36d',
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

/** `GET /orders/{orderId}/status` */
export const ordersStatus: OperationDefinition<OrderStatusReport> = {
  id: 'orders.status',
  api: 'mes',
  method: 'GET',
  path: '/orders/{orderId}/status',
  request: ordersStatusRequestSchema,
  responses: { 200: orderStatusReportSchema },
  schemaFingerprint: 'b97e3606db270201',
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
  schemaFingerprint: '04296d1eaaf69da8',
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
  schemaFingerprint: '335d346059f6dc61',
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

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  materialsList,
  ordersClaim,
  ordersComplete,
  ordersGet,
  ordersList,
  ordersStatus,
  quotesCreate,
  quotesGet,
]
