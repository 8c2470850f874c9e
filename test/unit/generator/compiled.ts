import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { generate } from '../../../generator/generate.ts'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { type UnknownValue, withUnknownValues } from '../../../src/operation/open-enum.ts'
import { makeScratch } from '../../support/scratch.ts'

const runtime = resolve(import.meta.dirname, '../../../src/runtime.ts')
const target = { runtime, extension: 'ts' } as const

/** A schema of a foreign document in either direction, as its generated client checks it. */
export interface CompiledSchema {
  /** Whether a request may hold the value. */
  takes(value: unknown): boolean
  /** Whether an answer may hold the value. */
  answers(value: unknown): boolean
  /** What an answer's value has that the document does not describe. */
  notes(value: unknown): readonly UnknownValue[]
  /** The same, as texts of the values alone. */
  reports(value: unknown): readonly string[]
}

/** Files of a client of a document, or the messages of its defects. */
export const filesOf = (document: unknown): ReadonlyMap<string, string> | readonly string[] => {
  const output = generate([{ name: 'pets', file: 'pets.json', text: JSON.stringify(document), isForeign: true }], target)
  return 'files' in output ? output.files : output.diagnostics.map(({ message }) => message)
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

/** A document with an operation for each schema, which takes it and answers it. */
export const documentOf = (schemas: Readonly<Record<string, unknown>>, openapi = '3.1.0') => ({
  openapi,
  info: { title: 'Schemas', version: '1' },
  paths: Object.fromEntries(
    Object.keys(schemas).map((name) => [
      `/${name}`,
      {
        post: {
          operationId: name,
          requestBody: { required: true, content: json({ $ref: `#/components/schemas/${name}` }) },
          responses: { 200: { description: 'The same.', content: json({ $ref: `#/components/schemas/${name}` }) } },
        },
      },
    ]),
  ),
  components: { schemas },
})

/** Each schema of a foreign document, generated and loaded. */
export const compile = async <Name extends string>(
  schemas: Readonly<Record<Name, unknown>>,
  openapi?: string,
): Promise<Readonly<Record<Name, CompiledSchema>>> => {
  const files = filesOf(documentOf(schemas, openapi))
  if (!(files instanceof Map)) throw new Error(`not generated: ${[...files.values()].join('; ')}`)
  await using scratch = await makeScratch()
  await scratch.write({ 'package.json': '{"type":"module"}', ...Object.fromEntries(files) })
  const { operations } = (await import(/* @vite-ignore */ pathToFileURL(join(scratch.path, 'pets/operations.ts')).href)) as {
    operations: readonly OperationDefinition[]
  }
  const compiled = operations.map((operation): readonly [string, CompiledSchema] => {
    const answer = operation.responses[200]
    const check = (value: unknown) => withUnknownValues(() => answer?.safeParse(value).success === true)
    return [
      operation.id,
      {
        takes: (value) => operation.request.safeParse({ body: value }).success,
        answers: (value) => check(value).result,
        notes: (value) => check(value).unknown,
        reports: (value) => check(value).unknown.map(({ value: found }) => String(found)),
      },
    ]
  })
  return Object.fromEntries(compiled) as Record<Name, CompiledSchema>
}
