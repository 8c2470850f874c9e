import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { json as freeJson } from '../../../src/operation/media.ts'
import { json, startApi } from '../transport/support/api-server.ts'
import { collect } from '../transport/support/sending.ts'
import { callingAt, claimOrder, listOrders, type Order, type OrderPage, order7 } from './support/calling.ts'

/** Its filter is free JSON, which its schema checks where it stands. */
const searchOrders: OperationDefinition<OrderPage> = {
  ...listOrders,
  id: 'orders.search',
  request: z.strictObject({ query: z.strictObject({ filter: freeJson }) }),
}

const page = (nextCursor: string | null) => ({ items: [order7], nextCursor })

describe('What a caller changes after its call', () => {
  test('is no part of the pages that follow', async () => {
    await using api = await startApi((response, _request, turn) => json(response, 200, page(turn === 1 ? 'c2' : null)))
    await using calling = await callingAt(api.url)
    const status = ['OPEN']
    const query: Record<string, unknown> = { status }
    const options: { maxStaleness: number; cache?: 'bypass' } = { maxStaleness: 60_000, cache: 'bypass' }
    const rows = calling.caller.page<OrderPage, Order>(listOrders, { query }, options)
    status[0] = 'DONE'
    query['limit'] = 1
    delete options.cache
    expect(await collect(rows)).toHaveLength(2)
    expect(api.requests.map(({ url }) => url)).toEqual(['/orders?status=OPEN', '/orders?status=OPEN&cursor=c2'])
    await calling.caller.call(listOrders, { query: { status: ['OPEN'], cursor: 'c2' } })
    expect(api.requests).toHaveLength(3)
  })

  test('is neither sent for another caller, nor kept under what was asked', async () => {
    await using api = await startApi((response) => json(response, 200, page(null)))
    await using calling = await callingAt(api.url)
    const filter = ['ring']
    const first = calling.caller.call(searchOrders, { query: { filter } })
    filter.push('gold')
    await first
    await calling.caller.call(searchOrders, { query: { filter: ['ring'] } }, { cache: 'reload' })
    expect(api.requests.map(({ url }) => url)).toEqual(['/orders?filter=ring', '/orders?filter=ring'])
  })

  test('is no part of a command', async () => {
    await using api = await startApi((response) => json(response, 200, { ...order7, previousStatus: 'APPROVED' }))
    await using calling = await callingAt(api.url)
    const operation: OperationDefinition<Order> = { ...claimOrder, hold: '1m', request: z.looseObject({ body: freeJson }) }
    const body = { notes: ['mine'] }
    const call = calling.caller.call(operation, { path: { orderId: 'ord_1' }, body })
    body.notes.push('late')
    await call
    expect(api.requests[0]?.body).toBe('{"notes":["mine"]}')
  })
})
