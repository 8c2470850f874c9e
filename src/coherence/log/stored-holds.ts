import { RedisUnavailable } from '../../redis/deadline.ts'
import type { Command, Reply } from '../../redis/command-batch.ts'
import type { LogSnapshot, OpenHold, HoldsSince } from './invalidation-log.ts'
import { MAX_OPEN_HOLDS } from '../holds/open-holds.ts'
import { isToken } from '../position.ts'
import { parseTags } from './record.ts'
import { parseStreamId } from './stream-id.ts'

/** Twice as many as processes open: each counts those that it knows of. */
const MAX_KEPT_HOLDS = 2 * MAX_OPEN_HOLDS
/** No token: the newest id, the time and what was left of the longest lease, when the hash was new. */
const HASH_SINCE = '.since'

/** The question for the open holds that the log keeps, in one reply of bounded size. */
export const holdsCommand = (key: string): Command => ['hscan', key, 0, 'COUNT', MAX_KEPT_HOLDS]

/**
 * The holds in the reply. Processes do not open more than one scan reads: another program has written into the hash then, which tells
 * nothing, and the rows of the log tell of holds.
 */
export const readStoredHolds = (reply: Reply, time: Reply): Pick<LogSnapshot, 'holds' | 'holdsSince'> => {
  const kept = wholeHash(reply)
  return kept === undefined ? { holds: [] } : { holds: readHolds(kept, time), holdsSince: readSince(kept) }
}

export const readTime = (time: Reply): number => {
  if (!Array.isArray(time)) throw new RedisUnavailable('the log answered no time')
  return Number(time[0]) * 1_000 + Number(time[1]) / 1_000
}

/** The fields and values of a hash that one scan has read to its end; `undefined` where it has more. */
const wholeHash = (reply: Reply): readonly unknown[] | undefined => {
  if (reply instanceof Error) throw reply
  const [cursor, fields]: readonly unknown[] = Array.isArray(reply) ? reply : []
  if (typeof cursor !== 'string' || !Array.isArray(fields)) throw new RedisUnavailable('the log answered no holds')
  return cursor === '0' && fields.length <= 2 * MAX_KEPT_HOLDS ? fields : undefined
}

/** Where the hash began; `undefined` where no script of this version has seen it. */
const readSince = (reply: Reply): HoldsSince | undefined => {
  const [, id, at, leases] =
    /^(\S+) (\d+) (\d{1,10})$/.exec(Array.isArray(reply) ? (toFields(reply)[HASH_SINCE] ?? '') : '') ?? []
  const after = parseStreamId(id)
  return after === undefined ? undefined : { after, at: Number(at), leasesMs: Number(leases) }
}

/** A field that no script wrote is none of ours. */
export const readHolds = (reply: Reply, time: Reply): readonly OpenHold[] => {
  if (reply instanceof Error) throw reply
  if (!Array.isArray(reply)) throw new RedisUnavailable('the log answered no holds')
  const now = readTime(time)
  return Object.entries(toFields(reply)).flatMap(([token, entry]) => {
    const [, ends, names] = /^(\d+) (.*)$/s.exec(entry) ?? []
    const tags = parseTags(names)
    return tags === undefined || !isToken(token) ? [] : [{ token, tags, remainingMs: Math.max(0, Number(ends) - now) }]
  })
}

export const toFields = (flat: readonly unknown[]): Readonly<Record<string, string>> => {
  const fields: Record<string, string> = {}
  for (let index = 0; index + 1 < flat.length; index += 2) fields[String(flat[index])] = String(flat[index + 1])
  return fields
}
