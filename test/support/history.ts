/** A moment on the machine's monotonic clock, in milliseconds; the same clock in every process of this machine. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6

/** A committed write: at `acknowledgedAt` its invalidation was known to be in the log. */
export interface Write {
  readonly register: number
  /** Counts the writes of its register, from 1. */
  readonly version: number
  readonly acknowledgedAt: number
}

export interface Read {
  readonly register: number
  readonly version: number
  readonly invokedAt: number
  /** What the read allowed, in milliseconds. */
  readonly maxStaleness: number
  readonly source: 'memory' | 'redis' | 'origin'
}

export interface Violation {
  readonly read: Read
  /** By how much the read came too late for the version that it returned, beyond `maxStaleness`, in milliseconds. */
  readonly beyondMs: number
}

/** What a history says about the promise. */
export interface Verdict {
  readonly violations: readonly Violation[]
  /** The longest time between the acknowledgement of a write and a later read that missed it, in milliseconds; 0 without one. */
  readonly longestStalenessMs: number
}

/**
 * The promise as an oracle: an append acknowledged at a, a read invoked at i, i − a > maxStaleness, and an older version returned.
 * Tolerance 0.
 */
export const judgeHistory = (writes: readonly Write[], reads: readonly Read[]): Verdict => {
  const earliest = acknowledgements(writes)
  const violations: Violation[] = []
  let longestStalenessMs = 0
  for (const read of reads) {
    const staleness = read.invokedAt - (earliest.get(read.register)?.[read.version + 1] ?? Number.POSITIVE_INFINITY)
    longestStalenessMs = Math.max(longestStalenessMs, staleness)
    if (staleness > read.maxStaleness) violations.push({ read, beyondMs: staleness - read.maxStaleness })
  }
  return { violations, longestStalenessMs }
}

/** For each register and version: when that version or a newer one was acknowledged for the first time. */
const acknowledgements = (writes: readonly Write[]): ReadonlyMap<number, readonly number[]> => {
  const byRegister = new Map<number, number[]>()
  for (const { register, version, acknowledgedAt } of writes) {
    const times = byRegister.get(register) ?? []
    byRegister.set(register, times)
    times[version] = acknowledgedAt
  }
  for (const times of byRegister.values()) {
    for (let version = times.length - 2; version >= 0; version--) {
      times[version] = Math.min(times[version] ?? Number.POSITIVE_INFINITY, times[version + 1] ?? Number.POSITIVE_INFINITY)
    }
  }
  return byRegister
}
