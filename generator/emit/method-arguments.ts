import type { Operation } from '../read/api.ts'
import { queryParameters } from '../read/catalog.ts'
import { isOwnHeader } from './schemas.ts'
import { argumentName, createNames, operationConst, optionName } from '../names.ts'
import type { Parameter } from '../read/read-parameters.ts'

/** A parameter, and what it is called in the client. */
export interface NamedParameter {
  readonly name: string
  readonly parameter: Parameter
}

/** What the method of an operation takes: path parameters one by one, then the query, the body, and options. */
export interface MethodArguments {
  readonly path: readonly NamedParameter[]
  readonly query: readonly Parameter[]
  /** Headers and cookies. The idempotency key is an option of every command that takes one. */
  readonly options: readonly NamedParameter[]
}

export const argumentsOf = (operation: Operation): MethodArguments => {
  const taken = ['caller', 'query', 'body', 'options', operationConst(operation)]
  const path = operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => {
      const name = argumentName(parameter.name, taken)
      taken.push(name)
      return { name, parameter }
    })
  const names = createNames(callOptions)
  const options = operation.parameters
    .filter(
      ({ in: place, name }) =>
        place === 'cookie' || (place === 'header' && !isOwnHeader(place, name) && name.toLowerCase() !== 'idempotency-key'),
    )
    .map((parameter) => ({ name: names.claim(optionName(parameter.name)), parameter }))
  return { path, query: queryParameters(operation), options }
}

/** Options that every call has; `ifMatch` is left to the header that the document names. */
const callOptions = [
  'signal',
  'timeout',
  'maxStaleness',
  'staleIfError',
  'staleWhileRevalidate',
  'cache',
  'atLeast',
  'idempotencyKey',
  'hold',
  'retries',
  'headers',
]

/** Whether a request may leave all of them out. */
export const isOptional = (parameters: readonly Parameter[]): boolean => !parameters.some(({ required }) => required)
