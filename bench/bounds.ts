import { parseMessage } from '../src/coherence/log/record.ts'
import { mayBeParsed } from '../src/foundation/json-text.ts'
import { ordersList } from '../src/generated/mes/operations.ts'
import { checkResponse } from '../src/operation/validation.ts'
import { arrayOf, z } from '../src/runtime.ts'
import { interleave } from './interleave.ts'
import { printTable, printTimings } from './table.ts'

const MEBIBYTE = 1024 * 1024

/** The shortest of three runs, in milliseconds: what the event loop is blocked for. */
const shortest = (run: () => unknown): string => {
  const times = [1, 2, 3].map(() => {
    const start = process.hrtime.bigint()
    run()
    return Number(process.hrtime.bigint() - start) / 1_000_000
  })
  return `${Math.min(...times).toFixed(1)} ms`
}

/** A list answer of about so many bytes whose every row breaks the schema. */
const brokenRows = (bytes: number, row: string): string =>
  `{"items":[${Array.from({ length: bytes / (row.length + 1) }, () => row).join(',')}],"nextCursor":null}`

const ROW = '{"id":"ord_000001","number":"2026-1","status":"PACKAGING"}'

const refuse = (body: unknown) => (): unknown => {
  try {
    return checkResponse(ordersList, { status: 200, headers: new Headers(), body, requestId: 'r', attempts: 1 }, 'bench')
  } catch (error) {
    return error
  }
}

const order = {
  id: 'ord_000001',
  number: '2026-1',
  channel: 'PARTNER',
  partnerId: 'par_1',
  status: 'PACKAGING',
  version: 3,
  quantity: 2,
  price: { amountMinor: 184_500, currency: 'EUR' },
}
const lists = (count: number) => {
  const schema = z.looseObject({
    id: z.string().regex(/^[a-z_0-9]+$/),
    number: z.string(),
    status: z.string(),
    version: z.int(),
    price: z.looseObject({ amountMinor: z.int(), currency: z.string() }),
  })
  return { rows: Array.from({ length: count }, () => order), theirs: z.array(schema), schema }
}

/** What blocks the event loop longest, and what its bounds cost where nothing is wrong. */
export const benchBounds = async (): Promise<void> => {
  const [small, large] = [900_000, 30_000_000].map((bytes) => JSON.parse(brokenRows(bytes, ROW)) as unknown)
  const fullest = Buffer.from(brokenRows(32 * MEBIBYTE, `{"id":"${'x'.repeat(54)}"}`))
  const empty = Buffer.from(`[${'{},'.repeat(11 * MEBIBYTE)}`)
  const deep = Buffer.from('['.repeat(8 * MEBIBYTE))
  const message = `1 2-0 1-0 1.a token invalidate - ["${'x'.repeat(100_000_000)}"]`
  printTable(
    'What blocks the event loop',
    ['blocks for'],
    [
      ['an answer of 0.9 MB of broken rows: the check', shortest(refuse(small))],
      ['an answer of 30 MB of broken rows: the check', shortest(refuse(large))],
      [
        'an answer of 32 MiB with as many objects as it may have',
        shortest(() => mayBeParsed(fullest, { maxValues: 2 * MEBIBYTE }) && (JSON.parse(fullest.toString()) as unknown)),
      ],
      ['an answer of 32 MiB of {}', shortest(() => mayBeParsed(empty, { maxValues: MEBIBYTE }))],
      ['an entry of 8 MiB of [[[', shortest(() => mayBeParsed(deep))],
      ['a message of 100 MB', shortest(() => parseMessage(message))],
      [
        'a message whose tags are as long as they may be',
        shortest(() => parseMessage(`1 2-0 1-0 1.a token invalidate - ["${'x'.repeat(3_075_000)}"]`)),
      ],
    ],
  )
  const { rows, theirs, schema } = lists(50)
  const text = JSON.stringify(rows)
  const bytes = Buffer.from(text)
  const repeat =
    (run: () => unknown) =>
    async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) run()
    }
  const ours = arrayOf(schema)
  printTimings(
    'A good list of 50 orders: the check',
    await interleave(
      [
        { name: 'z.array', run: repeat(() => theirs.safeParse(rows)) },
        { name: 'arrayOf, which stops early', run: repeat(() => ours.safeParse(rows)) },
      ],
      500,
      31,
    ),
  )
  printTimings(
    'Its JSON',
    await interleave(
      [
        { name: 'JSON.parse', run: repeat(() => JSON.parse(text) as unknown) },
        { name: 'looked at first', run: repeat(() => mayBeParsed(bytes) && (JSON.parse(text) as unknown)) },
        {
          name: 'looked at first, parsed and checked',
          run: repeat(() => mayBeParsed(bytes) && ours.safeParse(JSON.parse(text))),
        },
        { name: 'parsed and checked', run: repeat(() => ours.safeParse(JSON.parse(text))) },
      ],
      500,
      31,
    ),
  )
}
