/** The typed client of the MES and CRM APIs. */
export { createSdk } from './sdk/create-sdk.ts'
export type { Identity, Sdk } from './sdk/create-sdk.ts'
export type { ApiOptions, SdkOptions } from './sdk/sdk-options.ts'
/** Types of the MES API: `mes.Order`, `mes.Quote`, … */
export type * as mes from './generated/mes/index.ts'
/** Types of the CRM API: `crm.Order`, … */
export type * as crm from './generated/crm/index.ts'
export type { Auth, Secret } from './transport/authorizer.ts'
export type { CacheOptions } from './cache/cache-options.ts'
export type { ApiCall, CacheMeta, CallResult, ResponseMeta } from './operation/api-call.ts'
export type { ItemsOptions, PagedCall } from './operation/paged-call.ts'
export type { CallOptions, CommandOptions, ReadOptions } from './operation/caller.ts'
export type { Invalidation } from './coherence/invalidation.ts'
export type { PositionToken } from './coherence/position-token.ts'
export type { Duration } from './foundation/duration.ts'
export type { Immutable, Json } from './key/json.ts'
export type { RedisSource } from './redis/redis-connection.ts'
export { ApiError, isApiError, type ProblemDetails } from './error/api-error.ts'
export { ClosedError, isClosedError } from './error/closed-error.ts'
export { ConfigurationError, isConfigurationError } from './error/configuration-error.ts'
export { isNotHeldError, NotHeldError } from './error/not-held-error.ts'
export { isOverloadError, OverloadError } from './error/overload-error.ts'
export { ConnectionError, isConnectionError } from './error/connection-error.ts'
export { SerializationError, isSerializationError } from './error/serialization-error.ts'
export { isSdkError, SdkError, type ErrorKind } from './error/sdk-error.ts'
export { TimeoutError, isTimeoutError } from './error/timeout-error.ts'
export {
  isRequestValidationError, isResponseValidationError, isValueValidationError, RequestValidationError, ResponseValidationError, type ValidationIssue,
  ValueValidationError,
} from './error/validation-errors.ts'
