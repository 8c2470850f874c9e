import { readFileSync } from 'node:fs'
import { createConfig, lint as lintOpenApi } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isRecord, listOf, recordOf } from '../../../generator/json.ts'
import type { JsonRecord } from '../../../generator/json.ts'
import { dereference } from '../../../generator/read/reference.ts'
import { formatDiagnostic } from '../../../generator/diagnostic.ts'
import { parse } from 'yaml'
import { readDescription } from '../../../reference/shared/api/description.ts'
import { lintTexts } from './trip.ts'

const folder = new URL('../../../openapi/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const files = ['mes.yaml', 'crm.yaml']

type Place = readonly [path: string, node: JsonRecord]

/** Every object of the document that satisfies the condition, with its place. */
const select = (root: unknown, matches: (node: JsonRecord, path: string) => boolean): readonly Place[] => {
  const found: Place[] = []
  const visit = (node: unknown, path: string): void => {
    if (Array.isArray(node)) node.forEach((element, index) => visit(element, `${path}/${index}`))
    if (!isRecord(node)) return
    if (matches(node, path)) found.push([path, node])
    for (const [key, member] of Object.entries(node)) if (key !== 'value' && key !== 'examples') visit(member, `${path}/${key}`)
  }
  visit(root, '')
  return found
}

/** What a number counts or measures. */
const UNITS = new RegExp(
  [
    'minor units',
    'seconds?',
    'days',
    'grams',
    'millimetres',
    'permille',
    'bytes',
    'rows',
    'number of',
    'counts',
    'version',
    'HTTP status',
  ]
    .map((unit) => `\\b${unit}\\b`)
    .join('|'),
  'i',
)

/** Parts of a request that may be as big as the sender likes. */
const unbounded = (schema: unknown, path: string): readonly string[] => {
  if (!isRecord(schema)) return []
  const type = String(schema['type'])
  const has = (...keywords: readonly string[]): boolean => keywords.some((keyword) => keyword in schema)
  const isOpen =
    !has('enum', 'const') &&
    ((type.includes('string') && !has('maxLength', 'pattern', 'format')) ||
      (/integer|number/.test(type) && !(has('minimum', 'exclusiveMinimum') && has('maximum', 'exclusiveMaximum'))) ||
      (type.includes('array') && !has('maxItems')))
  const parts = [
    ...Object.entries(recordOf(schema['properties'])),
    ['items', schema['items']] as const,
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) =>
      listOf(schema[keyword]).map((part, index) => [`${keyword}/${index}`, part] as const),
    ),
  ]
  return [...(isOpen ? [path] : []), ...parts.flatMap(([name, part]) => unbounded(part, `${path}/${name}`))]
}

const operationsOf = (root: unknown): readonly Place[] => select(root, (node) => 'operationId' in node)
const mediaOf = (root: unknown): readonly Place[] =>
  select(root, (node, path) => /\/content\/[^/]*\/[^/]*json$/.test(path) && 'schema' in node)

test('the documents of both APIs have no defect of the extensions', () => {
  expect(lintTexts(Object.fromEntries(files.map((file) => [file, read(file)]))).map(formatDiagnostic)).toEqual([])
})

describe.each(files)('%s', (file) => {
  const root: unknown = parse(read(file))

  test('has no problems under the recommended rules', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const problems = await lintOpenApi({ ref: new URL(file, folder).pathname, config })
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })

  test('describes every operation, parameter, header, answer and field', () => {
    const operations = operationsOf(root).filter(([, node]) => !node['summary'] || !node['description'])
    const described = select(
      root,
      (node, path) => /\/(?:properties|schemas|parameters|headers|responses)\/[^/]+$/.test(path) && !('$ref' in node),
    )
    expect(described.length).toBeGreaterThan(50)
    expect([...operations, ...described.filter(([, node]) => !node['description'])].map(([path]) => path)).toEqual([])
  })

  test('says of every number what it counts or measures', () => {
    const numbers = select(root, (node, path) => {
      const type = String(recordOf(node['schema'])['type'] ?? node['type'])
      return /\/(?:properties|parameters|headers)\/[^/]+$/.test(path) && /integer|number/.test(type)
    })
    expect(numbers.length).toBeGreaterThan(5)
    expect(numbers.filter(([, node]) => !UNITS.test(String(node['description']))).map(([path]) => path)).toEqual([])
  })

  test('bounds everything that a request may hold', () => {
    const { operations } = readDescription(file === 'mes.yaml' ? 'mes' : 'crm')
    const parts = [...operations.values()].flatMap(({ id, parameters, body }) => [
      ...parameters.flatMap(({ name, schema }) => unbounded(schema, `${id} ${name}`)),
      ...unbounded(body, `${id} body`),
    ])
    expect(parts).toEqual([])
  })

  test('keeps answers with sensitive fields in memory alone', () => {
    const { operations } = readDescription(file === 'mes.yaml' ? 'mes' : 'crm')
    const careless = operationsOf(root).filter(([, node]) => {
      const { content } = operations.get(String(node['operationId']))?.answers['200'] ?? {}
      const tiers = listOf(recordOf(node['x-cache'])['tiers'] ?? ['memory', 'redis'])
      return 'x-cache' in node && tiers.includes('redis') && select(content, (part) => part['x-sensitive'] === true).length > 0
    })
    expect(careless.map(([, node]) => node['operationId'])).toEqual([])
  })

  test('has an example on every parameter, every text and number, and every JSON body of an operation', () => {
    const parameters = select(root, (node) => 'in' in node && 'schema' in node && !('example' in node))
    const bodies = mediaOf(root).filter(([, node]) => !('examples' in node))
    const scalars = select(
      root,
      (node, path) =>
        /\/properties\/[^/]+$/.test(path) && /string|integer|number/.test(String(node['type'])) && !('examples' in node),
    )
    expect([...parameters, ...bodies, ...scalars].map(([path]) => path)).toEqual([])
  })

  test('has examples that meet their schemas, without unknown fields', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    formats.default.default(ajv)
    const { components } = recordOf(root)
    const compile = (schema: JsonRecord) => ajv.compile({ components, unevaluatedProperties: false, ...schema })
    const offences = mediaOf(root).flatMap(([path, media]) => {
      const validate = compile(recordOf(media['schema']))
      return Object.entries(recordOf(media['examples']))
        .filter(([, example]) => !validate(dereference(recordOf(root), { node: recordOf(example), path: [] }).node['value']))
        .map(([name]) => `${path}/${name}: ${ajv.errorsText(validate.errors)}`)
    })
    const schemas = select(root, (node) => Array.isArray(node['examples']) && !('in' in node)).flatMap(([path, schema]) =>
      listOf(schema['examples'])
        .filter((example) => !compile(schema)(example))
        .map((example) => `${path}: ${JSON.stringify(example)}`),
    )
    expect([...offences, ...schemas]).toEqual([])
  })

  test('requires If-Match on transitions and updates, Idempotency-Key on creates, and answers 428 without', () => {
    for (const [path, operation] of operationsOf(root).filter(([place]) => /^\/paths\/.*\/(?:post|patch)$/.test(place))) {
      const parameters = listOf(operation['parameters']).map(
        (node) => dereference(recordOf(root), { node: recordOf(node), path: [] }).node,
      )
      const name = path.includes('}') ? 'If-Match' : 'Idempotency-Key'
      expect(parameters).toContainEqual(expect.objectContaining({ name, required: true }))
      expect(Object.keys(recordOf(operation['responses']))).toContain('428')
    }
  })
})
