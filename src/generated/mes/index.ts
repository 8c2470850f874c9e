// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: b89a3712f4538a4c
export { operations } from './operations.ts'
export { createMesApi } from './resources.ts'
export type { MaterialsResource, MesApi, ModelsResource, OrdersResource, QuotesResource, WebhooksResource } from './resources.ts'
export type * from './types.ts'
