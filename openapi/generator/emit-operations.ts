import type { Api, Operation } from './api.ts'
import { answerName } from './catalog.ts'
import type { Catalog } from './catalog.ts'
import { compare } from './diagnostic.ts'
import { requestConst } from './emit-schemas.ts'
import { fingerprint } from './fingerprint.ts'
import { operationConst, schemaConst } from './names.ts'
import { expressionsOf, invalidatesOf, pagingOf, policyOf, spanOf, tryTemplate } from './policy.ts'
import type { Placed, PlacedPolicy } from './policy.ts'
import { block, bracket, comment, literal } from './print.ts'
import { enumerated } from './schema-walk.ts'
import { sensitiveOf } from './sensitive.ts'

/** The operation table of an API. */
export const emitOperations = (api: Api, catalog: Catalog, runtime: string): string => {
  const definitions = api.operations.map((operation) => emitDefinition(api, operation, catalog))
  const answers = api.operations.flatMap((operation) => answerTypes(operation, catalog))
  const schemas = [...api.operations.map(({ id }) => requestConst(id)), ...answers.map(schemaConst)]
  const types = unique(answers)
  return [
    `import type { OperationDefinition } from '${runtime}'`,
    `${bracket('import {', unique(schemas), '}')} from './schemas.ts'`,
    ...types.length === 0 ? [] : [`${bracket('import type {', types, '}')} from './types.ts'`],
    '',
    definitions.join('\n\n'),
    '',
    emitTable(api),
    '',
  ].join('\n')
}

const emitTable = ({ operations }: Api): string =>
  comment(['Every operation of the API, ordered by id.'])
  + `export const operations: readonly OperationDefinition[] = ${block('[', operations.map(({ id }) => operationConst(id)), ']')}`

/** Type of what an operation resolves to: the body of any of its successful answers. */
export const resultType = (operation: Operation, catalog: Catalog): string => {
  const isAlwaysThere = operation.successes.length > 0 && operation.successes.every(({ schema }) => schema !== undefined)
  return [...unique(answerTypes(operation, catalog)), ...isAlwaysThere ? [] : ['undefined']].join(' | ')
}

const answerTypes = (operation: Operation, catalog: Catalog): readonly string[] =>
  operation.successes.filter(({ schema }) => schema !== undefined).map((answer) => answerName(operation, answer, catalog))

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted(compare)

const emitDefinition = (api: Api, operation: Operation, catalog: Catalog): string => {
  const { id, method, path, successes } = operation
  const policy = policyOf(api.source, operation)
  const invalidates = invalidatesOf(api.source, operation)
  const paging = pagingOf(api.source, operation)
  const sensitive = sensitiveOf(api.source.root, operation)
  const responses = successes.map((answer) =>
    `${answer.status}: ${answer.schema === undefined ? 'null' : schemaConst(answerName(operation, answer, catalog))}`)
  const members = [
    `id: ${literal(id)}`,
    `api: ${literal(api.name)}`,
    `method: ${literal(method)}`,
    `path: ${literal(path)}`,
    `request: ${requestConst(id)}`,
    `responses: { ${responses.join(', ')} }`,
    `schemaFingerprint: ${literal(fingerprint(operation, catalog))}`,
    ...policy === undefined ? [] : [`cache: ${literal(cacheOf(api, operation, policy))}`],
    ...invalidates === undefined ? [] : [`invalidates: ${literal(invalidates.map(({ text }) => ({ template: text })))}`],
    ...spanMember('hold', spanOf(api.source, operation, 'x-hold')),
    ...spanMember('settle', spanOf(api.source, operation, 'x-settle')),
    ...paging === undefined ? [] : [`paging: ${literal(paging)}`],
    ...takesIdempotencyKey(operation) ? ['idempotencyKey: true'] : [],
    ...sensitive === undefined ? [] : [`sensitive: ${literal(sensitive)}`],
  ]
  const type = `OperationDefinition<${resultType(operation, catalog)}>`
  return `${comment([`\`${method} ${path}\``])}export const ${operationConst(id)}: ${type} = ${block('{', members, '}')}`
}

const spanMember = (name: string, span: string | undefined): readonly string[] => (span === undefined ? [] : [`${name}: ${literal(span)}`])

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
