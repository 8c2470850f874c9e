import { readFileSync } from 'node:fs'
import { createConfig, lint as lintOpenApi } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { isRecord, listOf, recordOf } from '../../../openapi/generator/json.ts'
import type { JsonRecord } from '../../../openapi/generator/json.ts'
import { dereference } from '../../../openapi/generator/reference.ts'
import { formatDiagnostic } from '../../../openapi/generator/diagnostic.ts'
import { parse } from 'yaml'
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

const operationsOf = (root: unknown): readonly Place[] => select(root, (node) => 'operationId' in node)
const mediaOf = (root: unknown): readonly Place[] =>
  select(root, (node, path) => /\/content\/[^/]*\/[^/]*json$/.test(path) && 'schema' in node)

test('the documents of both APIs have no defect of the extensions', () => {
  expect(lintTexts(Object.fromEntries(files.map((file) => [file, read(file)]))).map(formatDiagnostic)).toEqual([])
})

describe.each(files)('%s', (file) => {
  const root: unknown = parse(read(file))

  test('has no problems under the recommended rules', { timeout: 30_000 }, async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const problems = await lintOpenApi({ ref: new URL(file, folder).pathname, config })
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
  })

  test('describes every operation, parameter, header, answer and field', () => {
    const operations = operationsOf(root).filter(([, node]) => !node['summary'] || !node['description'])
    const described = select(root, (node, path) =>
      /\/(?:properties|schemas|parameters|headers|responses)\/[^/]+$/.test(path) && !('$ref' in node))
    expect(described.length).toBeGreaterThan(50)
    expect([...operations, ...described.filter(([, node]) => !node['description'])].map(([path]) => path)).toEqual([])
  })

  test('has an example on every parameter, every text and number, and every JSON body of an operation', () => {
    const parameters = select(root, (node) => 'in' in node && 'schema' in node && !('example' in node))
    const bodies = mediaOf(root).filter(([path, node]) => !('examples' in node) && !path.includes('/Unexpected/'))
    const scalars = select(root, (node, path) =>
      /\/properties\/[^/]+$/.test(path) && /string|integer|number/.test(String(node['type'])) && !('examples' in node))
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
        .map((example) => `${path}: ${JSON.stringify(example)}`))
    expect([...offences, ...schemas]).toEqual([])
  })

  test('requires If-Match on transitions and Idempotency-Key on creates, and answers 428 without', () => {
    for (const [path, operation] of operationsOf(root).filter(([place]) => /^\/paths\/.*\/post$/.test(place))) {
      const parameters = listOf(operation['parameters'])
        .map((node) => dereference(recordOf(root), { node: recordOf(node), path: [] }).node)
      const name = path.includes('}/') ? 'If-Match' : 'Idempotency-Key'
      expect(parameters).toContainEqual(expect.objectContaining({ name, required: true }))
      expect(Object.keys(recordOf(operation['responses']))).toContain('428')
    }
  })
})
