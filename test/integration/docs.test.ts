import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCrm } from '../../reference/crm/start.ts'
import { startMes } from '../../reference/mes/start.ts'
import { prism } from '../../reference/quote-burst/prism.ts'
import { mintToken, partnerApiKey } from '../../reference/shared/api/token.ts'
import { DEMO_SECRET } from '../../reference/shared/service/options.ts'
import type { RunningServer } from '../../reference/shared/service/server.ts'
import { run as generate } from '../../generator/command.ts'
import { build } from '../../scripts/build.ts'
import { run } from '../../scripts/command.ts'
import { freePort } from '../support/ports.ts'
import { startRedis, type TestRedis } from '../support/redis-server.ts'
import { readSamples, type RunningSample, type Sample, startSample } from './support/samples.ts'

const root = resolve(import.meta.dirname, '../..')
/** Inside the project, so that the samples find the package under its name, as built. */
const folder = join(root, '.docs')

/** What a paper says that a sample prints. */
interface Outcome {
  readonly prints: readonly RegExp[]
  /** Of a sample that goes on: what it has printed when it is ready. It is told to end behind the paper's last sample. */
  readonly ready?: RegExp
}
/** A module, which other samples of the paper import. */
const imported = 'imported'

/** Every sample of every paper that a machine can run, in the order of the paper. */
const outcomes: Readonly<Record<string, readonly (Outcome | typeof imported)[]>> = {
  'README.md': [
    { prints: [/^M-\d{4}-\d+ MANUFACTURING_APPROVED \d+$/m, /^memory$/m, /^404 not-found$/m] },
    { prints: [/^ord_\d+ CLOSED$/m] },
    { prints: [/^hashing 0 \d+$[^]*^calculating (\d+) \1$[^]*^SUCCEEDED EUR$/m] },
    { prints: [/^PACKAGING\nSHIPPED 2\n$/] },
    { prints: [/^\{ id: '42', status: 'PACKAGING' \}$/m, /^applied 1:prod:\S+ \{ id: '42', status: 'SHIPPED' \}$/m] },
    { prints: [/^\[ 'Gold 585', null, 'Silver 925', 'Gold 585' \]$/m] },
    { prints: [/^\{ origin: 1, memory: 9 \}$/m] },
    { prints: [/^text\/plain; .+ true$/m] },
    { prints: [/^$/] },
  ],
  'docs/client.md': [
    {
      prints: [
        /^sent orders\.list 1 eu-1 \[redacted\]\nreceived orders\.list 200\nsent orders\.get 1 eu-1 \[redacted\]\nreceived orders\.get 404\nfailed orders\.get 1 api\nsent request 1 eu-1 \[redacted\]\nreceived request 200\n200 origin\n$/,
      ],
    },
  ],
  'docs/consistency.md': [
    { prints: [/^3\n2\n$/] },
    { prints: [/^held applied$/m] },
    { prints: [/^2 stale\nError: the database is down$/m] },
  ],
  'docs/generator.md': [{ prints: [/^Mia\nmemory\norigin\n$/] }, { prints: [/^[A-Z_]+\n$/] }],
  'docs/guides/api-server.md': [
    imported,
    imported,
    { prints: [/^closed, 0 left, 5 queries$/m], ready: /^listening$/m },
    {
      prints: [
        /^packaging: ord_1 ord_2\npackaging: ord_1 ord_2\nshipped: ord_3\nSHIPPED 2\npackaging: ord_2\nshipped: ord_1 ord_3\nSHIPPED\n$/,
      ],
    },
    { prints: [/^applied$/m] },
  ],
  'docs/guides/crm-backend.md': [
    imported,
    imported,
    { prints: [/^closed, 0 left$/m], ready: /^listening$/m },
    { prints: [/^origin memory\nMANUFACTURING_APPROVED\n409\norigin false\nin MES MANUFACTURING_APPROVED\n$/] },
  ],
  'docs/guides/partner-service.md': [
    imported,
    { prints: [/^true EUR true\ncalculating\nmemory\n404 not-found\n\[ 'currency' \]\n$/] },
    imported,
    { prints: [/^PRICE_CALCULATED\ntrue\n401\n$/] },
    { prints: [/^memory\ntrue\ntrue\n$/] },
    { prints: [/^watching 5 orders\nthree rounds\nanswered \{ origin: 5, memory: \d\d+ \}\n$/], ready: /^three rounds$/m },
  ],
  'docs/pricing.md': [
    { prints: [/^SUCCEEDED EUR hashing waiting uploading analyzing calculating\nmemory true\nwrong-format\n$/] },
    {
      prints: [
        /^ring\.stl 1 SUCCEEDED$/m,
        /^ring\.stl 10 SUCCEEDED$/m,
        /^missing\.stl 1 ModelError$/m,
        /^missing\.stl 10 ModelError$/m,
      ],
    },
    { prints: [/^POST \/v1\/models, POST \/v1\/quotes\n$/] },
  ],
  'docs/testing.md': [
    { prints: [/^PACKAGING\nSHIPPED\nSHIPPED\n2\n$/] },
    { prints: [/^ord_1\nTimeoutError\n$/] },
    { prints: [/^ord_000001 EUR DHL\nord_000002\n3000\ntoo-small-to-cast\nord_000001\nord_000003\n409\n$/] },
    { prints: [/^PACKAGING\nredis\nSHIPPED\nqueued\n$/] },
    { prints: [/^PACKAGING\n$/] },
  ],
  'docs/tracing.md': [{ prints: [/^load materials\.list absent undefined\nread materials\.list undefined origin\n$/] }],
  'docs/operations.md': [{ prints: [/^hello\nclosed$/m] }, { prints: [/^rings$/m] }, { prints: [/^rings$/m] }],
}

