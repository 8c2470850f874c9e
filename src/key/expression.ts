import { unescapeStep } from '../foundation/json-text.ts'

/** Where an expression or a template breaks the grammar: `offset` counts characters from the start of its text. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** One step into a JSON document: a property's name or an element's index; `null` stands for every element (`*`). */
export type PointerStep = string | null

/**
 * A runtime expression of OpenAPI (`$request.path.orderId`, `$response.body#/items/*\/id`, `$statusCode`), parsed. `text` is how
 * it was written.
 */
export type Expression =
  | { readonly kind: 'path' | 'query' | 'requestHeader' | 'responseHeader'; readonly text: string; readonly name: string }
  | { readonly kind: 'requestBody' | 'responseBody'; readonly text: string; readonly pointer: readonly PointerStep[] }
  | { readonly kind: 'statusCode'; readonly text: string }

/** A text in parts: literal text and what stood in braces. */
export interface Parts<Part> {
  readonly text: string
  readonly parts: readonly (string | Part)[]
}

export type Template = Parts<Expression>

const named = [
  ['$request.path.', 'path'],
  ['$request.query.', 'query'],
  ['$request.header.', 'requestHeader'],
  ['$response.header.', 'responseHeader'],
] as const

const bodies = [
  ['$request.body', 'requestBody'],
  ['$response.body', 'responseBody'],
] as const

/** What an expression may begin with, for messages and suggestions. */
export const expressionPrefixes: readonly string[] = [
  ...named.map(([prefix]) => prefix),
  ...bodies.map(([prefix]) => `${prefix}#/`),
  '$statusCode',
]

/** Whether the expression speaks of the answer, so that it has no value while the outcome is unknown. */
export const isOfResponse = (expression: Expression): boolean => {
  return expression.kind === 'responseBody' || expression.kind === 'responseHeader' || expression.kind === 'statusCode'
}

/**
 * Parses one runtime expression.
 *
 * @throws {ExpressionError} when the text is none.
 */
export const parseExpression = (text: string): Expression => {
  if (text === '$statusCode') return { kind: 'statusCode', text }
  for (const [prefix, kind] of named) {
    if (text.startsWith(prefix)) return { kind, text, name: parseName(text, prefix.length) }
  }
  for (const [prefix, kind] of bodies) {
    if (text === prefix || text.startsWith(`${prefix}#`)) return { kind, text, pointer: parsePointer(text, prefix.length) }
  }
  throw new ExpressionError(`unknown expression "${text}"`, 0)
}

/**
 * Parses a template such as `order:{$request.path.orderId}`.
 *
 * @throws {ExpressionError} when a brace has no partner, or what stands in braces is no expression.
 */
export const parseTemplate = (text: string): Template => {
  return parseParts(text, parseExpression)
}

/** Parses a template whose braces hold whatever `parse` understands; offsets of its errors are moved into the template. */
export const parseParts = <Part>(text: string, parse: (inner: string) => Part): Parts<Part> => {
  const parts: (string | Part)[] = []
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    const literal = text.slice(at, open < 0 ? text.length : open)
    const stray = literal.indexOf('}')
    if (stray >= 0) throw new ExpressionError('"}" without "{"', at + stray)
    if (literal !== '') parts.push(literal)
    if (open < 0) break
    const close = text.indexOf('}', open)
    if (close < 0) throw new ExpressionError('"{" without "}"', open)
    parts.push(parseInner(text, open + 1, close, parse))
    at = close + 1
  }
  if (parts.length === 0) throw new ExpressionError('empty template', 0)
  return { text, parts }
}

const parseInner = <Part>(text: string, start: number, end: number, parse: (inner: string) => Part): Part => {
  try {
    return parse(text.slice(start, end))
  } catch (error) {
    if (error instanceof ExpressionError) throw new ExpressionError(error.message, start + error.offset)
    throw error
  }
}

const parseName = (text: string, start: number): string => {
  const name = text.slice(start)
  if (!/^[^\s{}#/]+$/.test(name)) throw new ExpressionError(`"${text}" names no parameter`, start)
  return name
}

const parsePointer = (text: string, start: number): PointerStep[] => {
  if (start === text.length) return []
  const pointer = text.slice(start + 1)
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw new ExpressionError('a JSON pointer begins with "/"', start + 1)
  const badEscape = /~(?![01])/.exec(pointer)
  if (badEscape) throw new ExpressionError('"~" is written "~0", "/" is written "~1"', start + 1 + badEscape.index)
  return pointer
    .slice(1)
    .split('/')
    .map((step) => (step === '*' ? null : unescapeStep(step)))
}
