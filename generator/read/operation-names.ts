import { listOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { camelCase, createNames, objectMembers, operationType } from '../names.ts'
import type { Names, OperationName } from '../names.ts'

/** What an operation is named after. */
interface Nameless {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly node: JsonRecord
}

/** Names of an operation in the client. */
export interface OperationNames {
  /** `sdk.mes.orders.list`: the resource `orders` and the method `list`. */
  readonly resource: string
  readonly name: string
  /** Beginning of the names of its types, different from every other's: `OrdersList`. */
  readonly type: string
}

/** Gives every operation a resource, a method of it, and a name for its types. Names of our own documents are what they say. */
export const nameOperations = <Operation extends Nameless>(
  operations: readonly Operation[],
  isStrict: boolean,
): readonly (Operation & OperationNames)[] => {
  const types = createNames()
  const methods = new Map<string, Names>()
  return operations.map((operation) => {
    const { resource, method } = isStrict ? saidName(operation) : madeName(operation)
    const taken = methods.get(resource) ?? createNames(objectMembers)
    methods.set(resource, taken)
    const name = isStrict ? method : taken.claim(method)
    const type = operationType({ resource, method: name })
    return { ...operation, resource, name, type: types.claim(type.endsWith('Schema') ? `${type}Call` : type) }
  })
}

/** `orders.list`; what is no such name is a defect that is reported elsewhere. */
const saidName = ({ id }: Nameless): OperationName => {
  const [resource = '', method = ''] = id.split('.')
  return { resource, method }
}

/**
 * `pets.list` and `repos/list-for-org` have the resource before the separator; otherwise it is the operation's first tag, or the
 * first word of its path. Without an id the method says its HTTP method and path.
 */
const madeName = ({ method, path, node }: Nameless): OperationName => {
  const id = textOf(node['operationId'])
  const [first = '', ...rest] = id?.split(/[./:#]+/).filter((word) => word !== '') ?? []
  if (rest.length > 0) return { resource: resourceName(first), method: camelCase(rest.join('-')) }
  const words = path.split('/').filter((word) => word !== '')
  const tag = textOf(listOf(node['tags'])[0])
  const resource = resourceName(tag ?? words.find((word) => !word.includes('{')) ?? 'root')
  const steps = words.map((word) => (word.includes('{') ? `by-${word}` : word))
  return { resource, method: camelCase(id ?? [method.toLowerCase(), ...steps].join('-')) }
}

const resourceName = (text: string): string => {
  const name = camelCase(text)
  return objectMembers.includes(name) ? `${name}Resource` : name
}
