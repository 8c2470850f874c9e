import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMes } from '../../reference/mes/start.ts'
import { prism } from '../../reference/quote-burst/prism.ts'
import { partnerApiKey } from '../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../reference/shared/service/options.ts'
import type { RunningServer } from '../../reference/shared/service/server.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { binaryStl, box } from '../support/solids.ts'
import { installPacked, type Consumer } from './packed.ts'
import { compilers, jest, nodes } from './toolchains.ts'

const settings = `{
  mes: { baseUrl: process.env.MES_URL, auth: { apiKey: process.env.MES_API_KEY } },
  cache: { redis: process.env.REDIS_URL, namespace: process.env.NAMESPACE, principal: 'partner:01' },
}`

/** What every consumer does; it closes nothing, and so has to exit by itself. */
const read = `const sdk = createSdk(${settings})
  await sdk.ready()
  const first = await sdk.mes.orders.list({ limit: 5 }).withMeta()
  const second = await sdk.mes.orders.list({ limit: 5 }).withMeta()`
const work = `const main = async () => {
  ${read}
  console.log(process.versions.node.split('.')[0], first.cache.source, second.cache.source, second.value.items.length)
}
main()`

/**
 * A model that is too big to be digested beside other work, as a file and as bytes, with a client of its own: one price, and a digest
 * of each by a thread. A thread that could not be made would go unnoticed: the work is then done without it.
 */
const price = `const priced = createSdk({ mes: { baseUrl: process.env.MES_URL, auth: { apiKey: process.env.MES_API_KEY } } })
  let digests = 0
  subscribe('worker_threads', ({ worker }) => worker.on('message', (said) => { if ('digest' in said) digests += 1 }))
  const calculate = (model) => priced.mes.quotes.calculate({ model, materialCode: 'AG925', quantity: 1, currency: 'EUR' })
  const [byPath, byBytes] = [await calculate('large.stl'), await calculate(readFileSync('large.stl'))]`
const pricing = `const main = async () => {
  ${price}
  console.log(byPath.status, byPath === byBytes, digests)
}
main()`
const LARGE = prism(7_000)

/** Every entry, a cache of one's own, and the errors that a typo is. */
const entries = `import * as main from 'mes-crm-sdk'
import * as cache from 'mes-crm-sdk/cache'
import * as runtime from 'mes-crm-sdk/runtime'
import * as protocol from 'mes-crm-sdk/protocol'
import * as testing from 'mes-crm-sdk/testing'
export type Names = keyof typeof main | keyof typeof cache | keyof typeof runtime | keyof typeof protocol | keyof typeof testing
const own = cache.createCache({ namespace: 'shop' })
export const rings: Promise<{ readonly count: number }> =
  own.getOrLoad({ key: 'rings', ttl: '30s', tags: [] }, async () => ({ count: 1 }))
// @ts-expect-error a misspelt option is refused, so the types are not any
cache.createCache({ namespaze: 'shop' })
// @ts-expect-error an unknown export is refused
import { nothing } from 'mes-crm-sdk'
`

const typed = `import { createSdk, type CalculationProgress, type Immutable, type mes } from 'mes-crm-sdk'
const { MES_URL = '', MES_API_KEY = '', REDIS_URL = '', NAMESPACE = '' } = process.env
const main = async (): Promise<void> => {
  const sdk = createSdk({
    mes: { baseUrl: MES_URL, auth: { apiKey: MES_API_KEY } },
    cache: { redis: REDIS_URL, namespace: NAMESPACE, principal: 'partner:01' },
  })
  await sdk.ready()
  const first = await sdk.mes.orders.list({ limit: 5 }).withMeta()
  const second = await sdk.mes.orders.list({ limit: 5 }).withMeta()
  const orders: readonly Immutable<mes.Order>[] = second.value.items
  // @ts-expect-error a misspelt parameter is refused, so the types are not any
  const misspelt = () => sdk.mes.orders.list({ limitt: 5 })
  const priced = async (finishCode?: string, signal?: AbortSignal, onProgress?: (progress: CalculationProgress) => void): Promise<number> => {
    const model = { model: './ring.stl', materialCode: 'AU585', finishCode, quantity: 2, currency: 'EUR', fileName: undefined, format: undefined }
    const { status, result } = await sdk.mes.quotes.calculate(model, { signal, onProgress, timeout: '20m' })
    // @ts-expect-error a price is there, so this is not another status
    if (status === 'FAILED') return 0
    // @ts-expect-error a misspelt option is refused
    void (() => sdk.mes.quotes.calculate(model, { onprogress: onProgress }))
    for await (const { quote } of sdk.mes.quotes.calculateMany([model], { concurrency: undefined })) if (quote) return quote.result.totalPrice.amountMinor
    return result.totalPrice.amountMinor
  }
  void misspelt
  void priced
  console.log(process.versions.node.split('.')[0], first.cache.source, second.cache.source, orders.length)
}
void main()
`

