/** JSON pointers into the parts of a message whose values are never shown, `*` for every element: `/body/items/*`, `/query/token`. */
export interface HiddenPlaces {
  readonly request?: readonly string[]
  readonly response?: readonly string[]
}

/** What `fetch` takes as a body. */
export type RequestContent = string | ArrayBuffer | Uint8Array<ArrayBuffer> | Blob | FormData | ReadableStream<Uint8Array>

/** A body that is opened anew for each attempt. */
export type OpenContent = () => ReadableStream<Uint8Array>

/** A request, ready to be sent. */
export interface TransportRequest {
  /** Name of the API, for hooks and logs; `undefined` where it has none. */
  readonly api: string | undefined
  /** Operation id, for errors and events. */
  readonly operation: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** The URL as hooks and logs may show it. Default: `url`. */
  readonly shownUrl?: string
  /** The URL without its query, its parameters as the document names them: `https://mes.example/orders/{orderId}`. */
  readonly template?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON where it is not `undefined`. */
  readonly body: unknown
  /** The body in another media type, sent instead. */
  readonly encoded?: { readonly content: RequestContent | OpenContent; readonly type: string | undefined } | undefined
  /** Media types to ask for. Default: `application/json`. */
  readonly accept?: string
  /** What the body of a success is read as. Default: JSON. */
  readonly readAs?: (status: number) => 'json' | 'text' | 'bytes'
  /** What the URL leads to. The error codes of object storages are heeded from a storage alone. Default: `api`. */
  readonly server?: 'api' | 'storage'
  /** What to do about a redirect, for errors. Default: that `baseUrl` has to say where the API is. */
  readonly redirectAdvice?: string
  /** What hooks and logs never show, besides credentials. */
  readonly sensitive?: HiddenPlaces | undefined
  /** Whether sending it twice does no harm: it reads, it is idempotent, or it carries an idempotency key. */
  readonly repeatable: boolean
  /** Further attempts after the first, of a repeatable request. Default: those of the transport. */
  readonly retries?: number | undefined
  /** Sent as `X-Request-Id`. Default: a random UUID. */
  readonly requestId?: string | undefined
  /** Milliseconds for everything, credentials, retries and pauses included. */
  readonly timeoutMs: number
  /** Milliseconds that whoever began the request will wait: no longer pause is made, even where the time limit is longer. */
  readonly patienceMs: number
  readonly signal: AbortSignal
  /** Told before each attempt, for whoever reports on the request without its answer. */
  readonly onAttempt?: (requestId: string, attempt: number) => void
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
 * The way to an API. Resolves for a success status, and for a 304 to `If-None-Match`; otherwise it rejects with `ApiError`,
 * `TimeoutError`, `ConnectionError`, `ResponseValidationError` for a body that is no JSON or too large, `ConfigurationError` for
 * credentials that cannot be right, or the signal's reason.
 */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
}

/** Headers that say who is calling, and query parameters. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

export const NO_CREDENTIALS: Credentials = { headers: {}, query: {} }
