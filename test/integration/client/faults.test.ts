import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSdk, type Sdk, type SdkOptions } from '../../../src/index.ts'
import { type Certificates, makeCertificates } from '../../support/certificates.ts'
import { freePort } from '../../support/ports.ts'
import { order } from '../../unit/client/orders.ts'
import { rejection } from '../../unit/transport/support/sending.ts'
import { type Fault, faults, good, written } from './support/faults.ts'
import { answer, type HostileServer, startHostile } from './support/hostile-server.ts'

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

const sdkOn = (baseUrl: string, { options = {}, renewable = false }: Partial<Pick<Fault, 'options' | 'renewable'>> = {}): Sdk =>
  createSdk({
    mes: { baseUrl, auth: renewable ? { bearer: () => 's3cr3t' } : { apiKey: 's3cr3t' } },
    ...options,
  } satisfies SdkOptions)

/** The request ids of what was sent. */
const idsOf = ({ requests }: HostileServer): ReadonlySet<string | undefined> =>
  new Set(requests.map((head) => /^x-request-id: (.*)$/im.exec(head)?.[1]))

const expectedOf = ({ error, message = /./ }: Fault, requestId: unknown = expect.any(String)): object =>
  error === undefined ? { value: order() } : { error: { ...error, requestId, message: expect.stringMatching(message) as string } }

describe.concurrent('a read of which the way is', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    await using server = await startHostile(fault.behave)
    await using sdk = sdkOn(`http://127.0.0.1:${server.port}/v1`, fault)
    await sdk.ready()
    const outcome = await sdk.mes.orders.get('ord_1').then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    const attempts = server.requests.length
    // Beside load the time of an attempt may be over before its request has come; the error counts it all the same.
    expect(attempts).toBeGreaterThanOrEqual(fault.error?.kind === 'timeout' ? 0 : fault.attempts)
    expect(attempts).toBeLessThanOrEqual(fault.attempts)
    expect(idsOf(server).size).toBe(Math.min(1, attempts))
    expect(outcome).toMatchObject(expectedOf(fault, [...idsOf(server)][0]))
    expect(JSON.stringify(outcome)).not.toContain('s3cr3t')
    if (fault.hangsUp === true) await server.deserted()

    // Nothing of a failure was cached: the next read asks again, and is answered.
    server.behave((socket) => socket.write(good))
    expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
    expect(server.requests.length).toBeGreaterThanOrEqual(attempts + (fault.error === undefined ? 0 : 1))
  })

  test('refused', async () => {
    await using sdk = sdkOn(`http://127.0.0.1:${await freePort()}/v1`)
    expect(await rejection(sdk.mes.orders.get('ord_1'))).toMatchObject({
      kind: 'connection',
      attempts: 3,
      message: expect.stringContaining('ECONNREFUSED') as string,
    })
  })

  test('unknown to the name service', async () => {
    // Where no name service can be reached it takes its own time to say so.
    await using sdk = sdkOn('http://mes.invalid/v1', { options: { timeout: '5m' } })
    expect(await rejection(sdk.mes.orders.get('ord_1'))).toMatchObject({
      kind: 'connection',
      attempts: 3,
      message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) as string,
    })
  })

  test('a certificate that nobody vouches for', async () => {
    await using certificates: Certificates = await makeCertificates()
    const [cert, key] = await Promise.all([certificates.valid.cert, certificates.valid.key].map((file) => readFile(file, 'utf8')))
    if (cert === undefined || key === undefined) throw new Error('no certificate')
    await using server = await startHostile((socket) => socket.write(good), { cert, key })
    await using sdk = sdkOn(`https://127.0.0.1:${server.port}/v1`)
    expect(await rejection(sdk.mes.orders.get('ord_1'))).toMatchObject({
      kind: 'connection',
      attempts: 3,
      message: expect.stringContaining('certificate') as string,
    })
    expect(server.requests).toEqual([])
  })

  test.each([301, 302, 303, 307, 308])(
    'redirected to another host (%d): it is not followed, nor are credentials sent',
    async (status) => {
      await using other = await startHostile((socket) => socket.write(good))
      const location = `http://localhost:${other.port}/v1/orders/ord_1?signature=s3cr3t`
      await using server = await startHostile((socket) => socket.write(answer(`${status} Elsewhere`, '', { Location: location })))
      await using sdk = sdkOn(`http://127.0.0.1:${server.port}/v1`)
      const error = await rejection(sdk.mes.orders.get('ord_1'))
      expect(error).toMatchObject({
        kind: 'api',
        status,
        attempts: 1,
        problem: { detail: expect.stringContaining(`leads to http://localhost:${other.port},`) as string },
      })
      expect(JSON.stringify(error)).not.toContain('s3cr3t')
      expect(other.requests).toEqual([])
      server.behave((socket) => socket.write(good))
      expect(await sdk.mes.orders.get('ord_1')).toEqual(order())
    },
  )

  test('a connection that was kept alive and is closed under the request: a read is sent again', async () => {
    await using server = await startHostile((socket, turn) => (turn === 2 ? socket.resetAndDestroy() : socket.write(good)))
    await using sdk = sdkOn(`http://127.0.0.1:${server.port}/v1`)
    await sdk.mes.orders.get('ord_1')
    const { response } = await sdk.mes.orders.get('ord_2', { cache: 'reload' }).withMeta()
    expect(response).toMatchObject({ status: 200, attempts: 2 })
    expect(server.requests).toHaveLength(3)
  })

  test('a connection that was kept alive and is closed under a command without a key: it is not sent again', async () => {
    await using server = await startHostile((socket, turn) => (turn === 2 ? socket.resetAndDestroy() : socket.write(good)))
    await using sdk = sdkOn(`http://127.0.0.1:${server.port}/v1`)
    await sdk.mes.orders.get('ord_1')
    expect(await rejection(sdk.mes.orders.claim('ord_1', { ifMatch: 7 }))).toMatchObject({ kind: 'connection', attempts: 1 })
    expect(server.requests).toHaveLength(2)
    // What it may have changed is asked for anew.
    expect((await sdk.mes.orders.get('ord_1').withMeta()).cache.source).toBe('origin')
  })
})

test('a body of 1 GB is left after a few megabytes, and no rejection of all this went unhandled', () => {
  expect(written.bytes).toBeGreaterThan(1024 * 1024)
  expect(written.bytes).toBeLessThan(64 * 1024 * 1024)
  expect(unhandled).toEqual([])
})
