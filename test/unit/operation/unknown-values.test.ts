import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { OperationDefinition } from '../../../src/operation/definition.ts'
import { openEnum, withUnknownValues } from '../../../src/operation/open-enum.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { json, startApi } from '../transport/support/api-server.ts'
import { callingAt, getOrder } from './support/calling.ts'

const status = openEnum(['OPEN', 'DONE'])
const schema = z.looseObject({ id: z.string(), items: z.array(z.looseObject({ status })) })
/** An operation of its own for each test, since each operation reports once. */
const operation = (): OperationDefinition<z.output<typeof schema>> => {
  const { result: _result, ...definition } = getOrder
  return { ...definition, responses: { 200: schema } }
}
const args = { path: { orderId: 'ord_1' } }
const bodyOf = (...statuses: readonly string[]) => ({ id: 'ord_1', items: statuses.map((one) => ({ status: one })) })

const causesOf = (incidents: readonly { readonly kind: string; readonly cause?: unknown }[]): readonly string[] =>
  incidents.filter(({ kind }) => kind === 'unknown-value').map(({ cause }) => (cause instanceof Error ? cause.message : ''))

describe('A value that an enumeration does not know', () => {
  test('passes, and is reported once with its place', async () => {
    await using api = await startApi((response) => json(response, 200, bodyOf('OPEN', 'POLISHING', 'POLISHING')))
    await using calling = await callingAt(api.url)
    using incidents = collectIncidents(calling.cache.coherence.namespace)
    const read = operation()
    for (const cache of ['reload', 'bypass', 'reload'] as const) {
      expect((await calling.caller.call(read, args, { cache })).items[1]).toEqual({ status: 'POLISHING' })
    }
    expect(causesOf(incidents.seen)).toEqual([
      'mes.orders.get: body.items.1.status is "POLISHING", which its description does not know: OPEN, DONE',
    ])
  })

  test('is looked for once with all the others, of which no more than 100 are told of', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `NEW_${index}`)
    await using api = await startApi((response) => json(response, 200, bodyOf('OPEN', ...many, ...many)))
    await using calling = await callingAt(api.url)
    using incidents = collectIncidents(calling.cache.coherence.namespace)
    const read = operation()
    const entries = vi.spyOn(Object, 'entries')
    for (const cache of ['reload', 'reload'] as const) await calling.caller.call(read, args, { cache })
    expect(withUnknownValues(() => schema.parse(bodyOf(...many))).unknown).toHaveLength(100)
    const causes = causesOf(incidents.seen)
    expect(causes).toHaveLength(100)
    expect(causes[99]).toContain('body.items.100.status is "NEW_99"')
    // Each row that is passed once for all of them, not once for each.
    expect(entries.mock.calls.filter(([one]) => 'status' in one).length).toBeLessThan(1_000)
  })

  test('is not shown where it is sensitive', async () => {
    await using api = await startApi((response) => json(response, 200, bodyOf('OPEN', 'S3CR3T')))
    await using calling = await callingAt(api.url)
    using incidents = collectIncidents(calling.cache.coherence.namespace)
    await calling.caller.call({ ...operation(), sensitive: { response: ['/body/items/*/status'] } }, args)
    expect(causesOf(incidents.seen)).toEqual([
      'mes.orders.get: body.items.1.status is a text of 6 characters, which its description does not know: OPEN, DONE',
    ])
  })

  test('is reported once somebody watches, though it came before', async () => {
    await using api = await startApi((response) => json(response, 200, bodyOf('NEW')))
    await using calling = await callingAt(api.url)
    const read = operation()
    await calling.caller.call(read, args, { cache: 'bypass' })
    using incidents = collectIncidents(calling.cache.coherence.namespace)
    await calling.caller.call(read, args, { cache: 'bypass' })
    expect(causesOf(incidents.seen)).toHaveLength(1)
  })

  test('is not repeated at length, nor are there ever many reports', async () => {
    await using api = await startApi((response, _request, turn) =>
      json(response, 200, bodyOf(...Array.from({ length: 60 }, (_, n) => `${turn} ${n} ${'x'.repeat(70)}`))),
    )
    await using calling = await callingAt(api.url)
    using incidents = collectIncidents(calling.cache.coherence.namespace)
    const read = operation()
    for (let n = 0; n < 3; n++) await calling.caller.call(read, args, { cache: 'bypass' })
    expect(causesOf(incidents.seen)).toHaveLength(100)
    expect(causesOf(incidents.seen)[0]).toMatch(/^mes\.orders\.get: body\.items\.0\.status is a text of \d+ characters, /)
  })
})

describe('Checks within checks', () => {
  test('each find their own', () => {
    const outer = withUnknownValues(() => {
      status.parse('A')
      const inner = withUnknownValues(() => status.parse('B'))
      status.parse('C')
      return inner.unknown.map(({ value }) => value)
    })
    expect([outer.result, outer.unknown.map(({ value }) => value)]).toEqual([['B'], ['A', 'C']])
  })

  test('outside of one, nothing is kept', () => {
    status.parse('A')
    expect(withUnknownValues(() => status.parse('OPEN')).unknown).toEqual([])
  })
})
