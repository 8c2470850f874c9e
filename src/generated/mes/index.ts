// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 336b9fe7dbaec2aa
export { operations } from './operations.ts'
export { createMesApi } from './resources.ts'
export type { MaterialsResource, MesApi, OrdersResource, QuotesResource } from './resources.ts'
export type * from './types.ts'
