import type { Host } from './host.ts'

/** Something that will happen at an instant of the simulation, to one process or, without a host, to the world around them. */
export interface SimEvent {
  at: number
  readonly order: number
  readonly host: Host | undefined
  /** For a timer: when it is due on its process's own monotonic clock. */
  readonly due: number | undefined
  readonly run: () => void
  cancelled: boolean
}

const isBefore = (a: SimEvent, b: SimEvent): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** Events by instant, and at one instant in the order in which they were planned. A binary heap. */
export class EventQueue {
  readonly #heap: SimEvent[] = []

  get next(): SimEvent | undefined {
    return this.#heap[0]
  }

  add(event: SimEvent): void {
    const heap = this.#heap
    let index = heap.push(event) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(event, parent)) break
      heap[index] = parent
      index = above
    }
    heap[index] = event
  }

  take(): SimEvent | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (last !== undefined && last !== first) this.#sink(last)
    return first
  }

  #sink(event: SimEvent): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      const below = this.#earlierChild(index)
      const child = heap[below]
      if (child === undefined || !isBefore(child, event)) break
      heap[index] = child
      index = below
    }
    heap[index] = event
  }

  #earlierChild(index: number): number {
    const left = this.#heap[2 * index + 1]
    const right = this.#heap[2 * index + 2]
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1
  }
}
