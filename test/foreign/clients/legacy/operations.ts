// Generated from legacy.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from 'mes-crm-sdk/runtime'
import {
  defaultDeleteRequestSchema,
  oddThingsGetThingsAnswer200Schema,
  oddThingsGetThingsRequestSchema,
  promise2Schema,
  shapeSchema,
  shapesPutShapeRequestSchema,
  thenResourceThen2RequestSchema,
  thing2Schema,
  thingSchema,
  thingsCreateOneRequestSchema,
  thingsGetRequestSchema,
  twiceListThings2Answer200Schema,
  twiceListThings2RequestSchema,
  twiceListThingsAnswer200Schema,
  twiceListThingsRequestSchema,
} from './schemas.ts'
import type {
  OddThingsGetThingsAnswer200,
  Promise2,
  Shape,
  Thing,
  Thing2,
  TwiceListThings2Answer200,
  TwiceListThingsAnswer200,
} from './types.ts'

/** `DELETE /delete` */
export const defaultDelete: OperationDefinition<undefined> = {
  id: 'delete',
  api: 'legacy',
  method: 'DELETE',
  path: '/delete',
  request: defaultDeleteRequestSchema,
  responses: { 200: null },
  schemaFingerprint: '5723fa154cfbf42d',
}

/** `GET /things` */
export const oddThingsGetThings: OperationDefinition<OddThingsGetThingsAnswer200> = {
  id: 'GET /things',
  api: 'legacy',
  method: 'GET',
  path: '/things',
  request: oddThingsGetThingsRequestSchema,
  responses: { 200: oddThingsGetThingsAnswer200Schema },
  schemaFingerprint: 'e9b8426ad6d642c3',
  cache: {
    ttl: [{ ttl: '1m' }],
    scope: 'shared',
    tiers: ['memory', 'redis'],
    tags: [{ template: 'things' }, { template: 'thing:{$response.body#/*/id}' }],
  },
}

/** `PUT /shapes` */
export const shapesPutShape: OperationDefinition<Shape> = {
  id: 'putShape',
  api: 'legacy',
  method: 'PUT',
  path: '/shapes',
  request: shapesPutShapeRequestSchema,
  responses: { 200: shapeSchema },
  schemaFingerprint: '9b5d89ad2147dc9b',
}

/** `GET /then` */
export const thenResourceThen2: OperationDefinition<Promise2> = {
  id: 'then ',
  api: 'legacy',
  method: 'GET',
  path: '/then',
  request: thenResourceThen2RequestSchema,
  responses: { 200: promise2Schema },
  schemaFingerprint: 'f335b751331586b6',
}

/** `POST /things` */
export const thingsCreateOne: OperationDefinition<Thing> = {
  id: 'things/create-one',
  api: 'legacy',
  method: 'POST',
  path: '/things',
  request: thingsCreateOneRequestSchema,
  responses: { 200: thingSchema },
  schemaFingerprint: 'b9e0252ac78e9ec5',
  invalidates: [{ template: 'things' }],
}

/** `GET /things/{class}/{body}/{thing-id}` */
export const thingsGet: OperationDefinition<Thing2> = {
  id: 'things/get',
  api: 'legacy',
  method: 'GET',
  path: '/things/{class}/{body}/{thing-id}',
  request: thingsGetRequestSchema,
  responses: { 200: thing2Schema },
  schemaFingerprint: '96d614459b592445',
}

/** `GET /twice/a` */
export const twiceListThings: OperationDefinition<TwiceListThingsAnswer200> = {
  id: 'list things',
  api: 'legacy',
  method: 'GET',
  path: '/twice/a',
  request: twiceListThingsRequestSchema,
  responses: { 200: twiceListThingsAnswer200Schema },
  schemaFingerprint: '6a065a1516796f55',
}

/** `GET /twice/b` */
export const twiceListThings2: OperationDefinition<TwiceListThings2Answer200> = {
  id: 'list_things',
  api: 'legacy',
  method: 'GET',
  path: '/twice/b',
  request: twiceListThings2RequestSchema,
  responses: { 200: twiceListThings2Answer200Schema },
  schemaFingerprint: '828e32e7841d366b',
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  defaultDelete,
  oddThingsGetThings,
  shapesPutShape,
  thenResourceThen2,
  thingsCreateOne,
  thingsGet,
  twiceListThings,
  twiceListThings2,
]
