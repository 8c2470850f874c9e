import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../support/faulty-proxy.ts'
import { writeTorus } from '../../support/torus-file.ts'
import { writeHollowStl } from '../../unit/pricing/support/models.ts'
import { failureOf, type Partner, startPartner, succeeded, until } from './faulty-mes.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

const CUT_HALFWAY: Fault = { kind: 'cut', when: 'in-body' }
/** As the address is once its hour is over: the signature is no longer that of what it says. */
const EXPIRED: Fault = { kind: 'divert', to: (path) => path.replace(/expires=\d+/, 'expires=1700000000') }

let tube = 3

/** A file of 1.2 MB that no other test prices. */
const bigModel = async ({ folder }: Partner): Promise<string> => {
  const path = join(folder, 'big.stl')
  await writeTorus(path, 110, 110, [20, tube += 0.01])
  return path
}

describe.concurrent('an upload', () => {
  it('that is cut off half-way three times is made again from the first byte, where that is allowed', async () => {
    await using partner = await startPartner(mes, { retries: 3 })
    const { sdk, proxy } = partner
    const path = await bigModel(partner)
    const bytes = await readFile(path)
    proxy.play('uploads.put', CUT_HALFWAY, CUT_HALFWAY, CUT_HALFWAY)
    const sent: number[] = []
    await succeeded(sdk.mes.quotes.calculate(priced(path), { onProgress: ({ phase, bytes }) => void (phase === 'uploading' && sent.push(bytes)) }))
    const puts = proxy.seen('uploads.put')
    expect(puts.map(({ status }) => status)).toEqual([undefined, undefined, undefined, 204])
    for (const { body } of puts) expect(body.equals(bytes.subarray(0, body.length))).toBe(true)
    for (const { body } of puts.slice(0, 3)) expect(body.length).toBeLessThan(bytes.length)
    expect(sent[0]).toBe(0)
    expect(sent.at(-1)).toBe(bytes.length)
    expect(proxy.counts()).toMatchObject({ 'models.create': 1, 'quotes.create': 1 })
    await partner.settled()
  })

  it('that is cut off more often is a ConnectionError; nothing is kept, and the next call works', async () => {
    await using partner = await startPartner(mes, { retries: 2 })
    const { sdk, proxy } = partner
    const path = await bigModel(partner)
    proxy.play('uploads.put', CUT_HALFWAY, CUT_HALFWAY, CUT_HALFWAY)
    const { signal } = new AbortController()
    const error = await failureOf(sdk.mes.quotes.calculate(priced(path), { signal }))
    expect(error).toMatchObject({ kind: 'connection', operation: 'models.upload', attempts: 3 })
    expect(proxy.counts()).toEqual({ 'models.create': 1, 'uploads.put': 3 })
    await partner.settled(signal)
    await succeeded(sdk.mes.quotes.calculate(priced(path)))
    expect(proxy.counts()).toMatchObject({ 'models.create': 2, 'uploads.put': 4, 'quotes.create': 1 })
  })

  it('to an address that has expired asks for another one', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('uploads.put', EXPIRED)
    await succeeded(sdk.mes.quotes.calculate(priced(await bigModel(partner))))
    const puts = proxy.seen('uploads.put')
    expect(puts.map(({ status }) => status)).toEqual([403, 204])
    expect(puts[0]?.path).not.toBe(puts[1]?.path)
    expect(proxy.counts()).toMatchObject({ 'models.create': 2, 'quotes.create': 1 })
    await partner.settled()
  })

  it('to addresses that are never taken ends after three of them, with what the storage says; its file is closed', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    // So large that the answer comes before its end.
    const path = join(partner.folder, 'hollow.stl')
    await writeHollowStl(path, 1_000_000)
    proxy.always('uploads.put', EXPIRED)
    const error = await failureOf(sdk.mes.quotes.calculate(priced(path)))
    expect(error).toMatchObject({ kind: 'api', status: 403, operation: 'models.upload', attempts: 1 })
    expect(proxy.counts()).toEqual({ 'models.create': 3, 'uploads.put': 3 })
    await partner.settled()
  })

  it('whose bytes are lost at the MES is made again: it is not complete', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('uploads.put', { kind: 'answer', status: 204 })
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    expect(proxy.counts()).toMatchObject({ 'models.create': 2, 'uploads.put': 2, 'quotes.create': 1 })
  })

  it('of bytes that are changed in memory meanwhile is refused by the MES, and not made again', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const body = newBody()
    const hold = Promise.withResolvers<void>()
    proxy.play('models.create', { kind: 'hold', until: hold.promise })
    const failed = failureOf(sdk.mes.quotes.calculate(priced(body)))
    await until(() => expect(proxy.counts()).toEqual({ 'models.create': 1 }))
    body.fill(1, 90, 94)
    hold.resolve()
    expect(await failed).toMatchObject({ kind: 'api', status: 400, operation: 'models.upload', attempts: 1, problem: { detail: expect.stringContaining('another SHA-256') as string } })
    expect(proxy.counts()).toEqual({ 'models.create': 1, 'uploads.put': 1 })
  })

  it('of a file that is changed meanwhile is a ModelError, and not made again', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const path = await bigModel(partner)
    const hold = Promise.withResolvers<void>()
    proxy.play('models.create', { kind: 'hold', until: hold.promise })
    const { signal } = new AbortController()
    const failed = failureOf(sdk.mes.quotes.calculate(priced(path), { signal }))
    await until(() => expect(proxy.counts()).toEqual({ 'models.create': 1 }))
    await appendFile(path, 'x')
    hold.resolve()
    expect(await failed).toMatchObject({ kind: 'model', code: 'changed', model: path })
    expect(proxy.counts()['uploads.put'] ?? 0).toBeLessThanOrEqual(1)
    expect(proxy.counts()['models.create']).toBe(1)
    await partner.settled(signal)
  })

  it('goes on with the same bytes of another caller where the file of the first one is changed', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const path = await bigModel(partner)
    const copy = join(partner.folder, 'copy.stl')
    await writeFile(copy, await readFile(path))
    const hold = Promise.withResolvers<void>()
    proxy.play('models.create', { kind: 'hold', until: hold.promise })
    const phases: string[] = []
    const first = sdk.mes.quotes.calculate(priced(path))
    await until(() => expect(proxy.counts()).toEqual({ 'models.create': 1 }))
    const second = sdk.mes.quotes.calculate(priced(copy), { onProgress: ({ phase }) => void phases.push(phase) })
    await until(() => expect(phases).toContain('waiting'))
    await appendFile(path, 'x')
    hold.resolve()
    await succeeded(second)
    expect((await first).id).toBe((await second).id)
    expect(proxy.counts()['quotes.create']).toBe(1)
    await partner.settled()
  })
})

