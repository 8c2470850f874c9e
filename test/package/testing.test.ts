import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binaryStl, box } from '../support/solids.ts'
import { readSamples } from '../integration/support/samples.ts'
import { installPacked, type Consumer } from './packed.ts'
import { compilers, jest, nodes } from './toolchains.ts'

/** What a consumer's tests do, by any runner: `equal` compares two strings or numbers. */
const CHECKS = {
  "a service gets the kit's SDK": `
    const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    const service = createStatusService(kit.sdk)
    equal(await service.statusOf('ord_1'), 'PACKAGING')
    equal(await service.statusOf('ord_1'), 'PACKAGING')
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    equal(await service.statusOf('ord_1'), 'SHIPPED')
    equal(kit.calls('mes.orders.status').length, 2)
    await kit.close()`,
  'a service that creates its SDK itself': `
    const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    installTestKit(kit)
    const own = createOwnService()
    equal(await own.statusOf('ord_1'), 'PACKAGING')
    await kit.close()
    await own.close()`,
  'a price': `
    const kit = createTestKit()
    kit.mes.prices({ AU585: 64_250 })
    const call = kit.sdk.mes.quotes.calculate({ model: MODEL, materialCode: 'AU585', quantity: 2, currency: 'EUR' }, { timeout: '30m' })
    await kit.clock.advance('20m')
    equal((await call).result.totalPrice.amountMinor, 128_500)
    await kit.close()`,
  'a fleet that misses a message': `
    const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    const [one, other] = kit.fleet(2)
    await Promise.all([one.ready(), other.ready()])
    equal((await other.mes.orders.status('ord_1')).status, 'PACKAGING')
    kit.redis.dropMessages()
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    await kit.clock.advance('1s')
    equal((await other.mes.orders.status('ord_1')).status, 'SHIPPED')
    equal((await one.mes.orders.status('ord_1')).status, 'SHIPPED')
    await kit.close()`,
  'a webhook': `
    const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
    const { headers, body } = kit.webhook('order.changed', 'ord_1')
    const key = Buffer.from(kit.webhookSecret.slice('whsec_'.length), 'base64')
    const signed = createHmac('sha256', key).update([headers['webhook-id'], headers['webhook-timestamp'], body].join('.')).digest('base64')
    equal(headers['webhook-signature'], 'v1,' + signed)
    equal(JSON.parse(body).data.status, 'PACKAGING')
    await kit.close()`,
  'a call that nothing answers': `
    const kit = createTestKit()
    let name = ''
    await kit.sdk.request({ api: 'mes', path: '/reports' }).catch((error) => { name = error.name })
    equal(name, 'UnmockedCallError')
    let refused = ''
    await kit.close().catch((error) => { refused = error.name })
    equal(refused, 'UnmockedCallError')`,
  'fake timers': `
    useFakeTimers()
    const kit = createTestKit({ orders: [{ id: 'ord_1' }], retries: 2, timeout: '2m' })
    kit.mes.on('orders.get').rateLimited({ retryAfter: '20s', times: 2 })
    const call = kit.sdk.mes.orders.get('ord_1').withMeta()
    await kit.clock.advance('21s')
    await advanceTimers(21_000)
    equal((await call).response.attempts, 3)
    await kit.close()
    useRealTimers()`,
} as const

/** The same as a file of TypeScript, where two values may be `undefined` by their types. */
const typed = (code: string): string =>
  code
    .replaceAll('(error) =>', '(error: Error) =>')
    .replace('const [one, other] = kit.fleet(2)', 'const [one, other] = kit.fleet(2) as [Sdk, Sdk]')
    .replace('.response.attempts', '.response?.attempts')

interface Dialect {
  readonly module: 'esm' | 'cjs'
  readonly runner: 'jest' | 'vitest' | 'node'
  readonly isTyped: boolean
}

const TIMERS = {
  jest: `const useFakeTimers = () => jest.useFakeTimers()
const useRealTimers = () => jest.useRealTimers()
const advanceTimers = (ms) => jest.advanceTimersByTimeAsync(ms)`,
  vitest: `const useFakeTimers = () => vi.useFakeTimers()
const useRealTimers = () => vi.useRealTimers()
const advanceTimers = (ms) => vi.advanceTimersByTimeAsync(ms)`,
  node: `const useFakeTimers = () => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] })
const useRealTimers = () => mock.timers.reset()
const advanceTimers = async (ms) => { for (let at = 0; at < ms; at += 100) { mock.timers.tick(100); for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => channelTurn(resolve)) } }`,
} as const

const RUNNER_IMPORTS = {
  jest: ['@jest/globals', 'jest, test'],
  vitest: ['vitest', 'test, vi'],
  node: ['node:test', 'mock, test'],
} as const

const importing =
  (module: Dialect['module']) =>
  (from: string, names: string): string =>
    module === 'esm' ? `import { ${names} } from '${from}'` : `const { ${names.replaceAll(' as ', ': ')} } = require('${from}')`

