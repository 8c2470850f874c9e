import type { SdkError } from '../error/sdk-error.ts'
import { callAndForget } from '../foundation/callback.ts'
import type { Observer, SentAttempt } from './observer.ts'
import { redactHeaders } from './redaction.ts'
import type { TransportRequest } from './transport.ts'

/** What every event of hooks says. */
export interface CallEvent {
  /** Name of the API, such as `mes`; `undefined` for a request without a description of a client of one API. */
  readonly api: string | undefined
  /** Operation id, such as `orders.list`; `request` for an endpoint without a description. */
  readonly operation: string
  readonly method: string
  /** Absolute, its sensitive parts replaced. */
  readonly url: string
  /** Sent as `X-Request-Id`, the same in every attempt. */
  readonly requestId: string
}

/** An attempt that is sent. */
export interface RequestSent extends CallEvent {
  /** 1 for the first. */
  readonly attempt: number
  /** By name in lower case; credentials and what the spec marks as sensitive are replaced. */
  readonly headers: Readonly<Record<string, string>>
}

/** An attempt that was answered, whatever the status. */
export interface ResponseReceived extends RequestSent {
  readonly status: number
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds of this attempt, its body included. */
  readonly durationMs: number
}

/** A call that will be sent again. */
export interface RetryPlanned extends CallEvent {
  /** Number of the attempt that failed. */
  readonly attempt: number
  readonly delayMs: number
  readonly error: SdkError
}

/** A call that failed for good. */
export interface CallFailed extends CallEvent {
  readonly attempts: number
  readonly error: SdkError
}

/** Functions that are told what a client sends and receives. What they throw, or reject with, never fails a call: it is reported as an incident. */
export interface Hooks {
  /** Before each attempt, after all middleware. */
  readonly onRequest?: (event: RequestSent) => unknown
  /** After the answer to each attempt, before any middleware sees it. */
  readonly onResponse?: (event: ResponseReceived) => unknown
  /** Before the pause that precedes another attempt. */
  readonly onRetry?: (event: RetryPlanned) => unknown
  /** When a call has failed for good; not when its caller has aborted it. */
  readonly onError?: (event: CallFailed) => unknown
}

/** Tells hooks, and nothing that they must not know. */
export const observeWithHooks = (hooks: Hooks, hidden: ReadonlySet<string>, report: (cause: unknown) => void): Observer => {
  const tell = <Event>(hook: ((event: Event) => unknown) | undefined, event: () => Event): void => {
    if (hook !== undefined) callAndForget(() => hook(event()), report)
  }
  const sentEvent = (sent: SentAttempt): RequestSent => ({
    ...callEvent(sent),
    attempt: sent.attempt,
    headers: redactHeaders(sent.headers, hidden, sent.request.sensitive?.request),
  })
  return {
    sent: (sent) => tell(hooks.onRequest, () => sentEvent(sent)),
    answered: (sent, { status, headers }, durationMs) =>
      tell(hooks.onResponse, () => ({
        ...callEvent(sent),
        attempt: sent.attempt,
        status,
        headers: redactHeaders(headers, hidden, sent.request.sensitive?.response),
        durationMs,
      })),
    retrying: (failing, delayMs) =>
      tell(hooks.onRetry, () => ({ ...callEvent(failing), attempt: failing.attempts, delayMs, error: failing.error })),
    failed: (failing) => tell(hooks.onError, () => ({ ...callEvent(failing), attempts: failing.attempts, error: failing.error })),
  }
}

const callEvent = ({ request, requestId }: { readonly request: TransportRequest; readonly requestId: string }): CallEvent => ({
  api: request.api,
  operation: request.operation,
  method: request.method,
  url: request.shownUrl ?? request.url,
  requestId,
})
