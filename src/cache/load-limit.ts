import { OverloadError } from '../error/overload-error.ts'
import type { Incidents } from '../foundation/incidents.ts'
import { Semaphore } from '../foundation/semaphore.ts'
import type { Question } from './read-plan.ts'
import { isWithinLoad, type Waiters } from './nested-load.ts'

export interface LoadLimitOptions {
  /** Loads of one operation that may be under way at a time. */
  readonly maxConcurrent: number
  /** Loads of one operation that may wait for their turn. */
  readonly maxWaiting: number
}

/** The operation that loads belong to. APIs may have operations of the same id, and one must not wait for the other. */
export type LimitedOperation = Pick<Question, 'api' | 'operation'>

/**
 * A bulkhead: so many loads of an operation are under way at a time, and the others wait for their turn, so that a cache that is
 * empty or out of order does not kill the origin behind it.
 */
export class LoadLimit {
  readonly #options: LoadLimitOptions
  readonly #incidents: Incidents | undefined
  readonly #operations = new Map<string, Semaphore>()

  /** @param incidents who is told of refusals, once for as long as they go on */
  constructor(options: LoadLimitOptions, incidents?: Incidents) {
    this.#options = options
    this.#incidents = incidents
  }

  /** Loads that run, and loads that wait for their turn, of all operations. */
  get load(): { readonly running: number; readonly waiting: number } {
    const operations = [...this.#operations.values()]
    return {
      running: operations.reduce((sum, { running }) => sum + running, 0),
      waiting: operations.reduce((sum, { waiting }) => sum + waiting, 0),
    }
  }

  /**
   * Runs the load in its turn. One that is part of another load has its turn already, and one that a part of another load waits
   * for gets it at once: they would else wait for each other.
   *
   * @param atOnce the operation's own limit, at most the general one
   * @throws {OverloadError} where too many wait; the signal's reason where it is aborted first
   */
  async run<T>(operation: LimitedOperation, atOnce: number, waiters: Waiters, load: () => Promise<T>): Promise<T> {
    if (isWithinLoad()) return load()
    const name = JSON.stringify([operation.api, operation.operation])
    const loads = this.#operations.get(name) ?? new Semaphore()
    this.#operations.set(name, loads)
    const places = Math.min(atOnce, this.#options.maxConcurrent)
    if (loads.running >= places) this.#mustHaveRoom(operation, loads)
    const turn = loads.enter(places, waiters.signal, waiters.hurried)
    if (turn !== undefined) await turn
    try {
      return await load()
    } finally {
      loads.leave(places)
      if (loads.running === 0) this.#operations.delete(name)
    }
  }

  #mustHaveRoom({ api, operation }: LimitedOperation, { running, waiting }: Semaphore): void {
    if (waiting < this.#options.maxWaiting) return this.#incidents?.succeed('overload')
    const error = new OverloadError(operation, running, waiting, api)
    this.#incidents?.fail('overload', error)
    throw error
  }
}
