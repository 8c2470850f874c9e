import { isSdkError, SdkError, failureText, operationText } from './sdk-error.ts'

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  /** Place of the value, such as `query.limit`. */
  readonly path: string
  readonly message: string
}

/** Issues that an error has, at most. A value with more of them is refused before the rest of it is looked at. */
export const MAX_ISSUES = 20
const MAX_PATH = 200
const MAX_MESSAGE = 500

/** As much of the issues as helps to mend the value: the value itself may be as large as it likes. */
const keep = (issues: readonly ValidationIssue[]): readonly ValidationIssue[] =>
  issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => ({ path: shorten(path, MAX_PATH), message: shorten(message, MAX_MESSAGE) }))

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)

const list = (issues: readonly ValidationIssue[]): string =>
  [...keep(issues).map(({ path, message }) => `${path}: ${message}`), ...(issues.length > MAX_ISSUES ? ['and more'] : [])].join(
    '; ',
  )

/** The caller's parameters break the operation's schema; nothing was sent. It has the first 20 issues. */
export class RequestValidationError extends SdkError {
  readonly kind = 'request-validation'
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
  readonly issues: readonly ValidationIssue[]

  constructor(operation: string, issues: readonly ValidationIssue[], api?: string) {
    super(`${operationText({ api, operation })}: ${list(issues)}`)
    this.api = api
    this.operation = operation
    this.issues = keep(issues)
  }
}

/** The API's answer breaks the operation's schema. It is never cached. It has the first 20 issues. */
export class ResponseValidationError extends SdkError {
  readonly kind = 'response-validation'
  /** Name of the API, such as `mes`; `undefined` where it has none. */
  readonly api: string | undefined
  readonly operation: string
  readonly status: number
  readonly requestId: string
  /** Attempts made, the first included. */
  readonly attempts: number
  readonly issues: readonly ValidationIssue[]

  constructor(
    operation: string,
    status: number,
    requestId: string,
    issues: readonly ValidationIssue[],
    attempts = 1,
    api?: string,
  ) {
    super(`${failureText({ api, operation, requestId, attempts })}: the ${status} answer breaks the schema: ${list(issues)}`)
    this.api = api
    this.operation = operation
    this.status = status
    this.requestId = requestId
    this.attempts = attempts
    this.issues = keep(issues)
  }
}

/** A loaded value breaks the schema that its reader gave. It is never cached. It has the first 20 issues. */
export class ValueValidationError extends SdkError {
  readonly kind = 'value-validation'
  readonly issues: readonly ValidationIssue[]

  constructor(issues: readonly ValidationIssue[]) {
    super(`the loaded value breaks the schema: ${list(issues)}`)
    this.issues = keep(issues)
  }
}

export const isValueValidationError = (error: unknown): error is ValueValidationError =>
  isSdkError(error) && error.kind === 'value-validation'

export const isRequestValidationError = (error: unknown): error is RequestValidationError =>
  isSdkError(error) && error.kind === 'request-validation'

export const isResponseValidationError = (error: unknown): error is ResponseValidationError =>
  isSdkError(error) && error.kind === 'response-validation'