/** Languages of blocks that nothing here runs, and why. */
const notRun: Readonly<Record<string, string>> = {
  '': 'notation: messages, calls and rights of Redis, which tests of the protocol and of ACL users hold',
  text: 'what something prints, or a declaration that is checked where it stands',
  sh: 'commands for a terminal, with a package registry or a server behind them',
  js: 'tests for Jest and what they test, which test/package/testing.test.ts runs',
  yaml: 'documents, from which a client is generated before the samples run',
  csharp: 'needs the .NET SDK, which this project does without',
  java: 'needs a JDK, which this project does without',
}

/** What went wrong with a sample, if anything did. */
const verdict = (
  file: string,
  { prints }: Outcome,
  { code, output }: { readonly code: number | null; readonly output: string },
): unknown => {
  const missing = prints.filter((line) => !line.test(output)).map(String)
  return code === 0 && missing.length === 0 ? undefined : { file, code, missing, output }
}

const papers = ['README.md']
for await (const path of glob('{docs,examples,reference,bench}/**/*.md', { cwd: root })) papers.push(path)
const samplesOf = new Map(await Promise.all(papers.map(async (paper) => [paper, await readSamples(paper)] as const)))
const runnable = (paper: string): readonly Sample[] => (samplesOf.get(paper) ?? []).filter(({ language }) => language === 'ts')
const withSamples = papers.filter((paper) => runnable(paper).length > 0)
const placeOf = (paper: string): string => join(folder, paper.replaceAll(/\W/g, '-'))

test('every test that a paper names as its witness exists', async () => {
  const texts = await Promise.all(papers.map((paper) => readFile(join(root, paper), 'utf8')))
  const named = texts.flatMap((text) => [...text.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, file = '']) => file))
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

