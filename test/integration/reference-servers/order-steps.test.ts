import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send, type Answer, type OrderBody, type PageBody } from './client.ts'
import { operator, seller, service, staff, versionIs } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

const firstIn = async (url: string, status: string): Promise<OrderBody> => {
  const { body } = await send<PageBody>(`${url}/v1/orders?status=${status}&limit=1`, { headers: operator })
  const [order] = body.items
  if (order === undefined) throw new Error(`No order in ${status}`)
  return order
}
const orderAt = async (url: string, id: string): Promise<OrderBody> =>
  (await send<OrderBody>(`${url}/v1/orders/${id}`, { headers: operator })).body
const step = (url: string, { id, version }: OrderBody, name: string, by: Record<string, string>): Promise<Answer<OrderBody>> =>
  send(`${url}/v1/orders/${id}/${name}`, { method: 'POST', headers: { ...by, ...versionIs(version) } })

describe('a claim', () => {
  it('assigns the order to the operator of the token, and tells the status before', async () => {
    await using mes = await mesServer()
    const order = await firstIn(mes.url, 'MANUFACTURING_APPROVED')
    const { body, headers } = await step(mes.url, order, 'claim', operator)
    expect(body).toMatchObject({
      id: order.id,
      status: 'MANUFACTURING_STARTED',
      previousStatus: 'MANUFACTURING_APPROVED',
      version: order.version + 1,
      assignee: { operatorId: 'op_07' },
    })
    expect(headers.get('etag')).toBe(`"${order.version + 1}"`)
  })

  it('of one order by ten operators at once succeeds for one of them', async () => {
    await using mes = await mesServer()
    const order = await firstIn(mes.url, 'MANUFACTURING_APPROVED')
    const operators = Array.from({ length: 10 }, (_, index) => staff(`op_${20 + index}`, 'operator'))
    const answers = await Promise.all(operators.map((by) => step(mes.url, order, 'claim', by)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
    const winner = answers.find(({ status }) => status === 200)?.body.assignee
    expect((await orderAt(mes.url, order.id)).assignee).toEqual(winner)
  })

  it('and the completion after it move the order two versions on', async () => {
    await using mes = await mesServer()
    const order = await firstIn(mes.url, 'MANUFACTURING_APPROVED')
    const claimed = await step(mes.url, order, 'claim', operator)
    const completed = await step(mes.url, claimed.body, 'complete', operator)
    expect(completed.body).toMatchObject({ status: 'MANUFACTURING_COMPLETED', version: order.version + 2 })
  })

  it('that is refused enters nothing into the journal', async () => {
    await using mes = await mesServer()
    const order = await firstIn(mes.url, 'MANUFACTURING_APPROVED')
    expect((await step(mes.url, { ...order, version: 1 }, 'claim', operator)).status).toBe(412)
    expect(mes.stats().journal).toEqual([])
  })
})

describe('a step in one system', () => {
  it('is heard of in the other, both ways', async () => {
    await using mes = await mesServer()
    await using crm = await crmServer({ peer: mes.url })
    const order = await firstIn(crm.url, 'PRICE_CALCULATED')
    const approved = await step(crm.url, order, 'approve', seller)
    expect(approved.body).toMatchObject({ status: 'MANUFACTURING_APPROVED', previousStatus: 'PRICE_CALCULATED' })
    const approvedVersion = { status: 'MANUFACTURING_APPROVED', version: order.version + 1 }
    await expect.poll(() => orderAt(mes.url, order.id)).toMatchObject(approvedVersion)
    await step(mes.url, await orderAt(mes.url, order.id), 'claim', operator)
    const startedVersion = { status: 'MANUFACTURING_STARTED', version: order.version + 2 }
    await expect.poll(() => orderAt(crm.url, order.id)).toMatchObject(startedVersion)
  })

  it('is told once when it was heard', async () => {
    await using mes = await mesServer()
    await using crm = await crmServer({ peer: mes.url })
    await step(crm.url, await firstIn(crm.url, 'PRICE_CALCULATED'), 'approve', seller)
    await expect.poll(() => crm.stats().queries['deleteNotice']).toBe(1)
    await step(crm.url, await firstIn(crm.url, 'PRICE_CALCULATED'), 'approve', seller)
    await expect.poll(() => crm.stats().queries['deleteNotice']).toBe(2)
    expect(mes.stats().requests['internal.applyStatus']).toBe(2)
  })

  it('is not heard of before its delay', async () => {
    await using mes = await mesServer()
    const crm = await crmServer({ peer: mes.url, noticeDelayMs: 3_600_000 })
    const order = await firstIn(crm.url, 'PRICE_CALCULATED')
    await step(crm.url, order, 'approve', seller)
    // The end of a server waits for the deliveries that it has begun.
    await crm.close()
    expect(await orderAt(mes.url, order.id)).toMatchObject({ status: 'PRICE_CALCULATED' })
    expect(mes.stats().journal).toEqual([])
  })
})

describe('a notice', () => {
  let folder: string
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'notices-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('survives the end of its sender and the absence of its receiver', async () => {
    const database = join(folder, 'crm.db')
    const absent = await mesServer()
    await absent.close()
    const before = await crmServer({ database, peer: absent.url })
    const order = await firstIn(before.url, 'PRICE_CALCULATED')
    await step(before.url, order, 'approve', seller)
    await before.close()
    await using mes = await mesServer({ port: Number(new URL(absent.url).port) })
    await using crm = await crmServer({ database, peer: mes.url })
    await expect.poll(() => orderAt(mes.url, order.id)).toMatchObject({ status: 'MANUFACTURING_APPROVED' })
    expect(await orderAt(crm.url, order.id)).toMatchObject({ status: 'MANUFACTURING_APPROVED' })
  })

  it('that comes twice, or after a newer one, changes nothing', async () => {
    await using mes = await mesServer()
    const order = await firstIn(mes.url, 'PRICE_CALCULATED')
    const told = { orderId: order.id, previousStatus: order.status, statusChangedAt: 1_768_000_000_000, assignee: null }
    const tell = (version: number, status: string): Promise<Answer> =>
      send(`${mes.url}/internal/orders/${order.id}/status`, {
        method: 'POST',
        headers: service,
        body: { ...told, status, version },
      })
    const started = [await tell(6, 'MANUFACTURING_STARTED'), await tell(6, 'MANUFACTURING_STARTED')]
    const approved = await tell(5, 'MANUFACTURING_APPROVED')
    expect([...started, approved].map(({ status }) => status)).toEqual([204, 204, 204])
    expect(await orderAt(mes.url, order.id)).toMatchObject({ status: 'MANUFACTURING_STARTED', version: 6 })
    expect(mes.stats().journal).toMatchObject([{ id: order.id, version: 6, previousStatus: 'PRICE_CALCULATED' }])
  })

  it('is taken from the other server only', async () => {
    await using mes = await mesServer()
    const asks = [{}, operator, staff('admin', 'admin')].map((headers) => send(`${mes.url}/internal/journal`, { headers }))
    expect((await Promise.all(asks)).map(({ status }) => status)).toEqual([401, 403, 403])
  })
})
