import { type Epoch, formatEpoch, type Position } from '../../../../src/coherence/position.ts'
import type { LogRecord, RecordKind } from '../../../../src/coherence/log/record.ts'
import { parseStreamId, type StreamId, ZERO_ID } from '../../../../src/coherence/log/stream-id.ts'

export const id = (text: string): StreamId => {
  const parsed = parseStreamId(text)
  if (parsed === undefined) throw new Error(`${text} is no stream id`)
  return parsed
}

export const epoch = (number: number, random = 'fork'): Epoch => ({ number, random })

/** The same place in the same epoch, but another record: what an id that came back after a failover looks like. */
export const twinOf = <R extends Position>(record: R): R => ({ ...record, token: `${record.token}twin` })

const NOTHING = { tags: [], ends: [], leaseMs: 0 }

export interface Draft {
  readonly kind?: RecordKind
  readonly tags?: readonly string[]
  readonly ends?: readonly string[]
  readonly leaseMs?: number
  readonly epoch?: Epoch
  readonly id?: string
}

/** A log of records, each behind the last, starting with a genesis. Ids are ten apart, so that others fit between. */
export const chain = (drafts: readonly Draft[], first: Epoch = epoch(1)): readonly [LogRecord, ...LogRecord[]] => {
  const genesis: LogRecord = { id: id('10-0'), prev: ZERO_ID, epoch: first, token: 't10-0', kind: 'genesis', ...NOTHING }
  const records: [LogRecord, ...LogRecord[]] = [genesis]
  let last = genesis
  for (const draft of drafts) {
    last = behind(last, draft)
    records.push(last)
  }
  return records
}

/** The record that follows another one. */
export const behind = (last: LogRecord, draft: Draft = {}): LogRecord => {
  const { kind = 'invalidate', epoch: _epoch, id: _id, ...given } = draft
  const text = draft.id ?? `${last.id.milliseconds + 10}-0`
  const next = kind === 'clear' ? { number: last.epoch.number + 1, random: `after${text}` } : last.epoch
  return { id: id(text), prev: last.id, epoch: draft.epoch ?? next, token: `t${text}`, kind, ...NOTHING, ...given }
}

/** The row of a record as Redis answers it. */
export const rowOf = ({ id, prev, epoch, token, kind, tags }: LogRecord): readonly unknown[] => [
  id.text,
  ['v', '1', 'prev', prev.text, 'epoch', formatEpoch(epoch), 'token', token, 'kind', kind, 'tags', JSON.stringify(tags)],
]
