import { ExpressionError, parseExpression, parseTemplate } from '../../src/key/expression.ts'
import type { Expression, Template } from '../../src/key/expression.ts'
import type { Operation } from '../read/api.ts'
import { listOf, recordOf, textOf, textsOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { isWellFormed } from '../lint/shape.ts'
import type { NodePath, Source } from '../read/source.ts'

/** A text of an extension, and where it stands; `parse` throws `ExpressionError`. */
export interface Placed {
  readonly text: string
  readonly path: NodePath
}

export interface PlacedRule {
  readonly ttl: string
  readonly when: readonly (Placed & { readonly values: readonly unknown[] })[]
  readonly notAfter: readonly Placed[]
}

/** `x-cache` in one form: always a list of rules, every default filled in. */
export interface PlacedPolicy {
  readonly rules: readonly PlacedRule[]
  readonly scope: string
  readonly tiers: readonly string[]
  readonly tags: readonly Placed[]
  /** `undefined` where the cache's own bound holds. */
  readonly maxStaleness: string | undefined
  readonly staleIfError: string | undefined
  readonly staleWhileRevalidate: string | undefined
  readonly negativeTtl: string | undefined
  /** `undefined` where each process loads for itself. */
  readonly lease: true | undefined
  readonly maxConcurrentLoads: number | undefined
}

/** The cache policy of an operation, `undefined` when it has none or one that breaks its schema. */
export const policyOf = (source: Source, { at, node }: Operation): PlacedPolicy | undefined => {
  const path = [...at, 'x-cache']
  if (!isWellFormed(source, path)) return undefined
  const cache = recordOf(node['x-cache'])
  return {
    rules:
      typeof cache['ttl'] === 'string'
        ? [{ ttl: cache['ttl'], when: [], notAfter: [] }]
        : listOf(cache['ttl']).map((rule, index) => placeRule(recordOf(rule), [...path, 'ttl', index])),
    scope: textOf(cache['scope']) ?? '',
    tiers: cache['tiers'] === undefined ? ['memory', 'redis'] : textsOf(cache['tiers']),
    tags: placeList(cache['tags'], [...path, 'tags']),
    maxStaleness: textOf(cache['maxStaleness']),
    staleIfError: textOf(cache['staleIfError']),
    staleWhileRevalidate: textOf(cache['staleWhileRevalidate']),
    negativeTtl: textOf(cache['negativeTtl']),
    lease: cache['lease'] === true ? true : undefined,
    maxConcurrentLoads: typeof cache['maxConcurrentLoads'] === 'number' ? cache['maxConcurrentLoads'] : undefined,
  }
}

/** The tags that an operation invalidates, `undefined` when it declares none or breaks the schema. */
export const invalidatesOf = (source: Source, { at, node }: Operation): readonly Placed[] | undefined => {
  const path = [...at, 'x-invalidates']
  return isWellFormed(source, path) ? placeList(node['x-invalidates'], path) : undefined
}

/** The lease of a command's hold, or the delay after which its invalidation is appended once more; `undefined` without. */
export const spanOf = (source: Source, { at, node }: Operation, key: 'x-hold' | 'x-settle'): string | undefined =>
  isWellFormed(source, [...at, key]) ? textOf(node[key]) : undefined

/** The name of the method that reads a list of these, `undefined` without. */
export const manyOf = (source: Source, { at, node }: Pick<Operation, 'at' | 'node'>): string | undefined =>
  isWellFormed(source, [...at, 'x-many']) ? textOf(node['x-many']) : undefined

/** `x-paging`: names of a query parameter and of two fields of the answer. */
export type Paging = Readonly<Record<'cursor' | 'items' | 'next', string>>

/** Tags of a cached operation, even where the rest of its policy breaks the schema. */
export const cachedTagsOf = ({ at, node }: Operation): readonly Placed[] =>
  placeList(recordOf(node['x-cache'])['tags'], [...at, 'x-cache', 'tags'])

/** Tags that a command invalidates, those that are texts. */
export const commandTagsOf = ({ at, node }: Pick<Operation, 'at' | 'node'>): readonly Placed[] =>
  placeList(node['x-invalidates'], [...at, 'x-invalidates'])

/** The paging of an operation, `undefined` when it has none or one that breaks its schema. */
export const pagingOf = (source: Source, { at, node }: Operation): Paging | undefined => {
  if (!isWellFormed(source, [...at, 'x-paging'])) return undefined
  const { cursor, items, next } = recordOf(node['x-paging'])
  return { cursor: String(cursor), items: String(items), next: String(next) }
}

/** The tags that a document announces without a command. */
export const eventsOf = (source: Source): readonly Placed[] =>
  isWellFormed(source, ['x-events']) ? placeList(source.root['x-events'], ['x-events']) : []

const placeRule = (rule: JsonRecord, path: NodePath): PlacedRule => ({
  ttl: textOf(rule['ttl']) ?? '',
  when: Object.entries(recordOf(rule['when'])).map(([text, values]) => ({
    text,
    path: [...path, 'when', text],
    values: listOf(values),
  })),
  notAfter:
    typeof rule['notAfter'] === 'string'
      ? [{ text: rule['notAfter'], path: [...path, 'notAfter'] }]
      : placeList(rule['notAfter'], [...path, 'notAfter']),
})

const placeList = (list: unknown, path: NodePath): readonly Placed[] =>
  textsOf(list).map((text, index) => ({ text, path: [...path, index] }))

/** An expression of a template, and the offset of its text in the template's. */
export interface PlacedExpression {
  readonly expression: Expression
  readonly offset: number
}

/** The expressions of a template. */
export const expressionsOf = ({ parts }: Template): readonly PlacedExpression[] => {
  const found: PlacedExpression[] = []
  let offset = 0
  for (const part of parts) {
    if (typeof part === 'string') {
      offset += part.length
    } else {
      found.push({ expression: part, offset: offset + 1 })
      offset += part.text.length + 2
    }
  }
  return found
}

/** The template, or the error that its text gives. */
export const tryTemplate = (text: string): Template | ExpressionError => attempt(() => parseTemplate(text))

/** The expression, or the error that its text gives. */
export const tryExpression = (text: string): Expression | ExpressionError => attempt(() => parseExpression(text))

const attempt = <T>(parse: () => T): T | ExpressionError => {
  try {
    return parse()
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}