/** A call that is told to wait 20 s, cannot reach the API, and then gets no answer for 5 s; `advance` lets fake time pass. */
const faked = `const answers = [
    async () => new Response('{}', { status: 429, headers: { 'retry-after': '20' } }),
    async () => { throw new TypeError('fetch failed') },
    (_url, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    async () => Response.json({ id: 'ord_1' }),
  ]
  let asked = 0
  globalThis.fetch = (...given) => answers[asked++](...given)
  const sdk = createSdk({ mes: { baseUrl: 'http://mes.example/v1' }, retries: 3, attemptTimeout: '5s', timeout: '2m' })
  const call = sdk.request({ api: 'mes', path: '/orders/ord_1' }).withMeta()
  await advance(19_900)
  const early = asked
  await advance(40_000)
  const { response: { attempts } } = await call
  await sdk.close()`

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
  rootDir: '.',
}

const projects = ['modules', 'commonjs'] as const

const files = {
  'plain/main.mjs': `import { createSdk } from 'mes-crm-sdk'\n${work}\n`,
  'plain/main.cjs': `const { createSdk } = require('mes-crm-sdk')\n${work}\n`,
  'plain/price.mjs': `import { subscribe } from 'node:diagnostics_channel'\nimport { readFileSync } from 'node:fs'\nimport { createSdk } from 'mes-crm-sdk'\n${pricing}\n`,
  'plain/price.cjs': `const { subscribe } = require('node:diagnostics_channel')\nconst { readFileSync } = require('node:fs')\nconst { createSdk } = require('mes-crm-sdk')\n${pricing}\n`,
  'plain/faked.mjs': `import { mock } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createSdk } from 'mes-crm-sdk'
mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] })
const advance = async (milliseconds) => {
  for (let passed = 0; passed < milliseconds; passed += 100) {
    mock.timers.tick(100)
    await turn()
  }
}
${faked}
console.log(early, attempts)
`,
  'jest/faked.test.js': `const { createSdk } = require('mes-crm-sdk')
test('waits by fake timers', async () => {
  jest.useFakeTimers()
  const advance = (milliseconds) => jest.advanceTimersByTimeAsync(milliseconds)
  ${faked}
  expect([early, attempts]).toEqual([1, 4])
})
`,
  'jest/package.json': JSON.stringify({ jest: { testEnvironment: 'node', transform: {} } }),
  'jest/cached.test.js': `const { subscribe } = require('node:diagnostics_channel')
const { readFileSync } = require('node:fs')
const { createSdk } = require('mes-crm-sdk')
test('reads once', async () => {
  ${read}
  expect([first.cache.source, second.cache.source, second.value.items.length]).toEqual(['origin', 'memory', 5])
})
test('prices', async () => {
  ${price}
  expect([byPath.status, byPath === byBytes, digests]).toEqual(['SUCCEEDED', true, 2])
})
`,
  'modules/package.json': JSON.stringify({ type: 'module' }),
  'modules/main.ts': typed,
  'modules/entries.ts': entries,
  'commonjs/package.json': JSON.stringify({ type: 'commonjs' }),
  'commonjs/main.ts': typed,
  'commonjs/entries.ts': entries,
  'tsconfig.json': JSON.stringify({
    compilerOptions,
    files: projects.flatMap((project) => [`${project}/main.ts`, `${project}/entries.ts`]),
  }),
}

