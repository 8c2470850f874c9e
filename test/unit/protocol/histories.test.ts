import { describe, expect, test } from 'vitest'
import { Follower } from '../../../src/coherence/follow/follower.ts'
import { type Position, formatStamp, parseStamp } from '../../../src/coherence/position.ts'
import { type LogRow, parseMessage } from '../../../src/coherence/log/record.ts'
import type { Instant } from '../../../src/foundation/clock.ts'
import { type Step, type VectorRow, vectors } from '../../support/vectors.ts'
import { id } from '../coherence/support/records.ts'

const instant = (milliseconds: number): Instant => milliseconds as Instant

/** Rows of the vectors are written as messages. */
const rowOf = (text: VectorRow): LogRow => {
  if (typeof text === 'object' && 'unreadable' in text) return { id: id(text.unreadable), kind: 'unreadable' }
  const { message, leases } = typeof text === 'string' ? { message: text, leases: undefined } : text
  const record = parseMessage(message)
  if (record === undefined) throw new Error(`no record: ${message}`)
  return { ...record, leasesMs: leases }
}

const stampOf = (text: string): Position => {
  const stamp = parseStamp(text)
  if (stamp === undefined) throw new Error(`no stamp: ${text}`)
  return stamp
}

const catchUp = (follower: Follower, { rows, oldest, at }: Extract<Step, { step: 'catchUp' }>) => {
  const from = follower.position
  if (from === undefined) throw new Error('a follower without a position bootstraps')
  const found = follower.catchUp({ from, rows: rows.map(rowOf), oldest: oldest === null ? undefined : rowOf(oldest) })
  if (found === 'continued') follower.caughtUp(instant(at))
  return found
}

const bootstrap = (follower: Follower, { rows, holds, since = '0-0 0 0', at }: Extract<Step, { step: 'bootstrap' }>) => {
  const [place = '', began, leases] = since?.split(' ') ?? []
  const holdsSince = since === null ? undefined : { after: id(place), at: Number(began), leasesMs: Number(leases) }
  return follower.bootstrap(
    { rows: rows.map(rowOf), holds: holds.map((hold) => ({ ...hold, remainingMs: 1 })), holdsSince },
    instant(at),
  )
}

/** Where reading back goes on. */
const readBack = (follower: Follower, { rows }: Extract<Step, { step: 'older' }>) => {
  follower.older.extend(rows.map(rowOf))
  return follower.older.tail === undefined ? null : formatStamp(follower.older.tail)
}

/** Where seeking holds goes on. */
const seek = (follower: Follower, { rows }: Extract<Step, { step: 'trail' }>) => {
  follower.trail.extend(rows.map(rowOf))
  return follower.trail.tail === undefined ? null : formatStamp(follower.trail.tail)
}

/** What the follower makes of a step; `undefined` for one that has no outcome. */
const take = (follower: Follower, step: Step): unknown => {
  switch (step.step) {
    case 'bootstrap':
      return bootstrap(follower, step)
    case 'message':
      return follower.hear(parseMessage(step.message))
    case 'catchUp':
      return catchUp(follower, step)
    case 'head':
      return follower.confirm(step.row === null ? undefined : rowOf(step.row), instant(step.at))
    case 'older':
      return readBack(follower, step)
    case 'trail':
      return seek(follower, step)
    case 'forget':
      return follower.forget()
    case 'position':
      return follower.position === undefined ? null : formatStamp(follower.position)
    case 'valid':
      return follower.isValid(stampOf(step.stamp), step.tags)
    case 'ahead':
      return follower.isAhead(stampOf(step.stamp))
    case 'held':
      return follower.holds.isHeld(step.tags)
    case 'applied':
      return follower.hasApplied(stampOf(step.record), instant(step.since))
    case 'confirmed':
      return follower.confirmedAt >= instant(step.at)
  }
}

describe('a follower by the published histories:', () => {
  test.each(vectors.histories)('$name', ({ steps }) => {
    const follower = new Follower()
    const outcomes = steps.map((step) => ({ ...step, outcome: take(follower, step) }))
    expect(outcomes).toEqual(steps.map((step) => ({ outcome: undefined, ...step })))
  })
})
