import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../support/faulty-proxy.ts'
import { writeTorus } from '../../support/torus-file.ts'
import { writeHollowStl } from '../../unit/model/support/models.ts'
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
  await writeTorus(path, 110, 110, [20, (tube += 0.01)])
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
    await succeeded(
      sdk.mes.quotes.calculate(priced(path), {
        onProgress: ({ phase, bytes }) => void (phase === 'uploading' && sent.push(bytes)),
      }),
    )
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
    expect(await failed).toMatchObject({
      kind: 'api',
      status: 400,
      operation: 'models.upload',
      attempts: 1,
      problem: { detail: expect.stringContaining('another SHA-256') as string },
    })
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

/** An error of the S3 API, with members that nobody may see. */
const refusal = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  text: `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<Error><Message>s3cr3t-message</Message><Code>${code}</Code><BucketName>s3cr3t-bucket</BucketName></Error>`,
})
const SOON = { 'retry-after': '0' }

describe.concurrent('a storage', () => {
  it.each([
    [400, 'ExpiredToken'],
    [400, 'InvalidToken'],
    [400, 'TokenRefreshRequired'],
    [400, 'RequestExpired'],
    [400, 'AuthorizationQueryParametersError'],
    [403, 'RequestTimeTooSkewed'],
    [403, 'AccessDenied'],
    [409, 'SignatureDoesNotMatch'],
  ])('that answers %i %s takes the address no longer: another one is asked for', async (status, code) => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('uploads.put', refusal(status, code))
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    const puts = proxy.seen('uploads.put')
    expect(puts.map((put) => put.status)).toEqual([status, 204])
    expect(puts[0]?.path).not.toBe(puts[1]?.path)
  })

  it('alone says that its address is refused: a code of the API that is the same asks for no other one', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('models.complete', {
      kind: 'answer',
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
      text: '{"code":"InvalidToken"}',
    })
    expect(await failureOf(sdk.mes.quotes.calculate(priced(newBody())))).toMatchObject({
      kind: 'api',
      status: 409,
      code: 'InvalidToken',
      operation: 'models.complete',
    })
    expect(proxy.counts()).toMatchObject({ 'models.create': 1, 'uploads.put': 1 })
  })

  it.each([
    [400, 'RequestTimeout'],
    [503, 'SlowDown'],
    [409, 'OperationAborted'],
    [400, 'ThrottlingException'],
  ])('that is busy, and answers %i %s, is sent the same once more', async (status, code) => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    proxy.play('uploads.put', refusal(status, code, SOON))
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    const puts = proxy.seen('uploads.put')
    expect(puts.map((put) => put.status)).toEqual([status, 204])
    expect(puts[0]?.path).toBe(puts[1]?.path)
    expect(proxy.counts()).toMatchObject({ 'models.create': 1 })
  })

  it.each([
    [400, 'EntityTooLarge'],
    [400, 'BadDigest'],
    [411, 'MissingContentLength'],
    [405, 'MethodNotAllowed'],
  ])(
    'that refuses the upload otherwise, with %i %s, is asked once; the error names the code, and nothing else of its body',
    async (status, code) => {
      await using partner = await startPartner(mes)
      const { sdk, proxy } = partner
      proxy.play('uploads.put', refusal(status, code))
      const error = await failureOf(sdk.mes.quotes.calculate(priced(newBody())))
      expect(error).toMatchObject({
        kind: 'api',
        status,
        code,
        operation: 'models.upload',
        attempts: 1,
        message: expect.stringContaining(`${status} ${code}`) as string,
      })
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cr3t')
      expect(proxy.counts()).toEqual({ 'models.create': 1, 'uploads.put': 1 })
    },
  )

  it('of Azure names its code in a header', async () => {
    await using partner = await startPartner(mes)
    partner.proxy.play('uploads.put', {
      kind: 'answer',
      status: 400,
      headers: { 'x-ms-error-code': 'MissingRequiredHeader', 'content-type': 'text/plain' },
      text: '',
    })
    expect(await failureOf(partner.sdk.mes.quotes.calculate(priced(newBody())))).toMatchObject({
      status: 400,
      code: 'MissingRequiredHeader',
    })
  })

  it.each([
    ['a page', '<html><Code>none</Code></html>'],
    ['a code that is none', '<Error><Code>&#10;forged: line</Code></Error>'],
    ['a code that is too long', `<Error><Code>${'x'.repeat(65)}</Code></Error>`],
    ['no end', '<Error><Message>'.repeat(50_000)],
    ['a code outside of its error', '<Error></Error><Code>none</Code>'],
  ])('whose refusal has %s has no code', async (_, text) => {
    await using partner = await startPartner(mes)
    partner.proxy.play('uploads.put', { kind: 'answer', status: 400, headers: { 'content-type': 'application/xml' }, text })
    const error = await failureOf(partner.sdk.mes.quotes.calculate(priced(newBody())))
    expect(error).toMatchObject({ status: 400, code: undefined, problem: { title: 'Bad Request' } })
  })

  it.each([
    ['to another place', 307, { location: 'http://127.0.0.1:9/other?signature=s3cr3t' }, 'leads to http://127.0.0.1:9'],
    ['to another region, without saying where', 301, {}, 'leads to no valid URL'],
  ])(
    'that redirects %s is not followed, and the error says where to look',
    async (_, status, headers: Readonly<Record<string, string>>, place) => {
      await using partner = await startPartner(mes)
      const { sdk, proxy } = partner
      proxy.play('uploads.put', refusal(status, 'PermanentRedirect', headers))
      const error = await failureOf(sdk.mes.quotes.calculate(priced(newBody())))
      expect(error).toMatchObject({ kind: 'api', status, operation: 'models.upload', attempts: 1 })
      const { message } = error as Error
      expect(message).toContain(place)
      expect(message).toContain('the storage redirected the upload')
      expect(message).not.toContain('baseUrl')
      expect(message).not.toContain('s3cr3t')
      expect(proxy.counts()).toEqual({ 'models.create': 1, 'uploads.put': 1 })
    },
  )
})

