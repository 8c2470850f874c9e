import { readdir, readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPacked, type Consumer } from './packed.ts'

let consumer: Consumer
beforeAll(async () => {
  // An entry that is imported needs its peer, and metrics need a registry.
  consumer = await installPacked(['@opentelemetry/api', 'prom-client'])
})
afterAll(() => consumer[Symbol.asyncDispose]())

const contents = async (): Promise<readonly string[]> => {
  const home = join(consumer.path, 'node_modules/mes-crm-sdk')
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1))
}

const papers = [
  'package.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'openapi/x-extensions.schema.json',
  'protocol/append.lua',
  'protocol/functions.lua',
  'protocol/vectors.json',
  'protocol/price-key-vectors.json',
]
const observability =
  /^observability\/(prometheus\/[\w.-]+\.yml|grafana\/mes-crm-sdk\.json|grafana\/provisioning\/(dashboards|datasources)\/[\w-]+\.yml)$/
const built = /^(openapi\/\w+\.yaml|dist\/THIRD-PARTY-LICENSES|dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map))$/

const root = resolve(import.meta.dirname, '../..')

const readAll = async (pattern: RegExp): Promise<readonly string[]> => {
  const names = (await contents()).filter((name) => name.startsWith('dist/') && pattern.test(name))
  return Promise.all(names.map((name) => readFile(join(consumer.path, 'node_modules/mes-crm-sdk', name), 'utf8')))
}

const declared = (): readonly string[] => Object.keys(consumer.manifest.dependencies)

/** Some of what this project is developed with; `zod` is none of it. */
const developed = ['typescript', 'vitest', 'fastify', 'yaml', 'fast-check', 'redis']

