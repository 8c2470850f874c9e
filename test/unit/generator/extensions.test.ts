import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { isRecord, recordOf } from '../../../generator/json.ts'
import type { JsonRecord } from '../../../generator/json.ts'

/** What a consumer of the package finds under its names. */
const resolve = createRequire(import.meta.url).resolve
const read = (name: string): string => readFileSync(resolve(`mes-crm-sdk/openapi/${name}`), 'utf8')

const published: unknown = JSON.parse(read('x-extensions.schema.json'))
const schema = recordOf(published)
const definitions = recordOf(schema['$defs'])
const names = Object.keys(definitions).filter((name) => name.startsWith('x-'))
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).addSchema(schema)
const accepts = (name: string, value: unknown): boolean => ajv.validate(`x-extensions.schema.json#/$defs/${name}`, value)

/** Every value of an extension in a document, with its name. */
const extensionsIn = (node: unknown): readonly (readonly [name: string, value: unknown])[] => {
  if (Array.isArray(node)) return node.flatMap(extensionsIn)
  if (!isRecord(node)) return []
  return Object.entries(node).flatMap(([key, value]) => (key.startsWith('x-') ? [[key, value] as const] : extensionsIn(value)))
}

const cache = { ttl: '30s', scope: 'principal', tags: ['orders'] }

/** A value that each extension takes, and some that it does not. */
const values: Readonly<Record<string, { readonly right: unknown; readonly wrong: readonly unknown[] }>> = {
  'x-cache': {
    right: cache,
    wrong: [
      null,
      {},
      { ...cache, ttl: '30 s' },
      { ...cache, ttl: [] },
      { ...cache, scope: 'tenant' },
      { ...cache, tags: [] },
      { ...cache, tiers: ['disk'] },
      { ...cache, ttl: [{ when: {}, ttl: '1s' }] },
      { ...cache, maxStaleness: 500 },
      { ...cache, staleIfError: true },
      { ...cache, staleWhileRevalidate: '1d' },
      { ...cache, negativeTtl: -1 },
      { ...cache, lease: 'yes' },
      { ...cache, maxConcurrentLoads: 0 },
      { ...cache, tll: '30s' },
    ],
  },
  'x-invalidates': { right: [], wrong: ['orders', [''], [1], ['orders', 'orders']] },
  'x-events': { right: ['order:{orderId}'], wrong: ['orders', [''], ['orders', 'orders']] },
  'x-hold': { right: '30s', wrong: [30, '30', 'soon'] },
  'x-settle': { right: '500ms', wrong: [0, '-1s', ''] },
  'x-many': { right: 'getMany', wrong: ['', 'GetMany', 'get-many', true] },
  'x-paging': {
    right: { cursor: 'cursor', items: 'items', next: 'nextCursor' },
    wrong: [
      {},
      { cursor: 'cursor', items: 'items' },
      { cursor: 1, items: 'items', next: 'next' },
      { cursor: 'c', items: 'i', next: 'n', limit: 1 },
    ],
  },
  'x-sensitive': { right: true, wrong: ['yes', 1, null] },
}

describe('the published schema of the extensions', () => {
  test('is a JSON Schema of draft 2020-12 that describes each of its definitions and members', () => {
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    const undescribed = Object.entries(definitions).flatMap(([name, definition]) => {
      const members = Object.entries(recordOf(recordOf(definition)['properties']))
      const parts = [[name, definition] as const, ...members.map(([member, part]) => [`${name}/${member}`, part] as const)]
      return parts.filter(([, part]) => !described(recordOf(part))).map(([place]) => place)
    })
    expect(undescribed).toEqual([])
  })

  test.each(['mes.yaml', 'crm.yaml'])('accepts every extension of %s', (file) => {
    const found = extensionsIn(parse(read(file)))
    expect(found.length).toBeGreaterThan(10)
    expect(found.filter(([name, value]) => !accepts(name, value))).toEqual([])
  })

  test('is tried here with each extension that it defines', () => {
    expect(Object.keys(values).toSorted()).toEqual(names.toSorted())
  })

  test.each(Object.entries(values))('takes a right value of %s and refuses wrong ones', (name, { right, wrong }) => {
    expect(accepts(name, right)).toBe(true)
    expect(wrong.filter((value) => accepts(name, value))).toEqual([])
  })
})

const described = (part: JsonRecord): boolean => 'description' in part || '$ref' in part
