import { heldBytes } from '../support/heap.ts'

/** What a process holds at a moment. */
export interface Measurement {
  /** Of the heap, once everything is collected that nobody holds. */
  readonly bytes: number
  readonly sockets: number
}

export const measure = (): Measurement => ({
  bytes: heldBytes(),
  sockets: process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length,
})

/**
 * How much a figure grew over a run, from its samples in the order of time: the median slope between any two of them (Theil and
 * Sen), times the number of samples. A few samples that were taken in the middle of a fault do not move it.
 */
export const growthOf = (samples: readonly number[]): number => {
  const slopes = samples.flatMap((later, index) =>
    samples.slice(0, index).map((earlier, from) => (later - earlier) / (index - from)),
  )
  return medianOf(slopes) * samples.length
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
