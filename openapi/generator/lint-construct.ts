import type { Api } from './api.ts'
import type { Diagnostic } from './diagnostic.ts'
import { isRecord, listOf, recordOf, textOf, textsOf } from './json.ts'
import { isIdentifier } from './names.ts'
import { suggestion } from './near-match.ts'
import { dereference, lookUp, referencePath, schemaName } from './reference.ts'
import type { Located } from './reference.ts'
import type { NodePath, Source } from './source.ts'

/** Keywords that become part of the generated schemas and types. */
const generated = [
  'type', 'enum', 'const', 'format', 'pattern', 'minLength', 'maxLength',
  'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
  'items', 'minItems', 'maxItems', 'uniqueItems',
  'properties', 'required', 'additionalProperties', 'allOf', 'oneOf', 'anyOf',
]

/** Keywords that only describe. */
const annotations = [
  '$ref', 'title', 'description', 'default', 'example', 'examples', '$comment',
  'deprecated', 'readOnly', 'writeOnly', 'discriminator',
]
const understood = new Set([...generated, ...annotations])

/** What would be lost in generation: references out of the document, keywords without a counterpart, bodies that are not JSON. */
export const lintConstructs = (api: Api): readonly Diagnostic[] => {
  const seen = new Set<string>()
  const found: Diagnostic[] = []
  const visit = (schema: Located): void => {
    const key = schema.path.join('\n')
    if (seen.has(key)) return
    seen.add(key)
    const reference = lintReference(api.source, schema)
    found.push(...reference, ...lintSchema(api.source, schema))
    if (reference.length > 0) return
    const target = dereference(api.source.root, schema)
    if (target.path !== schema.path) visit(target)
    for (const child of childrenOf(schema)) visit(child)
  }
  for (const schema of schemasOf(api)) visit(schema)
  return [...found, ...lintContent(api)]
}

const schemasOf = ({ operations }: Api): readonly Located[] =>
  operations.flatMap(({ parameters, body, successes, failures }) => [
    ...parameters.map(({ schema }) => schema),
    ...body === undefined ? [] : [body],
    ...[...successes, ...failures].flatMap(({ schema }) => schema ?? []),
  ])

const lintReference = (source: Source, { node, path }: Located): readonly Diagnostic[] => {
  const reference = textOf(node['$ref'])
  if (reference === undefined) return []
  const target = referencePath(reference)
  const at = [...path, '$ref']
  if (target === undefined) {
    return [source.at(at, `"${reference}" is outside of the document: only references within it are generated`)]
  }
  if (lookUp(source.root, target) !== undefined) return lintSchemaName(source, at, schemaName(node))
  const siblings = Object.keys(recordOf(lookUp(source.root, target.slice(0, -1))))
  const near = suggestion(reference, siblings.map((name) => `#/${[...target.slice(0, -1), name].join('/')}`))
  return [source.at(at, `"${reference}" does not exist${near}`)]
}

const lintSchemaName = (source: Source, at: NodePath, name: string | undefined): readonly Diagnostic[] => {
  if (name === undefined) return [source.at(at, 'a schema is referred to by "#/components/schemas/…" only')]
  return isIdentifier(name) ? [] : [source.at(at, `schema name "${name}" is no identifier`)]
}

const lintSchema = (source: Source, { node, path }: Located): readonly Diagnostic[] => [
  ...Object.keys(node)
    .filter((keyword) => !understood.has(keyword) && !keyword.startsWith('x-'))
    .map((keyword) => source.atKey([...path, keyword], `"${keyword}" cannot be generated${suggestion(keyword, understood)}`)),
  ...node['additionalProperties'] !== undefined && isRecord(node['properties']) && isRecord(node['additionalProperties'])
    ? [source.atKey([...path, 'additionalProperties'], 'a map that also has properties cannot be generated')]
    : [],
  ...lintRequired(source, { node, path }),
  ...lintComposition(source, { node, path }),
]

const lintRequired = (source: Source, { node, path }: Located): readonly Diagnostic[] => {
  const known = Object.keys(recordOf(node['properties']))
  return textsOf(node['required']).flatMap((name, index) => {
    const message = `required field "${name}" does not exist next to it${suggestion(name, known)}`
    return known.includes(name) ? [] : [source.at([...path, 'required', index], message)]
  })
}

/** A composition becomes one object, so each of its parts must be one. */
const lintComposition = (source: Source, { node, path }: Located): readonly Diagnostic[] =>
  listOf(node['allOf']).flatMap((part, index) => {
    const at = [...path, 'allOf', index]
    const target = dereference(source.root, { node: recordOf(part), path: at }).node
    const isObject = isRecord(target['properties']) || Array.isArray(target['allOf'])
    return isObject ? [] : [source.at(at, 'only objects can be composed by allOf')]
  })

const childrenOf = ({ node, path }: Located): readonly Located[] => [
  ...Object.entries(recordOf(node['properties']))
    .map(([name, child]) => ({ node: recordOf(child), path: [...path, 'properties', name] })),
  ...['items', 'additionalProperties']
    .filter((keyword) => isRecord(node[keyword]))
    .map((keyword) => ({ node: recordOf(node[keyword]), path: [...path, keyword] })),
  ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
    listOf(node[keyword]).map((child, index) => ({ node: recordOf(child), path: [...path, keyword, index] }))),
]

const lintContent = ({ source, operations }: Api): readonly Diagnostic[] =>
  operations.flatMap(({ at, node, body, successes }) => [
    ...isRecord(node['requestBody']) && body === undefined
      ? [source.atKey([...at, 'requestBody'], 'only JSON bodies can be generated')]
      : [],
    ...successes.flatMap(({ status, schema }) => {
      const answer = dereference(source.root, { node: recordOf(lookUp(node, ['responses', String(status)])), path: [] })
      return schema === undefined && isRecord(answer.node['content'])
        ? [source.atKey([...at, 'responses', String(status)], 'only JSON bodies can be generated')]
        : []
    }),
  ])
