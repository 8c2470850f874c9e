import type { Api, Operation } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import { compare } from '../diagnostic.ts'
import { requestConst } from './schemas.ts'
import { fingerprint } from './fingerprint.ts'
import { recordOf } from '../json.ts'
import type { JsonRecord } from '../json.ts'
import { operationConst, schemaConst } from '../names.ts'
import type { Answer } from '../read/read-message.ts'
import { expressionsOf, invalidatesOf, pagingOf, policyOf, spanOf, tryTemplate } from '../policy/policy.ts'
import type { Placed, PlacedPolicy } from '../policy/policy.ts'
import { block, bracket, comment, literal } from '../print.ts'
import { enumerated } from '../read/schema-walk.ts'
import { sensitiveOf } from '../policy/sensitive.ts'
import { serializationOf } from '../read/serialization.ts'
import type { Target } from '../target.ts'

/** The operation table of an API. */
export const emitOperations = (api: Api, catalog: Catalog, { runtime, extension }: Target): string => {
  const definitions = api.operations.map((operation) => emitDefinition(api, operation, catalog))
  const answers = api.operations.flatMap((operation) => answerTypes(operation, catalog))
  const schemas = [...api.operations.map(requestConst), ...answers.map(schemaConst)]
  const types = unique(answers)
  return [
    `import type { OperationDefinition } from '${runtime}'`,
    `${bracket('import {', unique(schemas), '}')} from './schemas.${extension}'`,
    ...(types.length === 0 ? [] : [`${bracket('import type {', types, '}')} from './types.${extension}'`]),
    '',
    definitions.join('\n\n'),
    '',
    emitTable(api),
    '',
  ].join('\n')
}

const emitTable = ({ operations }: Api): string =>
  comment(['Every operation of the API, ordered by id.']) +
  `export const operations: readonly OperationDefinition[] = ${block('[', operations.map(operationConst), ']')}`

/** Type of what an operation resolves to: the body of any of its successful answers. */
export const resultType = (operation: Operation, catalog: Catalog): string => {
  const { successes } = operation
  const isAlwaysThere = successes.length > 0 && successes.every(({ content }) => content !== undefined)
  const media = successes.flatMap(({ content }) =>
    content === undefined || content.kind === 'json' ? [] : [content.kind === 'text' ? 'string' : 'Uint8Array'],
  )
  return [...unique(answerTypes(operation, catalog)), ...unique(media), ...(isAlwaysThere ? [] : ['undefined'])].join(' | ')
}

const answerTypes = (operation: Operation, catalog: Catalog): readonly string[] =>
  operation.successes.filter(({ schema }) => schema !== undefined).map((answer) => answerName(operation, answer, catalog))

