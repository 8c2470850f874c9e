import type { components as CrmComponents, operations as CrmOperations } from '../generated/crm/openapi.ts'
import type { CrmApi } from '../generated/crm/resources.ts'
import type { components as MesComponents, operations as MesOperations } from '../generated/mes/openapi.ts'
import type { MesApi } from '../generated/mes/resources.ts'

/** The APIs of the kit. */
export type KitApi = 'mes' | 'crm'

interface Resources {
  readonly mes: MesApi
  readonly crm: CrmApi
}

interface Described {
  readonly mes: MesOperations
  readonly crm: CrmOperations
}

type NamesOf<Api> = { [Resource in keyof Api & string]: `${Resource}.${keyof Api[Resource] & string}` }[keyof Api & string]

/** Name of an operation, such as `orders.get`. */
export type OperationName<Api extends KitApi> = NamesOf<Resources[Api]>

/** Name of an operation with its API, such as `mes.orders.get`. */
export type CallName = { [Api in KitApi]: `${Api}.${OperationName<Api>}` }[KitApi]

type MethodOf<Api, Name> = Name extends `${infer Resource}.${infer Method}`
  ? Resource extends keyof Api
    ? Method extends keyof Api[Resource]
      ? Api[Resource][Method]
      : never
    : never
  : never

/** The value that a call of an operation resolves with; a page for a list of several pages. */
export type AnswerOf<Api extends KitApi, Name extends OperationName<Api>> =
  MethodOf<Resources[Api], Name> extends (...given: never) => infer Call ? Awaited<Call> : never

type Known<Part> = [Part] extends [never] ? unknown : Part extends object ? Part : unknown

type PartsOf<Api extends KitApi, Name> = Name extends keyof Described[Api]
  ? Described[Api][Name] extends { readonly parameters: infer Parts }
    ? Parts
    : never
  : never

type PathOf<Parts> = Parts extends { readonly path: infer Path } ? Known<Path> : unknown
type QueryOf<Parts> = Parts extends { readonly query?: infer Query } ? Known<NonNullable<Query>> : unknown

/** Parameters of an operation in its path and its query, by their names in the document. */
export type ParametersOf<Api extends KitApi, Name extends OperationName<Api>> = Readonly<
  PathOf<PartsOf<Api, Name>> & QueryOf<PartsOf<Api, Name>>
>

/** Codes of failures that the document of an API names, such as `order-already-claimed`. */
export type ProblemCode<Api extends KitApi> = {
  readonly mes: MesComponents
  readonly crm: CrmComponents
}[Api]['schemas']['ProblemCode']
