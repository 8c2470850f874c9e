import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model, NewModel } from '../../../reference/mes/models/model.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { send, type Answer } from './client.ts'
import { operator, partner, versionIs } from './credentials.ts'
import { mesServer } from './servers.ts'

const owner = partner('partner_05')
let keys = 0
let edge = 1

/** A cube that no other test uploads. */
const cube = (): Uint8Array => binaryStl(box([(edge += 1), 2, 3], [0, 0, 0]))
const announced = (bytes: Uint8Array, change: object = {}) => ({
  fileName: 'cube.stl',
  format: 'STL',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  ...change,
})

const create = (url: string, body: object, headers = owner): Promise<Answer<NewModel>> =>
  send(`${url}/v1/models`, { method: 'POST', headers: { ...headers, 'idempotency-key': `models-key-${(keys += 1)}` }, body })
const put = async (url: string, bytes: Uint8Array): Promise<number> => {
  const response = await fetch(url, { method: 'PUT', body: Buffer.from(bytes) })
  await response.body?.cancel()
  return response.status
}
const complete = (url: string, { id, version }: Model): Promise<Answer<Model>> =>
  send(`${url}/v1/models/${id}/complete`, { method: 'POST', headers: { ...owner, ...versionIs(version) } })
const modelAt = (url: string, id: string, headers = owner): Promise<Answer<Model>> => send(`${url}/v1/models/${id}`, { headers })
const uploadOf = ({ upload }: NewModel): string => upload?.url ?? ''

describe('a model', () => {
  let mes: RunningServer
  beforeAll(async () => void (mes = await mesServer()))
  afterAll(() => mes.close())

  const uploaded = async (bytes: Uint8Array, change: object = {}): Promise<Model> => {
    const { body } = await create(mes.url, announced(bytes, change))
    expect(await put(uploadOf(body), bytes)).toBe(204)
    return (await complete(mes.url, body)).body
  }
  const analyzed = async (bytes: Uint8Array, change: object = {}): Promise<Model> => {
    const { id } = await uploaded(bytes, change)
    await expect.poll(async () => (await modelAt(mes.url, id)).body.status).toMatch(/READY|REJECTED/)
    return (await modelAt(mes.url, id)).body
  }

  it('is uploaded, completed, analysed and READY with what it measures', async () => {
    const bytes = cube()
    const created = await create(mes.url, announced(bytes))
    expect(created.body).toMatchObject({ status: 'UPLOADING', version: 1, geometry: null, upload: { method: 'PUT' } })
    expect(await put(uploadOf(created.body), bytes)).toBe(204)
    const completed = await complete(mes.url, created.body)
    expect(completed.body).toMatchObject({ status: 'ANALYZING', version: 2 })
    expect(Number(completed.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    await expect.poll(async () => (await modelAt(mes.url, created.body.id)).body.status).toBe('READY')
    const { body, headers } = await modelAt(mes.url, created.body.id)
    expect(body.geometry).toMatchObject({ polygonCount: 12, volumeMm3: edge * 6, boundingBoxMm: { x: edge, y: 2, z: 3 } })
    expect([headers.get('etag'), headers.get('retry-after')]).toEqual(['"3"', null])
  })

  it('that cannot be made is REJECTED and says why', async () => {
    const bytes = cube()
    const holed = Buffer.from(bytes.subarray(0, -50))
    holed.writeUInt32LE(11, 80)
    expect(await analyzed(holed)).toMatchObject({ status: 'REJECTED', rejectedReason: 'The surface is not closed' })
    expect(await analyzed(Buffer.from('no model at all'))).toMatchObject({ geometry: null, status: 'REJECTED' })
    const step = await analyzed(Buffer.from('ISO-10303-21;'), { format: 'STEP' })
    expect(step.rejectedReason).toBe('STEP files cannot be read yet, only STL')
  })

  it('is not uploaded again by the principal who has it, and is by another one', async () => {
    const bytes = cube()
    const model = await analyzed(bytes)
    const again = await create(mes.url, announced(bytes, { fileName: 'another-name.stl' }))
    expect(again).toMatchObject({ status: 200, body: { id: model.id, upload: null } })
    const foreign = await create(mes.url, announced(bytes), partner('partner_06'))
    expect(foreign).toMatchObject({ status: 201, body: { status: 'UPLOADING' } })
    expect((await modelAt(mes.url, foreign.body.id)).status).toBe(404)
    expect((await modelAt(mes.url, foreign.body.id, operator)).status).toBe(200)
  })

  it('takes no other bytes than those that were announced', async () => {
    const bytes = cube()
    const { body } = await create(mes.url, announced(bytes))
    const other = Buffer.from(bytes).fill(1, 0, 1)
    const attempts = [other, bytes.subarray(1), Buffer.concat([bytes, bytes])]
    for (const attempt of attempts) expect(await put(uploadOf(body), attempt)).toBe(400)
    expect((await complete(mes.url, body)).body).toMatchObject({ code: 'upload-incomplete' })
    expect(await put(uploadOf(body), bytes)).toBe(204)
    expect((await complete(mes.url, body)).status).toBe(202)
  })

  it('takes bytes at the signed address alone, and none once it is complete', async () => {
    const bytes = cube()
    const [one, two] = [await create(mes.url, announced(bytes)), await create(mes.url, announced(cube()))]
    const url = uploadOf(one.body)
    const addresses = [
      url.replace(/signature=.*/, 'signature=forged'),
      url.replace(one.body.id, two.body.id),
      url.replace(/expires=\d/, 'expires=9'),
    ]
    for (const address of addresses) expect(await put(address, bytes)).toBe(403)
    expect(await put(url, bytes)).toBe(204)
    await complete(mes.url, one.body)
    expect(await put(url, bytes)).toBe(409)
  })

  it('is priced by what it measures once it is READY, and not before', async () => {
    const bytes = cube()
    const ask = (modelId: string): Promise<Answer<{ readonly id: string; readonly code?: string }>> =>
      send(`${mes.url}/v1/quotes`, {
        method: 'POST',
        headers: { ...owner, 'idempotency-key': `models-key-${(keys += 1)}` },
        body: { modelId, materialCode: 'AG925', quantity: 1, currency: 'EUR' },
      })
    const uploading = await create(mes.url, announced(cube()))
    expect((await ask(uploading.body.id)).body.code).toBe('model-not-ready')
    const model = await analyzed(bytes)
    const {
      body: { id },
    } = await ask(model.id)
    const massOf = async (): Promise<unknown> => {
      const quote = await send<{ readonly result: { readonly metalMassG: number } | null }>(`${mes.url}/v1/quotes/${id}`, {
        headers: owner,
      })
      return quote.body.result?.metalMassG
    }
    await expect.poll(massOf).toBeCloseTo(((model.geometry?.volumeMm3 ?? 0) / 1000) * 10.36, 3)
  })
})

it('a model that was being analysed when the server ended is analysed by the next one, which has its file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'models-'))
  const database = join(folder, 'mes.db')
  const bytes = binaryStl(box([7, 7, 7], [0, 0, 0]))
  const first = await mesServer({ database })
  const { body } = await create(first.url, announced(bytes))
  expect(await put(uploadOf(body), bytes)).toBe(204)
  const completed = await complete(first.url, body)
  await first.close()
  await using second = await mesServer({ database })
  await expect.poll(async () => (await modelAt(second.url, completed.body.id)).body.status).toBe('READY')
  expect(await readdir(`${database}-files`)).toEqual([body.id])
  await second.close()
  await rm(folder, { recursive: true })
})
