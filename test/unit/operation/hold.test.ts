import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { json, problem, startApi } from '../transport/support/api-server.ts'
import { rejection } from '../transport/support/sending.ts'
import { callingAt, claimOrder, order7 } from './support/calling.ts'

const claim = { path: { orderId: 'ord_1' }, header: { 'If-Match': 7 } }
const claimed = { ...order7, status: 'STARTED', version: 8, previousStatus: 'APPROVED' }

/** A claim with a hold: which tags were open while the server was at work, and which are open afterwards. */
const claimAt = async (
  answer: (response: ServerResponse) => void,
  options: { readonly hold?: '1m' | 0; readonly timeout?: number } = { hold: '1m' },
) => {
  const whileAtWork: boolean[] = []
  let isOpen = (): boolean[] => []
  await using api = await startApi((response) => {
    whileAtWork.push(...isOpen())
    answer(response)
  })
  await using calling = await callingAt(api.url)
  isOpen = () => ['order:ord_1', 'stats', 'orders:status:STARTED'].map((tag) => calling.cache.coherence.isOpen([tag]))
  const error = await rejection(calling.caller.call(claimOrder, claim, options)).catch(() => undefined)
  return { whileAtWork, afterwards: isOpen(), error, invalidated: calling.invalidated }
}

describe('a command with a hold', () => {
  test('holds what its request names while the server is at work, not collections nor what only the answer tells', async () => {
    const { whileAtWork, afterwards } = await claimAt((response) => json(response, 200, claimed))
    expect(whileAtWork).toEqual([false, true, true])
    expect(afterwards).toEqual([true, true, true])
  })

  test.each([404, 409, 412, 422])('that is refused with %d opens what it held', async (status) => {
    const { whileAtWork, afterwards, error } = await claimAt((response) => problem(response, status))
    expect(error).toMatchObject({ status })
    expect([whileAtWork, afterwards]).toEqual([
      [false, true, true],
      [true, true, true],
    ])
  })

  test('whose outcome is unknown stays held, since the server may still commit', async () => {
    const late = await claimAt(() => {}, { hold: '1m', timeout: 60 })
    expect(late.error).toMatchObject({ kind: 'timeout' })
    expect(late.invalidated).toEqual([['order:ord_1', 'orders', 'stats']])
    expect(late.afterwards).toEqual([false, true, true])
    const broken = await claimAt((response) => problem(response, 500))
    expect(broken.afterwards).toEqual([false, true, true])
  })

  test('of 0, or without one, holds nothing', async () => {
    for (const options of [{ hold: 0 }, {}] as const) {
      expect((await claimAt((response) => json(response, 200, claimed), options)).whileAtWork).toEqual([true, true, true])
    }
  })
})
