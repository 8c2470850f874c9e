import { channels } from '../foundation/channels.ts'
import { redactPlaces } from '../transport/redaction.ts'
import type { OperationDefinition } from './definition.ts'
import type { UnknownValue } from './open-enum.ts'

/** More than these of one operation are no new version of an API. */
const MOST = 100
const MAX_LENGTH = 64

const reported = new WeakMap<OperationDefinition, Set<string>>()

/** Tells whoever watches of values that an answer has beyond its description, each once for an operation and process. */
export const reportUnknownValues = (namespace: string, operation: OperationDefinition, body: unknown, unknown: readonly UnknownValue[]): void => {
  if (unknown.length === 0 || !channels.incident.active) return
  const known = reported.get(operation) ?? new Set()
  reported.set(operation, known)
  for (const one of unknown) {
    const name = `${one.known.join()} ${one.value}`
    if (known.has(name) || known.size >= MOST) continue
    known.add(name)
    channels.incident.publish({ namespace, kind: 'unknown-value', cause: new Error(describe(operation, body, one)) })
  }
}

const describe = ({ id, sensitive }: OperationDefinition, body: unknown, { value, known }: UnknownValue): string => {
  const place = placeOf(body, value)
  const isHidden = place !== undefined && placeOf(redactPlaces({ body }, sensitive?.response).body, value) === undefined
  return `${id}: ${place ?? 'body'} is ${shownAs(value, isHidden)}, which its description does not know: ${known.join(', ')}`
}

const shownAs = (value: string, isHidden: boolean): string =>
  (isHidden || value.length > MAX_LENGTH ? `a text of ${value.length} characters` : JSON.stringify(value))

/** Where a text stands in a body, the first time. */
const placeOf = (node: unknown, value: string, path = 'body'): string | undefined => {
  if (node === value) return path
  if (typeof node !== 'object' || node === null) return undefined
  for (const [name, child] of Object.entries(node)) {
    const place = placeOf(child, value, `${path}.${name}`)
    if (place !== undefined) return place
  }
  return undefined
}
