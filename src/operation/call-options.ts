import { z } from 'zod'
import { CACHE_MODE, type CacheMode, isCacheMode } from '../cache/read-plan.ts'
import type { PositionToken } from '../coherence/position-token.ts'
import { describeGiven } from '../error/configuration-error.ts'
import { RequestValidationError, type ValidationIssue } from '../error/validation-errors.ts'
import { DURATION_FORMS, type Duration, parseDuration } from '../foundation/duration.ts'
import type { OperationDefinition } from './definition.ts'
import { headerIssues } from './header-value.ts'
import { LONGEST_MS } from '../cache/mutation.ts'

/** Options of one call. */
export interface CallOptions {
  /** Rejects this call with the signal's reason; another caller who waits for the same answer is not affected. */
  readonly signal?: AbortSignal | undefined
  /** Time limit of the whole call, retries included. Default: the SDK's `timeout`, 30 s. */
  readonly timeout?: Duration | undefined
  /**
   * Further headers of the request, such as `X-Tenant`. Credentials, conditions, `Cache-Control` and what frames a message are refused.
   * A read with further headers asks the API and leaves the cache alone, since its answer may depend on them. Default: none.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Further attempts after a failed one, 0 to 10, of a call that may be repeated. Default: the SDK's `retries`, 2. */
  readonly retries?: number | undefined
  /**
   * Sent as `X-Request-Id`, and named by errors: 1 to 128 printable ASCII characters without blanks. A read that shares the request of
   * another call sends none. Default: a random UUID.
   */
  readonly requestId?: string | undefined
}

/** Options of a view: as if each of its calls was given them. Those of a call come first. */
export type ViewOptions = Pick<ReadOptions, 'timeout' | 'headers' | 'retries' | 'maxStaleness'>

/** Options of a call that reads. */
export interface ReadOptions extends CallOptions {
  /** How long after an invalidation this read may miss it, at most. Default: the cache's, 1 s. 0 asks the log first. */
  readonly maxStaleness?: Duration
  /**
   * How long past its lifetime a cached value may be served where the API cannot be reached, is too slow, overloaded or broken. Its
   * `cache.state` is `stale`; nothing that is known to be invalidated is served. Default: the operation's `x-cache`, else 0: the
   * error is thrown.
   */
  readonly staleIfError?: Duration
  /**
   * How long past its lifetime a cached value may be served, its `cache.state` being `stale`, while a newer one is loaded in the
   * background. Default: the operation's `x-cache`, else 0: a read waits for the API.
   */
  readonly staleWhileRevalidate?: Duration
  /** `use` answers from the cache where it may, `reload` asks the API and fills the cache, `bypass` asks the API and leaves the cache alone. Default `use`. */
  readonly cache?: CacheMode | undefined
  /** Positions that the answer must have reached: what `withMeta()` of a command returned, here or in another service. */
  readonly atLeast?: PositionToken | readonly PositionToken[]
}

/** Options of a call that changes something. */
export interface CommandOptions extends CallOptions {
  /** Sent as `Idempotency-Key` where the operation takes one. Default: a random one for each call, the same in its retries. */
  readonly idempotencyKey?: string
  /** Sent as `If-Match` where the operation takes it: a version, which is an integer of 0 or more, or an ETag such as `"7"`. */
  readonly ifMatch?: number | string
  /**
   * Lease of a hold on what the request names (`order:{id}`, not collections) while the command is under way: a process that dies
   * before it has invalidated leaves nothing stale. Lasts at least as long as `timeout`; at most `1h`. Default: the operation's
   * `x-hold`, else 0, no hold.
   */
  readonly hold?: Duration
}

/** What holds where a call says nothing; milliseconds. */
export interface CallDefaults {
  readonly timeoutMs: number
  readonly maxStaleness: number
  /** What the view says of all of its calls. Default: nothing. */
  readonly view?: ViewOptions | undefined
}

/** The options of a call, checked and complete. */
export interface CheckedOptions {
  readonly signal: AbortSignal | undefined
  /** Further headers, `undefined` for none. */
  readonly headers: Readonly<Record<string, string>> | undefined
  /** `undefined`: those of the SDK. */
  readonly retries: number | undefined
  readonly requestId: string | undefined
  readonly timeoutMs: number
  readonly maxStaleness: number
  readonly mode: CacheMode
  readonly staleIfErrorMs: number
  readonly staleWhileRevalidateMs: number
  readonly atLeast: readonly PositionToken[]
  readonly idempotencyKey: string | undefined
  /** Lease of a command's hold, 0 for none. */
  readonly holdMs: number
}

const NONE: readonly PositionToken[] = []

/** Positions are opaque, yet they travel in a header as a list. */
const isToken = (value: unknown): boolean => typeof value === 'string' && /^[\x21-\x2b\x2d-\x7e]+$/.test(value)

const VIEW_OPTIONS: readonly string[] = ['timeout', 'headers', 'retries', 'maxStaleness'] satisfies (keyof ViewOptions)[]
/** In errors about options of a view, which are for all operations. */
const VIEW: OperationDefinition = {
  id: 'withOptions',
  api: undefined,
  method: 'GET',
  path: '',
  request: z.unknown(),
  responses: {},
  schemaFingerprint: '',
}

