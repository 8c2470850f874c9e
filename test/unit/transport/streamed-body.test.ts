import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { OpenContent, RequestContent } from '../../../src/transport/transport.ts'
import { collectGarbage } from '../../support/heap.ts'
import { startApi } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'

const MEBIBYTE = 1024 * 1024
const SENT = 200 * MEBIBYTE
const CHUNK = 64 * 1024

/** So many bytes, each chunk made when it is asked for. */
const zeros = (bytes: number): ReadableStream<Uint8Array> => {
  let left = bytes
  return new ReadableStream(
    {
      pull(controller) {
        if (left <= 0) return controller.close()
        left -= CHUNK
        controller.enqueue(new Uint8Array(CHUNK))
      },
    },
    { highWaterMark: 0 },
  )
}

const put = (url: string, content: RequestContent | OpenContent, more = {}) =>
  requestTo(url, { method: 'PUT', encoded: { content, type: 'application/octet-stream' }, timeoutMs: 60_000, ...more })

/** Bytes outside of the heap once everything is collected that nobody holds. */
const heldBuffers = async (): Promise<number> => {
  collectGarbage()
  // Memory of buffers is given back in the background.
  await setImmediate()
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

/** A storage that reads a body to its end, and answers when it is told to. */
const startStorage = async () => {
  const read = Promise.withResolvers<number>()
  const answer = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    let bytes = 0
    request.on('data', (chunk: Buffer) => void (bytes += chunk.length))
    request.on('end', () => {
      read.resolve(bytes)
      void answer.promise.then(() => response.writeHead(204).end())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/put`,
    read: read.promise,
    answer: answer.resolve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

afterEach(() => void vi.unstubAllGlobals())

describe('a body that is no string', () => {
  test('is not kept while its answer is awaited: 200 MB of a stream', async () => {
    await using storage = await startStorage()
    const before = await heldBuffers()
    const sent = transportWith().send(put(storage.url, zeros(SENT)))
    expect(await storage.read).toBe(SENT)
    const held = (await heldBuffers()) - before
    storage.answer()
    expect(await sent).toMatchObject({ status: 204, attempts: 1 })
    expect(held).toBeLessThan(32 * MEBIBYTE)
  })

  test('is not kept a second time: 64 MB in memory', async () => {
    await using storage = await startStorage()
    const before = await heldBuffers()
    const sent = transportWith().send(put(storage.url, new Blob([new Uint8Array(64 * MEBIBYTE)])))
    expect(await storage.read).toBe(64 * MEBIBYTE)
    const held = (await heldBuffers()) - before
    storage.answer()
    await sent
    // The blob itself is one copy.
    expect(held).toBeLessThan(96 * MEBIBYTE)
  })

  test.each([301, 302, 303, 307, 308])(
    'tells of a redirect with %i as any other body: its status, and where it leads',
    async (status) => {
      await using api = await startApi((response) =>
        response.writeHead(status, { location: 'https://elsewhere.invalid/put?signature=1', 'retry-after': '7' }).end('<Error/>'),
      )
      const error = await rejection(transportWith().send(put(api.url, zeros(CHUNK))))
      expect(error).toMatchObject({ kind: 'api', status, attempts: 1, retryAfterMs: 7_000 })
      expect(String(error)).toContain('https://elsewhere.invalid')
      expect(String(error)).not.toContain('signature')
      expect(api.requests).toHaveLength(1)
    },
  )

  test('tells of a redirect whose headers are no ASCII: its status, and where it leads', async () => {
    const head = Buffer.from(
      'HTTP/1.1 307 Temporary\r\nx-place: Zürich\r\nx-sign: €\r\nlocation: https://elsewhere.invalid/put\r\ncontent-length: 0\r\n\r\n',
    )
    await using api = await startApi((response) => response.socket?.end(head))
    const error = await rejection(transportWith().send(put(api.url, () => zeros(CHUNK))))
    expect(error).toMatchObject({ kind: 'api', status: 307, attempts: 1 })
    expect(String(error)).toContain('https://elsewhere.invalid')
    expect(api.requests).toHaveLength(1)
  })

  /** As that of a test kit, or of another package: it follows the rules of `fetch`, over connections of its own. */
  const { fetch: native } = globalThis
  const deaf: typeof fetch = (url, { dispatcher: _ignored, ...init } = {}) => native(url, init)

  test.each<readonly [string, typeof fetch | undefined]>([
    ['that the process was given', undefined],
    ['that the client was given', deaf],
  ])('tells of a redirect over a fetch that ignores its dispatcher, %s', async (_, given) => {
    await using api = await startApi((response) => response.writeHead(307, { location: 'https://elsewhere.invalid/put' }).end())
    if (given === undefined) vi.stubGlobal('fetch', deaf)
    const error = await rejection(transportWith(undefined, given && { fetch: given }).send(put(api.url, () => zeros(CHUNK))))
    expect(error).toMatchObject({ kind: 'api', status: 307, attempts: 1 })
    expect(String(error)).toContain('https://elsewhere.invalid')
    expect(api.requests).toHaveLength(1)
  })

  test('keeps what other answers say', async () => {
    await using api = await startApi((response) =>
      response.writeHead(300, { 'content-type': 'application/problem+json' }).end('{"code":"several"}'),
    )
    expect(await rejection(transportWith().send(put(api.url, zeros(CHUNK))))).toMatchObject({
      kind: 'api',
      status: 300,
      code: 'several',
    })
  })
})
