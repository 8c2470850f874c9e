import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPacked, type Consumer } from './packed.ts'

let consumer: Consumer
beforeAll(async () => {
  consumer = await installPacked(['@types/node', 'undici-types'])
})
afterAll(() => consumer[Symbol.asyncDispose]())

const contents = async (): Promise<readonly string[]> => {
  const home = join(consumer.path, 'node_modules/mes-crm-sdk')
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1))
}

const papers = ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md', 'openapi/x-extensions.schema.json', 'protocol/append.lua', 'protocol/vectors.json']
const built = /^(openapi\/\w+\.yaml|dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map|cjs\.map))$/

const exportsOf = (printed: string): unknown => JSON.parse(printed)

describe('The packed package', () => {
  test('contains the build, the API descriptions, the protocol and its papers, and no sources, tests or stray files', async () => {
    const names = await contents()
    expect(names).toEqual(expect.arrayContaining([...papers, 'dist/index.js', 'dist/index.cjs', 'openapi/mes.yaml']))
    expect(names.filter((name) => !papers.includes(name) && !built.test(name))).toEqual([])
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

  test('can be imported by its entries only', async () => {
    await consumer.write({ 'inside.mjs': "await import('mes-crm-sdk/dist/index.js').catch((error) => console.log(error.code))" })
    expect((await consumer.node('inside.mjs')).output.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('has types that resolve and hold, without skipLibCheck, for ES modules and for CommonJS', async () => {
    const imports = consumer.entries
      .map((entry, index) => `import * as e${index} from '${entry}'\nexport type Names${index} = keyof typeof e${index}\n`)
      .join('')
    const law = `import { createSdk } from 'mes-crm-sdk'
import { createCache } from 'mes-crm-sdk/cache'
export const sdk = createSdk
export const cache = createCache({ namespace: 'shop' })
export const rings: Promise<{ readonly count: number }> =
  cache.getOrLoad({ key: 'rings', ttl: '30s', tags: [] }, async () => ({ count: 1 }))
// @ts-expect-error a misspelt option is refused, so the types are not any
createCache({ namespaze: 'shop' })
// @ts-expect-error an unknown export is refused
import { nothing } from 'mes-crm-sdk'
`
    const compilerOptions = {
      target: 'es2023', lib: ['es2023', 'esnext.disposable'], module: 'node16', moduleResolution: 'node16',
      strict: true, noEmit: true, skipLibCheck: false, types: ['node'],
    }
    await consumer.write({
      'types/index.mts': imports + law,
      'types/index.cts': imports + law,
      'types/tsconfig.json': JSON.stringify({ compilerOptions, files: ['index.mts', 'index.cts'] }),
    })
    const { code, output } = await consumer.tsc('-p', 'types')
    expect(output).toBe('')
    expect(code).toBe(0)
  })

  test('has source maps that name sources of the project and no path of the machine it was built on', async () => {
    const maps = (await contents()).filter((name) => name.endsWith('.map'))
    const sources = await Promise.all(maps.map(async (name) => {
      const text = await readFile(join(consumer.path, 'node_modules/mes-crm-sdk', name), 'utf8')
      return (JSON.parse(text) as { readonly sources: readonly string[] }).sources
    }))
    expect(sources.flat().filter((source) => source.startsWith('/'))).toEqual([])
    expect(sources.flat()).toContain('../src/cache/create-cache.ts')
  })
})
