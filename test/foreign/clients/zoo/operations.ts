// Generated from zoo.yaml, do not edit: change the document and run `npm run generate`.
import type { OperationDefinition } from 'mes-crm-sdk/runtime'
import {
  animalSchema,
  animalsCreateAnimalRequestSchema,
  animalsDeleteAnimalRequestSchema,
  animalsGetAnimalAnswer202Schema,
  animalsGetAnimalRequestSchema,
  animalsGetPhotoRequestSchema,
  animalsGetReportRequestSchema,
  animalsHasAnimalRequestSchema,
  animalsListAnimalsAnswer2XXSchema,
  animalsListAnimalsRequestSchema,
  contactSchema,
  labelsSchema,
  namedSchema,
  treeSchema,
  treesPutTreeRequestSchema,
  valueSchema,
  valuesPutContactRequestSchema,
  valuesPutLabelsRequestSchema,
  valuesPutValueRequestSchema,
} from './schemas.ts'
import type {
  Animal,
  AnimalsGetAnimalAnswer202,
  AnimalsListAnimalsAnswer2XX,
  Contact,
  Labels,
  Named,
  Tree,
  Value,
} from './types.ts'

/** `POST /animals` */
export const animalsCreateAnimal: OperationDefinition<Animal> = {
  id: 'createAnimal',
  api: 'zoo',
  method: 'POST',
  path: '/animals',
  request: animalsCreateAnimalRequestSchema,
  responses: { 201: animalSchema },
  schemaFingerprint: '673ade93f1f4667e',
  sensitive: { request: ['/body/secret'], response: ['/body/secret'] },
}

/** `DELETE /animals/{animalId}` */
export const animalsDeleteAnimal: OperationDefinition<undefined> = {
  id: 'deleteAnimal',
  api: 'zoo',
  method: 'DELETE',
  path: '/animals/{animalId}',
  request: animalsDeleteAnimalRequestSchema,
  responses: { default: null },
  schemaFingerprint: 'c70c1c97bc5afde6',
}

/** `GET /animals/{animalId}` */
export const animalsGetAnimal: OperationDefinition<Animal | AnimalsGetAnimalAnswer202 | undefined> = {
  id: 'getAnimal',
  api: 'zoo',
  method: 'GET',
  path: '/animals/{animalId}',
  request: animalsGetAnimalRequestSchema,
  responses: { 200: animalSchema, 202: animalsGetAnimalAnswer202Schema, 204: null },
  schemaFingerprint: 'e4d0072cc411b405',
  sensitive: { response: ['/body/secret'] },
}

/** `GET /animals/{animalId}/photo` */
export const animalsGetPhoto: OperationDefinition<Uint8Array> = {
  id: 'getPhoto',
  api: 'zoo',
  method: 'GET',
  path: '/animals/{animalId}/photo',
  request: animalsGetPhotoRequestSchema,
  responses: { 200: null },
  media: { '200': { type: 'image/png', as: 'bytes' } },
  schemaFingerprint: '143df77062f1cc41',
}

/** `GET /animals/{animalId}/report` */
export const animalsGetReport: OperationDefinition<Named | string> = {
  id: 'getReport',
  api: 'zoo',
  method: 'GET',
  path: '/animals/{animalId}/report',
  request: animalsGetReportRequestSchema,
  responses: { 200: null, 202: namedSchema },
  media: { '200': { type: 'text/csv', as: 'text' } },
  schemaFingerprint: '4b93393b0c5985a1',
}

/** `HEAD /animals/{animalId}` */
export const animalsHasAnimal: OperationDefinition<undefined> = {
  id: 'hasAnimal',
  api: 'zoo',
  method: 'HEAD',
  path: '/animals/{animalId}',
  request: animalsHasAnimalRequestSchema,
  responses: { 200: null },
  schemaFingerprint: '5723fa154cfbf42d',
}

/** `GET /animals` */
export const animalsListAnimals: OperationDefinition<AnimalsListAnimalsAnswer2XX> = {
  id: 'listAnimals',
  api: 'zoo',
  method: 'GET',
  path: '/animals',
  request: animalsListAnimalsRequestSchema,
  responses: { '2XX': animalsListAnimalsAnswer2XXSchema },
  schemaFingerprint: '58bb45a93aaba853',
  sensitive: { response: ['/body/*/secret'] },
}

/** `PUT /trees` */
export const treesPutTree: OperationDefinition<Tree> = {
  id: 'putTree',
  api: 'zoo',
  method: 'PUT',
  path: '/trees',
  request: treesPutTreeRequestSchema,
  responses: { 200: treeSchema },
  schemaFingerprint: '9044a93cf85772c3',
}

/** `PUT /contacts` */
export const valuesPutContact: OperationDefinition<Contact> = {
  id: 'putContact',
  api: 'zoo',
  method: 'PUT',
  path: '/contacts',
  request: valuesPutContactRequestSchema,
  responses: { 200: contactSchema },
  schemaFingerprint: '5febeb968ee84ed3',
}

/** `PUT /labels` */
export const valuesPutLabels: OperationDefinition<Labels> = {
  id: 'putLabels',
  api: 'zoo',
  method: 'PUT',
  path: '/labels',
  request: valuesPutLabelsRequestSchema,
  responses: { 200: labelsSchema },
  schemaFingerprint: '3663f6820dc3575c',
}

/** `PUT /values` */
export const valuesPutValue: OperationDefinition<Value> = {
  id: 'putValue',
  api: 'zoo',
  method: 'PUT',
  path: '/values',
  request: valuesPutValueRequestSchema,
  responses: { 200: valueSchema },
  schemaFingerprint: '2db8dae08e73d86d',
}

/** Every operation of the API, ordered by id. */
export const operations: readonly OperationDefinition[] = [
  animalsCreateAnimal,
  animalsDeleteAnimal,
  animalsGetAnimal,
  animalsGetPhoto,
  animalsGetReport,
  animalsHasAnimal,
  animalsListAnimals,
  treesPutTree,
  valuesPutContact,
  valuesPutLabels,
  valuesPutValue,
]
