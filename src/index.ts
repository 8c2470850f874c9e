/** The typed client of the MES and CRM APIs. */
export { createSdk } from './client/create-sdk.ts'
export type { Identity, Sdk, SdkRequest } from './client/create-sdk.ts'
export { type Environment, fromEnv } from './client/from-env.ts'
export type { CalculatingMesApi, CalculatingQuotes, PricedQuote } from './client/calculating-mes-api.ts'
export type { PricingOptions } from './client/sdk-options.ts'
export type { CalculatedOne, CalculateManyOptions } from './pricing/calculate-many.ts'
export type { CalculateOptions, CalculateRequest } from './pricing/calculate-request.ts'
export type { ModelFileFormat, ModelInput } from './model/model-input.ts'
export type { CalculationProgress } from './pricing/progress.ts'
export type { ApiOptions, SdkOptions } from './client/sdk-options.ts'
/** Types of the MES API: `mes.Order`, `mes.Quote`, … */
export type * as mes from './generated/mes/index.ts'
/** Types of the CRM API: `crm.Order`, … */
export type * as crm from './generated/crm/index.ts'
export type { Logger, LogLevel } from './foundation/logger.ts'
export type { RawRequest } from './operation/raw-request.ts'
export type { RawOptions } from './operation/requester.ts'
export type { Auth, BasicCredentials, KeyPlace, Secret } from './transport/authorizer.ts'
export type { OAuth2ClientCredentials } from './transport/client-token.ts'
export type { CallFailed, Hooks, RequestSent, ResponseReceived, RetryPlanned } from './transport/hooks.ts'
export type { Dispatcher } from './transport/host.ts'
export type { Attempt, Middleware } from './transport/middleware.ts'
export type { CacheOptions } from './cache/cache-options.ts'
export type { CacheMode } from './cache/read-plan.ts'
export type { ReadyOptions } from './cache/ready.ts'
export type { ApiCall, CacheMeta, CallResult, ResponseMeta } from './operation/api-call.ts'
export type { ItemsOptions, PagedCall } from './operation/paged-call.ts'
export type { CallOptions, CommandOptions, ReadOptions, ViewOptions } from './operation/call-options.ts'
export type { Invalidation } from './coherence/invalidation.ts'
export type { PositionToken } from './coherence/position-token.ts'
export type {
  CalculationEvent,
  IncidentEvent,
  InvalidationEvent,
  LeaseEvent,
  LoadEvent,
  ReadAnswered,
  ReadEvent,
  ReadFailed,
  RecordEvent,
  RedisCommandEvent,
  RequestEvent,
  UploadEvent,
} from './foundation/channels.ts'
export type { Duration } from './foundation/duration.ts'
export type { Immutable, Json } from './key/json.ts'
export { priceKey, type PriceParameters } from './pricing/price-key.ts'
export type { RedisSource } from './redis/redis-source.ts'
export { ApiError, isApiError } from './error/api-error.ts'
export type { ProblemDetails } from './error/problem-details.ts'
export { CalculationError, isCalculationError } from './error/calculation-error.ts'
export { ClosedError, isClosedError } from './error/closed-error.ts'
export { ConfigurationError, isConfigurationError } from './error/configuration-error.ts'
export { isModelError, ModelError, type ModelErrorCode } from './error/model-error.ts'
export { isNotHeldError, NotHeldError } from './error/not-held-error.ts'
export { isOverloadError, OverloadError } from './error/overload-error.ts'
export { ConnectionError, isConnectionError } from './error/connection-error.ts'
export { isWebhookError, WebhookError, type WebhookErrorCode } from './error/webhook-error.ts'
export type { Receive, ReceiveOptions, ReceivingWebhooks, WebhookSecret } from './client/webhooks.ts'
export type { UnwrapOptions, WebhookHeaders } from './webhook/unwrap.ts'
export { SerializationError, isSerializationError } from './error/serialization-error.ts'
export { isSdkError, SdkError, type ErrorKind } from './error/sdk-error.ts'
export { TimeoutError, isTimeoutError } from './error/timeout-error.ts'
export {
  isRequestValidationError,
  isResponseValidationError,
  isValueValidationError,
  RequestValidationError,
  ResponseValidationError,
  type ValidationIssue,
  ValueValidationError,
} from './error/validation-errors.ts'
