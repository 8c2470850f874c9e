import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAnswerCheck } from '../../../reference/shared/api/described-answer.ts'
import { readDescription } from '../../../reference/shared/api/description.ts'
import { type OrderBody, type PageBody, send } from '../reference-servers/client.ts'
import type { Case } from '../reference-servers/contract-case.ts'
import { MES_CASES } from '../reference-servers/contract-cases.ts'
import { operator } from '../reference-servers/credentials.ts'
import { CRM_CASES } from '../reference-servers/crm-cases.ts'
import { NEW_MES_CASES } from '../reference-servers/mes-cases.ts'
import { startKitServer } from './kit-server.ts'

/** What a kit does not model: roles of staff, whose order an operator may go on with, owners of seeded models, and hosts of an installation. */
const UNKNOWN_TO_A_KIT: Readonly<Record<'mes' | 'crm', readonly string[]>> = {
  mes: [
    "orders.complete 403 a colleague's order",
    "quotes.create 404 another tenant's model",
    'webhooks.create 400 a host that is not allowed',
  ],
  crm: [
    'orders.close 403 an operator',
    'orders.cancel 403 an operator',
    'customers.list 403 an operator',
    'customers.get 403 an operator',
  ],
}

describe.each([
  ['mes', [...MES_CASES, ...NEW_MES_CASES]],
  ['crm', CRM_CASES],
] as const)('%s of a kit', (api, cases) => {
  let running: Awaited<ReturnType<typeof startKitServer>>
  beforeAll(async () => void (running = await startKitServer(api)))
  afterAll(() => running.close())

  const orderIn = async (on: string): Promise<OrderBody> => {
    const status = on === 'cancelled' ? 'PRICE_CALCULATED' : on
    const { body } = await send<PageBody>(`${running.url}/v1/orders?status=${status}&limit=50`, { headers: operator })
    const order = body.items.find(({ cancellation }) => (cancellation !== null) === (on === 'cancelled'))
    if (order === undefined) throw new Error(`the seed has no order in ${status}`)
    return order
  }

  const offences = createAnswerCheck(readDescription(api))

  const tried = async ({ operation, status, code, name, attempt, on }: Case): Promise<string | undefined> => {
    try {
      const [path, call] = await attempt(await orderIn(on), running.url)
      const answer = await send<{ readonly code?: string } | undefined>(`${running.url}/v1${path}`, call)
      const wrong = offences.offences(operation, {
        status: answer.status,
        text: answer.text,
        header: (header) => answer.headers.get(header) ?? undefined,
      })
      if (answer.status === status && answer.body?.code === code && wrong.length === 0) return undefined
      return `${operation} ${status} ${name}: ${answer.status} ${answer.body?.code ?? ''} ${wrong.join('; ')}`
    } catch (error) {
      return `${operation} ${status} ${name}: ${(error as Error).message.slice(0, 200)}`
    }
  }

  test('has for each described status of each operation a case that it answers', () => {
    const nameOf = ({ operation, status, name }: Case): string => `${operation} ${status} ${name}`
    const pairOf = ({ operation, status }: Case): string => `${operation} ${status}`
    const modelled = new Set(cases.filter((one) => !UNKNOWN_TO_A_KIT[api].includes(nameOf(one))).map(pairOf))
    expect([...new Set(cases.map(pairOf))].filter((pair) => !modelled.has(pair))).toEqual([])
  })

  test('answers as the reference server does, in every case of its contract but those that it does not model', async () => {
    const different: string[] = []
    for (const one of cases) different.push(...[await tried(one)].filter((each) => each !== undefined))
    expect(different.filter((text) => !UNKNOWN_TO_A_KIT[api].some((known) => text.startsWith(`${known}:`)))).toEqual([])
    expect(different).toHaveLength(UNKNOWN_TO_A_KIT[api].length)
  })
})
