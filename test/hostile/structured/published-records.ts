import fc from 'fast-check'
import { Follower } from '../../../src/coherence/follow/follower.ts'
import { formatEpoch } from '../../../src/coherence/position.ts'
import { type LogRecord, type LogRow, parseMessage, parseRow } from '../../../src/coherence/log/record.ts'
import { readHead } from '../../../src/coherence/log/redis-log.ts'
import { RedisUnavailable } from '../../../src/redis/deadline.ts'
import { RedisRefusal } from '../../../src/redis/redis-refusal.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { behind, chain } from '../../unit/coherence/support/records.ts'
import { amount, mutatedJson } from './mutated-json.ts'
import { type Party, party } from './party.ts'

const FIELDS = ['v', 'prev', 'epoch', 'token', 'kind', 'hold', 'tags', 'leases'] as const
const MANY: Readonly<Record<string, string>> = {
  tags: '"a",',
  token: 'a',
  hold: 'abc,',
  prev: '9',
  epoch: '9',
  kind: ' ',
  v: '1',
  leases: '9',
}

/** Field by field, what a record of this log has, or what it almost has. */
const fields = (record: LogRecord): fc.Arbitrary<readonly (readonly [field: string, value: string])[]> => {
  const honest: Readonly<Record<string, string>> = {
    v: '1',
    prev: record.id.text,
    epoch: formatEpoch(record.epoch),
    token: 'forged',
    kind: 'invalidate',
    hold: '-',
    tags: '["another"]',
    leases: '0',
  }
  const value = (field: string): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(honest[field] ?? '') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          '-',
          '0-0',
          '1',
          '18446744073709551615-18446744073709551615',
          'clear',
          'genesis',
          'hold',
          'later',
          '2.fork',
          '999999999999999.fork',
          '1.other',
          '9999999999',
          record.token,
          '\u0000\r\n',
        ),
      },
      {
        weight: 1,
        arbitrary: amount.map((count) =>
          field === 'tags' ? `[${(MANY['tags'] ?? '').repeat(count)}"b"]` : (MANY[field] ?? '').repeat(Math.min(count, 100_001)),
        ),
      },
      ...(field === 'tags' ? [{ weight: 2, arbitrary: mutatedJson(['order:1', 'orders']) }] : []),
    )
  return fc.tuple(...FIELDS.map((field) => value(field).map((text): readonly [string, string] => [field, text])))
}

const ids = fc.constantFrom('31-0', '35-0', '40-0', '41-0', '25-1', '18446744073709551615-0', '-', 'x', '1e3-0')

const typed = (read: () => unknown): void => {
  try {
    read()
  } catch (cause) {
    if (!(cause instanceof RedisUnavailable || cause instanceof RedisRefusal))
      throw new Error('a reply was refused without a type', { cause })
  }
}

/** A tenant of the Redis who publishes messages and adds rows that are almost records, beside a writer who appends real ones. */
export const publishedRecords = async (): Promise<Party> => {
  const log = chain([{ tags: ['order:1'] }, { tags: ['order:2'] }])
  const [, first, last] = log
  if (first === undefined || last === undefined) throw new Error('the log is too short')
  const next = behind(last, { tags: ['order:1'] })
  const sent = fc.array(fc.record({ id: ids, fields: fields(last), isRow: fc.boolean() }), { minLength: 1, maxLength: 6 })
  return party('a tenant who publishes records', sent, async (all) => {
    const clock = createManualClock()
    const follower = new Follower()
    follower.bootstrap({ rows: log, holds: [], holdsSince: { after: log[0].id, at: 0, leasesMs: 0 } }, clock.now())
    if (!follower.isValid(last, ['order:1'])) throw new Error('an honest log was not followed')
    for (const { id, fields: given, isRow } of all) hear(follower, id, given, isRow)
    follower.hear(next)
    clock.advance(10)
    confirm(follower, [...log, next], clock.now())
    if (follower.isValid(last, ['order:1'])) throw new Error('an invalidation was missed')
    if (!follower.isValid(next, ['order:1'])) throw new Error('the follower did not recover')
  })
}

const hear = (follower: Follower, id: string, given: readonly (readonly [string, string])[], isRow: boolean): void => {
  const named = Object.fromEntries(given)
  if (isRow) {
    typed(() => readHead([[id, given.flat()]]))
    return void parseRow(id, named)
  }
  const text = (field: string): string => named[field] ?? ''
  follower.hear(
    parseMessage([text('v'), id, text('prev'), text('epoch'), text('token'), text('kind'), text('hold'), text('tags')].join(' ')),
  )
}

/** As a process confirms what it knows: by the head of the log, else by its rows, else anew. */
const confirm = (follower: Follower, rows: readonly LogRow[], askedAt: Parameters<Follower['caughtUp']>[0]): void => {
  if (follower.confirm(rows.at(-1), askedAt)) return
  const from = follower.position
  if (from !== undefined && follower.catchUp({ from, rows, oldest: rows[0] }) === 'continued') return follower.caughtUp(askedAt)
  follower.forget()
  if (follower.bootstrap({ rows, holds: [] }, askedAt) !== 'continued') throw new Error('the log could not be read anew')
}
