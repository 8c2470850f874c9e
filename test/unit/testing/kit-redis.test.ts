import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit } from '../../../src/testing.ts'

const listener = (): void => {}
// Outages that somebody hears of are no warnings of the process.
beforeAll(() => subscribe('mes-crm-sdk:incident', listener))
afterAll(() => void unsubscribe('mes-crm-sdk:incident', listener))

const openFleet = async () => {
  const kit = createTestKit({ orders: [{ id: 'ord_1', status: 'PACKAGING' }] })
  const [one, other] = kit.fleet(2)
  if (one === undefined || other === undefined) throw new Error('no fleet')
  await Promise.all([one.ready(), other.ready()])
  return { kit, one, other, [Symbol.asyncDispose]: () => kit.close() }
}

describe('the Redis of a kit', () => {
  test('shares what one SDK of a fleet has loaded with the others', async () => {
    await using fleet = await openFleet()
    await fleet.one.mes.orders.status('ord_1')
    await fleet.kit.clock.advance(0)
    expect((await fleet.other.mes.orders.status('ord_1').withMeta()).cache.source).toBe('redis')
    expect(fleet.kit.calls()).toHaveLength(1)
  })

  test('lets one SDK of a fleet load for all where the operation has a lease', async () => {
    await using fleet = await openFleet()
    const { kit, one, other } = fleet
    kit.mes.on('orders.list').answersWith(async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return { items: [], nextCursor: null }
    })
    const reads = Promise.all([one.mes.orders.list(), other.mes.orders.list()])
    await kit.clock.advance('3s')
    await reads
    expect(kit.calls('mes.orders.list')).toHaveLength(1)
  })

  test('that loses messages delays an invalidation by no more than maxStaleness', async () => {
    await using fleet = await openFleet()
    const { kit, one } = fleet
    const statusOf = async (): Promise<string> => (await one.mes.orders.status('ord_1')).status
    await statusOf()
    kit.redis.dropMessages()
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    expect(await statusOf()).toBe('PACKAGING')
    await kit.clock.advance('1s')
    expect(await statusOf()).toBe('SHIPPED')
  })

  test('that is down queues invalidations, and sends every read to the API', async () => {
    await using fleet = await openFleet()
    const { kit, one, other } = fleet
    await one.mes.orders.status('ord_1')
    kit.redis.down()
    expect((await other.invalidate(['order:ord_1'])).status).toBe('queued')
    kit.mes.change('ord_1', { status: 'SHIPPED' })
    await kit.clock.advance('1s')
    expect((await one.mes.orders.status('ord_1')).status).toBe('SHIPPED')
    kit.redis.up()
    await kit.clock.advance('1s')
    expect((await other.invalidate(['order:ord_1'])).status).toBe('applied')
  })

  test('that comes back empty clears every cache of the fleet', async () => {
    await using fleet = await openFleet()
    const { kit, one } = fleet
    await one.mes.orders.status('ord_1')
    kit.mes.changeSilently('ord_1', { status: 'SHIPPED' })
    kit.redis.loseEverything()
    await kit.clock.advance(100)
    expect((await one.mes.orders.status('ord_1')).status).toBe('SHIPPED')
  })

  test('refuses a count and a size that are none, by their names', async () => {
    await using fleet = await openFleet()
    expect(() => fleet.kit.redis.dropMessages(-1)).toThrow('count: expected an integer of at least 0, got -1')
    expect(() => fleet.kit.fleet(0)).toThrow('size: expected an integer from 1 to 100, got 0')
  })
})
