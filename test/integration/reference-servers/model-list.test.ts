import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model, NewModel } from '../../../reference/mes/models/model.ts'
import { modelsOf, rejectedModelOf } from '../../../reference/shared/catalogue/models.ts'
import type { Page } from '../../../reference/shared/orders/order.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { binaryStl, box } from '../../support/solids.ts'
import { send } from './client.ts'
import { operator, partner, versionIs } from './credentials.ts'
import { mesServer } from './servers.ts'

const owner = partner('partner_05')
const neighbour = partner('partner_06')
const seeded = (party: number): readonly string[] => [...modelsOf(party), rejectedModelOf(party)].map(({ id }) => id)

let made = 0

/** Bytes that no other test announces. */
const file = (): Uint8Array => binaryStl(box([(made += 1), 4, 5], [0, 0, 0]))
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const descending = (left: string, right: string): number => (left < right ? 1 : left > right ? -1 : 0)
const newestFirst = (models: readonly Model[]): readonly string[] =>
  models
    .toSorted((left, right) => descending(left.createdAt, right.createdAt) || descending(left.id, right.id))
    .map(({ id }) => id)
const idsOf = (models: readonly Model[]): readonly string[] => models.map(({ id }) => id)

/** What the tests ask a server for. */
const apiOf = (url: string) => ({
  async list(query: string, headers = owner): Promise<Page<Model>> {
    const { status, body } = await send<Page<Model>>(`${url}/v1/models?${query}`, { headers })
    expect(status).toBe(200)
    return body
  },
  async announce(bytes: Uint8Array, headers = owner, format = 'STL'): Promise<NewModel> {
    const body = { fileName: 'box', format, sizeBytes: bytes.length, sha256: digest(bytes) }
    const key = { 'idempotency-key': `model-list-${(made += 1)}` }
    const answer = await send<NewModel>(`${url}/v1/models`, { method: 'POST', headers: { ...headers, ...key }, body })
    expect(answer.status).toBe(201)
    return answer.body
  },
  async complete({ id, upload }: NewModel, bytes: Uint8Array): Promise<void> {
    expect((await fetch(upload?.url ?? '', { method: 'PUT', body: Buffer.from(bytes) })).status).toBe(204)
    const answer = await send(`${url}/v1/models/${id}/complete`, { method: 'POST', headers: { ...owner, ...versionIs(1) } })
    expect(answer.status).toBe(202)
  },
})

describe('a list of models', () => {
  let mes: RunningServer
  beforeAll(async () => void (mes = await mesServer()))
  afterAll(() => mes.close())

  const list = (query: string, headers = owner) => apiOf(mes.url).list(query, headers)
  const announce = (bytes: Uint8Array, headers = owner, format = 'STL') => apiOf(mes.url).announce(bytes, headers, format)
  /** Every page, one after another; `between` happens after the first one. */
  const paged = async (limit: number, headers = owner, between?: () => Promise<unknown>): Promise<readonly Model[]> => {
    const first = await list(`limit=${limit}`, headers)
    await between?.()
    const items = [...first.items]
    for (let { nextCursor } = first; nextCursor !== null;) {
      const page = await list(`limit=${limit}&cursor=${nextCursor}`, headers)
      expect(page.items.length).toBeGreaterThan(0)
      items.push(...page.items)
      nextCursor = page.nextCursor
    }
    return items
  }

  it('has the newest first, those of one instant by their ids', async () => {
    const created = [await announce(file()), await announce(file())]
    const { items, nextCursor } = await list('limit=100')
    expect(nextCursor).toBeNull()
    expect(idsOf(items)).toEqual(newestFirst(items))
    expect(idsOf(items.slice(0, 2)).toSorted()).toEqual(idsOf(created).toSorted())
    expect(idsOf(items)).toEqual(expect.arrayContaining([...seeded(5)]))
  })

  it('has every model on exactly one page, whatever the size of the pages', async () => {
    const { items } = await list('limit=100')
    for (const limit of [1, 2, 3, items.length - 1, items.length]) expect(idsOf(await paged(limit))).toEqual(idsOf(items))
    const all = await paged(7, operator)
    expect(new Set(idsOf(all)).size).toBe(all.length)
    expect(idsOf(all)).toEqual(newestFirst(all))
  })

  it('does not move what follows a page when a model is created meanwhile', async () => {
    const { items } = await list('limit=100')
    expect(idsOf(await paged(2, owner, () => announce(file())))).toEqual(idsOf(items))
  })

  it('is kept to one content: all models of it, and none of another', async () => {
    const bytes = file()
    expect(await list(`sha256=${digest(bytes)}`)).toEqual({ items: [], nextCursor: null })
    const same = [await announce(bytes), await announce(bytes), await announce(bytes, owner, 'STEP')]
    await announce(file())
    const { items } = await list(`sha256=${digest(bytes)}`)
    expect(idsOf(items)).toEqual(newestFirst(same))
    const first = await list(`sha256=${digest(bytes)}&limit=2`)
    const rest = await list(`sha256=${digest(bytes)}&limit=2&cursor=${first.nextCursor}`)
    expect(idsOf([...first.items, ...rest.items])).toEqual(idsOf(items))
    expect(rest.nextCursor).toBeNull()
  })

  it("has the models of its principal alone, and for staff everybody's", async () => {
    const bytes = file()
    const [mine, theirs, ours] = [await announce(bytes), await announce(bytes, neighbour), await announce(bytes, operator)]
    const listedTo = async (headers: typeof owner): Promise<readonly string[]> =>
      idsOf((await list(`sha256=${mine.sha256}`, headers)).items)
    expect(await listedTo(owner)).toEqual([mine.id])
    expect(await listedTo(neighbour)).toEqual([theirs.id])
    expect(await listedTo(partner('partner_07'))).toEqual([])
    expect(await listedTo(operator)).toEqual(newestFirst([mine, theirs, ours]))
    expect(idsOf(await paged(3, partner('partner_07'))).toSorted()).toEqual([...seeded(7)].toSorted())
  })

  it("never shows another principal's models, though the cursor is theirs", async () => {
    const { nextCursor } = await list('limit=1')
    const { items } = await list(`limit=100&cursor=${nextCursor}`, partner('partner_07'))
    expect(items.length).toBeGreaterThan(0)
    expect(seeded(7)).toEqual(expect.arrayContaining([...idsOf(items)]))
  })

  it('shows no signed address of an upload', async () => {
    const { id } = await announce(file())
    const shown = (await list('limit=100')).items.find((model) => model.id === id)
    expect(shown).toMatchObject({ status: 'UPLOADING', version: 1 })
    expect(shown).not.toHaveProperty('upload')
  })
})

it('a cached list of models is one query for equal requests, and new as soon as a model is created, completed or analysed', async () => {
  await using mes = await mesServer({ cache: {} })
  const api = apiOf(mes.url)
  const bytes = file()
  const asked = (): number => mes.stats().queries['listModels'] ?? 0
  const statuses = async (): Promise<readonly string[]> =>
    (await api.list(`sha256=${digest(bytes)}`)).items.map(({ status }) => status)
  for (let repeats = 0; repeats < 3; repeats += 1) expect(await statuses()).toEqual([])
  expect(asked()).toBe(1)
  const model = await api.announce(bytes)
  for (let repeats = 0; repeats < 3; repeats += 1) expect(await statuses()).toEqual(['UPLOADING'])
  expect(asked()).toBe(2)
  await api.complete(model, bytes)
  expect(await statuses()).not.toEqual(['UPLOADING'])
  // Sooner than the list's own lifetime would end.
  await expect.poll(statuses).toEqual(['READY'])
})
