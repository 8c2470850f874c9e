import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMes } from '../../examples/mes/start.ts'
import { partnerApiKey } from '../../examples/shared/api/token.ts'
import { DEMO_SECRET } from '../../examples/shared/service/options.ts'
import type { RunningServer } from '../../examples/shared/service/server.ts'
import { build } from '../../scripts/build.ts'
import { run } from '../../scripts/command.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'

const root = resolve(import.meta.dirname, '../..')
/** Inside the project, so that the examples find the package under its name, as built. */
const folder = join(root, '.docs')
const papers = ['README.md', 'docs/consistency.md', 'docs/operations.md']
const texts = await Promise.all(papers.map((paper) => readFile(join(root, paper), 'utf8')))
const examples = texts.flatMap((text) => [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code))

/** What the papers say that an example prints, by the position of the example. */
const printed: readonly (readonly RegExp[])[] = [
  [/^M-\d{4}-\d+ MANUFACTURING_APPROVED \d+$/m, /^memory$/m, /^404 not-found$/m],
  [/^ord_\d+ CLOSED$/m],
  [/^\{ id: '42', status: 'PACKAGING' \}$/m, /^applied 1:prod:\S+ \{ id: '42', status: 'SHIPPED' \}$/m],
  [/^\[ 'Gold 585', null, 'Silver 925', 'Gold 585' \]$/m],
  [/^\{ origin: 1, memory: 9 \}$/m],
  [/^3\n2\n$/],
  [/^held applied$/m],
  [/^2 stale\nError: the database is down$/m],
  [/^hello\nclosed$/m],
]

test('every test that a paper names as its witness exists', () => {
  const named = texts.flatMap((text) => [...text.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file))
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

describe('an example of the papers', () => {
  let redis: TestRedis
  let mes: RunningServer

  beforeAll(async () => {
    await build()
    redis = await startRedis()
    mes = await startMes({ seed: { orders: 20_000 } })
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await Promise.all(examples.map((code, index) => writeFile(join(folder, `example-${index + 1}.ts`), code)))
  })
  afterAll(async () => {
    await mes.close()
    await redis.stop()
  })

  test('is known here, each with what it prints', () => {
    expect(examples).toHaveLength(printed.length)
  })

  test('compiles under strict settings', async () => {
    const flags = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck']
    const target = ['--target', 'es2023', '--lib', 'es2024,esnext.disposable', '--module', 'nodenext', '--types', 'node']
    const files = examples.map((_, index) => join(folder, `example-${index + 1}.ts`))
    const { code, output } = await run(join(root, 'node_modules/.bin/tsc'), [...flags, ...target, ...files], { cwd: folder })
    expect(output).toBe('')
    expect(code).toBe(0)
  })

  test.each(printed.map((lines, index) => [index + 1, lines] as const))('runs and prints what it says (%i)', async (number, lines) => {
    const env = { MES_URL: `${mes.url}/v1`, MES_API_KEY: partnerApiKey('partner_01', DEMO_SECRET), REDIS_URL: redis.url }
    const { code, output } = await run(process.execPath, [join(folder, `example-${number}.ts`)], { cwd: folder, env })
    expect(output).toSatisfy((text: string) => lines.every((line) => line.test(text)))
    expect(code).toBe(0)
  })
})