const testFile = ({ module, runner, isTyped }: Dialect): string => {
  const bring = importing(isTyped ? 'esm' : module)
  const [runnerModule, runnerNames] = RUNNER_IMPORTS[runner]
  const code = [
    bring('node:assert', 'strictEqual as equal'),
    bring('node:crypto', 'createHmac'),
    bring('node:timers', 'setImmediate as channelTurn'),
    ...(runner === 'jest' && module === 'cjs' && !isTyped ? [] : [bring(runnerModule, runnerNames)]),
    bring('mes-crm-sdk/testing', 'createTestKit, installTestKit'),
    bring(`./service.${isTyped ? 'ts' : 'js'}`, 'createOwnService, createStatusService'),
    ...(isTyped ? ["import type { Sdk } from 'mes-crm-sdk'"] : []),
    `const MODEL = process.env.MODEL${isTyped ? " ?? ''" : ''}`,
    isTyped ? TIMERS[runner].replaceAll('(ms) =>', '(ms: number) =>') : TIMERS[runner],
    'void channelTurn',
    ...Object.entries(CHECKS).map(
      ([name, check]) => `test(${JSON.stringify(name)}, async () => {${isTyped ? typed(check) : check}\n})`,
    ),
  ]
  return `${code.join('\n')}\n`
}

const serviceFile = (module: Dialect['module'], isTyped: boolean): string => {
  const [sdk, id] = isTyped ? ['sdk: Sdk', 'id: string'] : ['sdk', 'id']
  const exported = module === 'esm' || isTyped ? 'export ' : ''
  return `${importing(isTyped ? 'esm' : module)('mes-crm-sdk', 'createSdk')}
${isTyped ? "import type { Sdk } from 'mes-crm-sdk'" : ''}
${exported}const createStatusService = (${sdk}) => ({ statusOf: async (${id}) => (await sdk.mes.orders.status(id)).status })
${exported}const createOwnService = () => {
  const sdk = createSdk({ mes: { baseUrl: 'https://mes.example/v1' }, cache: { redis: 'redis://127.0.0.1:1', namespace: 'n', principal: 'p' } })
  return { ...createStatusService(sdk), close: () => sdk.close() }
}
${exported === '' ? 'module.exports = { createOwnService, createStatusService }' : ''}
`
}

const dialects = {
  'jest-cjs': { module: 'cjs', runner: 'jest', isTyped: false },
  'jest-esm': { module: 'esm', runner: 'jest', isTyped: false },
  'jest-cjs-ts': { module: 'cjs', runner: 'jest', isTyped: true },
  'jest-esm-ts': { module: 'esm', runner: 'jest', isTyped: true },
  'vitest-js': { module: 'esm', runner: 'vitest', isTyped: false },
  'vitest-ts': { module: 'esm', runner: 'vitest', isTyped: true },
  'node-esm': { module: 'esm', runner: 'node', isTyped: false },
  'node-cjs': { module: 'cjs', runner: 'node', isTyped: false },
  'node-ts': { module: 'esm', runner: 'node', isTyped: true },
} as const satisfies Readonly<Record<string, Dialect>>

type Folder = keyof typeof dialects
const folders = Object.keys(dialects) as readonly Folder[]

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: ['node'],
  rootDir: '.',
  outDir: 'out',
  rewriteRelativeImportExtensions: true,
}

const filesOf = (folder: Folder): Readonly<Record<string, string>> => {
  const dialect = dialects[folder]
  const extension = dialect.isTyped ? 'ts' : 'js'
  return {
    [`${folder}/package.json`]: JSON.stringify({
      type: dialect.module === 'esm' ? 'module' : 'commonjs',
      jest: { testEnvironment: 'node', testTimeout: 60_000, transform: {} },
    }),
    [`${folder}/service.${extension}`]: serviceFile(dialect.module, dialect.isTyped),
    [`${folder}/kit.test.${extension}`]: testFile(dialect),
  }
}

const typedFolders = folders.filter((folder) => dialects[folder].isTyped)
const COUNT = Object.keys(CHECKS).length

let consumer: Consumer
let compilation: Awaited<ReturnType<Consumer['run']>>
beforeAll(async () => {
  consumer = await installPacked(['@types/node', 'undici-types', 'vitest', '@jest/globals'])
  const files = Object.assign({}, ...folders.map(filesOf)) as Readonly<Record<string, string>>
  await consumer.write({
    ...files,
    'tsconfig.json': JSON.stringify({ compilerOptions, include: typedFolders.map((folder) => `${folder}/*.ts`) }),
  })
  await writeFile(join(consumer.path, 'ring.stl'), binaryStl(box([4, 2, 3], [0, 0, 0])))
  compilation = await consumer.run(nodes[24], [compilers['5.9']])
})
afterAll(() => consumer[Symbol.asyncDispose]())

const run = async (node: string, ...args: readonly string[]): Promise<string> => {
  const { code, output } = await consumer.run(node, args, {
    MODEL: join(consumer.path, 'ring.stl'),
    MES_URL: 'http://127.0.0.1:1',
  })
  expect(code === 0 ? '' : output).toBe('')
  expect(output).not.toMatch(/did not exit|force exited|open handles|MaxListeners/i)
  return output
}

