import { CACHE_POSITION_HEADER } from '../cache/cache-position.ts'
import type { Answer, Loaded, LoadContext, ReadPlan } from '../cache/read-plan.ts'
import { cacheKey, SHARED_OWNER } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import { evaluateTags, type Message } from '../key/tag-template.ts'
import type { TransportResponse } from '../transport/transport.ts'
import { absenceOf, isAbsence, toNotFound } from './absence.ts'
import type { CallResult, ResponseMeta } from './api-call.ts'
import type { CheckedOptions } from './call-options.ts'
import { compileOperation } from './compiled-operation.ts'
import { callDeadline } from './call-deadline.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import type { CallContext } from './call-context.ts'
import { type CheckedArguments, requestHeaders, requestUrl } from './request-line.ts'
import { acceptOf, readAs } from './response-media.ts'
import { checkRequest, checkResponse, meetsSchema } from './validation.ts'

/** Reads through the cache; the API is asked where no cached value may be served. */
export const executeRead = async <T>(
  context: CallContext,
  operation: OperationDefinition<T>,
  args: OperationArguments,
  options: CheckedOptions,
): Promise<CallResult<T>> => {
  const checked = checkRequest(operation, args)
  let response: ResponseMeta | undefined
  const plan = planRead(context, operation, checked, options, (answer) => (response = answer))
  const hit = context.cache.recall(plan)
  if (hit !== undefined) return toResult<T>(operation, hit, undefined)
  const deadline = callDeadline(operation, options)
  try {
    return toResult<T>(operation, await context.cache.read({ ...plan, signal: deadline.signal }), response)
  } finally {
    deadline.clear()
  }
}

/** @throws {ApiError} where the API said that there is no such thing, now or before */
const toResult = <T>(operation: OperationDefinition<T>, { value, kind, ...cache }: Answer, response: ResponseMeta | undefined): CallResult<T> => {
  if (kind === 'absence') throw toNotFound(operation, value)
  return { value: value as CallResult<T>['value'], cache, response, invalidation: undefined }
}

const planRead = (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  options: CheckedOptions,
  answered: (response: ResponseMeta) => void,
): ReadPlan => {
  const { cache } = operation
  const owner = cache?.scope === 'shared' ? SHARED_OWNER : context.owner
  const scope = `${operation.api}\0${context.api.baseUrl}\0${operation.schemaFingerprint}\0${operation.id}`
  return {
    key: cacheKey(owner, scope, canonicalJson({ path: args.path, query: args.query, header: args.header, cookie: args.cookie })),
    operation: operation.id,
    shared: cache?.tiers.includes('redis') ?? false,
    mode: cache === undefined ? 'bypass' : options.mode,
    maxStaleness: options.maxStaleness,
    atLeast: options.atLeast,
    signal: undefined,
    grace: { ifErrorMs: options.staleIfErrorMs, whileRevalidateMs: options.staleWhileRevalidateMs },
    lease: cache?.lease ?? false,
    patienceMs: options.timeoutMs,
    maxConcurrentLoads: options.mode === 'bypass' ? undefined : cache && (cache.maxConcurrentLoads ?? Number.POSITIVE_INFINITY),
    load: (load) => loadAnswer(context, operation, args, () => request(context, operation, args, options, load), answered),
    accepts: (value, kind) => (kind === 'absence' ? isAbsence(value) : meetsSchema(operation, value)),
  }
}

const loadAnswer = async (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  send: () => Promise<TransportResponse>,
  answered: (response: ResponseMeta) => void,
): Promise<Loaded> => {
  try {
    const response = await send()
    answered({ status: response.status, headers: response.headers, requestId: response.requestId, attempts: response.attempts })
    return toLoaded(context, operation, args, response)
  } catch (error) {
    const absence = absenceOf(operation, args, error)
    if (absence === undefined) throw error
    return absence
  }
}

/**
 * Readers who join the load may wait longer than the one who began it. Each has a limit of its own, and the load ends when the
 * last one has left.
 */
const request = (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  options: CheckedOptions,
  { signal, cachePosition }: LoadContext,
): Promise<TransportResponse> =>
  context.api.transport.send({
    operation: operation.id,
    method: operation.method,
    url: requestUrl(context.api.baseUrl, operation, args),
    headers: { [CACHE_POSITION_HEADER]: cachePosition, ...requestHeaders(operation, args) },
    body: undefined,
    accept: acceptOf(operation),
    readAs: (status) => readAs(operation, status),
    repeatable: true,
    timeoutMs: Number.POSITIVE_INFINITY,
    // One who joins may have more time than the one who began.
    patienceMs: Math.max(options.timeoutMs, context.defaults.timeoutMs),
    signal,
  })

const toLoaded = (context: CallContext, operation: OperationDefinition, args: CheckedArguments, response: TransportResponse): Loaded => {
  checkResponse(operation, response)
  const compiled = compileOperation(operation)
  const message: Message = {
    ...args,
    response: { status: response.status, header: (name) => response.headers.get(name), body: response.body },
  }
  const { tags, unresolved } = evaluateTags(compiled.tags, message)
  const ttlMs = compiled.lifetime(message, response, context.wallNow())
  return { value: response.body ?? null, ttlMs: unresolved ? 0 : ttlMs, tags, kind: 'value' }
}
