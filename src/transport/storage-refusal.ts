import type { ApiError } from '../error/api-error.ts'
import type { Answer } from './answer.ts'
import type { TransportRequest } from './transport.ts'

/** The document that the S3 API and those like it answer errors with. */
const ERROR_DOCUMENT = /^\s*(?:<\?xml[^>]*\?>\s*)?<Error\b[^>]*>(?:(?!<\/Error>)[\s\S])*?<Code>\s*([\w.-]{1,64})\s*<\/Code>/
const CODE = /^[\w.-]{1,64}$/

/**
 * The code of a refusal by an object storage: of an S3 error document, or in the header of Azure Blob Storage; `undefined` where there is
 * none. Nothing else of the document is told: it may repeat signatures and names of buckets.
 */
export const storageCodeOf = ({ body, headers }: Pick<Answer, 'body' | 'headers'>): string | undefined => {
  const named = headers.get('x-ms-error-code')
  if (named !== null && CODE.test(named)) return named
  return typeof body === 'string' ? ERROR_DOCUMENT.exec(body)?.[1] : undefined
}

/** The storage, or its signer's token, takes the address no longer. Some storages send these with 400. */
const ADDRESS_CODES: ReadonlySet<string | undefined> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
  'TokenRefreshRequired',
  'InvalidSecurityToken',
  'SecurityTokenExpired',
  'InvalidSecurity',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
  'AccessDenied',
  'AuthFailure',
  'AuthenticationFailed',
  'InvalidAuthenticationInfo',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
  'AuthorizationQueryParametersError',
])

/** Statuses of an address that is not, or no longer, taken. */
const ADDRESS_STATUSES: ReadonlySet<number> = new Set([401, 403, 404, 410])

/** Whether this refuses the address itself: a new one may be taken. An API may use the codes of a storage in another meaning. */
export const isAddressRefusal = ({ status, code }: ApiError, server: TransportRequest['server']): boolean =>
  ADDRESS_STATUSES.has(status) || (server === 'storage' && status < 500 && ADDRESS_CODES.has(code))

/** The storage asks for the same request once more. Some storages send these with 400 or 409. */
const TRANSIENT_CODES: ReadonlySet<string | undefined> = new Set([
  'RequestTimeout',
  'RequestTimeoutException',
  'OperationAborted',
  'OperationTimedOut',
  'ServerBusy',
  'SlowDown',
  'SlowDownRead',
  'SlowDownWrite',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'TooManyRequestsException',
  'PriorRequestNotComplete',
  'ServiceUnavailable',
  'InternalError',
])

/** Whether a storage said that the same request may succeed later. An API may use the same codes in another meaning. */
export const isStorageBusy = ({ code }: ApiError, server: TransportRequest['server']): boolean =>
  server === 'storage' && TRANSIENT_CODES.has(code)
