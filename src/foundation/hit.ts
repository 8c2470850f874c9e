import type { Instant } from './clock.ts'

/** What counts the hits of one operation. */
export interface HitCounter {
  /** Who counts with it. */
  readonly owner: object
  readonly api: string | undefined
  readonly operation: string | undefined
}

/** An entry of memory that a read was answered with. */
export interface HitEntry {
  /** End of the load that made it. */
  readonly bornAt: Instant
  /** Start of this process's own load of it; `NEVER` for a value that another process loaded. */
  readonly loadedAt: Instant
  /** The counter of its last hit, kept by a listener: to find the counter again for each hit costs more than to count. */
  counter: HitCounter | undefined
}

/** The read that was answered. */
export interface HitRead extends Pick<HitCounter, 'api' | 'operation'> {
  /** In milliseconds. */
  readonly maxStaleness: number
}

/** What the process knew of the log. */
export interface HitKnowledge {
  readonly namespace: string
  readonly confirmedAt: Instant
}

/** Hears of a hit of memory by what it is made of: most reads are hits, and an event for each one costs more than to count it. */
export type HitListener = (entry: HitEntry, read: HitRead, knowledge: HitKnowledge, at: Instant) => void

/** Age of the value of an entry. */
export const ageOf = ({ bornAt }: HitEntry, at: Instant): number => Math.max(0, at - bornAt)

/** Age of the knowledge behind an answer. The process that loaded a value knows as much of the log as the load did. */
export const knowledgeAgeOf = ({ loadedAt }: HitEntry, { confirmedAt }: HitKnowledge, at: Instant): number =>
  Math.max(0, at - Math.max(confirmedAt, loadedAt))
