import { CACHE_POSITION_HEADER } from '../cache/cache-position.ts'
import type { Answer, Loaded, KnownValue, OriginContext, Question, ReadPlan } from '../cache/read-plan.ts'
import { type ApiError, isApiError } from '../error/api-error.ts'
import { isProblem } from '../error/problem-details.ts'
import { cacheKey, SHARED_OWNER } from '../key/cache-key.ts'
import { canonicalJson } from '../key/canonical.ts'
import type { TransportResponse } from '../transport/transport.ts'
import { type CallResult, type ResponseMeta, responseMeta } from './api-call.ts'
import { type CheckedOptions, checkOptions } from './call-options.ts'
import { callDeadline, notSentYet, type Progress } from './call-deadline.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import type { CallContext } from './call-context.ts'
import { copyOf } from './copy-of.ts'
import { keepingOf, absenceOf, toNotFound } from './keeping.ts'
import { compileOperation } from './compiled-operation.ts'
import { type CheckedArguments, requestHeaders, outgoingRequest } from './request-line.ts'
import { signatureOf, KnownRequests } from './request-signature.ts'
import { checkRequest, checkResponse, meetsSchema } from './validation.ts'
import { entityTagOf } from '../foundation/entity-tag.ts'
import { acceptOf, readAs } from './media.ts'

/** Reads of one API for one principal, through the cache. */
export interface Reader {
  /** What the memory tier has for a call without options, where it may be served as it is; else `undefined`. */
  recall<T>(operation: OperationDefinition<T>, args: OperationArguments): CallResult<T> | undefined
  /** The API is asked where no cached value may be served. */
  read<T>(operation: OperationDefinition<T>, args: OperationArguments, options: CheckedOptions): Promise<CallResult<T>>
}

/** A request that was checked, with what a hit of the memory tier needs. */
interface Prepared {
  readonly args: CheckedArguments
  readonly question: Question
}

export const createReader = (context: CallContext): Reader => {
  const known = new Map<OperationDefinition, KnownRequests<Prepared>>()
  const prepare = (operation: OperationDefinition, args: OperationArguments): Prepared => {
    const requests = known.get(operation) ?? new KnownRequests()
    known.set(operation, requests)
    const signature = signatureOf(args)
    if (signature === undefined) return prepareRequest(context, operation, args)
    const prepared = requests.get(signature) ?? prepareRequest(context, operation, args)
    requests.set(signature, prepared)
    return prepared
  }
  return {
    recall(operation, args) {
      const requests = known.get(operation)
      const signature = requests && signatureOf(args)
      const prepared = signature === undefined ? undefined : requests?.get(signature)
      const hit = prepared && context.cache.recall(prepared.question, false)
      return hit === undefined ? undefined : toResult(operation, hit, undefined)
    },
    async read(operation, args, options) {
      const { args: checked, question } = prepare(operation, args)
      return readThrough(context, operation, checked, withOptions(operation, question, options), options)
    },
  }
}

const prepareRequest = (context: CallContext, operation: OperationDefinition, args: OperationArguments): Prepared => {
  // Free JSON is checked where it stands, and the request is sent later, perhaps for another caller.
  const checked = checkRequest(operation, copyOf(args, operation))
  const owner = operation.cache?.scope === 'shared' ? SHARED_OWNER : context.owner
  const scope = `${operation.api}\0${context.api.baseUrl}\0${operation.schemaFingerprint}\0${operation.id}`
  const key = cacheKey(
    owner,
    scope,
    canonicalJson({ path: checked.path, query: checked.query, header: checked.header, cookie: checked.cookie }),
  )
  const question = { key, api: operation.api, operation: operation.id, mode: 'use', maxStaleness: 0, atLeast: [] } as const
  return { args: checked, question: withOptions(operation, question, checkOptions(operation, undefined, context.defaults)) }
}

/** An answer may depend on headers that the key of a read does not have. */
const withOptions = (
  operation: OperationDefinition,
  question: Question,
  { mode, maxStaleness, atLeast, headers }: CheckedOptions,
): Question => ({
  ...question,
  mode: operation.cache === undefined || headers !== undefined ? 'bypass' : mode,
  maxStaleness,
  atLeast,
})

const readThrough = async <T>(
  context: CallContext,
  operation: OperationDefinition<T>,
  args: CheckedArguments,
  question: Question,
  options: CheckedOptions,
): Promise<CallResult<T>> => {
  const hit = context.cache.recall(question)
  if (hit !== undefined) return toResult<T>(operation, hit, undefined)
  let response: ResponseMeta | undefined
  let notFound: ApiError | undefined
  const progress = notSentYet()
  const witness: Witness = { answered: (answer) => (response = answer), absent: (error) => (notFound = error), progress }
  const plan = planRead(context, operation, args, question, options, witness)
  const deadline = callDeadline(context.cache.clock, operation, options, progress)
  try {
    const answer = await context.cache.read({ ...plan, signal: deadline.signal })
    // What may be served past its lifetime is what there is when the time is over.
    if (answer.state === 'fresh') deadline.check()
    return toResult<T>(operation, answer, response, notFound)
  } finally {
    deadline.clear()
  }
}

