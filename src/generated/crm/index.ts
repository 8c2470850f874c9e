// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: b379df5c45c4d6ca
export { operations } from './operations.ts'
export { createCrmApi } from './resources.ts'
export type { CrmApi, OrdersResource } from './resources.ts'
export type * from './types.ts'
