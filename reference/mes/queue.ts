/** Work that is done a few at a time, in the order in which it came. */
export interface Queue {
  add(id: string): void
  /** Says what work that has begun is likely to take, in milliseconds from now. */
  expect(id: string, ms: number): void
  /** Seconds until it is worth to ask whether the work is done: 1 to 30, by what is before it and what it is likely to take. */
  retryAfterSeconds(id: string): number
  /** Drops what has not begun, and waits for what has. */
  close(): Promise<void>
}

export interface QueueOptions {
  readonly atATime: number
  /** What one piece of work is likely to take, in milliseconds. */
  readonly expectedMs: number
  /** Never rejects. */
  readonly work: (id: string) => Promise<void>
}

/** Whoever asks every half minute is late by no more than that, however long the work takes. */
const LONGEST_RETRY_S = 30

export function createQueue({ atATime, expectedMs, work }: QueueOptions): Queue {
  const waiting: string[] = []
  /** Instants at which what has begun is likely to end. */
  const ends = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let closed = false

  const next = (): void => {
    if (closed || running.size >= atATime) return
    const id = waiting.shift()
    if (id === undefined) return
    ends.set(id, performance.now() + expectedMs)
    const task = work(id).finally(() => {
      ends.delete(id)
      running.delete(task)
      next()
    })
    running.add(task)
  }
  const leftMs = (id: string): number => {
    const end = ends.get(id)
    if (end !== undefined) return end - performance.now()
    const before = waiting.indexOf(id)
    // Not here: another process of the server works at it.
    if (before === -1) return expectedMs
    return (Math.ceil((before + 1) / atATime) + 1) * expectedMs
  }

  return {
    add(id) {
      waiting.push(id)
      next()
    },
    expect: (id, ms) => void (ends.has(id) && ends.set(id, performance.now() + ms)),
    retryAfterSeconds: (id) => Math.min(LONGEST_RETRY_S, Math.max(1, Math.ceil(leftMs(id) / 1000))),
    async close() {
      closed = true
      waiting.length = 0
      await Promise.all(running)
    },
  }
}
