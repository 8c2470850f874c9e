import type { SdkError } from '../error/sdk-error.ts'
import type { Answer } from './answer.ts'
import type { TransportRequest } from './transport.ts'

/** An attempt as it went out, credentials among its headers. */
export interface SentAttempt {
  readonly request: TransportRequest
  readonly requestId: string
  readonly attempt: number
  readonly headers: Headers
}

/** Something that is done because an attempt failed, or a whole call. */
export interface Failing {
  readonly request: TransportRequest
  readonly requestId: string
  /** Attempts made. */
  readonly attempts: number
  readonly error: SdkError
}

/** Sees what a transport does, and never changes or fails it. Nothing that it is given may leave it without redaction. */
export interface Observer {
  sent(attempt: SentAttempt): void
  answered(attempt: SentAttempt, answer: Answer, durationMs: number): void
  retrying(failing: Failing, delayMs: number): void
  failed(failing: Failing): void
}

/** Several observers as one. */
export const observers = (all: readonly Observer[]): Observer => ({
  sent: (attempt) => all.forEach((one) => one.sent(attempt)),
  answered: (attempt, answer, durationMs) => all.forEach((one) => one.answered(attempt, answer, durationMs)),
  retrying: (failing, delayMs) => all.forEach((one) => one.retrying(failing, delayMs)),
  failed: (failing) => all.forEach((one) => one.failed(failing)),
})
