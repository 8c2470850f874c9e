// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 3d5d26e421ca29c9
export { operations } from './operations.ts'
export { createMesApi } from './resources.ts'
export type { MaterialsResource, MesApi, ModelsResource, OrdersResource, QuotesResource, WebhooksResource } from './resources.ts'
export type * from './types.ts'