describe('A project that installs the package', () => {
  let consumer: Consumer
  let redis: TestRedis
  let mes: RunningServer
  beforeAll(async () => {
    ;[consumer, redis, mes] = await Promise.all([
      installPacked(['@types/node', 'undici-types']),
      startRedis(),
      startMes({ seed: { orders: 1_000 }, quotes: { calculationMs: 20 } }),
    ])
    await consumer.write(files)
    await writeFile(join(consumer.path, 'large.stl'), LARGE)
  })
  afterAll(async () => {
    await Promise.all([consumer[Symbol.asyncDispose](), redis.stop(), mes.close()])
  })

  const listRequests = (): number => mes.stats().requests['orders.list'] ?? 0
  let runs = 0

  /** Runs a program of the project, which reads twice, and holds that the server was asked once. */
  const runAndCount = async (node: string, ...args: readonly string[]): Promise<string> => {
    const before = listRequests()
    const env = {
      MES_URL: `${mes.url}/v1`,
      MES_API_KEY: partnerApiKey('partner_01', DEMO_SECRET),
      REDIS_URL: redis.url,
      NAMESPACE: `run-${++runs}`,
    }
    const { code, output } = await consumer.run(node, args, env)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(listRequests() - before).toBe(1)
    return output.trim()
  }

  describe.each(Object.entries(nodes))('on Node %s', (version, node) => {
    test.each([
      ['ES module', 'plain/main.mjs'],
      ['CommonJS', 'plain/main.cjs'],
    ])('reads from memory what it has read, and exits, as %s', async (_, file) => {
      expect(await runAndCount(node, file)).toBe(`${version} origin memory 5`)
    })

    test.each([
      ['ES module', 'plain/price.mjs'],
      ['CommonJS', 'plain/price.cjs'],
    ])('prices a model of more than 1 MiB, digested by a thread, and exits, as %s', async (_, file) => {
      expect(LARGE.length).toBeGreaterThan(2 ** 20)
      const { code, output } = await consumer.run(node, [file], {
        MES_URL: `${mes.url}/v1`,
        MES_API_KEY: partnerApiKey('partner_01', DEMO_SECRET),
      })
      expect({ code, output }).toEqual({ code: 0, output: 'SUCCEEDED true 2\n' })
    })
  })

  test.each(Object.entries(nodes))('prices a model by the command, on Node %s', async (_, node) => {
    await writeFile(join(consumer.path, 'ring.stl'), binaryStl(box([4, 2, 3], [0, 0, 0])))
    const env = { MES_BASE_URL: `${mes.url}/v1`, MES_API_KEY: partnerApiKey('partner_01', DEMO_SECRET) }
    const words = ['price', 'ring.stl', '--material', 'AU585', '--quantity', '2', '--currency', 'EUR', '--json', '--quiet']
    const { code, output } = await consumer.run(node, ['node_modules/.bin/mes-crm', ...words], env)
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^\{"file":"ring\.stl","quote":\{.*"status":"SUCCEEDED".*\}\n$/),
    })
  })

  test.each(Object.entries(nodes))('waits by the fake timers of node:test, on Node %s', async (_, node) => {
    const { code, output } = await consumer.run(node, ['--disable-warning=ExperimentalWarning', 'plain/faked.mjs'])
    expect({ code, output }).toEqual({ code: 0, output: '1 4\n' })
  })

  describe.each(Object.entries(compilers))('with TypeScript %s', (version, compiler) => {
    test('compiles without skipLibCheck', async () => {
      const { code, output } = await consumer.run(nodes[24], [compiler, '--outDir', `out-${version}`])
      expect(output).toBe('')
      expect(code).toBe(0)
    })

    test.each(projects)('reads from memory what it has read, and exits, as %s', async (project) => {
      await consumer.write({ [`out-${version}/${project}/package.json`]: files[`${project}/package.json`] })
      expect(await runAndCount(nodes[24], `out-${version}/${project}/main.js`)).toBe('24 origin memory 5')
    })

    test('is that version', async () => {
      const { output } = await consumer.run(nodes[24], [compiler, '--version'])
      expect(output).toMatch(new RegExp(`^Version ${version.replace('.', String.raw`\.`)}\\.`))
    })
  })

  test('works in Jest, in CommonJS, which then ends by itself', async () => {
    const output = await runAndCount(nodes[24], jest, '--rootDir', 'jest')
    expect(output).toMatch(/Tests:\s+3 passed, 3 total/)
    expect(output).not.toMatch(/did not exit|force exited|open handles/i)
  })
})