/** @throws {ApiError} where the API said that there is no such thing, now or before */
const toResult = <T>(
  operation: OperationDefinition<T>,
  { value, kind, ...cache }: Answer,
  response: ResponseMeta | undefined,
  notFound?: ApiError,
): CallResult<T> => {
  if (kind === 'absence') throw notFound ?? toNotFound(operation, value)
  return {
    value: (value === null ? nothingOf(operation) : value) as CallResult<T>['value'],
    cache,
    response,
    invalidation: undefined,
  }
}

/** What a read learns of its load on the way. */
interface Witness {
  readonly answered: (response: ResponseMeta) => void
  /** The API said that there is no such thing. */
  readonly absent: (error: ApiError) => void
  readonly progress: Progress
}

/** An answer without a body is kept as `null`. */
const nothingOf = ({ responses }: OperationDefinition): null | undefined =>
  Object.values(responses).includes(null) ? undefined : null

const planRead = (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  question: Question,
  options: CheckedOptions,
  witness: Witness,
): ReadPlan => {
  const { cache } = operation
  return {
    ...question,
    shared: cache?.tiers.includes('redis') ?? false,
    signal: undefined,
    grace: { ifErrorMs: options.staleIfErrorMs, whileRevalidateMs: options.staleWhileRevalidateMs },
    lease: cache?.lease ?? false,
    // One who joins may have more time than the one who began.
    patienceMs: Math.max(options.timeoutMs, context.defaults.timeoutMs),
    longestMs: (kind) => compileOperation(operation).longestMs[kind],
    maxConcurrentLoads: question.mode === 'bypass' ? undefined : cache && (cache.maxConcurrentLoads ?? Number.POSITIVE_INFINITY),
    load: (load) =>
      loadAnswer(
        context,
        operation,
        args,
        load.known,
        () => request(context, operation, args, options, load, witness.progress),
        witness,
      ),
    accepts: (value, kind) => (kind === 'absence' ? isProblem(value) : meetsSchema(operation, value)),
  }
}

const loadAnswer = async (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  known: KnownValue | undefined,
  send: () => Promise<TransportResponse>,
  { answered, absent }: Omit<Witness, 'progress'>,
): Promise<Loaded> => {
  try {
    const response = await send()
    answered(responseMeta(response))
    return toLoaded(context, operation, args, response, known)
  } catch (error) {
    if (!isApiError(error)) throw error
    const absence = absenceOf(operation, args, error)
    if (absence === undefined) throw error
    absent(error)
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
  { signal, cachePosition, known }: OriginContext,
  progress: Progress,
): Promise<TransportResponse> =>
  context.api.transport.send({
    ...outgoingRequest(context.api.baseUrl, operation, args),
    headers: {
      ...options.headers,
      [CACHE_POSITION_HEADER]: cachePosition,
      ...conditionOf(known),
      ...requestHeaders(operation, args),
    },
    body: undefined,
    accept: acceptOf(operation),
    readAs: (status) => readAs(operation, status),
    repeatable: true,
    retries: options.retries,
    requestId: options.requestId,
    timeoutMs: Number.POSITIVE_INFINITY,
    // One who joins may have more time than the one who began.
    patienceMs: Math.max(options.timeoutMs, context.defaults.timeoutMs),
    signal,
    onAttempt: (requestId, attempts) => Object.assign(progress, { requestId, attempts }),
  })

const conditionOf = (known: KnownValue | undefined): Readonly<Record<string, string>> =>
  known === undefined ? {} : { 'if-none-match': known.validator }

const NOT_MODIFIED = 304

/** What a 304 leaves out is what is known: it is as if it had been sent once more. */
const toLoaded = (
  context: CallContext,
  operation: OperationDefinition,
  args: CheckedArguments,
  response: TransportResponse,
  known: KnownValue | undefined,
): Loaded => {
  const isRenewed = known !== undefined && response.status === NOT_MODIFIED
  if (!isRenewed) checkResponse(operation, response, context.cache.coherence.namespace)
  const { status, body } = isRenewed ? { status: 200, body: known.value } : response
  const keeping = keepingOf(operation, args, { status, headers: response.headers, body }, context.cache.clock.wallNow())
  // A 304 cannot give the known value another tag: it has not sent what that one names.
  const validator = isRenewed ? known.validator : entityTagOf(response.headers)
  return { value: body ?? null, ...keeping, kind: 'value', validator }
}
