/** The coherent two-tier cache, for API servers and everyone with loads of their own. */
export { createCache } from './cache/cache.ts'
export type { Cache } from './cache/cache.ts'
export type { Loader, ManyRequest, ReadRequest } from './cache/read-request.ts'
export type { ManyLoader } from './cache/read-many.ts'
export type { CacheOptions } from './cache/cache-options.ts'
export type { ReadyOptions } from './cache/ready.ts'
export type { HoldOptions, MutationOptions } from './cache/mutation.ts'
export type { MutationResult, MutationTags } from './cache/mutation.ts'
export type { LoadContext, CacheMode, ReadResult } from './cache/read-plan.ts'
export { CACHE_POSITION_HEADER, formatCachePosition, readCachePosition } from './cache/cache-position.ts'
export type { CachePosition } from './cache/cache-position.ts'
export type { ValueSchema } from './cache/value-schema.ts'
export type { Invalidation } from './coherence/invalidation.ts'
export type { PositionToken } from './coherence/position-token.ts'
export type {
  IncidentEvent,
  InvalidationEvent,
  LeaseEvent,
  LoadEvent,
  ReadAnswered,
  ReadEvent,
  ReadFailed,
  RecordEvent,
  RedisCommandEvent,
} from './foundation/channels.ts'
export type { Duration } from './foundation/duration.ts'
export type { Immutable, Json } from './key/json.ts'
export type { RedisSource } from './redis/redis-source.ts'
export { ClosedError, isClosedError } from './error/closed-error.ts'
export { ConfigurationError, isConfigurationError } from './error/configuration-error.ts'
export { isNotHeldError, NotHeldError } from './error/not-held-error.ts'
export { isOverloadError, OverloadError } from './error/overload-error.ts'
export { SerializationError, isSerializationError } from './error/serialization-error.ts'
export { isValueValidationError, type ValidationIssue, ValueValidationError } from './error/validation-errors.ts'
export { isTimeoutError, TimeoutError } from './error/timeout-error.ts'
export { isSdkError, SdkError, type ErrorKind } from './error/sdk-error.ts'
