// Generated from zoo.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, OperationCaller, ReadOptions } from 'mes-crm-sdk/runtime'
import {
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
} from './operations.ts'
import type {
  Animal,
  AnimalInput,
  AnimalsGetAnimalAnswer202,
  AnimalsListAnimalsAnswer2XX,
  AnimalsListAnimalsQuery,
  Contact,
  ContactInput,
  Labels,
  LabelsInput,
  Named,
  Tree,
  TreeInput,
  Value,
  ValueInput,
} from './types.ts'

/** What lives in the zoo. */
export interface AnimalsResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.animals.createAnimal(body)
   * ```
   */
  createAnimal(body: AnimalInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Animal>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.animals.deleteAnimal(animalId)
   * ```
   */
  deleteAnimal(animalId: number, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<undefined>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.animals.getAnimal(animalId)
   * ```
   */
  getAnimal(animalId: number, options?: ReadOptions): ApiCall<Animal | AnimalsGetAnimalAnswer202 | undefined>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.animals.getPhoto(animalId)
   * ```
   */
  getPhoto(animalId: number, options?: ReadOptions): ApiCall<Uint8Array>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.animals.getReport(animalId)
   * ```
   */
  getReport(animalId: number, options?: ReadOptions): ApiCall<Named | string>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.animals.hasAnimal(animalId)
   * ```
   */
  hasAnimal(animalId: number, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<undefined>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.animals.listAnimals()
   * ```
   */
  listAnimals(query?: AnimalsListAnimalsQuery, options?: ReadOptions): ApiCall<AnimalsListAnimalsAnswer2XX>
}

/** The resource trees. */
export interface TreesResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.trees.putTree(body)
   * ```
   */
  putTree(body: TreeInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Tree>
}

/** The resource values. */
export interface ValuesResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.values.putContact(body)
   * ```
   */
  putContact(body: ContactInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Contact>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.values.putLabels(body)
   * ```
   */
  putLabels(body: LabelsInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Labels>

  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.values.putValue(body)
   * ```
   */
  putValue(body: ValueInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Value>
}

/** The API zoo. */
export interface ZooApi {
  readonly animals: AnimalsResource
  readonly trees: TreesResource
  readonly values: ValuesResource
}

/** The methods of the API, each as a call of its operation. */
export const createZooApi = (caller: OperationCaller): ZooApi => ({
  animals: {
    createAnimal: (body, options) => caller.call(animalsCreateAnimal, { body }, options),
    deleteAnimal: (animalId, options) => caller.call(animalsDeleteAnimal, { path: { animalId } }, options),
    getAnimal: (animalId, options) => caller.call(animalsGetAnimal, { path: { animalId } }, options),
    getPhoto: (animalId, options) => caller.call(animalsGetPhoto, { path: { animalId } }, options),
    getReport: (animalId, options) => caller.call(animalsGetReport, { path: { animalId } }, options),
    hasAnimal: (animalId, options) => caller.call(animalsHasAnimal, { path: { animalId } }, options),
    listAnimals: (query = {}, options) => caller.call(animalsListAnimals, { query }, options),
  },
  trees: {
    putTree: (body, options) => caller.call(treesPutTree, { body }, options),
  },
  values: {
    putContact: (body, options) => caller.call(valuesPutContact, { body }, options),
    putLabels: (body, options) => caller.call(valuesPutLabels, { body }, options),
    putValue: (body, options) => caller.call(valuesPutValue, { body }, options),
  },
})
