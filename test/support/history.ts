/** A moment on the machine's monotonic clock, in milliseconds; the same clock in every process of this machine. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6

/** A committed write: from `appendedAt` on its invalidation was acknowledged. */
export interface Write {
  readonly version: number
  readonly committedAt: number
  readonly appendedAt: number
}

export interface Read {
  readonly invokedAt: number
  readonly returnedAt: number
  readonly version: number
  readonly source: 'memory' | 'redis' | 'origin'
}

export interface Violation {
  readonly read: Read
  readonly write: Write
  /** By how much the read came too late for the old value, beyond `maxStaleness`, in milliseconds. */
  readonly beyondMs: number
}

/**
 * The promise as an oracle: an append acknowledged at a, a read invoked at i, i − a > maxStaleness, and an older version returned.
 * Tolerance 0.
 */
export const findViolations = (writes: readonly Write[], reads: readonly Read[], maxStaleness: number): readonly Violation[] =>
  reads.flatMap((read) => {
    const missed = writes.find((write) => write.version > read.version && read.invokedAt - write.appendedAt > maxStaleness)
    return missed === undefined ? [] : [{ read, write: missed, beyondMs: read.invokedAt - missed.appendedAt - maxStaleness }]
  })