describe.concurrent('an address to upload to', () => {
  /** Storage that repeats in its answers what it was asked, as some does. */
  const ECHO: Fault = { kind: 'answer', status: 500, problem: (path) => ({ detail: `PUT ${path} is wrong`, instance: path, errors: [{ pointer: path }] }) }
  const ELSEWHERE: Fault = { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/other?signature=s3cr3t-elsewhere' } }

  it('is told in no error, hook or log, whatever its storage answers', async () => {
    const told: unknown[] = []
    const tell = (...what: readonly unknown[]): void => void told.push(...what)
    await using partner = await startPartner(mes, {
      retries: 1,
      hooks: { onRequest: tell, onResponse: tell, onRetry: tell, onError: tell },
      logger: { debug: tell, info: tell, warn: tell, error: tell },
      logLevel: 'debug',
    })
    const { sdk, proxy } = partner
    for (const fault of [ECHO, CUT_HALFWAY, EXPIRED, ELSEWHERE]) {
      proxy.always('uploads.put', fault)
      told.push(await failureOf(sdk.mes.quotes.calculate(priced(newBody()))))
    }
    const text = told.map((one) => inspect(one, { depth: null, showHidden: true })).join('\n')
    const secrets = proxy.seen('uploads.put').flatMap(({ path }) => [...new URL(path, proxy.url).searchParams.values()])
    expect(secrets.length).toBeGreaterThan(10)
    for (const secret of [...secrets, 's3cr3t-elsewhere']) expect(text).not.toContain(secret)
    expect(text).toContain('models.upload')
  })
})
