import type { Api, Operation } from '../read/api.ts'
import { webhookMessages } from '../read/catalog.ts'
import type { Catalog, NamedShape } from '../read/catalog.ts'
import { compare } from '../diagnostic.ts'
import { isRecord, listOf, recordOf, textOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { builderName, schemaConst } from '../names.ts'
import { block, bracket, indent, literal, propertyKey } from '../print.ts'
import { examplesOf } from '../read/read-message.ts'
import { documentationComment } from '../read/schema-documentation.ts'
import type { ObjectShape, Property, Shape } from '../read/shape.ts'
import type { Target } from '../target.ts'

/** The schemas that builders complete: those with fields, but no query parameters, which are not in the document as a schema. */
const builtSchemas = ({ schemas }: Catalog): readonly (NamedShape & { readonly shape: ObjectShape })[] =>
  schemas.flatMap((schema) =>
    schema.shape.kind === 'object' && schema.place.path.length > 0 && schema.place.path[0] === 'components'
      ? [{ ...schema, shape: schema.shape }]
      : [],
  )

/**
 * What the builders of the test kit know: of every schema with fields, where each field's value comes from when a test does not give
 * it, and of every kind of failure, its status and title. All values are the document's examples.
 */
export const emitBlueprints = (api: Api, catalog: Catalog, { extension }: Target): string => {
  const built = builtSchemas(catalog)
  const examples = readExamples(api, catalog)
  const entries = built.map(
    ({ name, shape }) =>
      `${builderName(name)}: ${block('{', [`schema: ${schemaConst(name)}`, `fields: ${fieldsOf(shape, examples.get(name) ?? {}, catalog)}`], '}')}`,
  )
  const types = built.map(
    ({ name, documentation }) => `${documentationComment(documentation)}readonly ${builderName(name)}: ${name}`,
  )
  return [
    `${bracket('import {', built.map(({ name }) => schemaConst(name)).toSorted(compare), '}')} from './schemas.${extension}'`,
    `${bracket(
      'import type {',
      built.map(({ name }) => name),
      '}',
    )} from './types.${extension}'`,
    '',
    `/** Types of the values that the builders of \`${api.name}\` complete. */`,
    `export interface BuiltTypes {\n${types.map((type) => `  ${indent(type)}`).join('\n')}\n}`,
    '',
    `/** Fields of the schemas, with the values that they have when a test gives none. */`,
    `export const blueprints = ${block('{', entries, '}')} as const`,
    '',
    `/** The kinds of failure that the document names. */`,
    `export const problems = ${block('{', problemsOf(api), '}')} as const`,
    '',
  ].join('\n')
}

const fieldsOf = (shape: ObjectShape, example: JsonRecord, catalog: Catalog): string =>
  block(
    '{',
    [...shape.properties].map(
      ([name, property]) => `${propertyKey(name)}: ${fieldOf(name, property, shape.required.has(name), example[name], catalog)}`,
    ),
    '}',
  )

/** A field may be left out, may be null, and is null unless a test says otherwise. */
const fieldOf = (
  name: string,
  { shape, documentation }: Property,
  isRequired: boolean,
  example: unknown,
  catalog: Catalog,
): string => {
  const isNullable = shape.kind === 'union' && shape.members.some(({ kind }) => kind === 'null')
  const given = example ?? documentation.example
  const marks = [
    ...(isRequired ? [] : ['optional: true']),
    ...(isNullable ? ['nullable: true'] : []),
    ...(isNullable && ((typeof example !== 'string' && typeof example !== 'object') || example === null || isCursor(name))
      ? ['empty: true']
      : []),
  ]
  return bracket('{', [...marks, valueOf(name, isNullable ? withoutNull(shape) : shape, given, catalog)], '}')
}

/** A page is the last one unless a test says otherwise. */
const isCursor = (name: string): boolean => name === 'nextCursor'

const withoutNull = (shape: Shape): Shape => {
  const [only, ...more] = shape.kind === 'union' ? shape.members.filter(({ kind }) => kind !== 'null') : [shape]
  return only === undefined || more.length > 0 ? shape : only
}

const valueOf = (name: string, shape: Shape, example: unknown, catalog: Catalog): string => {
  switch (shape.kind) {
    case 'reference':
      return referenceOf(name, shape.name, example, catalog)
    case 'text':
      return textValue(name, shape.formats ?? [], shape.patterns ?? [], example)
    case 'number':
      return `value: ${literal(typeof example === 'number' ? example : (shape.minimum ?? 1))}`
    case 'boolean':
      return `value: ${literal(example === true)}`
    case 'enumeration':
      return `value: ${literal(shape.values.find((value) => value === example) ?? shape.values[0])}`
    case 'array':
      return `list: ${elementOf(shape.items, listOf(example)[0], catalog)}`
    case 'object':
      return shape.properties.size === 0
        ? `map: ${elementOf(typeof shape.rest === 'string' ? { kind: 'json' } : shape.rest, undefined, catalog)}`
        : `fields: ${fieldsOf(shape, recordOf(example), catalog)}`
    case 'null':
    case 'json':
    case 'union':
    case 'tagged':
    case 'binary':
      return `value: ${literal(example ?? null)}`
  }
}

const elementOf = (shape: Shape, example: unknown, catalog: Catalog): string =>
  bracket('{', [valueOf('', shape, example, catalog)], '}')

const referenceOf = (name: string, target: string, example: unknown, catalog: Catalog): string => {
  const shape = catalog.named(target)
  if (shape === undefined) return `value: ${literal(example ?? null)}`
  if (shape.kind === 'object') return `of: ${literal(builderName(target))}`
  const { documentation } = catalog.schemas.find((schema) => schema.name === target) ?? {}
  return valueOf(name, shape, example ?? documentation?.example, catalog)
}

/** The digits at the end of an id count what was built; other ids name the first of their kind, since few partners have many orders. */
const textValue = (name: string, formats: readonly string[], patterns: readonly string[], example: unknown): string => {
  if (formats.includes('date-time')) return 'instant: true'
  if (patterns.includes('^[0-9a-f]{64}$')) return 'digest: true'
  const text = textOf(example) ?? 'text'
  const [format] = formats
  if (format !== undefined) return `value: ${literal(text)}, format: ${literal(format)}`
  const [, prefix, digits = ''] = /^(.*[_-])(\d{2,6})$/.exec(text) ?? []
  if (prefix === undefined || !/^(?:id|number|.*Id)$/.test(name)) return `value: ${literal(text)}`
  if (name === 'id' || digits.length === 6) return `serial: ${literal(prefix)}, digits: ${digits.length}`
  return `value: ${literal(prefix + '1'.padStart(digits.length, '0'))}`
}

/** The first example of each schema with fields, those of what is read before others. */
const readExamples = (api: Api, catalog: Catalog): ReadonlyMap<string, JsonRecord> => {
  const found = new Map<string, JsonRecord>()
  const visit = (shape: Shape, value: unknown): void => {
    if (shape.kind === 'reference') return visitNamed(shape.name, value)
    if (shape.kind === 'union' && value !== null) return shape.members.forEach((member) => visit(member, value))
    if (shape.kind === 'array') return listOf(value).forEach((element) => visit(shape.items, element))
    if (shape.kind !== 'object' || !isRecord(value)) return
    for (const [name, property] of shape.properties) visit(property.shape, value[name])
  }
  const visitNamed = (name: string, value: unknown): void => {
    const shape = catalog.named(name)
    if (shape?.kind === 'object' && isRecord(value) && !found.has(name)) found.set(name, value)
    if (shape !== undefined) visit(shape, value)
  }
  const { root } = api.source
  for (const operation of readsFirst(api.operations)) {
    for (const answer of operation.successes) {
      if (answer.content !== undefined)
        for (const example of examplesOf(root, answer.content.media)) visit(catalog.answer(operation, answer), example)
    }
    if (operation.body?.content?.kind === 'json') visit(catalog.body(operation), operation.body.example)
    for (const { schema, content } of operation.failures) {
      if (schema !== undefined && content !== undefined)
        for (const example of examplesOf(root, content.media)) visit(catalog.failure(schema), example)
    }
  }
  for (const { schema, media } of webhookMessages(api))
    for (const example of examplesOf(root, media)) visit(catalog.failure(schema), example)
  return found
}

const readsFirst = (operations: readonly Operation[]): readonly Operation[] =>
  operations.toSorted((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'))

/** Status and title of each kind of failure, and an operation that fails so. */
const problemsOf = ({ source, operations }: Api): readonly string[] => {
  const values = Object.values(recordOf(recordOf(source.root['components'])['examples'])).map((example) =>
    recordOf(recordOf(example)['value']),
  )
  return values
    .filter(
      ({ type, code, status, title }) =>
        [type, code, title].every((text) => typeof text === 'string') && typeof status === 'number',
    )
    .map(({ type, code, status, title }) => {
      const { id } =
        readsFirst(operations).find(({ failures }) => failures.some(({ codes }) => codes.includes(String(code)))) ?? {}
      return `${propertyKey(String(code))}: ${literal({ type, status, title, operation: id })}`
    })
}
