import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, listOf, recordOf, textOf, textsOf } from '../json.ts'
import { lintReference } from './reference.ts'
import { suggestion } from '../near-match.ts'
import type { Reading } from '../read/reading.ts'
import type { Located } from '../read/reference.ts'

/** Keywords that become part of the generated schemas and types. */
const generated = [
  'type',
  'nullable',
  'enum',
  'const',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'contentMediaType',
  'contentEncoding',
  'properties',
  'required',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'allOf',
  'oneOf',
  'anyOf',
]

/** Keywords that only describe. */
export const annotations: ReadonlySet<string> = new Set([
  '$ref',
  '$id',
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'example',
  'examples',
  'externalDocs',
  'xml',
  'deprecated',
  'readOnly',
  'writeOnly',
  'discriminator',
  '$defs',
  'definitions',
  'unevaluatedProperties',
])
const understood = new Set([...generated, ...annotations])

/** What of a schema would be lost in generation. */
export const lintSchema = (schema: Located, reading: Reading): readonly Diagnostic[] => [
  ...lintReference(schema, reading.source),
  ...lintKeywords(schema, reading),
  ...lintForm(schema, reading),
  ...lintValues(schema, reading),
  ...lintPattern(schema, reading),
  ...(reading.isStrict ? lintRequired(schema, reading) : []),
]

const types = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']

const lintKeywords = ({ node, path }: Located, { source, isStrict }: Reading): readonly Diagnostic[] => {
  const unknown = Object.keys(node).filter((keyword) => !understood.has(keyword) && !keyword.startsWith('x-'))
  const given = typeof node['type'] === 'string' ? [node['type']] : textsOf(node['type'])
  return [
    ...unknown
      .filter((keyword) => isStrict || isMeaningful(keyword))
      .map((keyword) => source.atKey([...path, keyword], `"${keyword}" cannot be generated${suggestion(keyword, understood)}`)),
    ...given
      .filter((type) => !types.includes(type))
      .map((type) => source.at([...path, 'type'], `"${type}" is no type of a schema${suggestion(type, types)}`)),
    ...(node['items'] === false || Object.values(recordOf(node['properties'])).includes(false)
      ? [source.at(path, 'the schema "false", which nothing meets, cannot be generated')]
      : []),
  ]
}

/** Keywords of JSON Schema that have no counterpart. Others, of a document that is not ours, say nothing about values. */
const isMeaningful = (keyword: string): boolean =>
  [
    'not',
    'if',
    'then',
    'else',
    'patternProperties',
    'propertyNames',
    'prefixItems',
    'contains',
    'minContains',
    'maxContains',
    'dependentRequired',
    'dependentSchemas',
    'dependencies',
    'unevaluatedItems',
    'additionalItems',
    'contentSchema',
    '$dynamicRef',
    '$recursiveRef',
    '$anchor',
  ].includes(keyword)

const bounds = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]

/** Keywords whose values are of another form than JSON Schema gives them: they would be passed over. */
const lintForm = ({ node, path }: Located, { source }: Reading): readonly Diagnostic[] => {
  const expect = (keywords: readonly string[], what: string, isFit: (value: unknown) => boolean): readonly Diagnostic[] =>
    keywords
      .filter((keyword) => keyword in node && !isFit(node[keyword]))
      .map((keyword) => source.at([...path, keyword], `"${keyword}" must be ${what}`))
  const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0
  return [
    ...expect(['properties'], 'a mapping', isRecord),
    ...expect(['allOf'], 'a list', Array.isArray),
    ...expect(['oneOf', 'anyOf', 'enum'], 'a list that is not empty', isList),
    ...expect(['type'], 'a text, or a list that is not empty', (value) => typeof value === 'string' || isList(value)),
    ...expect(
      ['required'],
      'a list of texts',
      (value) => typeof value === 'boolean' || (Array.isArray(value) && textsOf(value).length === value.length),
    ),
    ...expect(['items', 'additionalProperties'], 'a schema', (value) => isRecord(value) || typeof value === 'boolean'),
    ...expect(bounds, 'a finite number', (value) => Number.isFinite(value) || typeof value === 'boolean'),
    ...expect(['pattern', 'format'], 'a text', (value) => typeof value === 'string'),
    ...(Object.hasOwn(recordOf(node['properties']), '__proto__')
      ? [
          source.atKey(
            [...path, 'properties', '__proto__'],
            'a field "__proto__" cannot be generated: objects of JavaScript use the name themselves',
          ),
        ]
      : []),
  ]
}

const lintValues = ({ node, path }: Located, { source }: Reading): readonly Diagnostic[] => {
  const refuse = (at: string | number, ...more: readonly number[]): Diagnostic =>
    source.at(
      [...path, at, ...more],
      'a value that is an object or a list cannot be generated: only texts, numbers, booleans and null can',
    )
  return [
    ...(typeof node['const'] === 'object' && node['const'] !== null ? [refuse('const')] : []),
    ...listOf(node['enum']).flatMap((value, index) =>
      typeof value === 'object' && value !== null ? [refuse('enum', index)] : [],
    ),
  ]
}

const lintPattern = ({ node, path }: Located, { source }: Reading): readonly Diagnostic[] => {
  const pattern = textOf(node['pattern'])
  if (pattern === undefined || toRegExp(pattern) !== undefined) return []
  return [source.at([...path, 'pattern'], `"${pattern}" is no regular expression of JavaScript`)]
}

/** The pattern as a regular expression, with Unicode where it can be; `undefined` when it is none. */
export const toRegExp = (pattern: string): RegExp | undefined => {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      continue
    }
  }
  return undefined
}

const lintRequired = ({ node, path }: Located, { source }: Reading): readonly Diagnostic[] => {
  const known = Object.keys(recordOf(node['properties']))
  return textsOf(node['required']).flatMap((name, index) => {
    const message = `required field "${name}" does not exist next to it${suggestion(name, known)}`
    return known.includes(name) ? [] : [source.at([...path, 'required', index], message)]
  })
}
