/** What is known of a request that failed. */
export interface RequestFailure {
  /** Operation id, such as `orders.list`. */
  readonly operation: string
  /** Sent as `X-Request-Id`, the same in every attempt; empty where no API was involved. */
  readonly requestId: string
  /** Attempts made, the first included. */
  readonly attempts: number
  readonly cause?: unknown
}

export const failureText = (failure: RequestFailure): string =>
  `${failure.operation}${failure.requestId === '' ? '' : ` (request ${failure.requestId}, ${failure.attempts} attempt${failure.attempts === 1 ? '' : 's'})`}`
