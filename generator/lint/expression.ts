import { ExpressionError, expressionPrefixes } from '../../src/key/expression.ts'
import type { Expression, PointerStep } from '../../src/key/expression.ts'
import type { Api, Operation } from '../read/api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { suggestion } from '../near-match.ts'
import { expressionsOf, invalidatesOf, policyOf, tryExpression, tryTemplate } from '../policy/policy.ts'
import type { Placed, PlacedRule } from '../policy/policy.ts'
import type { Located } from '../read/reference.ts'
import { enumerated, findField } from '../read/schema-walk.ts'
import type { NodePath } from '../read/source.ts'

/** Expressions that are unknown, or name a parameter, header or field that the operation does not have. */
export const lintExpressions = (api: Api): readonly Diagnostic[] =>
  api.operations.flatMap((operation) => {
    const policy = policyOf(api.source, operation)
    return [
      ...(policy?.tags ?? []).flatMap((tag) => lintTag(api, operation, tag, true)),
      ...(policy?.rules ?? []).flatMap((rule) => lintRule(api, operation, rule)),
      ...(invalidatesOf(api.source, operation) ?? []).flatMap((tag) => lintTag(api, operation, tag, false)),
    ]
  })

const lintTag = (api: Api, operation: Operation, { text, path }: Placed, cached: boolean): readonly Diagnostic[] => {
  const template = tryTemplate(text)
  if (template instanceof ExpressionError) return [refuse(api, operation, { text, path }, template)]
  return expressionsOf(template).flatMap(({ expression, offset }) => {
    const unknown = lintOne(api, operation, path, expression, offset)
    return unknown.length === 0 && cached ? lintAbsence(api, operation, path, expression, offset) : unknown
  })
}

/** A read without the parameter would carry none of these tags, and miss the invalidations that concern it. */
const lintAbsence = (
  api: Api,
  operation: Operation,
  path: NodePath,
  expression: Expression,
  offset: number,
): readonly Diagnostic[] => {
  if (expression.kind !== 'query') return []
  const parameter = operation.parameters.find((candidate) => candidate.in === 'query' && candidate.name === expression.name)
  if (parameter === undefined || parameter.required || enumerated(api.source.root, parameter.schema) !== undefined) return []
  const message = `"${expression.text}" may be left out and has no enumeration: requests without it would carry no such tag`
  return [api.source.at(path, message, offset)]
}

const lintRule = (api: Api, operation: Operation, { when, notAfter }: PlacedRule): readonly Diagnostic[] => [
  ...when.flatMap((condition) => {
    const expression = tryExpression(condition.text)
    if (expression instanceof ExpressionError) return [refuse(api, operation, condition, expression, true)]
    const unknown = lintOne(api, operation, condition.path, expression, 0, true)
    return unknown.length > 0 ? unknown : lintValues(api, operation, condition, expression)
  }),
  ...notAfter.flatMap((cap) => {
    const expression = tryExpression(cap.text)
    if (expression instanceof ExpressionError) return [refuse(api, operation, cap, expression)]
    const unknown = lintOne(api, operation, cap.path, expression, 0)
    return unknown.length > 0 ? unknown : lintCap(api, operation, cap, expression)
  }),
]

const lintValues = (
  api: Api,
  operation: Operation,
  condition: PlacedRule['when'][number],
  expression: Expression,
): readonly Diagnostic[] => {
  if (expression.kind !== 'responseBody') return []
  const search = findField(api.source.root, answers(operation), expression.pointer)
  const known = 'found' in search ? search.found.flatMap((field) => enumerated(api.source.root, field) ?? []) : []
  return condition.values.map(String).flatMap((value, index) => {
    const message = `"${value}" is no value of ${expression.text}${suggestion(value, known)}`
    return known.length === 0 || known.includes(value) ? [] : [api.source.at([...condition.path, index], message)]
  })
}

const lintCap = (api: Api, operation: Operation, cap: Placed, expression: Expression): readonly Diagnostic[] => {
  if (expression.kind === 'responseHeader' && expression.name.toLowerCase() === 'retry-after') return []
  if (expression.kind === 'responseBody') {
    const search = findField(api.source.root, answers(operation), expression.pointer)
    if ('found' in search && search.found.some(({ node }) => node['format'] === 'date-time')) return []
  }
  return [api.source.at(cap.path, `"${cap.text}" is neither a date-time of the body nor Retry-After`)]
}

const lintOne = (
  api: Api,
  operation: Operation,
  path: NodePath,
  expression: Expression,
  offset: number,
  isKey = false,
): readonly Diagnostic[] => {
  const place = (message: string, moved: number): Diagnostic =>
    isKey ? api.source.atKey(path, message) : api.source.at(path, message, offset + moved)
  switch (expression.kind) {
    case 'path':
    case 'query':
    case 'requestHeader':
    case 'responseHeader': {
      const known = namesFor(operation, expression.kind)
      if (known.some((name) => sameName(name, expression.name, expression.kind))) return []
      return [
        place(
          `${thing[expression.kind]} "${expression.name}" does not exist${suggestion(expression.name, known)}`,
          expression.text.length - expression.name.length,
        ),
      ]
    }
    case 'requestBody':
      return lintPointer(api, operation.body === undefined ? [] : [operation.body], expression, place)
    case 'responseBody':
      return lintPointer(api, answers(operation), expression, place)
    case 'statusCode':
      return []
  }
}

const lintPointer = (
  api: Api,
  schemas: readonly Located[],
  { text, pointer }: Expression & { readonly pointer: readonly PointerStep[] },
  place: (message: string, moved: number) => Diagnostic,
): readonly Diagnostic[] => {
  const search = findField(api.source.root, schemas, pointer)
  if ('found' in search) return search.found.length > 0 ? [] : [place(`"${text}": there is no JSON body`, 0)]
  const step = pointer[search.step] ?? '*'
  const before = text
    .slice(text.indexOf('#') + 1)
    .split('/')
    .slice(0, search.step + 1)
  const moved = text.indexOf('#') + 1 + before.join('/').length + 1
  return [place(`field "${step}" does not exist in ${text}${suggestion(step, search.known)}`, moved)]
}

const thing = {
  path: 'path parameter',
  query: 'query parameter',
  requestHeader: 'request header',
  responseHeader: 'response header',
} as const

const namesFor = (operation: Operation, kind: keyof typeof thing): readonly string[] => {
  if (kind === 'responseHeader') return operation.successes.flatMap(({ headers }) => headers)
  const place = kind === 'requestHeader' ? 'header' : kind
  return operation.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)
}

const sameName = (a: string, b: string, kind: keyof typeof thing): boolean =>
  a === b || ((kind === 'requestHeader' || kind === 'responseHeader') && a.toLowerCase() === b.toLowerCase())

const answers = (operation: Operation): readonly Located[] => operation.successes.flatMap(({ schema }) => schema ?? [])

const refuse = (api: Api, operation: Operation, { text, path }: Placed, error: ExpressionError, isKey = false): Diagnostic => {
  const written = /^unknown expression "(.*)"$/.exec(error.message)?.[1]
  const message = written === undefined ? error.message : error.message + suggestion(written, candidates(operation))
  return isKey ? api.source.atKey(path, message) : api.source.at(path, message, Math.min(error.offset, text.length))
}

const candidates = (operation: Operation): readonly string[] => [
  ...operation.parameters.map((parameter) => `$request.${parameter.in}.${parameter.name}`),
  ...namesFor(operation, 'responseHeader').map((name) => `$response.header.${name}`),
  ...expressionPrefixes,
]
