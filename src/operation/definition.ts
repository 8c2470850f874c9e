import type { z } from 'zod'
import type { Serialization } from './parameter-text.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/** The parts of a request as its caller gave them, before validation. Absent parts are left out. */
export interface OperationArguments {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  /** By header name as the spec spells it. */
  readonly header?: Readonly<Record<string, unknown>>
  readonly cookie?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  /** The cursor that the API itself gave for this page. It is sent as it is, whatever the description says of cursors. */
  readonly nextCursor?: string | number
}

export interface Paging {
  /** Query parameter that takes the cursor. */
  readonly cursor: string
  /** Property of the page's body that holds its rows. */
  readonly items: string
  /** Property of the page's body that holds the next cursor, null on the last page. */
  readonly next: string
}

/** Where a list says nothing else. */
export const DEFAULT_PAGING: Paging = { cursor: 'cursor', items: 'items', next: 'nextCursor' }

/** Something for each status code; `2XX` stands for every success without an entry of its own, `default` for the rest. */
export type ResponseMap<Entry> = { readonly [status: number]: Entry } & { readonly [Range in '2XX' | 'default']?: Entry }

/** Media type of a request's body. */
export interface BodyMedia {
  readonly type: string
  readonly as: 'json' | 'form' | 'multipart' | 'text' | 'bytes'
  /** How fields of a form are written, by name. */
  readonly encoding?: Readonly<Record<string, Serialization>>
}

/** Media type of an answer that is not JSON. */
export interface MediaAnswer {
  readonly type: string
  readonly as: 'text' | 'bytes'
}

/** JSON pointers into the parts of a message, `*` for every element: `/body/shipTo/name`, `/header/X-Secret`, `/body/items/*\/url`. */
export interface SensitivePlaces {
  readonly request?: readonly string[]
  readonly response?: readonly string[]
}

/**
 * One operation of an API as its OpenAPI document describes it: what to send, what may come back, what may be cached and
 * what it invalidates. Generated, one per operation; `Result` is the type of its successful body.
 */
export interface OperationDefinition<Result = unknown> {
  /** `operationId` of the spec, such as `orders.list`. */
  readonly id: string
  /** Name of the API the operation belongs to, such as `mes`; `undefined` for a request without a description, where the API has no name. */
  readonly api: string | undefined
  readonly method: HttpMethod
  /** Path template of the spec, such as `/orders/{orderId}`. */
  readonly path: string
  /** Closed and strict schema of `OperationArguments`: a misspelt parameter is an error before the network. */
  readonly request: z.ZodType
  /**
   * Open schema of the body by success status code: unknown fields and unknown enum values pass. `null` where there is no body, or
   * one that is not JSON.
   */
  readonly responses: ResponseMap<z.ZodType | null>
  /** What the body is sent as. Default: `application/json`. */
  readonly body?: BodyMedia
  /** What answers are read as that are not JSON. Default: all are JSON. */
  readonly media?: ResponseMap<MediaAnswer>
  /** How parameters are written, by name. Default: `simple` in paths and headers, exploded `form` in queries and cookies. */
  readonly serialization?: {
    readonly [Place in 'path' | 'query' | 'header' | 'cookie']?: Readonly<Record<string, Serialization>>
  }
  /** Digest of the response schemas; a value cached under another one is a miss. */
  readonly schemaFingerprint: string
  readonly cache?: CachePolicy
  /** Tags to invalidate once the operation succeeded; a command without an effect declares an empty list. */
  readonly invalidates?: readonly TagTemplate[]
  /** Lease for which what the request names is held while the command is under way, such as `30s`. Default: no hold. */
  readonly hold?: string
  /** After this time the invalidation is appended once more, such as `2s`. Default: not. */
  readonly settle?: string
  readonly paging?: Paging
  /** Whether the operation takes an `Idempotency-Key`, made by the client unless the caller gives one. */
  readonly idempotencyKey?: true
  /** What is never to be seen in logs: the places that the spec marks `x-sensitive`. Default: none. */
  readonly sensitive?: SensitivePlaces
  /** Carries `Result` for inference only; never set. */
  readonly result?: Result
}

/**
 * A tag with OpenAPI runtime expressions in braces: `order:{$response.body#/items/*\/id}`. `*` in a JSON pointer stands for every
 * element. An expression with several values makes one tag for each; one without a value makes none, unless `absent` names
 * the values that it then stands for.
 */
export interface TagTemplate {
  readonly template: string
  /** Values of an expression, by its text, when the request leaves it out: every status when no status is asked for. */
  readonly absent?: Readonly<Record<string, readonly string[]>>
}

/** A lifetime that holds for the responses that meet `when`; the first rule that does counts. */
export interface TtlRule {
  /** Expression (`$statusCode` or `$response.…`) → the values that meet it. Without `when` the rule always holds. */
  readonly when?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>
  /** Duration such as `30s`; `0s` means not cached. */
  readonly ttl: string
  /** Expressions that cap the lifetime: a date-time of the body, or `$response.header.Retry-After`. */
  readonly notAfter?: readonly string[]
}

type CacheScope = 'principal' | 'shared'
type TierName = 'memory' | 'redis'

/** `x-cache` of an operation. */
export interface CachePolicy {
  readonly ttl: readonly TtlRule[]
  readonly scope: CacheScope
  readonly tiers: readonly TierName[]
  readonly tags: readonly TagTemplate[]
  /** Bound of the operation's reads that name none, such as `500ms` or `0s`. Default: the cache's. */
  readonly maxStaleness?: string
  /** How long past its lifetime a value may be served, marked, where the API is out of order, such as `10m`. Default: not. */
  readonly staleIfError?: string
  /** How long past its lifetime a value may be served, marked, while a newer one is loaded. Default: not. */
  readonly staleWhileRevalidate?: string
  /** For how long 404 is remembered, for the principal who got it. Default: not. */
  readonly negativeTtl?: string
  /** Whether the processes that share a Redis load a value one at a time. Default: not. */
  readonly lease?: boolean
  /** Loads that one process has under way at a time. Default: the cache's `loads.maxConcurrent`. */
  readonly maxConcurrentLoads?: number
}
