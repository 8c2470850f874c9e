import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../generator/command.ts'

const repository = new URL('../../../', import.meta.url).pathname

let folder: string
let lines: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generate-'))
  lines = []
  for (const part of ['openapi/mes.yaml', 'openapi/crm.yaml', 'src/generated']) {
    cpSync(join(repository, part), join(folder, part), { recursive: true })
  }
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const generate = (...args: readonly string[]): Promise<number> => run(args, (line) => lines.push(line), folder)
const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
const generated = (): readonly string[] =>
  readdirSync(join(folder, 'src/generated'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('src/generated', path))
    .filter((path) => path.endsWith('.ts'))
    .toSorted()

/** The text with one character, in the middle of it, replaced by another. */
const touched = (text: string): string => {
  const middle = text.indexOf('e', text.length / 2)
  return `${text.slice(0, middle)}a${text.slice(middle + 1)}`
}

test('the committed files are what the documents give', async () => {
  expect(await generate('--check')).toBe(0)
  expect(lines).toEqual(['14 generated files are up to date'])
})

test('the same documents give the same files, whatever was there before', async () => {
  const before = generated().map((path) => [path, read(path)])
  rmSync(join(folder, 'src/generated'), { recursive: true })
  expect(await generate()).toBe(0)
  expect(generated().map((path) => [path, read(path)])).toEqual(before)
})

test('every generated file says in its first line what it was generated from', () => {
  const expected = /^\/\/ Generated from openapi\/(?:mes|crm)\.yaml, do not edit/
  for (const path of generated()) expect(read(path).split('\n', 1)[0]).toMatch(expected)
})

test('a file that is up to date is left alone', async () => {
  const touchedAt = generated().map((path) => statSync(join(folder, path)).mtimeMs)
  expect(await generate()).toBe(0)
  expect(generated().map((path) => statSync(join(folder, path)).mtimeMs)).toEqual(touchedAt)
})

describe('--check fails, names the file and writes nothing', () => {
  test('for one changed character in any generated file', async () => {
    const texts = new Map(generated().map((path) => [path, touched(read(path))]))
    for (const [path, text] of texts) write(path, text)
    expect(await generate('--check')).toBe(1)
    expect(lines.slice(0, -1)).toEqual([...texts.keys()].map((path) => `${path} changed`))
    for (const [path, text] of texts) expect(read(path)).toBe(text)
  })

  test('for one character changed anywhere, in any generated file or document', async () => {
    const change = fc.tuple(fc.constantFrom(...generated()), fc.nat())
    await fc.assert(
      fc.asyncProperty(change, async ([path, at]) => {
        const text = read(path)
        const position = at % text.length
        write(path, `${text.slice(0, position)}${text[position] === '#' ? '*' : '#'}${text.slice(position + 1)}`)
        lines.length = 0
        const code = await generate('--check')
        write(path, text)
        expect([code, lines[0]]).toEqual([1, `${path} changed`])
      }),
      { numRuns: 6 },
    )
    const texts = { mes: read('openapi/mes.yaml'), crm: read('openapi/crm.yaml') }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('mes' as const, 'crm' as const), fc.nat(), async (name, at) => {
        const text = texts[name]
        const position = at % text.length
        write(
          `openapi/${name}.yaml`,
          `${text.slice(0, position)}${text[position] === 'e' ? 'a' : 'e'}${text.slice(position + 1)}`,
        )
        const code = await generate('--check')
        write(`openapi/${name}.yaml`, text)
        expect(code).toBe(1)
      }),
      { numRuns: 6 },
    )
  })

  test.each([
    ['a description', 'summary: Reads one quote.', 'summary: Reads one quota.', ['index', 'openapi', 'resources']],
    ['a lifetime', 'ttl: 1h', 'ttl: 2h', ['index', 'operations', 'resources']],
    ['a bound', 'maxItems: 10', 'maxItems: 11', ['index', 'schemas']],
    ['an example', 'name: Sterling silver', 'name: Sterling Silver', ['blueprints', 'index']],
    ['the layout', 'openapi: 3.1.0\n', 'openapi: 3.1.0\n\n', ['index']],
  ])('for one changed character in %s of a document', async (_what, from, to, files) => {
    write('openapi/mes.yaml', read('openapi/mes.yaml').replace(from, to))
    expect(await generate('--check')).toBe(1)
    expect(lines.slice(0, -1)).toEqual(files.map((file) => `src/generated/mes/${file}.ts changed`))
  })

  test('for a missing and for an extra file', async () => {
    rmSync(join(folder, 'src/generated/crm/types.ts'))
    write('src/generated/crm/more.ts', '')
    expect(await generate('--check')).toBe(1)
    expect(lines.slice(0, -1)).toEqual(['src/generated/crm/more.ts extra', 'src/generated/crm/types.ts missing'])
    expect(generated()).toContain('src/generated/crm/more.ts')
    expect(generated()).not.toContain('src/generated/crm/types.ts')
  })
})

