/** Requests by operation, and answers by operation and status, since the start. */
export interface TrafficCounts {
  readonly requests: Readonly<Record<string, number>>
  /** By `operation status`, such as `orders.list 200`. */
  readonly answers: Readonly<Record<string, number>>
}

export interface Traffic {
  asked(operation: string): void
  answered(operation: string, status: number): void
  counts(): TrafficCounts
}

export function createTraffic(): Traffic {
  const requests: Record<string, number> = {}
  const answers: Record<string, number> = {}
  return {
    asked: (operation) => void (requests[operation] = (requests[operation] ?? 0) + 1),
    answered: (operation, status) => void (answers[`${operation} ${status}`] = (answers[`${operation} ${status}`] ?? 0) + 1),
    counts: () => ({ requests: { ...requests }, answers: { ...answers } }),
  }
}
