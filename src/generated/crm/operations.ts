// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from '../../runtime.ts'
import {
  orderPageSchema,
  orderSchema,
  orderTransitionSchema,
  ordersApproveRequestSchema,
  ordersGetRequestSchema,
  ordersListRequestSchema,
} from './schemas.ts'
import type { Order, OrderPage, OrderTransition } from './types.ts'

/** `POST /orders/{orderId}/approve` */
export const ordersApprove: OperationDefinition<OrderTransition> = {
  id: 'orders.approve',
  api: 'crm',
  method: 'POST',
  path: '/orders/{orderId}/approve',
  request: ordersApproveRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: '2bb1d987e5c51b2a',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'crm:orders' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `GET /orders/{orderId}` */
export const ordersGet: OperationDefinition<Order> = {
  id: 'orders.get',
  api: 'crm',
  method: 'GET',
  path: '/orders/{orderId}',
  request: ordersGetRequestSchema,
  responses: { 200: orderSchema },
  schemaFingerprint: '1f851b566df0a210',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [{ template: 'order:{$request.path.orderId}' }],
  },
}

/** `GET /orders` */
export const ordersList: OperationDefinition<OrderPage> = {
  id: 'orders.list',
  api: 'crm',
  method: 'GET',
  path: '/orders',
  request: ordersListRequestSchema,
  responses: { 200: orderPageSchema },
  schemaFingerprint: 'd6d49a5745269b6f',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    staleIfError: '10m',
    tags: [{ template: 'crm:orders' }, { template: 'order:{$response.body#/items/*/id}' }],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  ordersApprove,
  ordersGet,
  ordersList,
]