/** The packages that a built file imports, by name; comments may show imports too, of the package itself. */
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:.*[\s=;}])?(?:from|import|require\()\s*\(?["']([^"'.][^"']*)["']/gm)]
    .filter(([line]) => !/^\s*(\*|\/\/)/.test(line))
    .map(([, specifier = '']) =>
      specifier
        .replace(/^node:/, '')
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    )

const exportsOf = (printed: string): unknown => JSON.parse(printed)

/** The members that modules have as values by their declarations, of which a file imports all under these names. */
const valuesOf = (file: string, names: readonly string[]): readonly (readonly string[])[] => {
  const { NodeNext } = ts.ModuleKind
  const program = ts.createProgram([file], {
    module: NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    noEmit: true,
  })
  const imports = program.getSourceFile(file)?.statements.filter(ts.isImportDeclaration) ?? []
  const bound = imports
    .map(({ importClause }) => importClause?.namedBindings)
    .filter((one) => one !== undefined)
    .filter(ts.isNamespaceImport)
  expect(bound.map(({ name }) => name.text)).toEqual(names)
  return bound.map(({ name }) =>
    program
      .getTypeChecker()
      .getTypeAtLocation(name)
      .getProperties()
      .map((member) => member.name)
      .toSorted(),
  )
}

describe('The packed package', () => {
  test('contains the build, the API descriptions, the protocol, dashboard and alerts, and its papers, and no sources, tests or stray files', async () => {
    const names = await contents()
    expect(names).toEqual(
      expect.arrayContaining([
        ...papers,
        'dist/index.js',
        'dist/index.cjs',
        'openapi/mes.yaml',
        'observability/grafana/mes-crm-sdk.json',
        'observability/prometheus/alerts.yml',
      ]),
    )
    expect(names.filter((name) => !papers.includes(name) && !built.test(name) && !observability.test(name))).toEqual([])
  })

  test('gives the same exports to ES modules and to CommonJS, by every entry', async () => {
    const list = JSON.stringify(consumer.entries)
    await consumer.write({
      'exports.mjs': `const found = {}
for (const entry of ${list}) found[entry] = Object.keys(await import(entry)).sort()
console.log(JSON.stringify(found))`,
      'exports.cjs': `const found = {}
for (const entry of ${list}) found[entry] = Object.keys(require(entry)).sort()
console.log(JSON.stringify(found))`,
    })
    const [modules, commonJs] = await Promise.all([consumer.node('exports.mjs'), consumer.node('exports.cjs')])
    expect([modules, commonJs]).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(exportsOf(commonJs.output)).toEqual(exportsOf(modules.output))
    expect(exportsOf(modules.output)).toMatchObject({
      'mes-crm-sdk': expect.arrayContaining(['createSdk', 'SdkError']),
      'mes-crm-sdk/cache': expect.arrayContaining(['createCache']),
    })
  })

  test.each([
    ['ES modules', 'values.mts', 'mjs'],
    ['CommonJS', 'values.cts', 'cjs'],
  ])('declares as values what its modules export, and nothing else, to %s', async (_, file, extension) => {
    const names = consumer.entries.map((__, index) => `entry${index}`)
    await consumer.write({
      [file]: consumer.entries.map((entry, index) => `import * as entry${index} from '${entry}'\n`).join(''),
      [`values.${extension}`]:
        extension === 'mjs'
          ? `${consumer.entries.map((entry, index) => `import * as entry${index} from '${entry}'\n`).join('')}console.log(JSON.stringify([${names.join()}].map((one) => Object.keys(one).sort())))`
          : `console.log(JSON.stringify(${JSON.stringify(consumer.entries)}.map((one) => Object.keys(require(one)).sort())))`,
    })
    const { output } = await consumer.node(`values.${extension}`)
    const declaredValues = valuesOf(join(consumer.path, file), names)
    expect(declaredValues.flat()).toContain('createSdk')
    expect(declaredValues).toEqual(exportsOf(output))
  })

  test('loads from CommonJS where CommonJS cannot load ES modules, as in Jest', async () => {
    await consumer.write({ 'old.cjs': `for (const e of ${JSON.stringify(consumer.entries)}) require(e); console.log('loaded')` })
    const { code, output } = await consumer.node('--no-require-module', 'old.cjs')
    expect(output.trim()).toBe('loaded')
    expect(code).toBe(0)
  })

  test.each([
    ['ES modules', 'copies.mjs', "import * as main from 'mes-crm-sdk'; import * as cache from 'mes-crm-sdk/cache'"],
    ['CommonJS', 'copies.cjs', "const main = require('mes-crm-sdk'); const cache = require('mes-crm-sdk/cache')"],
  ])('has one copy of a class for all entries, in %s', async (_, file, imports) => {
    const law = 'console.log(main.SdkError === cache.SdkError, main.ConfigurationError === cache.ConfigurationError)'
    await consumer.write({ [file]: `${imports}\n${law}` })
    expect((await consumer.node(file)).output.trim()).toBe('true true')
  })

  test('recognises an error across its ES module copy and its CommonJS copy', async () => {
    await consumer.write({
      'across.mjs': `import { createRequire } from 'node:module'
import { createCache, isConfigurationError, ConfigurationError } from 'mes-crm-sdk/cache'
const other = createRequire(import.meta.url)('mes-crm-sdk/cache')
let error
try { createCache({ redis: '' }) } catch (thrown) { error = thrown }
console.log(error instanceof ConfigurationError, error instanceof other.ConfigurationError)
console.log(isConfigurationError(error), other.isConfigurationError(error))`,
    })
    expect((await consumer.node('across.mjs')).output.trim()).toBe('true false\ntrue true')
  })

  test('shows and counts the caches of its ES module copy and of its CommonJS copy in one place', async () => {
    await consumer.write({
      'metrics.mjs': `import { createRequire } from 'node:module'
import { createCache } from 'mes-crm-sdk/cache'
import { createMetrics } from 'mes-crm-sdk/metrics'
import { Registry } from 'prom-client'
const other = createRequire(import.meta.url)('mes-crm-sdk/cache')
const metrics = createMetrics({ registry: new Registry() })
for (const [namespace, create] of [['modules', createCache], ['commonjs', other.createCache]]) {
  const cache = create({ namespace })
  for (let reads = 0; reads < 3; reads++) await cache.getOrLoad({ key: 'ring', ttl: '1h', tags: ['ring'], operation: 'rings.get' }, () => 'gold')
}
console.log(await metrics.text())`,
    })
    const { output } = await consumer.node('metrics.mjs')
    for (const namespace of ['modules', 'commonjs']) {
      expect(output).toMatch(new RegExp(`^mescrm_caches\\{namespace="${namespace}"\\} 1$`, 'm'))
      expect(output).toMatch(new RegExp(`^mescrm_cache_reads_total\\{namespace="${namespace}",.*source="memory".*\\} 2$`, 'm'))
    }
  })

  test('works: a cache in one process, opened and closed, after which the process ends by itself', async () => {
    await consumer.write({
      'cache.cjs': `const { createCache } = require('mes-crm-sdk/cache')
;(async () => {
  const cache = createCache({ namespace: 'shop' })
  await cache.ready()
  let loads = 0
  const read = () => cache.getOrLoad({ key: 'rings', ttl: '30s', tags: ['rings'] }, async () => ({ loads: ++loads }))
  console.log((await read()).loads, (await read()).loads)
  await cache.invalidate(['rings'])
  console.log((await read()).loads)
  await cache.close()
})()`,
    })
    const { code, output } = await consumer.node('cache.cjs')
    expect(output.trim().split('\n')).toEqual(['1 1', '2'])
    expect(code).toBe(0)
  })

  test('has a command that npx runs', async () => {
    const { code, output } = await consumer.run('npx', ['--offline', 'mes-crm', '--version'])
    expect({ code, output }).toEqual({ code: 0, output: `${consumer.manifest.version}\n` })
  })

  test('can be imported by its entries only', async () => {
    await consumer.write({ 'inside.mjs': "await import('mes-crm-sdk/dist/index.js').catch((error) => console.log(error.code))" })
    expect((await consumer.node('inside.mjs')).output.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('is installed with the dependencies that it declares, and reaches no other', async () => {
    const reach = `const { createRequire } = require('node:module')
const from = createRequire(require.resolve('mes-crm-sdk'))
const reaches = (name) => { try { from.resolve(name); return true } catch { return false } }
console.log(JSON.stringify(${JSON.stringify([...declared(), ...developed])}.filter(reaches)))`
    await consumer.write({ 'reach.cjs': reach })
    const { output } = await consumer.node('reach.cjs')
    expect(JSON.parse(output)).toEqual(declared())
  })

  test('imports nothing but its declared dependencies and Node', async () => {
    const allowed = new Set([...declared(), ...Object.keys(consumer.manifest.peerDependencies), ...builtinModules])
    // What the generator writes into a client is no import of its own.
    const imported = (await readAll(/\.(js|cjs|d\.ts|d\.cts)$/)).flatMap(importsOf).filter((name) => !/[\s$]/.test(name))
    expect(imported).toEqual(expect.arrayContaining(['zod', 'ioredis', 'lru-cache']))
    expect([...new Set(imported)].filter((name) => !allowed.has(name))).toEqual([])
  })

  test('is made of its own sources, and in CommonJS of the dependencies that CommonJS cannot load', async () => {
    const sources = (await readAll(/\.map$/)).flatMap(
      (text) => (JSON.parse(text) as { readonly sources: readonly string[] }).sources,
    )
    expect(sources).toEqual(expect.arrayContaining(['../src/cache/cache.ts', '../src/client/create-sdk.ts']))
    const foreign = [...new Set(sources)].filter((source) => !/^\.\.\/(?:src|generator)\//.test(source))
    expect(new Set(foreign.map((source) => /^\.\.\/node_modules\/([^/]+)\//.exec(source)?.[1] ?? source))).toEqual(
      new Set(['canonicalize', 'ky', 'oauth4webapi']),
    )
  })

  test('has the licence of every package that it contains', async () => {
    const [text = ''] = await readAll(/\/THIRD-PARTY-LICENSES$/)
    expect([...text.matchAll(/^(\S+) \d+\.\d+\.\d+ \(([\w.-]+)\)$/gm)].map(([, name, license]) => [name, license])).toEqual([
      ['canonicalize', 'Apache-2.0'],
      ['ky', 'MIT'],
      ['oauth4webapi', 'MIT'],
    ])
    for (const words of [
      'Apache License',
      'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION',
      'Permission is hereby granted',
      'Sindre Sorhus',
      'Filip Skokan',
    ])
      expect(text).toContain(words)
  })

  test.each([
    ['ES modules', 'thrown.mjs', "import { createSdk } from 'mes-crm-sdk'"],
    ['CommonJS', 'thrown.cjs', "const { createSdk } = require('mes-crm-sdk')"],
  ])('has source maps by which a stack names the line of the source that threw, in %s', async (_, file, imports) => {
    await consumer.write({ [file]: `${imports}\ntry { createSdk({}) } catch (error) { console.log(error.stack) }` })
    const { output } = await consumer.node('--enable-source-maps', file)
    const [, source = '', line = ''] = /\((?:[^()]*\/)?(src\/client\/[\w/-]+\.ts):(\d+):\d+\)/.exec(output) ?? []
    const lines = (await readFile(join(root, source), 'utf8')).split('\n')
    expect(lines[Number(line) - 1]).toContain("throw new ConfigurationError('options: expected mes or crm, got neither')")
  })
})
