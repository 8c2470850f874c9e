import { channels } from '../foundation/channels.ts'
import { redactPlaces } from '../transport/redaction.ts'
import type { OperationDefinition } from './definition.ts'
import { MOST_UNKNOWN, type UnknownValue } from './open-enum.ts'
import { operationText } from '../error/sdk-error.ts'

const MAX_LENGTH = 64

const reported = new WeakMap<OperationDefinition, Set<string>>()

/** Tells whoever watches of values that an answer has beyond its description, each once for an operation and process. */
export const reportUnknownValues = (
  namespace: string,
  operation: OperationDefinition,
  body: unknown,
  unknown: readonly UnknownValue[],
): void => {
  if (unknown.length === 0 || !channels.incident.active) return
  const known = reported.get(operation) ?? new Set()
  reported.set(operation, known)
  const fresh = [...new Map(unknown.filter((one) => !known.has(nameOf(one))).map((one) => [nameOf(one), one])).values()].slice(
    0,
    MOST_UNKNOWN - known.size,
  )
  if (fresh.length === 0) return
  const places = placesOf(body, fresh)
  const shown = placesOf(redactPlaces({ body }, operation.sensitive?.response).body, fresh)
  for (const one of fresh) {
    known.add(nameOf(one))
    const cause = new Error(describe(operation, one, places.get(one.value), shown.has(one.value)))
    channels.incident.publish({ namespace, kind: 'unknown-value', cause })
  }
}

const nameOf = ({ known, value, isFormat }: UnknownValue): string =>
  isFormat ? `format ${known.join()}` : `${known.join()} ${JSON.stringify(value)}`

const describe = (
  { api, id }: OperationDefinition,
  { value, known, isFormat }: UnknownValue,
  place: string | undefined,
  isShown: boolean,
): string => {
  const found = `${operationText({ api, operation: id })}: ${place ?? 'body'} is ${shownAs(value, isFormat || (place !== undefined && !isShown))}`
  return isFormat
    ? `${found}, which is not of its format: ${known.join()}`
    : `${found}, which its description does not know: ${known.join(', ')}`
}

const shownAs = (value: string | number, isHidden: boolean): string => {
  if (!isHidden && String(value).length <= MAX_LENGTH) return JSON.stringify(value)
  return typeof value === 'number' ? 'a number' : `a text of ${value.length} characters`
}

/** Where each of the values stands in a body, the first time: one walk for all of them. */
const placesOf = (body: unknown, wanted: readonly UnknownValue[]): ReadonlyMap<string | number, string> => {
  const missing = new Set(wanted.map(({ value }) => value))
  const places = new Map<string | number, string>()
  const path = ['body']
  const visit = (node: unknown): void => {
    if ((typeof node === 'string' || typeof node === 'number') && missing.delete(node)) places.set(node, path.join('.'))
    if (typeof node !== 'object' || node === null) return
    for (const [name, child] of Object.entries(node)) {
      if (missing.size === 0) return
      path.push(name)
      visit(child)
      path.pop()
    }
  }
  visit(body)
  return places
}
