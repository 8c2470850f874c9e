import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Model, ModelRequest, NewModel } from '../../../reference/mes/models/model.ts'
import { send } from './client.ts'
import { versionIs } from './credentials.ts'

type Headers = Readonly<Record<string, string>>

let keys = 0

/** What is announced of a file. */
export const announcementOf = (bytes: Uint8Array): ModelRequest => ({
  fileName: 'body.stl',
  format: 'STL',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** Creates a model, uploads its file to the address that it gets, and completes it. */
export const upload = async (url: string, owner: Headers, bytes: Uint8Array): Promise<Model> => {
  const headers = { ...owner, 'idempotency-key': `uploading-${(keys += 1)}` }
  const { body: created } = await send<NewModel>(`${url}/v1/models`, { method: 'POST', headers, body: announcementOf(bytes) })
  const put = await fetch(created.upload?.url ?? expect.unreachable('there is nowhere to upload to'), {
    method: 'PUT',
    body: Buffer.from(bytes),
  })
  expect(put.status).toBe(204)
  const completion = { method: 'POST', headers: { ...owner, ...versionIs(created.version) } }
  return (await send<Model>(`${url}/v1/models/${created.id}/complete`, completion)).body
}

/** The model once its analysis has ended. */
export const analysed = async (url: string, owner: Headers, bytes: Uint8Array): Promise<Model> => {
  const { id } = await upload(url, owner, bytes)
  const read = async (): Promise<Model> => (await send<Model>(`${url}/v1/models/${id}`, { headers: owner })).body
  await expect.poll(async () => (await read()).status).toMatch(/READY|REJECTED/)
  return read()
}