test('the files of an API that is gone are removed, but never a file that was not generated', async () => {
  rmSync(join(folder, 'openapi/crm.yaml'))
  write('src/generated/crm/notes.ts', '// by hand\n')
  expect(await generate()).toBe(2)
  expect(lines).toEqual([expect.stringContaining('crm/notes.ts was not generated')])
  expect(generated()).toHaveLength(15)
  rmSync(join(folder, 'src/generated/crm/notes.ts'))
  write('openapi/mes.yaml', read('openapi/mes.yaml').replace('  - orders\n', '  - orders\n  - crm:orders\n'))
  expect(await generate()).toBe(0)
  expect(generated().every((path) => path.includes('/mes/'))).toBe(true)
})

test('a defect is one line, whatever the name that it speaks of holds', async () => {
  write('own.yaml', `openapi: 3.1.0\ninfo: { title: Own, version: '1' }\npaths: { "a\\e[2J\\nb": {} }\n`)
  expect(await generate('own.yaml', '--out', 'own')).toBe(1)
  expect(lines).toEqual(['own.yaml:3:10 "a\\u001b[2J\\u000ab" is no path: it begins with a slash'])
})

test('a client of another API has no values for tests', async () => {
  write(
    'own.json',
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Own', version: '1' },
      paths: {
        '/pets': {
          get: {
            responses: {
              200: { description: 'A pet.', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
            },
          },
        },
      },
      components: { schemas: { Pet: { type: 'object', properties: { name: { type: 'string', examples: ['Mia'] } } } } },
    }),
  )
  expect(await generate('own.json', '--out', 'other')).toBe(0)
  expect(readdirSync(join(folder, 'other')).toSorted()).toEqual([
    'index.ts',
    'operations.ts',
    'resources.ts',
    'schemas.ts',
    'types.ts',
  ])
})

test('a file of somebody else that has the name of a generated one is left alone', async () => {
  write('own.yaml', "openapi: 3.1.0\ninfo: { title: Own, version: '1' }\npaths: {}\n")
  mkdirSync(join(folder, 'own'))
  write('own/index.ts', '// by hand\n')
  expect(await generate('own.yaml', '--out', 'own')).toBe(2)
  expect(await generate('own.yaml', '--out', 'own.yaml')).toBe(2)
  expect(lines).toEqual([
    expect.stringContaining('own/index.ts was not generated'),
    expect.stringContaining('own.yaml is no folder'),
  ])
  expect(read('own/index.ts')).toBe('// by hand\n')
})

test('a defect of a document is printed with its place, and nothing is generated', async () => {
  const text = read('openapi/crm.yaml').replace('scope: principal', 'scope: principle')
  write('openapi/crm.yaml', text)
  const before = text.slice(0, text.indexOf('principle')).split('\n')
  expect(await generate()).toBe(1)
  const place = `openapi/crm.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}`
  expect(lines).toEqual([`${place} x-cache/scope must be one of principal, shared; did you mean "principal"?`])
})

test('clients import what they are told to, and nothing else', async () => {
  expect(await generate('--runtime', 'mes-crm-sdk/runtime')).toBe(0)
  const imports = generated().flatMap((path) => [...read(path).matchAll(/from '([^']+)'/g)].map(([, name]) => name))
  expect(new Set(imports.filter((name) => !name?.startsWith('./')))).toEqual(new Set(['mes-crm-sdk/runtime']))
})

test('an unknown option is answered with the usage', async () => {
  expect(await generate('--chek')).toBe(2)
  expect(lines.join('\n')).toContain('Usage:')
})
