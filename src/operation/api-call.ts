import type { Invalidation } from '../coherence/invalidation.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import type { Immutable } from '../key/json.ts'
import type { TransportResponse } from '../transport/transport.ts'

/** Where a value came from, and how current it is. */
export interface CacheMeta {
  readonly source: 'memory' | 'redis' | 'origin'
  readonly state: 'fresh' | 'stale'
  /** Milliseconds since the value was loaded. */
  readonly ageMs: number
  /** For a read: the value reflects every invalidation up to here. For a command: its own invalidation. */
  readonly position: PositionToken | undefined
}

/** The API's answer to this very call; `undefined` in `CallResult` where a cache or another caller's request answered. */
export interface ResponseMeta {
  readonly status: number
  readonly headers: Headers
  readonly requestId: string
  readonly attempts: number
}

export const responseMeta = ({ status, headers, requestId, attempts }: TransportResponse): ResponseMeta => ({
  status,
  headers,
  requestId,
  attempts,
})

/** A value with everything that is known about it. */
export interface CallResult<T> {
  readonly value: Immutable<T>
  readonly cache: CacheMeta
  readonly response: ResponseMeta | undefined
  /** What became of the invalidation; `undefined` for a read, and where the server invalidates. */
  readonly invalidation: Invalidation | undefined
}

/** A call that has been started: a promise of its value, which can also be asked for what is known about it. */
export class ApiCall<T> extends Promise<Immutable<T>> {
  readonly #result: CallResult<T> | Promise<CallResult<T>>

  constructor(result: CallResult<T> | Promise<CallResult<T>>) {
    super((resolve, reject) => {
      if (result instanceof Promise) result.then(({ value }) => resolve(value), reject)
      else resolve(result.value)
    })
    this.#result = result
  }

  /** `then` returns plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  /** The value with its source, age, position and response, from the same request as the value itself. */
  withMeta(): Promise<CallResult<T>> {
    this.catch(() => {})
    return Promise.resolve(this.#result)
  }
}