describe('A sample of the papers', () => {
  let redis: TestRedis
  /** Which MES and CRM do not know. */
  let partnersRedis: TestRedis
  let mes: RunningServer
  let crm: RunningServer
  let port: number

  beforeAll(async () => {
    await build()
    await rm(folder, { recursive: true, force: true })
    port = await freePort()
    redis = await startRedis()
    partnersRedis = await startRedis()
    mes = await startMes({
      seed: { orders: 20_000 },
      cache: { redis: redis.url, namespace: 'prod', principal: 'mes' },
      webhooks: { hosts: ['127.0.0.1'] },
    })
    crm = await startCrm({
      seed: { orders: 20_000 },
      cache: { redis: redis.url, namespace: 'prod', principal: 'crm' },
      peer: mes.url,
    })
    for (const paper of withSamples) {
      const documents = (samplesOf.get(paper) ?? []).filter(({ language }) => language === 'yaml')
      for (const { file, code } of [...documents, ...runnable(paper)]) {
        await mkdir(dirname(join(placeOf(paper), file)), { recursive: true })
        await writeFile(join(placeOf(paper), file), code)
      }
      // A model of its own, which no other paper has uploaded.
      await writeFile(join(placeOf(paper), 'ring.stl'), prism(paper.length))
    }
    const generated = await generate(
      ['pets.yaml', '--policy', 'pets-policy.yaml', '--out', 'pets', '--extension', 'ts'],
      () => {},
      placeOf('docs/generator.md'),
    )
    if (generated !== 0) throw new Error('the documents of docs/generator.md give no client')
  })
  afterAll(async () => {
    await Promise.all([crm.close(), mes.close()])
    await Promise.all([redis.stop(), partnersRedis.stop()])
  })

  const environment = (): Readonly<Record<string, string>> => ({
    MES_URL: `${mes.url}/v1`,
    MES_API_KEY: partnerApiKey('partner_01', DEMO_SECRET),
    CRM_URL: `${crm.url}/v1`,
    OPERATOR_TOKEN: mintToken({ sub: 'op_01', roles: ['operator'] }, DEMO_SECRET),
    SELLER_TOKEN: mintToken({ sub: 'seller_01', roles: ['crm_seller'] }, DEMO_SECRET),
    PORT: String(port),
    POLL_MS: '20',
    // Beside load Redis may answer late, which is a warning of the process.
    NODE_NO_WARNINGS: '1',
    REDIS_URL: redis.url,
    OWN_REDIS_URL: partnersRedis.url,
    REDIS_HOST: '127.0.0.1',
    REDIS_PORT: String(redis.port),
  })

  test('is known here, each with what it prints', () => {
    const known = Object.fromEntries(Object.entries(outcomes).map(([paper, ofPaper]) => [paper, ofPaper.length]))
    expect(Object.fromEntries(withSamples.map((paper) => [paper, runnable(paper).length]))).toEqual(known)
  })

  test('is run, or is in a language of which is said why not', () => {
    const languages = [...samplesOf].flatMap(([paper, samples]) => samples.map(({ language }) => `${paper}: ${language}`))
    expect(languages.filter((line) => !['ts', ...Object.keys(notRun)].includes(line.split(': ')[1] ?? ''))).toEqual([])
  })

  test('that is not run by itself is imported by another one', () => {
    const modules = withSamples.flatMap((paper) =>
      runnable(paper)
        .filter((_, index) => outcomes[paper]?.[index] === imported)
        .map(({ file }) => [paper, file] as const),
    )
    expect(modules.filter(([paper, file]) => !runnable(paper).some(({ code }) => code.includes(`'./${file}'`)))).toEqual([])
  })

  test('compiles under strict settings', async () => {
    const flags = [
      '--noEmit',
      '--strict',
      '--noUncheckedIndexedAccess',
      '--exactOptionalPropertyTypes',
      '--skipLibCheck',
      '--allowImportingTsExtensions',
    ]
    const target = ['--target', 'es2023', '--lib', 'es2024,esnext.disposable', '--module', 'nodenext', '--types', 'node']
    const files = withSamples.flatMap((paper) => runnable(paper).map(({ file }) => join(placeOf(paper), file)))
    const { code, output } = await run(join(root, 'node_modules/.bin/tsc'), [...flags, ...target, ...files], { cwd: folder })
    expect(output).toBe('')
    expect(code).toBe(0)
  })

  test.each(withSamples)('runs and prints what it says (%s)', async (paper) => {
    await using stack = new AsyncDisposableStack()
    const running: (readonly [RunningSample, Outcome])[] = []
    const ended: unknown[] = []
    for (const [index, { file }] of runnable(paper).entries()) {
      const outcome = outcomes[paper]?.[index] ?? imported
      if (outcome === imported) continue
      if (outcome.ready === undefined) {
        ended.push(
          verdict(
            file,
            outcome,
            await run('timeout', ['240', process.execPath, file], { cwd: placeOf(paper), env: environment() }),
          ),
        )
      } else running.push([stack.use(await startSample(file, placeOf(paper), environment(), outcome.ready)), outcome])
    }
    for (const [service, outcome] of running.toReversed()) ended.push(verdict('service', outcome, await service.end()))
    expect(ended.filter((one) => one !== undefined)).toEqual([])
  })
})
