// Generated from legacy.yaml, do not edit: change the document and run `npm run generate`.
import type { ApiCall, CommandOptions, OperationCaller, ReadOptions } from 'mes-crm-sdk/runtime'
import {
  defaultDelete,
  oddThingsGetThings,
  shapesPutShape,
  thenResourceThen2,
  thingsCreateOne,
  thingsGet,
  twiceListThings,
  twiceListThings2,
} from './operations.ts'
import type {
  OddThingsGetThingsAnswer200,
  OddThingsGetThingsQuery,
  Promise2,
  Shape,
  ShapeInput,
  Thing,
  Thing2,
  ThingInput,
  TwiceListThings2Answer200,
  TwiceListThingsAnswer200,
} from './types.ts'

/** The resource default. */
export interface DefaultResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.default.delete()
   * ```
   */
  delete(options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<undefined>
}

/** The resource oddThings. */
export interface OddThingsResource {
  /**
   * Has no id.
   *
   * Cached 1 min for all principals together; dropped when `things` or `thing:{id}` is invalidated.
   *
   * @example
   * ```ts
   * await client.api.oddThings.getThings()
   * ```
   */
  getThings(query?: OddThingsGetThingsQuery, options?: ReadOptions): ApiCall<OddThingsGetThingsAnswer200>
}

/** The resource shapes. */
export interface ShapesResource {
  /**
   * Invalidates nothing.
   *
   * @example
   * ```ts
   * await client.api.shapes.putShape(body)
   * ```
   */
  putShape(body: ShapeInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Shape>
}

/** The resource thenResource. */
export interface ThenResourceResource {
  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.thenResource.then2()
   * ```
   */
  then2(options?: ReadOptions): ApiCall<Promise2>
}

/** The resource things. */
export interface ThingsResource {
  /**
   * Invalidates `things`.
   *
   * @example
   * ```ts
   * await client.api.things.createOne()
   * ```
   */
  createOne(body?: ThingInput, options?: Omit<CommandOptions, 'idempotencyKey' | 'ifMatch'>): ApiCall<Thing>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.things.get(class2, body2, thingId)
   * ```
   */
  get(class2: string, body2: string, thingId: string, options?: ReadOptions): ApiCall<Thing2>
}

/** The resource twice. */
export interface TwiceResource {
  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.twice.listThings()
   * ```
   */
  listThings(options?: ReadOptions): ApiCall<TwiceListThingsAnswer200>

  /**
   * Never cached.
   *
   * @example
   * ```ts
   * await client.api.twice.listThings2()
   * ```
   */
  listThings2(options?: ReadOptions): ApiCall<TwiceListThings2Answer200>
}

/** The API legacy. */
export interface LegacyApi {
  readonly default: DefaultResource
  readonly oddThings: OddThingsResource
  readonly shapes: ShapesResource
  readonly thenResource: ThenResourceResource
  readonly things: ThingsResource
  readonly twice: TwiceResource
}

/** The methods of the API, each as a call of its operation. */
export const createLegacyApi = (caller: OperationCaller): LegacyApi => ({
  default: {
    delete: (options) => caller.call(defaultDelete, {}, options),
  },
  oddThings: {
    getThings: (query = {}, options) => caller.call(oddThingsGetThings, { query }, options),
  },
  shapes: {
    putShape: (body, options) => caller.call(shapesPutShape, { body }, options),
  },
  thenResource: {
    then2: (options) => caller.call(thenResourceThen2, {}, options),
  },
  things: {
    createOne: (body, options) => caller.call(thingsCreateOne, { body }, options),
    get: (class2, body2, thingId, options) =>
      caller.call(thingsGet, { path: { class: class2, body: body2, 'thing-id': thingId } }, options),
  },
  twice: {
    listThings: (options) => caller.call(twiceListThings, {}, options),
    listThings2: (options) => caller.call(twiceListThings2, {}, options),
  },
})
