import type { Api, Operation } from './api.ts'
import { compare, formatDiagnostic } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, listOf, recordOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { circlesOf, lintCircle } from '../lint/circle.ts'
import { apiType, createNames, pascalCase } from '../names.ts'
import { readShape } from './read-shape.ts'
import { textFormats } from './read-typed.ts'
import { readBody } from './read-message.ts'
import type { Answer, Content } from './read-message.ts'
import type { Parameter } from './read-parameters.ts'
import { placeKey } from './reading.ts'
import type { Direction, Reading } from './reading.ts'
import { dereference } from './reference.ts'
import type { Located } from './reference.ts'
import { documentationOf } from './schema-documentation.ts'
import type { Documentation } from './schema-documentation.ts'
import type { ObjectShape, Shape } from './shape.ts'

/** A schema that gets a type and a zod schema of its own. */
export interface NamedShape {
  readonly name: string
  readonly direction: Direction
  readonly shape: Shape
  readonly documentation: Documentation
  /** Where the document has it. */
  readonly place: Located
}

/** A name that a schema would have had, and the place of that schema. */
export interface Clash {
  readonly wanted: string
  readonly place: Located
}

/** Every schema that the generated client names, and what each operation sends and gets. */
export interface Catalog {
  /** Ordered by name. */
  readonly schemas: readonly NamedShape[]
  /** Names that schemas would have had, if others had not taken them. */
  readonly clashes: readonly Clash[]
  readonly diagnostics: readonly Diagnostic[]
  /** Of a lenient reading: why schemas are read as any JSON value. They are no diagnostics then. */
  readonly weakened: readonly Diagnostic[]
  /** Name of the type of an operation's query parameters. */
  queryName(operation: Operation): string
  /** The shape of an operation's body: a reference to a type of the catalog where it is an object. */
  body(operation: Operation): Shape
  /** The same of the body of an answer. */
  answer(operation: Operation, answer: Answer): Shape
  parameter(parameter: Parameter): Shape
  /** The shape of a body that comes with an error. */
  failure(schema: Located): Shape
  /** The shape that a name stands for. */
  named(name: string): Shape | undefined
  /** The shape with its name looked through. */
  resolve(shape: Shape): Shape
}

/** Names that generated files use for something else. */
const usedNames = [
  'ApiCall',
  'BinaryBody',
  'BinaryPart',
  'Client',
  'ClientOptions',
  'CommandOptions',
  'Immutable',
  'Json',
  'Omit',
  'OpenEnum',
  'OperationCaller',
  'OperationDefinition',
  'PagedCall',
  'Promise',
  'ReadOptions',
  'Record',
  'Uint8Array',
]

/** Collects the schemas of an API: those that its operations refer to, their query parameters, and bodies without a name. */
export const readCatalog = (api: Api): Catalog => {
  const { root } = api.source
  const named = new Map<string, NamedShape>()
  const found = new Map<string, Diagnostic>()
  const report = (diagnostics: readonly Diagnostic[]): void => {
    for (const diagnostic of diagnostics) found.set(formatDiagnostic(diagnostic), diagnostic)
  }
  const names = createNames([
    ...usedNames,
    apiType(api.name),
    ...api.operations.map(({ resource }) => `${pascalCase(resource)}Resource`),
  ])
  const clashes: Clash[] = []
  const claims = new Map<string, string>()
  const claim = (key: string, wanted: string, place: Located): string => {
    const before = claims.get(key)
    if (before !== undefined) return before
    const name = names.claim(wanted)
    if (name !== wanted) clashes.push({ wanted, place })
    claims.set(key, name)
    return name
  }
  const readings = new Map<Direction, Reading>()
  const readingFor = (direction: Direction): Reading => {
    const reading: Reading = readings.get(direction) ?? {
      source: api.source,
      direction,
      isStrict: api.isStrict,
      isLenient: api.isLenient,
      report,
      read: (schema, above) => readShape(schema, reading, above),
      refer: (target) => refer(target, direction),
    }
    readings.set(direction, reading)
    return reading
  }
  const read = (schema: Located, direction: Direction): Shape => readShape(schema, readingFor(direction))
  // One after the other: schemas that refer to each other in a long row would exhaust the stack, one inside of the other.
  const waiting: (() => void)[] = []
  let isReading = false
  const add: Add = (name, direction, place, shape, documentation = documentationOf(place.node)) => {
    if (named.has(name)) return
    named.set(name, { name, direction, documentation, place, shape: { kind: 'json' } })
    waiting.push(() => named.set(name, { name, direction, documentation, place, shape: shape() }))
    if (isReading) return
    isReading = true
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) next()
    isReading = false
  }
  const refer = (target: Located, direction: Direction): string => {
    const suffix = direction === 'response' || !differs(api, target.node) ? '' : suffixes[direction]
    const name = claim(`${placeKey(target)} ${suffix}`, nameOf(target) + suffix, target)
    const way = suffix === '' ? 'response' : direction
    add(name, way, target, () => read(target, way))
    return name
  }
  /** A body that is an object gets a name, unless it has one. */
  const nameBody = (wanted: string, schema: Located, direction: Direction): Shape => {
    const shape = read(schema, direction)
    if (shape.kind === 'reference') return shape
    const name = claim(wanted, wanted, schema)
    add(name, direction, schema, () => shape)
    return { kind: 'reference', name, target: schema }
  }
  for (const name of Object.keys(recordOf(recordOf(root['components'])['schemas']))) {
    const place = { node: {}, path: ['components', 'schemas', name] }
    claim(`${placeKey(place)} `, pascalCase(name), place)
  }
  const catalog: Catalog = {
    get schemas() {
      return [...named.values()].toSorted((a, b) => compare(a.name, b.name))
    },
    clashes,
    get diagnostics() {
      return api.isLenient ? [] : [...found.values()]
    },
    get weakened() {
      return api.isLenient ? [...found.values()] : []
    },
    queryName: ({ type, at, node }) => claim(`${type}Query`, `${type}Query`, { node, path: at }),
    body: ({ body, type }) =>
      body === undefined ? { kind: 'json' } : nameBody(`${type}Body`, body, directionOf(body.content?.kind)),
    answer: ({ type }, { status, schema }) =>
      schema === undefined
        ? { kind: 'json' }
        : nameBody(`${type}Answer${pascalCase(status).replace(/^N/, '')}`, schema, 'response'),
    parameter: ({ schema }) => read(schema, 'request'),
    failure: (schema) => read(schema, 'response'),
    named: (name) => named.get(name)?.shape,
    resolve: (shape) => {
      const known = shape.kind === 'reference' ? named.get(shape.name)?.shape : shape
      return known === undefined || known === shape ? shape : catalog.resolve(known)
    },
  }
  for (const operation of api.operations) collect(operation, catalog, add)
  for (const { schema } of webhookMessages(api)) catalog.failure(schema)
  for (const circle of api.isLenient ? circlesOf(catalog) : []) {
    report([lintCircle(api.source, circle.place)])
    named.set(circle.name, { ...circle, shape: { kind: 'json' } })
  }
  return catalog
}

