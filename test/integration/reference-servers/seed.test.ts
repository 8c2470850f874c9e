import { describe, expect, it } from 'vitest'
import { DEFAULT_SEED, seedCarts, seedOrders, type Seed } from '../../../reference/shared/orders/seed.ts'
import { send, type Answer, type PageBody } from './client.ts'
import { operator } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

const list = (url: string, query: string): Promise<Answer<PageBody>> => send(`${url}/v1/orders?${query}`, { headers: operator })

const small: Seed = { ...DEFAULT_SEED, orders: 500 }

describe('a seed', () => {
  it('makes the same orders every time, and another seed others', () => {
    expect([...seedOrders(small)]).toEqual([...seedOrders(small)])
    expect([...seedOrders({ ...small, seed: 2 })]).not.toEqual([...seedOrders(small)])
  })

  it('plans for 635 open orders of 40 partners among 200,000, most of which are closed', () => {
    let open = 0
    let orders = 0
    const partners = new Set<string>()
    for (const { status, partner_id: partner } of seedOrders(DEFAULT_SEED)) {
      orders += 1
      if (status === 'CLOSED' || partner === null) continue
      open += 1
      partners.add(partner)
    }
    expect(orders).toBe(200_000)
    expect(partners.size).toBe(40)
    expect(Math.abs(open - 635)).toBeLessThan(50)
  })

  it('has its newest orders in the earliest statuses', () => {
    const statuses = [...seedOrders(small)].map(({ status }) => status)
    expect(statuses.at(0)).toBe('CLOSED')
    expect(statuses.slice(-5)).toContain('PRICE_CALCULATED')
    expect([...seedCarts(small)].every(({ price_minor: price }) => price === null)).toBe(true)
  })

  it('gives both servers the same orders, and CRM the carts of the shop besides', async () => {
    await using mes = await mesServer()
    await using crm = await crmServer()
    const page = async (url: string): Promise<readonly string[]> => {
      const { body } = await list(url, 'limit=100&status=PACKAGING&status=SHIPPED&status=PRICE_CALCULATED')
      return body.items.map(({ id, status, version }) => `${id} ${status} ${version}`)
    }
    expect(await page(mes.url)).toEqual(await page(crm.url))
    const carts = await Promise.all([mes, crm].map(({ url }) => list(url, 'status=SUBMITTED&status=INITIATED')))
    expect(carts.map(({ body }) => body.items.length > 0)).toEqual([false, true])
  })
})
