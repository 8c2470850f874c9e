import type { Host } from './host.ts'
import type { Middleware } from './middleware.ts'
import type { Observer } from './observer.ts'
import type { OpenContent, RequestContent, TransportRequest } from './transport.ts'

/** What holds for every request of a transport. */
export interface SendingOptions extends Host {
  readonly namespace: string
  /** Largest body of an answer, in bytes after decompression. */
  readonly maxResponseBytes: number
  /** Objects, lists, members and elements in the JSON of an answer. */
  readonly maxResponseValues: number
  /** Objects and lists within each other in the JSON of an answer. */
  readonly maxResponseLevels: number
  /** Milliseconds for each attempt, `undefined` for no limit of its own. */
  readonly attemptTimeoutMs: number | undefined
  /** Names of headers, in lower case, whose values no error shows. */
  readonly hidden: ReadonlySet<string>
  readonly middleware: readonly Middleware[]
  readonly observer: Observer | undefined
}

/** A request on its way, under one request id and one time limit whatever the number of attempts. */
export interface Sending {
  readonly request: TransportRequest
  /** The body as it is sent in every attempt. */
  readonly content: RequestContent | OpenContent | undefined
  /** Aborted by the caller, or by the time limit. */
  readonly signal: AbortSignal
  readonly requestId: string
  /** Milliseconds that are left of the caller's patience. */
  readonly patience: () => number
  /** Attempts made so far. */
  attempts: number
  /** Status of the last answer. */
  status: number | undefined
}

/** What is known of it, for errors. */
export const failureOf = ({ request, requestId, attempts }: Sending) => ({
  api: request.api,
  operation: request.operation,
  requestId,
  attempts,
})
