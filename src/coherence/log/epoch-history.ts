import type { LogSnapshot } from './invalidation-log.ts'
import { type Epoch, randomToken } from '../position.ts'
import { isRecord } from './record.ts'

/** A server's replication id: another one means that acknowledged records may be gone. `undefined` where it is not known. */
export type History = string | undefined

/** Digits of a replication id that are kept: enough to tell two apart. */
const DIGITS = 16

const markOf = (history: History): string => `${(history ?? '').slice(0, DIGITS)}_`

/** A random part for an epoch that begins under a history of the server, and says so. */
export const randomOf = (history: History): string => markOf(history) + randomToken()

/**
 * Whether an epoch began under this history, as far as it says. One that says nothing, since another program began it, is not
 * believed: the first process that joins it begins another.
 */
export const wasBegunUnder = (epoch: Epoch, history: History): boolean =>
  history === undefined || epoch.random.startsWith(markOf(history))

/** Whoever joins has no position to find missing, but the epoch tells under which history of the server it began. */
export const withLoss = (snapshot: LogSnapshot, history: History): LogSnapshot => {
  const last = snapshot.rows.at(-1)
  return last === undefined || !isRecord(last) || wasBegunUnder(last.epoch, history)
    ? snapshot
    : { ...snapshot, lostEpoch: last.epoch.number }
}