/**
 * The options of a view of a view.
 *
 * @throws {RequestValidationError}
 */
export const mergeViewOptions = (known: ViewOptions | undefined, further: ViewOptions): ViewOptions => {
  const unknown = Object.keys({ ...further }).find((name) => !VIEW_OPTIONS.includes(name))
  if (unknown !== undefined)
    throw new RequestValidationError(VIEW.id, [{ path: unknown, message: `expected one of ${VIEW_OPTIONS.join(', ')}` }])
  checkOptions(VIEW, further, { timeoutMs: 1, maxStaleness: 0 })
  return withView(further, known ?? {})
}

const MAX_RETRIES = 10

const isRequestId = (value: unknown): boolean => typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)

/** They come from options, or from the operation; an answer to a condition or a part of one would be kept for the whole. */
const RESERVED = /^(?:accept|content-type|idempotency-key|x-request-id|if-.*|range|cache-control|pragma|cache-position)$/i

const callHeaderIssues = (headers: unknown): readonly ValidationIssue[] => {
  const reserved = Object.keys({ ...(typeof headers === 'object' ? headers : {}) }).filter((name) => RESERVED.test(name))
  return [
    ...headerIssues(headers),
    ...reserved.map((name) => ({
      path: `headers.${name}`,
      message: 'expected none: the operation and the options of the call say it',
    })),
  ]
}

/** The options of a call, before those of its view. */
const withView = (given: ReadOptions & CommandOptions, view: ViewOptions | undefined): ReadOptions & CommandOptions => {
  if (view === undefined) return given
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const headers =
    given.headers === undefined
      ? view.headers
      : typeof given.headers === 'object'
        ? { ...view.headers, ...given.headers }
        : given.headers
  return { ...view, ...said, headers }
}

/** @throws {RequestValidationError} */
export const checkOptions = (
  operation: OperationDefinition,
  given: ReadOptions & CommandOptions = {},
  defaults: CallDefaults,
): CheckedOptions => {
  const refuse = (path: string, message: string): RequestValidationError =>
    new RequestValidationError(operation.id, [{ path, message }], operation.api)
  if (typeof given !== 'object' || given === null) throw refuse('options', 'expected an object')
  const options = withView(given, defaults.view)
  const { signal, cache = 'use', atLeast, idempotencyKey, headers, retries, requestId } = options
  const [wrong] = callHeaderIssues(headers)
  if (wrong !== undefined) throw new RequestValidationError(operation.id, [wrong], operation.api)
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= MAX_RETRIES)) {
    throw refuse('retries', `expected an integer from 0 to ${MAX_RETRIES}, got ${describeGiven(retries)}`)
  }
  if (requestId !== undefined && !isRequestId(requestId)) {
    throw refuse('requestId', `expected 1 to 128 printable ASCII characters without blanks, got ${describeGiven(requestId)}`)
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) throw refuse('signal', 'expected an AbortSignal')
  if (!isCacheMode(cache)) throw refuse('cache', `expected ${CACHE_MODE}, got ${describeGiven(cache)}`)
  const duration = (
    name: 'timeout' | 'maxStaleness' | 'hold' | 'staleIfError' | 'staleWhileRevalidate',
    value: Duration | undefined,
    byDefault: number,
  ): number => {
    if (value === undefined) return byDefault
    const milliseconds = parseDuration(value)
    if (milliseconds === undefined) throw refuse(name, `expected ${DURATION_FORMS}, got ${describeGiven(value)}`)
    return milliseconds
  }
  const timeoutMs = duration('timeout', options.timeout, defaults.timeoutMs)
  if (timeoutMs === 0) throw refuse('timeout', `expected ${DURATION_FORMS}, above 0`)
  const holdMs = duration('hold', options.hold, parseDuration(operation.hold) ?? 0)
  if (holdMs > LONGEST_MS) throw refuse('hold', `expected ${DURATION_FORMS}, at most '1h'`)
  const positions = atLeast === undefined ? NONE : typeof atLeast === 'string' ? [atLeast] : atLeast
  if (!Array.isArray(positions) || !positions.every(isToken)) throw refuse('atLeast', 'expected one or several positions')
  return {
    signal,
    headers: headers !== undefined && Object.keys(headers).length > 0 ? { ...headers } : undefined,
    retries,
    requestId,
    timeoutMs,
    maxStaleness: duration(
      'maxStaleness',
      options.maxStaleness,
      parseDuration(operation.cache?.maxStaleness) ?? defaults.maxStaleness,
    ),
    mode: cache,
    staleIfErrorMs: duration('staleIfError', options.staleIfError, parseDuration(operation.cache?.staleIfError) ?? 0),
    staleWhileRevalidateMs: duration(
      'staleWhileRevalidate',
      options.staleWhileRevalidate,
      parseDuration(operation.cache?.staleWhileRevalidate) ?? 0,
    ),
    atLeast: positions,
    idempotencyKey,
    holdMs,
  }
}
