import { createRequire } from 'node:module'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Api } from '../read/api.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { isRecord, recordOf } from '../json.ts'
import { suggestion } from '../near-match.ts'
import { lookUp } from '../read/reference.ts'
import type { NodePath, Source } from '../read/source.ts'
import { unescapeStep } from '../../src/foundation/json-text.ts'

const schema = recordOf(createRequire(import.meta.url)('mes-crm-sdk/openapi/x-extensions.schema.json'))
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true }).addSchema(schema)

const operationKeys = ['x-cache', 'x-invalidates', 'x-hold', 'x-settle', 'x-many', 'x-paging']
const rootKeys = ['x-events']
/** Marks a field, a parameter or a header, and so stands nearly everywhere. */
const marks = ['x-sensitive']

/** Members of these are named by the document's author, so a name that begins with `x-` is no extension there. */
const namedMaps = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'headers',
  'mapping',
  'examples',
  'parameters',
  'responses',
  'schemas',
])

/** Members of these are data, which may hold anything. */
const isData = (key: string, value: unknown): boolean =>
  ['example', 'default', 'const', 'enum', 'value'].includes(key) || (key === 'examples' && Array.isArray(value))

/** Extensions that are unknown, stand in the wrong place, or break their schema. */
export const lintShape = (api: Api): readonly Diagnostic[] => [
  ...lintKeys(api, new Set(api.operations.map(({ at }) => at.join('\n')))),
  ...rootKeys.flatMap((key) => lintValue(api.source, [key])),
  ...api.operations.flatMap(({ at }) => operationKeys.flatMap((key) => lintValue(api.source, [...at, key]))),
]

/** Whether the extension at the path is there and meets its schema. */
export const isWellFormed = (source: Source, path: NodePath): boolean =>
  lookUp(source.root, path) !== undefined && lintValue(source, path).length === 0

const lintKeys = ({ source, isStrict }: Api, operations: ReadonlySet<string>): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  const visit = (value: unknown, path: NodePath): void => {
    if (Array.isArray(value)) value.forEach((element, index) => visit(element, [...path, index]))
    if (!isRecord(value)) return
    const named = namedMaps.has(String(path.at(-1)))
    for (const [key, member] of Object.entries(value)) {
      const inner = [...path, key]
      if (!named && key.startsWith('x-') && (isStrict || isOurs(key)))
        found.push(...lintKey(source, inner, operations.has(path.join('\n'))))
      else if (named || !isData(key, member)) visit(member, inner)
    }
  }
  visit(source.root, [])
  return found
}

/** Documents of others have extensions of others. */
const isOurs = (key: string): boolean => [...operationKeys, ...rootKeys, ...marks].includes(key)

const lintKey = (source: Source, path: NodePath, onOperation: boolean): readonly Diagnostic[] => {
  const key = String(path.at(-1))
  const allowed = onOperation ? operationKeys : path.length === 1 ? rootKeys : marks
  if (allowed.includes(key)) return marks.includes(key) ? lintValue(source, path) : []
  if (operationKeys.includes(key)) return [source.atKey(path, `${key} belongs on an operation`)]
  if (marks.includes(key)) return [source.atKey(path, `${key} belongs on a field, a parameter or a header`)]
  if (rootKeys.includes(key)) return [source.atKey(path, `${key} belongs at the root of the document`)]
  return [source.atKey(path, `unknown extension "${key}"${suggestion(key, [...operationKeys, ...rootKeys, ...marks])}`)]
}

const lintValue = (source: Source, path: NodePath): readonly Diagnostic[] => {
  const value = lookUp(source.root, path)
  if (value === undefined) return []
  const key = String(path.at(-1))
  const validate = ajv.getSchema(`x-extensions.schema.json#/$defs/${key}`)
  if (validate === undefined || validate(value) === true) return []
  const errors = (validate.errors ?? []).filter((error) => error.keyword !== 'anyOf' && !isOtherBranch(error))
  const first = new Map(errors.toReversed().map((error) => [distinction(error), error]))
  return [...first.values()].map((error) => describe(source, key, path, error))
}

/** What tells one error from another one about the same value. */
const distinction = ({ instancePath, keyword, params }: ErrorObject): string =>
  `${instancePath} ${keyword} ${String(params['missingProperty'] ?? params['additionalProperty'] ?? '')}`

/** Of the two forms that a value may have, only the errors about the one that was written are of use. */
const isOtherBranch = ({ keyword, schemaPath, params, data }: ErrorObject): boolean =>
  keyword === 'type' &&
  /expression|duration|anyOf/.test(schemaPath) &&
  (Array.isArray(data) ? params['type'] === 'string' : typeof data === 'string' && params['type'] === 'array')

const describe = (source: Source, key: string, path: NodePath, error: ErrorObject): Diagnostic => {
  const steps = error.instancePath.split('/').slice(1).map(unescapeStep)
  const at = [...path, ...steps]
  const where = [key, ...steps].join('/')
  switch (error.keyword) {
    case 'required':
      return source.atKey(at, `${where} has no "${error.params['missingProperty']}"`)
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty'])
      const known = Object.keys(isRecord(error.parentSchema?.['properties']) ? error.parentSchema['properties'] : {})
      return source.atKey([...at, name], `unknown "${name}" in ${where}${suggestion(name, known)}`)
    }
    case 'pattern':
      return source.at(at, `invalid duration "${String(error.data)}": expected a number and a unit, as in 500ms, 30s, 10m, 1h`)
    case 'enum': {
      const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String)
      return source.at(at, `${where} must be one of ${allowed.join(', ')}${suggestion(String(error.data), allowed)}`)
    }
    default:
      return source.at(at, `${where} ${error.message ?? 'is not valid'}`)
  }
}
