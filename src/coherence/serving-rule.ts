import { type Instant, later } from '../foundation/clock.ts'
import type { Position } from './position.ts'

/** What an entry tells about itself; the rest of it is the value. */
export interface Servable {
  /** End of its lifetime. */
  readonly staleAt: Instant
  /** The position before its loader was called; `undefined` where the process had none. */
  readonly stamp: Position | undefined
  readonly tags: readonly string[]
  /** When this process started its own load of it; `NEVER` for a value that another process loaded. */
  readonly loadedAt: Instant
  /** Version of this process's knowledge when that load started. */
  readonly loadedVersion: number
  /** Version of this process's knowledge at which the entry was last found valid and open. Written by the rule alone. */
  validVersion: number
}

/** How far this process has followed the log. */
export interface Known {
  /** Grows with everything that may make an entry invalid; an entry found valid stays so while it does not move. */
  readonly version: number
  /** The newest record applied; `undefined` before the first bootstrapping and after a loss. */
  readonly position: Position | undefined
  /** Every record appended before this instant is applied. */
  readonly confirmedAt: Instant
}

/** What this process knows at the moment of a read. */
export interface Knowledge {
  readonly known: Known
  isValid(stamp: Position, tags: readonly string[]): boolean
  isAhead(stamp: Position): boolean
  /** Whether none of the tags is waiting here to be appended. */
  isOpen(tags: readonly string[]): boolean
}

/** A read: when it arrived, and how old its knowledge of invalidations may be, in milliseconds. */
export interface Arrival {
  readonly at: Instant
  readonly maxStaleness: number
}

/**
 * Why an entry may or may not be served. `unconfirmed`: it may be, once a question sent after the arrival has confirmed that no
 * record was missed. `ahead`: it comes from a process that has heard more; catching up decides.
 */
export type Verdict = 'serve' | 'unconfirmed' | 'ahead' | 'expired' | 'invalid'

/**
 * The serving rule: fresh, valid, open and confirmed. Everything that a cache hands out passes here.
 *
 * @param until an end of the lifetime that is not the entry's own, for a reader who takes it past that
 */
export const judge = (entry: Servable, arrival: Arrival, knowledge: Knowledge, until: Instant = entry.staleAt): Verdict => {
  if (arrival.at >= until) return 'expired'
  if (entry.validVersion !== knowledge.known.version) {
    if (entry.stamp !== undefined && knowledge.isAhead(entry.stamp)) return 'ahead'
    if (!isValidAndOpen(entry, knowledge)) return 'invalid'
    entry.validVersion = knowledge.known.version
  }
  // The process that loaded an entry knows as much of the log as its load did.
  const knownAt = Math.max(knowledge.known.confirmedAt, entry.loadedAt)
  return knownAt + arrival.maxStaleness >= arrival.at ? 'serve' : 'unconfirmed'
}

/** Whether no record and no queued invalidation that this process knows of speaks against an entry. */
export const isValidAndOpen = (entry: Servable, knowledge: Knowledge): boolean => {
  if (!knowledge.isOpen(entry.tags)) return false
  if (entry.stamp !== undefined) return knowledge.isValid(entry.stamp, entry.tags)
  return entry.loadedVersion === knowledge.known.version
}

/** That an entry may be served, and the position up to which it is known to reflect the log. */
export interface Confirmed {
  readonly position: Position | undefined
}

/** What a process knows, and how it asks the log. */
export interface Confirming extends Knowledge {
  /** Asks the log, after `since`, whether a record was missed. Never rejects. */
  confirm(since: Instant): Promise<boolean>
}

/**
 * Judges an entry, after asking the log where only a confirmation is missing. Returns `undefined` where it may not be served.
 *
 * @param graceMs how far past its lifetime the reader takes it, in milliseconds; an absence is never taken past it
 */
export const confirmServable = async (
  knowledge: Confirming,
  entry: Servable & { readonly kind: 'value' | 'absence' },
  arrival: Arrival,
  graceMs: number,
): Promise<Confirmed | undefined> => {
  const until = entry.kind === 'absence' ? entry.staleAt : later(entry.staleAt, graceMs)
  let verdict = judge(entry, arrival, knowledge, until)
  if (verdict === 'unconfirmed' || verdict === 'ahead') {
    await knowledge.confirm(arrival.at)
    verdict = judge(entry, arrival, knowledge, until)
  }
  return verdict === 'serve' ? { position: knowledge.known.position } : undefined
}