describe.concurrent('an address with headers', () => {
  const HEADERS = {
    'x-ms-blob-type': 'BlockBlob',
    'Content-Type': 'model/stl',
    'x-signed': 's3cr3t-signed',
    'X-Request-Id': 's3cr3t-id',
    authorization: 'SharedAccessSignature s3cr3t-access',
  }

  it('has them sent as they are, with the file and in every attempt; nobody sees them, and credentials are not among them', async () => {
    await using storing = await startTestMes({ models: { uploadHeaders: HEADERS } })
    const told: unknown[] = []
    const tell = (...what: readonly unknown[]): void => void told.push(...what)
    await using partner = await startPartner(storing, {
      hooks: { onRequest: tell, onResponse: tell, onRetry: tell, onError: tell },
      logger: { debug: tell, info: tell, warn: tell, error: tell },
      logLevel: 'debug',
    })
    const { sdk, proxy } = partner
    proxy.play('uploads.put', refusal(503, 'SlowDown', SOON))
    await succeeded(sdk.mes.quotes.calculate(priced(newBody())))
    const puts = proxy.seen('uploads.put')
    expect(puts.map(({ status }) => status)).toEqual([503, 204])
    for (const { headers, body } of puts) {
      expect(headers).toMatchObject({
        'x-ms-blob-type': 'BlockBlob',
        'content-type': 'model/stl',
        'x-signed': 's3cr3t-signed',
        'x-request-id': 's3cr3t-id',
        authorization: HEADERS.authorization,
        'content-length': '684',
      })
      expect(headers).not.toHaveProperty('x-api-key')
      expect(body).toHaveLength(684)
    }
    expect(inspect(told, { depth: null })).not.toContain('s3cr3t')
    expect(inspect(told, { depth: null })).toContain('x-ms-blob-type')
  })

  it.each([
    ['x-lines', 's3cr3t\r\nx-forged: 1'],
    ['x-unicode', 's3cr3t€'],
    ['a name with blanks', 's3cr3t'],
    ['', 's3cr3t'],
    ['Transfer-Encoding', 'chunked'],
    ['connection', 'close'],
    ['expect', '100-continue'],
  ])('that cannot be sent is a fault of the answer, without its value: %j', async (name, value) => {
    await using storing = await startTestMes({ models: { uploadHeaders: { [name]: value } } })
    await using partner = await startPartner(storing)
    const error = await failureOf(partner.sdk.mes.quotes.calculate(priced(newBody())))
    expect(error).toMatchObject({
      kind: 'response-validation',
      operation: 'models.create',
      issues: [{ path: `body.upload.headers.${name}` }],
    })
    expect(inspect(error, { depth: null })).not.toContain('s3cr3t')
    expect(partner.proxy.counts()).toEqual({ 'models.create': 1 })
  })
})

describe.concurrent('an address to upload to', () => {
  /** Storage that repeats in its answers what it was asked, as some does. */
  const ECHO: Fault = {
    kind: 'answer',
    status: 500,
    problem: (path) => ({ detail: `PUT ${path} is wrong`, instance: path, errors: [{ pointer: path }] }),
  }
  const ELSEWHERE: Fault = {
    kind: 'answer',
    status: 307,
    headers: { location: 'http://127.0.0.1:9/other?signature=s3cr3t-elsewhere' },
  }

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