/** Name of the type of an answer's JSON body. */
export const answerName = (operation: Operation, answer: Answer, catalog: Catalog): string => {
  const shape = catalog.answer(operation, answer)
  return shape.kind === 'reference' ? shape.name : 'Json'
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted(compare)

const emitDefinition = (api: Api, operation: Operation, catalog: Catalog): string => {
  const { id, method, path, successes } = operation
  const policy = policyOf(api.source, operation)
  const invalidates = invalidatesOf(api.source, operation)
  const paging = pagingOf(api.source, operation)
  const sensitive = sensitiveOf(api.source.root, operation)
  const responses = successes.map(
    (answer) =>
      `${propertyName(answer)}: ${answer.schema === undefined ? 'null' : schemaConst(answerName(operation, answer, catalog))}`,
  )
  const members = [
    `id: ${literal(id)}`,
    `api: ${literal(api.name)}`,
    `method: ${literal(method)}`,
    `path: ${literal(path)}`,
    `request: ${requestConst(operation)}`,
    `responses: { ${responses.length === 0 ? "'2XX': null" : responses.join(', ')} }`,
    ...optionalMember('body', bodyMedia(operation)),
    ...optionalMember('media', answerMedia(operation)),
    ...optionalMember('serialization', serializationOf(operation)),
    `schemaFingerprint: ${literal(fingerprint(operation, catalog))}`,
    ...(policy === undefined ? [] : [`cache: ${literal(cacheOf(api, operation, policy))}`]),
    ...(invalidates === undefined ? [] : [`invalidates: ${literal(invalidates.map(({ text }) => ({ template: text })))}`]),
    ...optionalMember('hold', spanOf(api.source, operation, 'x-hold')),
    ...optionalMember('settle', spanOf(api.source, operation, 'x-settle')),
    ...optionalMember('paging', paging),
    ...(takesIdempotencyKey(operation) ? ['idempotencyKey: true'] : []),
    ...optionalMember('sensitive', sensitive),
  ]
  const type = `OperationDefinition<${resultType(operation, catalog)}>`
  return `${comment([`\`${method} ${path}\``])}export const ${operationConst(operation)}: ${type} = ${block('{', members, '}')}`
}

const optionalMember = (name: string, value: unknown): readonly string[] =>
  value === undefined ? [] : [`${name}: ${literal(value)}`]

const propertyName = ({ status }: Answer): string => (status === '2XX' ? "'2XX'" : status)

const kinds = { json: 'json', form: 'form', multipart: 'multipart', text: 'text', binary: 'bytes' } as const

/** Media type of the body where it is not plain JSON. */
const bodyMedia = ({ body }: Operation): unknown => {
  const content = body?.content
  if (content === undefined || content.type === 'application/json' || content.type === '*/*') return undefined
  return {
    type: content.type,
    as: kinds[content.kind],
    encoding: content.kind === 'form' ? encodingOf(content.media) : undefined,
  }
}

/** How the fields of a form are written, where the document says so. */
const encodingOf = (media: JsonRecord): unknown => {
  const fields = Object.entries(recordOf(media['encoding'])).flatMap(([name, value]) => {
    const { style, explode } = recordOf(value)
    const written = { ...(typeof style === 'string' ? { style } : {}), ...(typeof explode === 'boolean' ? { explode } : {}) }
    return Object.keys(written).length === 0 ? [] : [[name, written] as const]
  })
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

/** Media types of the answers that are not JSON, by status code. */
const answerMedia = ({ successes }: Operation): unknown => {
  const media = successes.flatMap(({ status, content }) =>
    content === undefined || content.kind === 'json'
      ? []
      : [[status, { type: content.type, as: content.kind === 'text' ? 'text' : 'bytes' }] as const],
  )
  return media.length === 0 ? undefined : Object.fromEntries(media)
}

export const takesIdempotencyKey = ({ parameters }: Operation): boolean =>
  parameters.some(({ in: place, name }) => place === 'header' && name.toLowerCase() === 'idempotency-key')

const cacheOf = (api: Api, operation: Operation, { rules, tags, ...policy }: PlacedPolicy): unknown => ({
  ttl: rules.map(({ ttl, when, notAfter }) => ({
    when: when.length === 0 ? undefined : Object.fromEntries(when.map(({ text, values }) => [text, values])),
    ttl,
    notAfter: notAfter.length === 0 ? undefined : notAfter.map(({ text }) => text),
  })),
  ...policy,
  tags: tags.map((tag) => tagOf(api, operation, tag)),
})

/** A parameter that is left out stands for every value of its enumeration. */
const tagOf = (api: Api, operation: Operation, { text }: Placed): unknown => {
  const template = tryTemplate(text)
  if (template instanceof Error) return { template: text }
  const absent = expressionsOf(template).flatMap(({ expression }) => {
    if (expression.kind !== 'query') return []
    const parameter = operation.parameters.find(({ in: place, name }) => place === 'query' && name === expression.name)
    const values = parameter === undefined || parameter.required ? undefined : enumerated(api.source.root, parameter.schema)
    return values === undefined ? [] : [[expression.text, values] as const]
  })
  return { template: text, absent: absent.length === 0 ? undefined : Object.fromEntries(absent) }
}
