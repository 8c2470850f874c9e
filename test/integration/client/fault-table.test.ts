import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ErrorKind } from '../../../src/index.ts'
import { faults, rowOf } from './support/faults.ts'

const paper = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')

/** First columns of the table under a heading. */
const firstColumn = (heading: string): readonly string[] => {
  const [, section = ''] = paper.split(`## ${heading}\n`)
  return [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name)
}

const kinds: Readonly<Record<ErrorKind, true>> = {
  api: true,
  timeout: true,
  connection: true,
  'response-validation': true,
  'request-validation': true,
  'value-validation': true,
  configuration: true,
  serialization: true,
  closed: true,
  'not-held': true,
  overload: true,
  model: true,
  calculation: true,
  webhook: true,
}

const codesOf = async (api: string): Promise<readonly string[]> => {
  const document = parse(await readFile(new URL(`../../../openapi/${api}.yaml`, import.meta.url), 'utf8')) as {
    readonly components: { readonly schemas: { readonly ProblemCode: { readonly enum: readonly string[] } } }
  }
  return document.components.schemas.ProblemCode.enum
}

test('the paper on errors has a row for every kind, and no other', () => {
  expect(firstColumn('By kind').toSorted()).toEqual(Object.keys(kinds).toSorted())
})

test('the paper on errors has a row for every code of both APIs, and no other', async () => {
  const codes = new Set([...(await codesOf('mes')), ...(await codesOf('crm'))])
  expect(firstColumn('By code of an API').toSorted()).toEqual([...codes].toSorted())
})

test('the paper on errors has the table of faults that are played, in their order', () => {
  expect(paper.slice(paper.indexOf('| fault | attempts |')).split('\n').slice(2).filter(Boolean)).toEqual(faults.map(rowOf))
})
