import type { Api, Operation } from '../read/api.ts'
import type { Catalog } from '../read/catalog.ts'
import { circlesOf, lintCircle } from './circle.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { recordOf, textOf } from '../json.ts'
import { lintSerialization } from '../read/serialization.ts'

/** What would be lost in generation: schemas without a counterpart, and messages that cannot be sent or read. */
export const lintConstructs = (api: Api, catalog: Catalog): readonly Diagnostic[] => [
  ...lintVersion(api),
  ...catalog.diagnostics,
  ...circlesOf(catalog).map(({ place }) => lintCircle(api.source, place)),
  ...api.operations.flatMap((operation) => [
    ...lintSerialization(api.source, operation),
    ...lintMethod(api, operation),
    ...lintPath(api, operation),
    ...lintContent(api, operation),
  ]),
]

const lintVersion = ({ source }: Api): readonly Diagnostic[] => {
  const version = source.root['openapi']
  if (version === undefined && 'swagger' in source.root) {
    return [source.at(['swagger'], 'Swagger 2.0 cannot be generated: convert the document to OpenAPI 3 first')]
  }
  if (/^3\.[01]\./.test(textOf(version) ?? '')) return []
  return [source.at(['openapi'], `"${String(version)}" is no version of OpenAPI that can be generated: expected 3.0.x or 3.1.x`)]
}

const lintMethod = ({ source }: Api, { method, at }: Operation): readonly Diagnostic[] =>
  method === 'TRACE' ? [source.atKey(at, 'TRACE cannot be generated: fetch does not send it')] : []

const lintPath = ({ source }: Api, { path, parameters, at }: Operation): readonly Diagnostic[] => {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  const given = parameters.filter((parameter) => parameter.in === 'path')
  return [
    ...names
      .filter((name) => !given.some((parameter) => parameter.name === name))
      .map((name) => source.atKey(at.slice(0, -1), `the path parameter "${name}" is not declared`)),
    ...given
      .filter(({ name }) => !names.includes(name))
      .map(({ name, at: place }) => source.at([...place, 'name'], `the path has no {${name}}`)),
  ]
}

const lintContent = ({ source }: Api, { at, node, body, method, successes }: Operation): readonly Diagnostic[] => [
  ...(body !== undefined && body.content === undefined
    ? [source.atKey([...at, 'requestBody'], 'the request body has no content')]
    : []),
  ...(body !== undefined && (method === 'GET' || method === 'HEAD')
    ? [source.atKey([...at, 'requestBody'], `a ${method} with a body cannot be generated: fetch does not send it`)]
    : []),
  ...('x-cache' in node && successes.some(({ content }) => content?.kind === 'binary')
    ? [source.atKey([...at, 'x-cache'], 'an answer of bytes cannot be cached')]
    : []),
  ...(body?.content?.kind === 'form' ? lintForm(source, body.content.media, body.content.schema.path.slice(0, -1)) : []),
]

const formStyles = new Set(['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'])

const lintForm = (source: Api['source'], media: Readonly<Record<string, unknown>>, path: Diagnosable): readonly Diagnostic[] =>
  Object.entries(recordOf(media['encoding'])).flatMap(([name, value]) => {
    const style = textOf(recordOf(value)['style'])
    return style === undefined || formStyles.has(style)
      ? []
      : [source.at([...path, 'encoding', name, 'style'], `"${style}" is no style of a form's field`)]
  })

type Diagnosable = readonly (string | number)[]
