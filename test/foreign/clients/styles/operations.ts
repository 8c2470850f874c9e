// Generated from styles.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from 'mes-crm-sdk/runtime'
import {
  bodiesBinaryAnswer200Schema,
  bodiesBinaryRequestSchema,
  bodiesFormAnswer200Schema,
  bodiesFormRequestSchema,
  bodiesMergeAnswer200Schema,
  bodiesMergeRequestSchema,
  bodiesMultipartAnswer200Schema,
  bodiesMultipartRequestSchema,
  bodiesTextAnswer200Schema,
  bodiesTextRequestSchema,
  echoHeadersAnswer200Schema,
  echoHeadersRequestSchema,
  echoLabelAnswer200Schema,
  echoLabelRequestSchema,
  echoMatrixAnswer200Schema,
  echoMatrixRequestSchema,
  echoQueryAnswer200Schema,
  echoQueryRequestSchema,
  echoSimpleAnswer200Schema,
  echoSimpleRequestSchema,
} from './schemas.ts'
import type {
  BodiesBinaryAnswer200,
  BodiesFormAnswer200,
  BodiesMergeAnswer200,
  BodiesMultipartAnswer200,
  BodiesTextAnswer200,
  EchoHeadersAnswer200,
  EchoLabelAnswer200,
  EchoMatrixAnswer200,
  EchoQueryAnswer200,
  EchoSimpleAnswer200,
} from './types.ts'

/** `PUT /binary` */
export const bodiesBinary: OperationDefinition<BodiesBinaryAnswer200> = {
  id: 'bodies.binary',
  api: 'styles',
  method: 'PUT',
  path: '/binary',
  request: bodiesBinaryRequestSchema,
  responses: { 200: bodiesBinaryAnswer200Schema },
  body: { type: 'application/octet-stream', as: 'bytes' },
  schemaFingerprint: 'daad6d69c3e0bcc4',
}

/** `POST /form` */
export const bodiesForm: OperationDefinition<BodiesFormAnswer200> = {
  id: 'bodies.form',
  api: 'styles',
  method: 'POST',
  path: '/form',
  request: bodiesFormRequestSchema,
  responses: { 200: bodiesFormAnswer200Schema },
  body: {
    type: 'application/x-www-form-urlencoded',
    as: 'form',
    encoding: { at: { style: 'deepObject', explode: true } },
  },
  schemaFingerprint: '50bc0d9b776408fe',
}

/** `PATCH /merge` */
export const bodiesMerge: OperationDefinition<BodiesMergeAnswer200> = {
  id: 'bodies.merge',
  api: 'styles',
  method: 'PATCH',
  path: '/merge',
  request: bodiesMergeRequestSchema,
  responses: { 200: bodiesMergeAnswer200Schema },
  body: { type: 'application/merge-patch+json', as: 'json' },
  schemaFingerprint: '5dfa8a376e91ad25',
}

/** `POST /multipart` */
export const bodiesMultipart: OperationDefinition<BodiesMultipartAnswer200> = {
  id: 'bodies.multipart',
  api: 'styles',
  method: 'POST',
  path: '/multipart',
  request: bodiesMultipartRequestSchema,
  responses: { 200: bodiesMultipartAnswer200Schema },
  body: { type: 'multipart/form-data', as: 'multipart' },
  schemaFingerprint: '2fcabf2e0ce8fa5e',
}

/** `PUT /text` */
export const bodiesText: OperationDefinition<BodiesTextAnswer200> = {
  id: 'bodies.text',
  api: 'styles',
  method: 'PUT',
  path: '/text',
  request: bodiesTextRequestSchema,
  responses: { 200: bodiesTextAnswer200Schema },
  body: { type: 'text/plain', as: 'text' },
  schemaFingerprint: 'a9238ea33011d34f',
}

/** `GET /headers` */
export const echoHeaders: OperationDefinition<EchoHeadersAnswer200> = {
  id: 'echo.headers',
  api: 'styles',
  method: 'GET',
  path: '/headers',
  request: echoHeadersRequestSchema,
  responses: { 200: echoHeadersAnswer200Schema },
  serialization: { header: { 'X-Members': { explode: true } }, cookie: { ids: { explode: false } } },
  schemaFingerprint: '94dfd21989a88923',
}

/** `GET /label/{list}/{elements}/{map}/{members}` */
export const echoLabel: OperationDefinition<EchoLabelAnswer200> = {
  id: 'echo.label',
  api: 'styles',
  method: 'GET',
  path: '/label/{list}/{elements}/{map}/{members}',
  request: echoLabelRequestSchema,
  responses: { 200: echoLabelAnswer200Schema },
  serialization: {
    path: {
      list: { style: 'label' },
      elements: { style: 'label', explode: true },
      map: { style: 'label' },
      members: { style: 'label', explode: true },
    },
  },
  schemaFingerprint: 'b81f19c6b8326045',
}

/** `GET /matrix/{id}/{list}/{elements}/{map}/{members}` */
export const echoMatrix: OperationDefinition<EchoMatrixAnswer200> = {
  id: 'echo.matrix',
  api: 'styles',
  method: 'GET',
  path: '/matrix/{id}/{list}/{elements}/{map}/{members}',
  request: echoMatrixRequestSchema,
  responses: { 200: echoMatrixAnswer200Schema },
  serialization: {
    path: {
      id: { style: 'matrix' },
      list: { style: 'matrix' },
      elements: { style: 'matrix', explode: true },
      map: { style: 'matrix' },
      members: { style: 'matrix', explode: true },
    },
  },
  schemaFingerprint: 'dc9adea5071c2f39',
}

/** `GET /query` */
export const echoQuery: OperationDefinition<EchoQueryAnswer200> = {
  id: 'echo.query',
  api: 'styles',
  method: 'GET',
  path: '/query',
  request: echoQueryRequestSchema,
  responses: { 200: echoQueryAnswer200Schema },
  serialization: {
    query: {
      list: { explode: false },
      spaced: { style: 'spaceDelimited' },
      piped: { style: 'pipeDelimited' },
      map: { explode: false },
      deep: { style: 'deepObject' },
      reserved: { allowReserved: true },
      json: { style: 'json' },
    },
  },
  schemaFingerprint: 'f21dd435972a5528',
}

/** `GET /simple/{list}/{map}/{members}/{text}` */
export const echoSimple: OperationDefinition<EchoSimpleAnswer200> = {
  id: 'echo.simple',
  api: 'styles',
  method: 'GET',
  path: '/simple/{list}/{map}/{members}/{text}',
  request: echoSimpleRequestSchema,
  responses: { 200: echoSimpleAnswer200Schema },
  serialization: { path: { members: { explode: true } } },
  schemaFingerprint: '36c8a57798322ad6',
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  bodiesBinary,
  bodiesForm,
  bodiesMerge,
  bodiesMultipart,
  bodiesText,
  echoHeaders,
  echoLabel,
  echoMatrix,
  echoQuery,
  echoSimple,
]
