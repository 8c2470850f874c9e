import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis } from '../../support/redis-server.ts'
import { startProxy } from '../../support/tcp-proxy.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { type MesProcess, startMesProcess } from './mes-process.ts'
import { runCommand, type Run, startCommand } from './mes-crm.ts'

const withWords = ['--material', 'AU585', '--quantity', '2', '--currency', 'EUR'] as const

interface Line {
  readonly file: string
  readonly quote?: { readonly id: string; readonly status: string; readonly request: unknown }
  readonly cache?: { readonly source: string }
  readonly error?: { readonly kind: string; readonly code?: string; readonly status?: number }
}

const linesOf = ({ stdout }: Run): readonly Line[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)

let edge = 3
/** The bytes of a ring, sort of, that no other test prices. */
const newModel = (): Uint8Array => binaryStl(box([(edge += 1), 2, 3], [0, 0, 0]))

describe('mes-crm price', () => {
  let mes: MesProcess
  let scratch: Scratch
  beforeAll(async () => {
    ;[mes, scratch] = await Promise.all([startMesProcess('--calculation-ms', '50'), makeScratch()])
  })
  afterAll(() => Promise.all([mes[Symbol.asyncDispose](), scratch[Symbol.asyncDispose]()]))

  const file = async (name: string, bytes: Uint8Array = newModel()): Promise<string> => {
    const path = join(scratch.path, name)
    await writeFile(path, bytes)
    return path
  }
  const price = (args: readonly string[], environment: Readonly<Record<string, string>> = {}, input?: Uint8Array): Promise<Run> =>
    runCommand(['price', ...withWords, ...args], { environment: { ...mes.environment, ...environment }, ...(input && { input }) })

  test('prints a price, tells each phase once, and ends with 0', async () => {
    const path = await file('ring.stl')
    const { code, stdout, stderr } = await price([path])
    expect({ code, phases: stderr }).toEqual({
      code: 0,
      phases: ['hashing', 'waiting', 'uploading', 'analyzing', 'calculating']
        .map((phase) => `mes-crm: ${path}: ${phase}\n`)
        .join(''),
    })
    expect(stdout.split('\n').map((line) => line.slice(2, 16).trim())).toEqual([
      path.slice(2, 16),
      'unit price',
      'total price',
      'metal',
      'production',
      'valid until',
      'quote',
      'from',
      '',
    ])
    expect(stdout).toMatch(/^ {2}total price {3}EUR \d+\.\d\d for 2 pieces$/m)
    expect(stdout).toMatch(/^ {2}from {10}origin$/m)
  })

  test('with --json prints the quote of each file in a line of its own, and with --quiet nothing else', async () => {
    const paths = await Promise.all([file('one.stl'), file('two.stl')])
    const run = await price([...paths, '--json', '--quiet', '--finish', 'MATTE'])
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(
      linesOf(run)
        .map((line) => line.file)
        .toSorted(),
    ).toEqual(paths)
    for (const { quote, cache } of linesOf(run)) {
      expect(quote).toMatchObject({
        status: 'SUCCEEDED',
        request: { materialCode: 'AU585', finishCode: 'MATTE', quantity: 2, currency: 'EUR' },
      })
      expect(cache).toMatchObject({ source: 'origin', state: 'fresh' })
    }
  })

  test('reads a model from standard input, which has the price of the same file', async () => {
    const model = newModel()
    const path = await file('same.stl', model)
    const [known, piped] = [
      linesOf(await price([path, '--json'])),
      linesOf(await price(['-', '--json', '--format', 'STL'], {}, model)),
    ]
    expect(piped).toMatchObject([{ file: '-', quote: { id: known[0]?.quote?.id } }])
  })

  test('tells what is wrong with some files, prices the others, and ends with the worst', async () => {
    const [good, open, broken] = await Promise.all([
      file('good.stl'),
      file('open.stl', binaryStl(box([5, 5, 5], [0, 0, 0]).slice(1))),
      file('broken.stl', Buffer.from('solid x')),
    ])
    const run = await price([join(scratch.path, 'missing.stl'), broken, open, good, '--json', '-q'])
    expect(
      Object.fromEntries(
        linesOf(run).map(({ file: path, quote, error }) => [
          path.slice(scratch.path.length + 1),
          quote?.status ?? `${error?.kind} ${error?.code}`,
        ]),
      ),
    ).toEqual({
      'missing.stl': 'model missing',
      'broken.stl': 'model truncated',
      'open.stl': 'calculation model-rejected',
      'good.stl': 'SUCCEEDED',
    })
    expect(run.code).toBe(2)
    expect(run.stderr.trim().split('\n').toSorted()).toEqual([
      expect.stringMatching(/^mes-crm: .*broken\.stl: expected STL/),
      expect.stringMatching(/^mes-crm: .*missing\.stl: there is no such file$/),
      expect.stringMatching(/^mes-crm: .*open\.stl: no price: model-rejected: /),
    ])
  })

  test('of a model that cannot be made ends with 1', async () => {
    const { code, stdout } = await price([await file('open-too.stl', binaryStl(box([6, 5, 5], [0, 0, 0]).slice(1))), '-q'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  })

  test.each([
    ['a material that the MES does not know', ['--material=AU999'], {}, /: 400 validation-failed: .*; --material: \S.*$/],
    ['a finish that the material does not have', ['--finish=GLOSSY'], {}, /; --finish: \S.*$/],
    ['credentials that the MES refuses', [], { MES_API_KEY: 'partner_07.forged' }, / 401 unauthenticated: /],
    ['no credentials', [], { MES_API_KEY: '' }, /^mes-crm: MES_API_KEY: expected a value, got an empty one$/],
    [
      'half a shared cache',
      [],
      { MES_CACHE_REDIS: 'redis://127.0.0.1:1' },
      /^mes-crm: MES_CACHE_NAMESPACE: required, since MES_CACHE_REDIS is set$/,
    ],
    [
      'a namespace that there cannot be',
      [],
      { MES_CACHE_REDIS: 'redis://127.0.0.1:1', MES_CACHE_NAMESPACE: 'a b', MES_CACHE_PRINCIPAL: 'p' },
      /^mes-crm: MES_CACHE_NAMESPACE: expected /,
    ],
  ])('with %s ends with 2 and says so in one line', async (_, words, environment, message) => {
    const path = await file('refused.stl')
    const args = words.some((word) => word.startsWith('--material'))
      ? [...withWords.slice(2), ...words]
      : [...withWords, ...words]
    const { code, stdout, stderr } = await runCommand(['price', path, '-q', ...args], {
      environment: { ...mes.environment, ...environment },
    })
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 })
    expect(stderr.trim()).toMatch(message)
  })

  test('ends with 3 where nobody answers, and shows a stack only where it is asked for', async () => {
    const path = await file('alone.stl')
    const nobody = { MES_BASE_URL: 'http://127.0.0.1:1/v1' }
    const [plain, talkative] = await Promise.all([
      price([path, '-q'], nobody),
      price([path, '-q'], { ...nobody, MES_CRM_DEBUG: '1' }),
    ])
    expect(plain).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^mes-crm: .*alone\.stl: mes\.models\.create .*\n$/),
    })
    expect(talkative).toMatchObject({ code: 3, stderr: expect.stringMatching(/\n {4}at /) })
  })

  test('ends with 4 at the time limit', async () => {
    await using slow = await startMesProcess('--calculation-ms', '600000')
    const { code, stderr } = await price([await file('slow.stl'), '-q', '--timeout', '300ms'], slow.environment)
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/slow\.stl: .*no price within 300 ms, while [a-z]+\n$/),
    })
  })

  test('finds in a shared cache what another run has priced, for the same principal alone', async () => {
    await using redis = await startRedis()
    const cache = { MES_CACHE_REDIS: redis.url, MES_CACHE_NAMESPACE: 'prod', MES_CACHE_PRINCIPAL: 'partner:07' }
    const args = [await file('shared.stl'), '--json', '-q']
    const first = linesOf(await price(args, cache))
    expect(first).toMatchObject([{ cache: { source: 'origin' } }])
    const nobody = { ...cache, MES_BASE_URL: mes.environment.MES_BASE_URL }
    // A Redis that answers late is done without.
    await expect
      .poll(async () => linesOf(await price(args, nobody)))
      .toMatchObject([{ quote: { id: first[0]?.quote?.id }, cache: { source: 'redis' } }])
    expect(linesOf(await price(args, { ...cache, MES_CACHE_PRINCIPAL: 'partner:08' }))).toMatchObject([
      { cache: { source: 'origin' } },
    ])
  })

  test('waits for a shared cache that is slow to begin', async () => {
    await using redis = await startRedis()
    await using proxy = await startProxy(redis.port)
    const cache = { MES_CACHE_REDIS: redis.url, MES_CACHE_NAMESPACE: 'prod', MES_CACHE_PRINCIPAL: 'partner:07' }
    const args = ['price', ...withWords, await file('slow-cache.stl'), '--json', '-q']
    await runCommand(args, { environment: { ...mes.environment, ...cache } })
    const priceSlowly = async (): Promise<readonly Line[]> => {
      const { accepted } = proxy
      redis.pause()
      const command = await startCommand(args, { environment: { ...mes.environment, ...cache, MES_CACHE_REDIS: proxy.url } })
      await expect.poll(() => proxy.accepted).toBeGreaterThan(accepted)
      // A read waits for the cache for a second, the command for five, and beside load most of them pass before it is asked.
      await pause(1_200)
      redis.resume()
      return linesOf(await command.done)
    }
    // Beside load the cache may be slower than the command waits.
    await expect.poll(priceSlowly, { timeout: 240_000 }).toMatchObject([{ cache: { source: 'redis' } }])
  })

  test('says that a shared cache is not there, and prices all the same', async () => {
    const cache = {
      MES_CACHE_REDIS: 'redis://:secret@127.0.0.1:1',
      MES_CACHE_NAMESPACE: 'prod',
      MES_CACHE_PRINCIPAL: 'partner:07',
    }
    const run = await price([await file('unshared.stl'), '--json', '-q'], cache)
    expect(run).toMatchObject({
      code: 0,
      stderr: 'mes-crm: MES_CACHE_REDIS: not reached within 5 s, so that prices are not shared; MES_CRM_DEBUG=1 says why\n',
    })
    expect(linesOf(run)).toMatchObject([{ cache: { source: 'origin' } }])
  })
})
