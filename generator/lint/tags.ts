import { ExpressionError, isOfResponse, parseParts } from '../../src/key/expression.ts'
import type { Parts } from '../../src/key/expression.ts'
import type { Api, Operation } from '../read/api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { takesIdempotencyKey } from '../emit/operations.ts'
import { nearMatch, suggestion } from '../near-match.ts'
import { cachedTagsOf, commandTagsOf, eventsOf, expressionsOf, tryTemplate } from '../policy/policy.ts'
import type { Placed } from '../policy/policy.ts'
import type { Source } from '../read/source.ts'

interface Tag extends Placed {
  readonly source: Source
  /** Its parts between colons, `*` for each that holds an expression or a name. */
  readonly shape: string
}

/**
 * Tags of cached operations that nothing invalidates, and invalidated tags without a cached collection to fall back on. Tags are
 * global, so the documents are looked at together.
 */
export const lintTags = (apis: readonly Api[]): readonly Diagnostic[] => {
  const cached = apis.flatMap(({ source, operations }) => shaped(source, operations.flatMap(cachedTagsOf)))
  const commanded = apis.flatMap(({ source, operations }) => shaped(source, operations.flatMap(commandTagsOf)))
  const announced = apis.flatMap(({ source }) => shaped(source, eventsOf(source)))
  const ending = [...commanded, ...announced]
  return [
    ...apis.flatMap(({ source }) => lintEvents(source)),
    ...cached
      .filter((tag) => !ending.some((other) => overlap(tag.shape, other.shape)))
      .map((tag) => neverInvalidated(tag, ending)),
    ...apis.flatMap(({ source, operations }) =>
      operations
        .filter((operation) => !creates(operation, cached))
        .flatMap((operation) => shaped(source, commandTagsOf(operation)).flatMap((tag) => lintCollection(tag, cached))),
    ),
  ]
}

/**
 * Whether a command makes a new thing and drops the lists of its kind. Nothing else can show what the answer names: before the
 * command it did not exist, and that it did not is remembered for a moment only.
 */
const creates = (operation: Operation, cached: readonly Tag[]): boolean =>
  takesIdempotencyKey(operation) &&
  commandTagsOf(operation).some(({ text }) => !text.includes('{') && cached.some((tag) => tag.text === text))

const neverInvalidated = ({ source, path, text, shape }: Tag, ending: readonly Tag[]): Diagnostic => {
  const near = nearMatch(
    shape,
    ending.map((tag) => tag.shape),
  )
  const meant = ending.find((tag) => tag.shape === near)
  const hint = meant === undefined ? '' : `; did you mean "${meant.text}"?`
  return source.at(path, `nothing invalidates the tag "${text}": no x-invalidates and no x-events names it${hint}`)
}

/** When the outcome is unknown, a tag that depends on the answer falls back on its collection, the text before its colon. */
const lintCollection = ({ source, path, text }: Tag, cached: readonly Tag[]): readonly Diagnostic[] => {
  const template = tryTemplate(text)
  if (template instanceof ExpressionError) return []
  if (!expressionsOf(template).some(({ expression }) => isOfResponse(expression))) return []
  const collection = text.split(/[:{]/, 1)[0] ?? ''
  if (cached.some((tag) => tag.text === collection)) return []
  const names = cached.map((tag) => tag.text).filter((name) => !name.includes('{'))
  const reason = `"${text}" depends on the answer, and its collection "${collection}" is no tag of a cached operation`
  return [source.at(path, `${reason}: an unknown outcome would invalidate nothing${suggestion(collection, names)}`)]
}

const lintEvents = (source: Source): readonly Diagnostic[] =>
  eventsOf(source).flatMap(({ text, path }) => {
    const parts = tryNames(text)
    return parts instanceof ExpressionError ? [source.at(path, parts.message, parts.offset)] : []
  })

const shaped = (source: Source, tags: readonly Placed[]): readonly Tag[] =>
  tags.flatMap((tag) => {
    const named = tryNames(tag.text)
    if (named instanceof ExpressionError) return []
    return [{ ...tag, source, shape: named.parts.map((part) => (typeof part === 'string' ? part : '*')).join('') }]
  })

/** Braces of an event hold any name, since there is no message that an expression could be about. */
const tryNames = (text: string): Parts<{ readonly name: string }> | ExpressionError => {
  try {
    return parseParts(text, (name) => ({ name }))
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}

/** Whether some tag could have both shapes. */
const overlap = (a: string, b: string): boolean => {
  const left = a.split(':')
  const right = b.split(':')
  if (left.length !== right.length) return false
  return left.every((part, index) => part === right[index] || part.includes('*') || right[index]?.includes('*'))
}
