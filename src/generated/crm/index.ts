// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
export { operations } from './operations.ts'
export { createCrmApi } from './resources.ts'
export type { CrmApi, OrdersResource } from './resources.ts'
export type * from './types.ts'
