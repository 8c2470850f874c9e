// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 0a0383accf4ad48f
export { operations } from './operations.ts'
export { createCrmApi } from './resources.ts'
export type { CrmApi, OrdersResource } from './resources.ts'
export type * from './types.ts'
