import { OverloadError } from '../error/overload-error.ts'
import type { Incidents } from '../foundation/incidents.ts'
import type { Question } from './read-plan.ts'
import { isWithinLoad, type Waiters } from './nested-load.ts'

export interface LoadLimitOptions {
  /** Loads of one operation that may be under way at a time. */
  readonly maxConcurrent: number
  /** Loads of one operation that may wait for their turn. */
  readonly maxWaiting: number
}

/** The operation that loads belong to. APIs may have operations of the same id, and one must not wait for the other. */
export type Limited = Pick<Question, 'api' | 'operation'>

const nameOf = ({ api, operation }: Limited): string => JSON.stringify([api, operation])

/** The loads of one operation: how many are under way, and who comes next. */
interface Queue {
  running: number
  readonly waiting: Set<() => void>
}

/**
 * A bulkhead: so many loads of an operation are under way at a time, and the others wait for their turn, so that a cache that is
 * empty or out of order does not kill the origin behind it.
 */
export class LoadLimit {
  readonly #options: LoadLimitOptions
  readonly #incidents: Incidents | undefined
  readonly #lines = new Map<string, Queue>()

  /** @param incidents who is told of refusals, once for as long as they go on */
  constructor(options: LoadLimitOptions, incidents?: Incidents) {
    this.#options = options
    this.#incidents = incidents
  }

  /** Loads that run, and loads that wait for their turn, of all operations. */
  get load(): { readonly running: number; readonly waiting: number } {
    const lines = [...this.#lines.values()]
    return {
      running: lines.reduce((sum, { running }) => sum + running, 0),
      waiting: lines.reduce((sum, { waiting }) => sum + waiting.size, 0),
    }
  }

  /**
   * Runs the load in its turn. One that is part of another load has its turn already, and one that a part of another load waits
   * for gets it at once: they would else wait for each other.
   *
   * @param atOnce the operation's own limit, at most the general one
   * @throws {OverloadError} where too many wait; the signal's reason where it is aborted first
   */
  async run<T>(operation: Limited, atOnce: number, waiters: Waiters, load: () => Promise<T>): Promise<T> {
    if (isWithinLoad()) return load()
    const line = this.#lineOf(operation)
    const most = Math.min(atOnce, this.#options.maxConcurrent)
    if (line.running < most) line.running++
    else await this.#turn(operation, line, waiters)
    try {
      return await load()
    } finally {
      this.#leave(operation, line, most)
    }
  }

  #lineOf(operation: Limited): Queue {
    const name = nameOf(operation)
    const known = this.#lines.get(name)
    if (known !== undefined) return known
    const line: Queue = { running: 0, waiting: new Set() }
    this.#lines.set(name, line)
    return line
  }

  #turn(operation: Limited, line: Queue, { signal, hurried }: Waiters): Promise<void> {
    const { running, waiting } = line
    if (waiting.size >= this.#options.maxWaiting)
      throw this.#refuse(new OverloadError(operation.operation, running, waiting.size, operation.api))
    this.#incidents?.succeed('overload')
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave)
        hurried?.removeEventListener('abort', push)
        resolve()
      }
      const push = (): void => {
        waiting.delete(begin)
        line.running++
        begin()
      }
      const leave = (): void => {
        waiting.delete(begin)
        hurried?.removeEventListener('abort', push)
        reject(signal.reason as Error)
      }
      if (hurried?.aborted === true) return push()
      waiting.add(begin)
      hurried?.addEventListener('abort', push, { once: true })
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #refuse(error: OverloadError): OverloadError {
    this.#incidents?.fail('overload', error)
    return error
  }

  /** The place goes to the one who waited longest, unless hurried loads have taken more places than there are. */
  #leave(operation: Limited, line: Queue, most: number): void {
    const [next] = line.waiting
    if (next !== undefined && line.running <= most) {
      line.waiting.delete(next)
      return next()
    }
    if (--line.running === 0) this.#lines.delete(nameOf(operation))
  }
}
