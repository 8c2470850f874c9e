import type { OperationDefinition } from '../operation/definition.ts'
import type { CallName, KitApi, OperationName, ParametersOf } from './operation-types.ts'

/** A request that reached the fakes, or an answer that the test defined. */
export interface KitCall<Name extends CallName = CallName> {
  /** Name of the operation with its API, such as `mes.orders.get`. */
  readonly name: Name
  /** Parameters of the path and the query, by their names in the document. */
  readonly parameters: ParametersOfCall<Name>
  /** The JSON body; `undefined` where there is none. */
  readonly body: unknown
  readonly headers: Headers
  /** When it arrived, by the kit's clock. */
  readonly at: Date
}

type ParametersOfCall<Name extends CallName> = Name extends `${infer Api extends KitApi}.${infer Operation}`
  ? Operation extends OperationName<Api>
    ? ParametersOf<Api, Operation>
    : never
  : never

/** A call, as the kit notes it. */
export interface NotedCall {
  readonly api: KitApi
  readonly operation: OperationDefinition
  readonly parameters: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly headers: Headers
  readonly at: Date
}

/** The calls of a kit, the first one first. */
export class Calls {
  readonly #calls: KitCall[] = []

  add({ api, operation: { id }, parameters, body, headers, at }: NotedCall): KitCall {
    const call = { name: `${api}.${id}` as CallName, parameters: parameters as KitCall['parameters'], body, headers, at }
    this.#calls.push(call)
    return call
  }

  /** Those of an operation, or all. */
  of<Name extends CallName>(name?: Name): readonly KitCall<Name>[] {
    return this.#calls.filter((call): call is KitCall<Name> => name === undefined || call.name === name)
  }
}
