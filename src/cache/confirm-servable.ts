import type { Coherence } from '../coherence/coherence.ts'
import type { Position } from '../coherence/position.ts'
import { type Arrival, judge } from '../coherence/serving-rule.ts'
import { later } from '../foundation/clock.ts'
import type { CacheEntry } from './cache-entry.ts'

/** That an entry may be served, and the position up to which it is known to reflect the log. */
export interface Servable {
  readonly position: Position | undefined
}

/**
 * Lets an entry pass by the serving rule, after asking the log where only that is missing.
 *
 * @param graceMs how far past its lifetime the reader takes it
 */
export const confirmServable = async (
  coherence: Coherence,
  entry: CacheEntry,
  arrival: Arrival,
  graceMs: number,
): Promise<Servable | undefined> => {
  const until = entry.kind === 'absence' ? entry.staleAt : later(entry.staleAt, graceMs)
  let verdict = judge(entry, arrival, coherence, until)
  if (verdict === 'unconfirmed' || verdict === 'ahead') {
    await coherence.confirm(arrival.at)
    verdict = judge(entry, arrival, coherence, until)
  }
  return verdict === 'serve' ? { position: coherence.position } : undefined
}
