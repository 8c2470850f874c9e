/** A call that a consumer made, with what it was told. */
export interface Observation {
  readonly api: 'mes' | 'crm'
  /** Operation id, such as `orders.list`. */
  readonly operation: string
  /** `performance.timeOrigin + performance.now()`: comparable between the processes of one machine. */
  readonly invokedAt: number
  readonly returnedAt: number
  /** Where the answer came from; `error` where there was none. */
  readonly source: 'memory' | 'redis' | 'origin' | 'error'
  /** Kind or code of the error. */
  readonly failure?: string
  /** What the answer showed of each order. */
  readonly rows: readonly ShownOrder[]
  /** Statuses that a list was asked for. */
  readonly filter?: readonly string[]
}

/** An order as an answer showed it. */
export interface ShownOrder {
  readonly id: string
  readonly version: number
  /** When it was created, where the answer says so. */
  readonly createdAt?: string
}

/** A record of the invalidation log that reached a process. */
export interface HeardRecord {
  readonly id: string
  readonly heardAt: number
}

/** Everything that a consumer has seen. */
export interface ConsumerReport {
  readonly name: string
  readonly observations: readonly Observation[]
  readonly heard: readonly HeardRecord[]
}

export const instant = (): number => performance.timeOrigin + performance.now()
