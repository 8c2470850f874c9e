// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
// SHA-256 of the document: 576d24bf7e88d44f
export type { components, operations, paths } from './openapi.ts'
export type { MaterialsResource, MesApi, ModelsResource, OrdersResource, QuotesResource, WebhooksResource } from './resources.ts'
export type * from './types.ts'