/** As the paper says: the same with imports. */
const asModule = (code: string): string => {
  const imported = code
    .replaceAll(/const (\{ \w+ \}) = require\(('.+')\)/g, 'import $1 from $2')
    .replace(/module\.exports = (\{.+\})/, 'export $1')
  return code.includes('test(') ? `import { expect, test } from 'vitest'\n${imported}` : imported
}

const compiled = async (folder: Folder): Promise<string> => {
  await consumer.write({ [`out/${folder}/package.json`]: filesOf(folder)[`${folder}/package.json`] ?? '' })
  return `out/${folder}`
}

describe('the test kit of the packed package', () => {
  test('compiles in the tests of a consumer', () => {
    const { code, output } = compilation
    expect({ code, output }).toEqual({ code: 0, output: '' })
  })

  test.each(['jest-cjs', 'jest-cjs-ts'] as const)('works in Jest in CommonJS without flags: %s', async (folder) => {
    const root = dialects[folder].isTyped ? await compiled(folder) : folder
    expect(await run(nodes[24], jest, '--rootDir', root)).toMatch(new RegExp(`Tests:\\s+${COUNT} passed, ${COUNT} total`))
  })

  test.each(['jest-esm', 'jest-esm-ts'] as const)('works in Jest as ES module: %s', async (folder) => {
    const root = dialects[folder].isTyped ? await compiled(folder) : folder
    expect(await run(nodes[24], '--experimental-vm-modules', '--no-warnings', jest, '--rootDir', root)).toMatch(
      new RegExp(`Tests:\\s+${COUNT} passed, ${COUNT} total`),
    )
  })

  test.each(['vitest-js', 'vitest-ts'] as const)('works in vitest: %s', async (folder) => {
    const output = await run(nodes[24], 'node_modules/vitest/vitest.mjs', 'run', '--root', folder, '--testTimeout', '60000')
    expect(stripVTControlCharacters(output)).toMatch(new RegExp(`Tests\\s+${COUNT} passed`))
  })

  test.each([
    ['node-esm', 24],
    ['node-cjs', 24],
    ['node-ts', 24],
    ['node-esm', 22],
    ['node-cjs', 26],
  ] as const)('works in node --test: %s on Node %i', async (folder, version) => {
    const extension = dialects[folder].isTyped ? 'ts' : 'js'
    expect(
      await run(nodes[version], '--test', '--disable-warning=ExperimentalWarning', `${folder}/kit.test.${extension}`),
    ).toMatch(new RegExp(`pass ${COUNT}\\b`))
  })

  test.each(['jest', 'vitest'] as const)('runs the first test of its paper, as it stands there: %s', async (runner) => {
    const samples = (await readSamples('docs/testing.md')).filter(({ language }) => language === 'js')
    expect(samples.map(({ file }) => file)).toEqual(['price.test.js', 'shop.js'])
    const folder = `paper-${runner}`
    const written = (code: string): string => (runner === 'jest' ? code : asModule(code))
    await consumer.write(Object.fromEntries(samples.map(({ file, code }) => [`${folder}/${file}`, written(code)])))
    await consumer.write({
      [`${folder}/package.json`]: JSON.stringify({ type: runner === 'jest' ? 'commonjs' : 'module', jest: { transform: {} } }),
    })
    const program = runner === 'jest' ? [jest, '--rootDir', folder] : ['node_modules/vitest/vitest.mjs', 'run', '--root', folder]
    expect(stripVTControlCharacters(await run(nodes[24], ...program))).toMatch(/Tests:?\s+1 passed/)
  })

  test('loads neither the client of Redis nor that of OAuth2', async () => {
    await consumer.write({
      'loaded.cjs': `require('mes-crm-sdk/testing'); require('mes-crm-sdk'); require('mes-crm-sdk/cache')
console.log(Object.keys(require.cache).filter((path) => /ioredis|oauth4webapi|grant-token|connect-redis/.test(path)).length)`,
    })
    expect(await run(nodes[24], 'loaded.cjs')).toBe('0\n')
  })

  test('is no part of a production bundle, but for the look at its slot', async () => {
    await consumer.write({
      'production.mjs':
        "import { createSdk } from 'mes-crm-sdk'\nexport const sdk = createSdk({ mes: { baseUrl: process.env.MES_URL } })\n",
    })
    const {
      outputFiles: [file],
    } = await build({
      absWorkingDir: consumer.path,
      entryPoints: ['production.mjs'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      logLevel: 'silent',
      external: ['ioredis'],
    })
    const bundle = file?.text ?? ''
    expect(bundle).toContain('mes-crm-sdk.installed-kit.1')
    expect(
      bundle.match(/UnmockedCall|MemoryServer|KitClock|RunningClock|kit\.example|createTestKit|installTestKit|FakeApis/g),
    ).toBeNull()
  })
})