const suffixes = { request: 'Input', form: 'Form' } as const

const directionOf = (kind: string | undefined): Direction => (kind === 'multipart' ? 'form' : 'request')

type Add = (name: string, direction: Direction, place: Located, shape: () => Shape, documentation?: Documentation) => void

const collect = (operation: Operation, catalog: Catalog, add: Add): void => {
  const query = queryParameters(operation)
  if (query.length > 0) {
    const description = `Query parameters of \`${operation.id}\`.`
    add(catalog.queryName(operation), 'request', { node: {}, path: operation.at }, () => objectOf(query, catalog), {
      description,
    })
  }
  for (const parameter of operation.parameters) catalog.parameter(parameter)
  const kind = operation.body?.content?.kind
  if (kind === 'json' || kind === 'multipart' || kind === 'form') catalog.body(operation)
  for (const answer of operation.successes) if (answer.schema !== undefined) catalog.answer(operation, answer)
  for (const { schema } of operation.failures) if (schema !== undefined) catalog.failure(schema)
}

/** What an API of this project sends to its subscribers. A document of somebody else may describe messages that its clients never see. */
export const webhookMessages = ({ source, isStrict }: Api): readonly Content[] =>
  (isStrict ? Object.entries(recordOf(source.root['webhooks'])) : []).flatMap(([name, node]) => {
    const { content } =
      readBody(source.root, recordOf(recordOf(node)['post'])['requestBody'], ['webhooks', name, 'post', 'requestBody']) ?? {}
    return content === undefined ? [] : [content]
  })

export const queryParameters = ({ parameters }: Operation): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === 'query')

const objectOf = (parameters: readonly Parameter[], catalog: Catalog): ObjectShape => ({
  kind: 'object',
  properties: new Map(
    parameters.map((parameter) => [
      parameter.name,
      {
        shape: catalog.parameter(parameter),
        documentation: {
          ...documentationOf(parameter.schema.node),
          ...(parameter.description === undefined ? {} : { description: parameter.description }),
          ...(parameter.example === undefined ? {} : { example: parameter.example }),
        },
      },
    ]),
  ),
  required: new Set(parameters.filter(({ required }) => required).map(({ name }) => name)),
  rest: 'closed',
})

/** The last steps of a place that name something: `Order` of a component, `PetsGetResponses200` of an answer. */
const nameOf = ({ path }: Located): string => {
  const isComponent = path[0] === 'components' && path.length >= 3
  const steps = (isComponent ? path.slice(2) : path.slice(1)).map(String)
  return pascalCase(
    steps.filter((step) => !['properties', 'schema', 'content', 'items', 'additionalProperties'].includes(step)).join('-'),
  )
}

/** Whether a schema is another one in requests than in responses: it holds an object, an enumeration, bytes, or a format of a foreign document. */
const differs = ({ source, isStrict }: Api, schema: JsonRecord): boolean => {
  const visit = (given: JsonRecord, seen: ReadonlySet<JsonRecord>): boolean => {
    const { node } = dereference(source.root, { node: given, path: [] })
    if (seen.has(node)) return false
    const below = new Set([...seen, node])
    const alternatives = ['oneOf', 'anyOf'].flatMap((keyword) => listOf(node[keyword]))
    return (
      node['type'] === 'object' ||
      'properties' in node ||
      'additionalProperties' in node ||
      Array.isArray(node['enum']) ||
      node['format'] === 'binary' ||
      (!isStrict && textFormats.has(String(node['format']))) ||
      alternatives.some((part) => isRecord(part) && 'const' in part) ||
      [node['items'], ...listOf(node['allOf']), ...alternatives].some((part) => isRecord(part) && visit(part, below))
    )
  }
  return visit(schema, new Set())
}
