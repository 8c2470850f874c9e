import type { OperationArguments } from './definition.ts'

/** Longer requests are not worth remembering. */
const MAX_LENGTH = 2_048

/**
 * A text that two requests share only if they mean the same, whatever their texts contain: each value stands behind its type and
 * its length. Much cheaper than checking a request, it tells whether an equal one was checked before. `undefined` for anything
 * but plain objects of texts, numbers, booleans and lists of them.
 */
export const signatureOf = ({ path, query, header, cookie, body, nextCursor }: OperationArguments): string | undefined => {
  if (body !== undefined || cookie !== undefined) return undefined
  const signature = `${membersOf(path)}|${membersOf(query)}|${membersOf(header)}${nextCursor === undefined ? '' : `|${textOf(nextCursor)}`}`
  return signature.length > MAX_LENGTH || signature.includes(UNKNOWN) ? undefined : signature
}

/** Stands for what has no signature. A text that contains it has none either: it goes the long way, no more. */
const UNKNOWN = '\u0000?'

const membersOf = (members: Readonly<Record<string, unknown>> | undefined): string => {
  if (members === undefined) return ''
  const prototype: unknown = Object.getPrototypeOf(members)
  if (prototype !== Object.prototype && prototype !== null) return UNKNOWN
  let text = ''
  for (const name of Object.keys(members)) {
    const value = members[name]
    // What a caller has not set is not sent.
    if (value !== undefined) text += `${name.length}:${name}${Array.isArray(value) ? listOf(value) : textOf(value)}`
  }
  return text
}

const listOf = (values: readonly unknown[]): string => {
  let text = '['
  for (let index = 0; index < values.length; index++) text += textOf(values[index])
  return text
}

const textOf = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return `"${value.length}:${value}`
    case 'number':
      return `#${value};`
    case 'boolean':
      return value ? '+' : '-'
    default:
      return UNKNOWN
  }
}

/** How many requests a generation holds; two are kept. */
const GENERATION = 1_000

/** Requests that were checked before, by their signature. Bounded: those that were not asked for again are forgotten first. */
export class KnownRequests<Request> {
  #young = new Map<string, Request>()
  #old = new Map<string, Request>()

  get(signature: string): Request | undefined {
    const young = this.#young.get(signature)
    if (young !== undefined) return young
    const old = this.#old.get(signature)
    if (old !== undefined) this.set(signature, old)
    return old
  }

  set(signature: string, request: Request): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(signature, request)
  }
}
