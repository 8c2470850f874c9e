/** What `fetch` takes as a body. */
export type RequestContent = string | ArrayBuffer | Uint8Array<ArrayBuffer> | Blob | FormData | ReadableStream<Uint8Array>

/** A request, ready to be sent. */
export interface TransportRequest {
  /** Operation id, for errors and events. */
  readonly operation: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON where it is not `undefined`. */
  readonly body: unknown
  /** The body in another media type, sent instead. */
  readonly encoded?: { readonly content: RequestContent; readonly type: string | undefined } | undefined
  /** Media types to ask for. Default: `application/json`. */
  readonly accept?: string
  /** What the body of a success is read as. Default: JSON. */
  readonly readAs?: (status: number) => 'json' | 'text' | 'bytes'
  /** Whether sending it twice does no harm: it reads, or it carries an idempotency key. */
  readonly repeatable: boolean
  /** Milliseconds for everything, credentials, retries and pauses included. */
  readonly timeoutMs: number
  /** Milliseconds that whoever began the request will wait: no longer pause is made, even where the time limit is longer. */
  readonly patienceMs: number
  readonly signal: AbortSignal
}

export interface TransportResponse {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON, a text, or bytes in a `Uint8Array`, as asked; `undefined` where the answer has no body. */
  readonly body: unknown
  /** Sent as `X-Request-Id`, the same in every attempt. */
  readonly requestId: string
  readonly attempts: number
}

/**
 * The way to an API. Resolves for a success status only, and for 304 where the request has an `If-None-Match`; otherwise it rejects with `ApiError`, `TimeoutError`, `ConnectionError`,
 * `ResponseValidationError` for a body that is no JSON or too large, `ConfigurationError` for a token that is none, or the
 * signal's reason.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
}
