import { failureText } from './request-failure.ts'
import { isSdkError, SdkError } from './sdk-error.ts'

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** Place of the value, such as `query.limit`. */
  readonly path: string
  readonly message: string
}

const list = (issues: readonly ValidationIssue[]): string =>
  issues.map((issue) => `${issue.path}: ${issue.message}`).join('; ')

/** The caller's parameters break the operation's schema; nothing was sent. */
export class RequestValidationError extends SdkError {
  readonly kind = 'request-validation'
  readonly operation: string
  readonly issues: readonly ValidationIssue[]

  constructor(operation: string, issues: readonly ValidationIssue[]) {
    super(`${operation}: ${list(issues)}`)
    this.operation = operation
    this.issues = issues
  }
}

/** The API's answer breaks the operation's schema. It is never cached. */
export class ResponseValidationError extends SdkError {
  readonly kind = 'response-validation'
  readonly operation: string
  readonly status: number
  readonly requestId: string
  /** Attempts made, the first included. */
  readonly attempts: number
  readonly issues: readonly ValidationIssue[]

  constructor(operation: string, status: number, requestId: string, issues: readonly ValidationIssue[], attempts = 1) {
    super(`${failureText({ operation, requestId, attempts })}: the ${status} answer breaks the schema: ${list(issues)}`)
    this.operation = operation
    this.status = status
    this.requestId = requestId
    this.attempts = attempts
    this.issues = issues
  }
}

/** A loaded value breaks the schema that its reader gave. It is never cached. */
export class ValueValidationError extends SdkError {
  readonly kind = 'value-validation'
  readonly issues: readonly ValidationIssue[]

  constructor(issues: readonly ValidationIssue[]) {
    super(`the loaded value breaks the schema: ${list(issues)}`)
    this.issues = issues
  }
}

export const isValueValidationError = (error: unknown): error is ValueValidationError =>
  isSdkError(error) && error.kind === 'value-validation'

export const isRequestValidationError = (error: unknown): error is RequestValidationError =>
  isSdkError(error) && error.kind === 'request-validation'

export const isResponseValidationError = (error: unknown): error is ResponseValidationError =>
  isSdkError(error) && error.kind === 'response-validation'
