/** What generated clients import, and nothing else. */
export { createClient, type Client, type ClientIdentity } from './client/create-client.ts'
export type { ReadyOptions } from './cache/ready.ts'
export type { ApiOptions, ClientOptions, CommonOptions } from './client/sdk-options.ts'
export type { Logger, LogLevel } from './foundation/logger.ts'
export type { RawRequest } from './operation/raw-request.ts'
export type { RawOptions, Requester } from './operation/requester.ts'
export type { Auth, BasicCredentials, KeyPlace, Secret } from './transport/authorizer.ts'
export type { OAuth2ClientCredentials } from './transport/client-token.ts'
export type { CallFailed, Hooks, RequestSent, ResponseReceived, RetryPlanned } from './transport/hooks.ts'
export type { Attempt, Middleware } from './transport/middleware.ts'
export type { ApiCall } from './operation/api-call.ts'
export type { OperationCaller } from './operation/caller.ts'
export type { CommandOptions, ReadOptions } from './operation/call-options.ts'
export type {
  BodyMedia,
  MediaAnswer,
  OperationArguments,
  OperationDefinition,
  Paging,
  SensitivePlaces,
} from './operation/definition.ts'
export type { BinaryBody, BinaryPart } from './operation/media.ts'
export type { OpenEnum } from './operation/open-enum.ts'
export type { PagedCall } from './operation/paged-call.ts'
export type { CachePolicy, TagTemplate, TtlRule } from './operation/definition.ts'
export type { Immutable, Json } from './key/json.ts'
export { binaryBody, binaryPart, dateTime, json } from './operation/media.ts'
export { areDistinct, arrayOf, openObject, recordOf } from './operation/bounded-schemas.ts'
export { oneOfBy } from './operation/open-enum.ts'
export { openEnum, openFormat } from './operation/open-enum.ts'
export { z } from 'zod'
