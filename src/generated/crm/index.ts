// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: cf07a0cb5d3f1330
export type { components, operations, paths } from './openapi.ts'
export type { CrmApi, CustomersResource, OrdersResource, PartnersResource } from './resources.ts'
export type * from './types.ts'
