// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from '../../runtime.ts'
import {
  customerPageSchema,
  customerSchema,
  customersGetRequestSchema,
  customersListRequestSchema,
  customersUpdateRequestSchema,
  orderPageSchema,
  orderSchema,
  orderTransitionSchema,
  ordersApproveRequestSchema,
  ordersCancelRequestSchema,
  ordersCloseRequestSchema,
  ordersGetRequestSchema,
  ordersListRequestSchema,
  partnerPageSchema,
  partnerSchema,
  partnersGetRequestSchema,
  partnersListRequestSchema,
} from './schemas.ts'
import type { Customer, CustomerPage, Order, OrderPage, OrderTransition, Partner, PartnerPage } from './types.ts'

/** `GET /customers/{customerId}` */
export const customersGet: OperationDefinition<Customer> = {
  id: 'customers.get',
  api: 'crm',
  method: 'GET',
  path: '/customers/{customerId}',
  request: customersGetRequestSchema,
  responses: { 200: customerSchema },
  schemaFingerprint: 'f31a59d46c9ad896',
  cache: {
    ttl: [{ ttl: '60s' }],
    scope: 'principal',
    tiers: ['memory'],
    tags: [{ template: 'customer:{$request.path.customerId}' }],
  },
  sensitive: { response: ['/body/name', '/body/email', '/body/phone', '/body/address'] },
}

/** `GET /customers` */
export const customersList: OperationDefinition<CustomerPage> = {
  id: 'customers.list',
  api: 'crm',
  method: 'GET',
  path: '/customers',
  request: customersListRequestSchema,
  responses: { 200: customerPageSchema },
  schemaFingerprint: 'bc640a0c1cdb9030',
  cache: {
    ttl: [{ ttl: '60s' }],
    scope: 'principal',
    tiers: ['memory'],
    tags: [{ template: 'customers' }, { template: 'customer:{$response.body#/items/*/id}' }],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
  sensitive: { response: ['/body/items/*/name', '/body/items/*/email', '/body/items/*/phone', '/body/items/*/address'] },
}

/** `PATCH /customers/{customerId}` */
export const customersUpdate: OperationDefinition<Customer> = {
  id: 'customers.update',
  api: 'crm',
  method: 'PATCH',
  path: '/customers/{customerId}',
  request: customersUpdateRequestSchema,
  responses: { 200: customerSchema },
  schemaFingerprint: 'f31a59d46c9ad896',
  invalidates: [{ template: 'customer:{$request.path.customerId}' }, { template: 'customers' }],
  sensitive: {
    request: ['/body/name', '/body/email', '/body/phone', '/body/address'],
    response: ['/body/name', '/body/email', '/body/phone', '/body/address'],
  },
}

/** `POST /orders/{orderId}/approve` */
export const ordersApprove: OperationDefinition<OrderTransition> = {
  id: 'orders.approve',
  api: 'crm',
  method: 'POST',
  path: '/orders/{orderId}/approve',
  request: ordersApproveRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: '065039e6ef14e9c1',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'crm:orders' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `POST /orders/{orderId}/cancel` */
export const ordersCancel: OperationDefinition<OrderTransition> = {
  id: 'orders.cancel',
  api: 'crm',
  method: 'POST',
  path: '/orders/{orderId}/cancel',
  request: ordersCancelRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: '065039e6ef14e9c1',
  invalidates: [
    { template: 'order:{$request.path.orderId}' },
    { template: 'crm:orders' },
    { template: 'orders:status:{$response.body#/previousStatus}' },
    { template: 'orders:status:{$response.body#/status}' },
    { template: 'stats' },
  ],
}

/** `POST /orders/{orderId}/close` */
export const ordersClose: OperationDefinition<OrderTransition> = {
  id: 'orders.close',
  api: 'crm',
  method: 'POST',
  path: '/orders/{orderId}/close',
  request: ordersCloseRequestSchema,
  responses: { 200: orderTransitionSchema },
  schemaFingerprint: '065039e6ef14e9c1',
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
  schemaFingerprint: 'e8cf882415e6ac99',
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
  schemaFingerprint: 'f99c65c112ce2886',
  cache: {
    ttl: [{ ttl: '30s' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    staleIfError: '10m',
    tags: [{ template: 'crm:orders' }, { template: 'order:{$response.body#/items/*/id}' }],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** `GET /partners/{partnerId}` */
export const partnersGet: OperationDefinition<Partner> = {
  id: 'partners.get',
  api: 'crm',
  method: 'GET',
  path: '/partners/{partnerId}',
  request: partnersGetRequestSchema,
  responses: { 200: partnerSchema },
  schemaFingerprint: 'cdec1bdbbf72d6d5',
  cache: {
    ttl: [{ ttl: '10m' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    tags: [{ template: 'partner:{$request.path.partnerId}' }],
  },
}

/** `GET /partners` */
export const partnersList: OperationDefinition<PartnerPage> = {
  id: 'partners.list',
  api: 'crm',
  method: 'GET',
  path: '/partners',
  request: partnersListRequestSchema,
  responses: { 200: partnerPageSchema },
  schemaFingerprint: '03a2cfdfe635d507',
  cache: {
    ttl: [{ ttl: '10m' }],
    scope: 'principal',
    tiers: ['memory', 'redis'],
    staleIfError: '10m',
    tags: [{ template: 'partners' }, { template: 'partner:{$response.body#/items/*/id}' }],
  },
  paging: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  customersGet,
  customersList,
  customersUpdate,
  ordersApprove,
  ordersCancel,
  ordersClose,
  ordersGet,
  ordersList,
  partnersGet,
  partnersList,
]
