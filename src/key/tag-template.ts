import { isOfResponse, parseExpression, parseTemplate } from './expression.ts'
import type { Expression, PointerStep, Template } from './expression.ts'
import { isTag } from './tag.ts'

/** Most tags that one template makes of a message. No page of either API has more rows. */
const MAX_TAGS = 1_000

/** What expressions are evaluated against: a request, and its answer once there is one. Header names are matched in any case. */
export interface Message {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly response?: {
    readonly status: number
    /** The header's value, `undefined` or `null` when the answer has none. */
    readonly header: (name: string) => string | null | undefined
    readonly body: unknown
  }
}

/** A tag with expressions, as the operation table holds it. */
export interface TagSource {
  readonly template: string
  readonly absent?: Readonly<Record<string, readonly string[]>>
}

/**
 * Tags of one message. `unresolved` says that tags may be missing: an expression about the answer had no value, a value makes no tag
 * of 512 characters, or a template makes more than 1,000 of them.
 */
export interface EvaluatedTags {
  readonly tags: readonly string[]
  readonly unresolved: boolean
}

/** A parsed template: evaluating it parses nothing. */
export interface CompiledTemplate {
  readonly text: string
  /** Text before the first `:`; the tag of the whole collection. */
  readonly collection: string
  /** Whether it names single things by the request alone, as `order:{$request.path.orderId}` does. */
  readonly isOfRequest: boolean
  /** Adds the tags of the message to `into`. Returns false when some may be missing. */
  collect(message: Message, into: Set<string>): boolean
}

/**
 * Values of an expression: none, one, or one for each element that a `*` or a repeated parameter stands for. `undefined`
 * when there is nothing to evaluate it on, or it leads nowhere or to an object; a `null` on its way is an answer too, and
 * gives no values.
 */
export const evaluate = (expression: Expression, message: Message): readonly unknown[] | undefined => {
  const { response } = message
  switch (expression.kind) {
    case 'path':
      return listed(message.path?.[expression.name])
    case 'query':
      return listed(message.query?.[expression.name])
    case 'requestHeader':
      return listed(headerOf(message.header, expression.name))
    case 'requestBody':
      return pointed(message.body, expression.pointer)
    case 'responseHeader':
      return listed(response?.header(expression.name) ?? undefined)
    case 'responseBody':
      return response === undefined ? undefined : pointed(response.body, expression.pointer)
    case 'statusCode':
      return response === undefined ? undefined : [response.status]
  }
}

/** Parses an expression once and evaluates it often. */
export const compileExpression = (text: string): ((message: Message) => readonly unknown[] | undefined) => {
  const expression = parseExpression(text)
  return (message) => evaluate(expression, message)
}

/**
 * Parses a tag's template once, to evaluate it often.
 *
 * @throws {ExpressionError} when the template is not well-formed.
 */
export const compileTemplate = (source: TagSource): CompiledTemplate => {
  const template = parseTemplate(source.template)
  const collection = source.template.split(/[:{]/, 1)[0] ?? ''
  const expressions = template.parts.filter((part) => typeof part !== 'string')
  const isOfRequest = expressions.length > 0 && !expressions.some(isOfResponse)
  return { text: source.template, collection, isOfRequest, collect: collector(template, source.absent ?? {}) }
}

/** Tags that the templates make of a message, each once, in the order of the templates. */
export const evaluateTags = (templates: readonly CompiledTemplate[], message: Message): EvaluatedTags => {
  const tags = new Set<string>()
  let unresolved = false
  for (const template of templates) {
    if (!template.collect(message, tags)) unresolved = true
  }
  return { tags: [...tags], unresolved }
}

const collector = ({ parts }: Template, absent: Readonly<Record<string, readonly string[]>>): CompiledTemplate['collect'] => {
  const expressions = parts.filter((part) => typeof part !== 'string')
  const text = parts.filter((part) => typeof part === 'string').join('')
  if (expressions.length === 0) {
    return (_message, into) => {
      into.add(text)
      return true
    }
  }
  return (message, into) => {
    const values = expressions.map((expression) => evaluate(expression, message)?.map(String) ?? absent[expression.text])
    if (values.every((list) => list !== undefined)) {
      if (values.reduce((count, list) => count * list.length, 1) > MAX_TAGS) return false
      const made = product(parts, values)
      const tags = made.filter(isTag)
      for (const tag of tags) into.add(tag)
      return tags.length === made.length
    }
    return !expressions.some((expression, index) => values[index] === undefined && isOfResponse(expression))
  }
}

/** Every text that the parts make when each expression takes each of its values. */
const product = (parts: Template['parts'], values: readonly (readonly string[])[]): readonly string[] => {
  let texts: readonly string[] = ['']
  let next = 0
  for (const part of parts) {
    const choices = typeof part === 'string' ? [part] : (values[next++] ?? [])
    texts = texts.flatMap((text) => choices.map((choice) => text + choice))
  }
  return texts
}

const listed = (value: unknown): readonly unknown[] | undefined => {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value
  return typeof value === 'object' ? undefined : [value]
}

const pointed = (document: unknown, pointer: readonly PointerStep[]): readonly unknown[] | undefined => {
  const found: unknown[] = []
  return follow(document, pointer, 0, found) ? found : undefined
}

const follow = (value: unknown, pointer: readonly PointerStep[], at: number, found: unknown[]): boolean => {
  if (value === null) return true
  if (at === pointer.length) {
    if (value === undefined || typeof value === 'object') return false
    found.push(value)
    return true
  }
  if (typeof value !== 'object') return false
  const step = pointer[at] ?? null
  if (step !== null) return Object.hasOwn(value, step) && follow((value as Record<string, unknown>)[step], pointer, at + 1, found)
  if (!Array.isArray(value)) return false
  let complete = true
  for (const element of value) complete = follow(element, pointer, at + 1, found) && complete
  return complete
}

const headerOf = (headers: Readonly<Record<string, unknown>> | undefined, name: string): unknown => {
  if (headers === undefined) return undefined
  if (Object.hasOwn(headers, name)) return headers[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === wanted)
  return key === undefined ? undefined : headers[key]
}
