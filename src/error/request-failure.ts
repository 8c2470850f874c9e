/** What is known of a request that failed. */
export interface RequestFailure {
  /** Name of the API, such as `mes`; `undefined` where it has none, and where no API was involved. */
  readonly api?: string | undefined
  /** Operation id, such as `orders.list`. */
  readonly operation: string
  /** Sent as `X-Request-Id`, the same in every attempt; empty where no API was involved. */
  readonly requestId: string
  /** Attempts made, the first included. */
  readonly attempts: number
  readonly cause?: unknown
}

/** The name of an operation in texts, such as `mes.orders.list`: several APIs may have one of the same id. */
export const operationText = ({ api = '', operation }: Pick<RequestFailure, 'api' | 'operation'>): string =>
  api === '' ? operation : `${api}.${operation}`

export const failureText = (failure: RequestFailure): string =>
  `${operationText(failure)}${failure.requestId === '' ? '' : ` (request ${failure.requestId}, ${failure.attempts} attempt${failure.attempts === 1 ? '' : 's'})`}`
