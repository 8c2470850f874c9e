// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
export { operations } from './operations.ts'
export { createMesApi } from './resources.ts'
export type { MaterialsResource, MesApi, OrdersResource, QuotesResource } from './resources.ts'
export type * from './types.ts'
