import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MesOptions } from '../../../reference/mes/options.ts'
import type { Model, ModelRequest, NewModel } from '../../../reference/mes/models/model.ts'
import { build } from '../../../scripts/build.ts'
import { binaryStl, sphere } from '../../support/solids.ts'
import { send, type Answer } from './client.ts'
import { partner, versionIs } from './credentials.ts'
import { startProcess } from './server-child.ts'
import { mesServer } from './servers.ts'
import { announcementOf } from './uploading.ts'

const owner = partner('partner_11')
let keys = 0
let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'uploads-'))))
afterAll(() => rm(folder, { recursive: true }))

/** More than the buffers between two processes hold. */
const bytes = binaryStl(sphere(9, 160))
const announce = (url: string, announcement: ModelRequest): Promise<Answer<NewModel>> =>
  send(`${url}/v1/models`, {
    method: 'POST',
    headers: { ...owner, 'idempotency-key': `uploads-${(keys += 1)}` },
    body: announcement,
  })
const addressOf = ({ body: { upload } }: Answer<NewModel>): string =>
  upload?.url ?? expect.unreachable('there is nowhere to upload to')
const modelAt = async (url: string, id: string): Promise<Model> =>
  (await send<Model>(`${url}/v1/models/${id}`, { headers: owner })).body
const complete = (url: string, id: string): Promise<Answer<Model>> =>
  send(`${url}/v1/models/${id}/complete`, { method: 'POST', headers: { ...owner, ...versionIs(1) } })

/** Half of the file, and then nothing. */
const half = (address: string): ClientRequest => {
  const put = request(address, { method: 'PUT', headers: { 'content-length': bytes.length } }).on('error', () => undefined)
  put.write(bytes.subarray(0, bytes.length / 2))
  return put
}

describe('an upload', () => {
  let count = 0
  const server = async (options: MesOptions = {}) => {
    const database = join(folder, `${(count += 1)}.db`)
    const mes = await mesServer({ database, ...options })
    return { mes, files: () => readdir(`${database}-files`).catch(() => []) }
  }

  it('that is cut off leaves nothing, as often as it happens, and the next one is taken', async () => {
    const { mes, files } = await server()
    const created = await announce(mes.url, announcementOf(bytes))
    for (let attempt = 0; attempt < 3; attempt++) {
      const put = half(addressOf(created))
      await expect.poll(files).toHaveLength(1)
      put.destroy()
      await expect.poll(files).toEqual([])
    }
    expect((await complete(mes.url, created.body.id)).body).toMatchObject({ code: 'upload-incomplete' })
    expect((await fetch(addressOf(created), { method: 'PUT', body: Buffer.from(bytes) })).status).toBe(204)
    expect(await files()).toEqual([created.body.id])
    await mes.close()
  })

  it('that stands still is given up', async () => {
    const { mes, files } = await server({ models: { uploadStalledMs: 100 } })
    const put = half(addressOf(await announce(mes.url, announcementOf(bytes))))
    await new Promise((resolve) => put.once('close', resolve))
    await expect.poll(files).toEqual([])
    await mes.close()
  })

  it('does not hold up the end of the server, nor does one that was refused and goes on', async () => {
    const { mes, files } = await server()
    const refused = half(addressOf(await announce(mes.url, { ...announcementOf(bytes), sizeBytes: 1_000 })))
    await new Promise((resolve) => refused.once('response', resolve))
    half(addressOf(await announce(mes.url, announcementOf(bytes))))
    await expect.poll(files).toHaveLength(1)
    await mes.close()
    await expect.poll(files).toEqual([])
  })

  it('that has more bytes than were announced is told so, though many are still to come', async () => {
    const { mes, files } = await server()
    const created = await announce(mes.url, { ...announcementOf(bytes), sizeBytes: 1_000 })
    const answer = await fetch(addressOf(created), { method: 'PUT', body: Buffer.from(bytes) })
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { detail: 'The file has more than the 1000 bytes that were announced' },
    ])
    await expect.poll(files).toEqual([])
    await mes.close()
  })

  it('after its time is refused; the same file gets another address', async () => {
    const { mes } = await server({ models: { uploadWithinMs: 0 } })
    const [first, second] = [await announce(mes.url, announcementOf(bytes)), await announce(mes.url, announcementOf(bytes))]
    expect((await fetch(addressOf(first), { method: 'PUT', body: Buffer.from(bytes) })).status).toBe(403)
    expect([second.status, second.body.id === first.body.id]).toEqual([201, false])
    await mes.close()
  })
})

it('a file of 256 MiB grows the memory of the server by less than half of it, and is rejected without being read', async () => {
  await build()
  const mes = await startProcess('mes', folder)
  const memory = async (field: 'VmRSS' | 'VmHWM'): Promise<number> => {
    const status = await readFile(`/proc/${mes.child.pid}/status`, 'utf8')
    return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1])
  }
  const piece = Buffer.alloc(1_048_576)
  const header = Buffer.alloc(84)
  const triangles = Math.floor((256 * piece.length) / 50)
  header.writeUInt32LE(triangles, 80)
  const rest = 50 * triangles
  const file = function* (): Generator<Buffer> {
    yield header
    for (let left = rest; left > 0; left -= piece.length) yield piece.subarray(0, left)
  }
  const digest = createHash('sha256')
  for (const part of file()) digest.update(part)
  const created = await announce(mes.url, {
    fileName: 'fine.stl',
    format: 'STL',
    sizeBytes: 84 + rest,
    sha256: digest.digest('hex'),
  })
  const before = await memory('VmRSS')
  const put = await fetch(addressOf(created), { method: 'PUT', body: Readable.from(file()), duplex: 'half' })
  expect(put.status).toBe(204)
  await complete(mes.url, created.body.id)
  await expect
    .poll(async () => (await modelAt(mes.url, created.body.id)).rejectedReason)
    .toBe('The model has more than 5000000 polygons')
  expect((await memory('VmHWM')) - before).toBeLessThan(rest / 2)
  mes.child.kill('SIGTERM')
  expect(await mes.exited).toEqual([0, null])
})
