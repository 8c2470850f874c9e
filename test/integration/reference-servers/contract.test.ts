import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAnswerCheck } from '../../../reference/shared/api/described-answer.ts'
import { readDescription } from '../../../reference/shared/api/description.ts'
import type { RunningServer } from '../../../reference/shared/service/server.ts'
import { send, type Answer, type OrderBody, type PageBody } from './client.ts'
import type { Case } from './contract-case.ts'
import { MES_CASES, newKey, post, quote, requester } from './contract-cases.ts'
import { CRM_CASES } from './crm-cases.ts'
import { NEW_MES_CASES } from './mes-cases.ts'
import { operator } from './credentials.ts'
import { crmServer, mesServer } from './servers.ts'

/** Nothing in the servers limits rates. */
const UNUSED = new Set(['429', 'default'])

const server = { mes: mesServer, crm: crmServer }

/** What is wrong with an answer as it arrived. */
const judge = (api: 'mes' | 'crm') => {
  const check = createAnswerCheck(readDescription(api))
  return (operation: string, { status, headers, text }: Answer): readonly string[] =>
    check.offences(operation, { status, text, header: (name) => headers.get(name) ?? undefined })
}

describe.each([
  ['mes', [...MES_CASES, ...NEW_MES_CASES]],
  ['crm', CRM_CASES],
] as const)('%s answers as its description says', (api, cases) => {
  const operations = [...readDescription(api).operations.values()]
  const offences = judge(api)
  let running: RunningServer
  beforeAll(async () => void (running = await server[api]()))
  afterAll(() => running.close())

  /** An order to try something on: in this status and not cancelled, or the one that was cancelled last. */
  const orderIn = async (on: string): Promise<OrderBody> => {
    const own = api === 'mes' && on === 'MANUFACTURING_STARTED' ? '&assignee=op_07' : ''
    const status = on === 'cancelled' ? 'PRICE_CALCULATED' : on
    const { body } = await send<PageBody>(`${running.url}/v1/orders?status=${status}&limit=50${own}`, { headers: operator })
    const order = body.items.find(({ cancellation }) => (cancellation !== null) === (on === 'cancelled'))
    if (order === undefined) throw new Error(`The seed has no order in ${status}`)
    return order
  }
  const ask = async ({ attempt, on }: Case): Promise<Answer<{ readonly code?: string } | undefined>> => {
    const [path, call] = await attempt(await orderIn(on), running.url)
    return send(`${running.url}/v1${path}`, call)
  }

  const table = cases.map((one) => [one.operation, one.status, one.name, one] as const)
  it.each(table)('%s %i: %s', async (operation, status, _name, one) => {
    const answer = await ask(one)
    expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code: one.code })
    expect(offences(operation, answer)).toEqual([])
    expect(answer.headers.get('cache-control')).toBe('private')
  })

  it('is tried in every status that is described for every operation', () => {
    const described = operations.flatMap(({ id, answers }) =>
      Object.keys(answers)
        .filter((status) => !UNUSED.has(status))
        .map((status) => `${id} ${status}`),
    )
    const tried = new Set(cases.map(({ operation, status }) => `${operation} ${status}`))
    expect(described.filter((one) => !tried.has(one))).toEqual([])
    expect(described.length).toBeGreaterThan(10)
  })

  it('accepts the example of every described query parameter', async () => {
    const list = operations.find(({ id }) => id === 'orders.list')
    const parameters = list?.parameters.filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor') ?? []
    for (const { name, example } of parameters) {
      const query = new URLSearchParams([[name, String(example)]])
      const { status } = await send(`${running.url}/v1/orders?${query.toString()}`, { headers: operator })
      expect({ name, status }).toEqual({ name, status: 200 })
    }
    expect(parameters.length).toBeGreaterThanOrEqual(5)
  })
})

it('a body is refused where the description refuses it, and only there', async () => {
  await using mes = await mesServer()
  const asDescribed = new Ajv2020({ strict: false, validateFormats: false }).compile(
    readDescription('mes').operations.get('quotes.create')?.body ?? false,
  )
  const { currency: _left, ...incomplete } = quote
  const changes = [
    {},
    { quantity: 1000 },
    { quantity: 1001 },
    { quantity: 1.5 },
    { quantity: '2' },
    { materialCode: '' },
    { materialCode: null },
    { modelId: 'a b' },
    { externalRef: 'x'.repeat(64) },
    { externalRef: 'x'.repeat(65) },
    { currency: 'eur' },
  ]
  const bodies = [incomplete, ...changes.map((change) => ({ ...quote, ...change }))]
  const verdicts = await Promise.all(
    bodies.map(async (body) => {
      const { status } = await send(`${mes.url}/v1/quotes`, post({ ...requester, ...newKey() }, body))
      return { body, refused: status === 400, asDescribed: !asDescribed(body) }
    }),
  )
  expect(verdicts.filter(({ refused, asDescribed }) => refused !== asDescribed)).toEqual([])
  expect(verdicts.filter(({ refused }) => refused).length).toBe(9)
})
