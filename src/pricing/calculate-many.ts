import { types } from 'node:util'
import { ConfigurationError, refuseOption } from '../error/configuration-error.ts'
import { RequestValidationError } from '../error/validation-errors.ts'
import { callAndForget } from '../foundation/callback.ts'
import { hearErrors, isStream } from '../foundation/given-stream.ts'
import type { Immutable } from '../key/json.ts'
import type { ApiCall, CacheMeta } from '../operation/api-call.ts'
import { refuseStream } from '../model/byte-stream.ts'
import { CALCULATE, type CalculateOptions, type CalculateRequest, checkListener } from './calculate-request.ts'
import { MES } from './pricing-api.ts'
import type { CalculationProgress } from './progress.ts'
import { untilAborted } from '../foundation/time-limit.ts'

/** Options of many calculations. */
export interface CalculateManyOptions extends Omit<CalculateOptions, 'onProgress'> {
  /** Calculations at a time, 1 to 100. Default 4. */
  readonly concurrency?: number | undefined
  /** Told how far each has come, with its place among the requests, from 0 on. */
  readonly onProgress?: ((progress: CalculationProgress & { readonly index: number }) => unknown) | undefined
}

/** How one of many calculations ended: with a quote, or with an error. */
export type CalculatedOne<Request, Quote> = {
  readonly request: Request
  /** Its place among the requests, from 0 on. */
  readonly index: number
} & (
  | { readonly quote: Immutable<Quote>; readonly cache: CacheMeta; readonly error?: undefined }
  | { readonly quote?: undefined; readonly cache?: undefined; readonly error: unknown }
)

const DEFAULT_CONCURRENCY = 4
const MAX_CONCURRENCY = 100
const CONCURRENCY = `an integer from 1 to ${MAX_CONCURRENCY}`

type CalculateOne<Request, Quote> = (request: Request, options: CalculateOptions) => Pick<ApiCall<Quote>, 'withMeta'>

/**
 * Calculates one after the other, a few at a time. Requests are taken as they are needed, results come in the order in which they end.
 *
 * @throws {ConfigurationError} and {RequestValidationError} at once, for a wrong option; while it runs, the signal's reason, and what `requests` throws
 */
export const calculateMany = <Request extends CalculateRequest, Quote>(
  calculate: CalculateOne<Request, Quote>,
  requests: Iterable<Request> | AsyncIterable<Request>,
  options: CalculateManyOptions = {},
): AsyncIterable<CalculatedOne<Request, Quote>> => {
  const streams = streamsOf(requests)
  for (const stream of streams) hearErrors(stream)
  try {
    return run(calculate, { requests, streams }, checkMany(requests, options))
  } catch (error) {
    for (const stream of streams) refuseStream(stream, error)
    throw error
  }
}

const checkMany = (requests: unknown, options: CalculateManyOptions): CheckedManyOptions => {
  const { concurrency = DEFAULT_CONCURRENCY, signal } = options
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY)
    throw refuseOption('concurrency', concurrency, CONCURRENCY)
  checkListener(options)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new RequestValidationError(CALCULATE, [{ path: 'signal', message: 'expected an AbortSignal' }], MES)
  if (!isIterable(requests)) throw new ConfigurationError('requests: expected a list, or what can be iterated')
  return { ...options, concurrency }
}

const isIterable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)

/** The stream that a request has for a model; `undefined` where it has none, or opens one when it is asked for it. */
const streamOf = (request: unknown): object | undefined => {
  const model: unknown =
    typeof request === 'object' && request !== null ? Object.getOwnPropertyDescriptor(request, 'model')?.value : undefined
  return isStream(model) ? model : undefined
}

/** The streams of all requests of a list: they are open already, and may fail before their turn. What is iterated makes its requests as they are taken. */
const streamsOf = (requests: unknown): readonly object[] => {
  const streams: object[] = []
  callAndForget(() => {
    for (const request of Array.isArray(requests) || types.isSet(requests) ? requests : []) {
      const stream = streamOf(request)
      if (stream !== undefined) streams.push(stream)
    }
  })
  return streams
}

interface Given<Request> {
  readonly requests: Iterable<Request> | AsyncIterable<Request>
  /** Those of them that are open already. */
  readonly streams: readonly object[]
}

interface CheckedManyOptions extends CalculateManyOptions {
  readonly concurrency: number
}

/** What comes next: a further request, or the end of them; or a result. */
type Event<Request, Quote> =
  { readonly taken: IteratorResult<Request, unknown> } | { readonly ended: CalculatedOne<Request, Quote> }

async function* run<Request extends CalculateRequest, Quote>(
  calculate: CalculateOne<Request, Quote>,
  { requests, streams }: Given<Request>,
  { concurrency, onProgress, signal, ...options }: CheckedManyOptions,
): AsyncGenerator<CalculatedOne<Request, Quote>> {
  const leaving = new AbortController()
  const both = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal])
  const source = iterate(requests)
  const running = new Map<number, Promise<Event<Request, Quote>>>()
  let taking: Promise<Event<Request, Quote>> | undefined
  let count = 0
  let isAtEnd = false
  const begin = (request: Request): void => {
    const index = count++
    const listener = onProgress && { onProgress: (progress: CalculationProgress) => onProgress({ ...progress, index }) }
    running.set(
      index,
      one({ request, index }, () => calculate(request, { ...options, ...listener, signal: both })),
    )
  }
  try {
    for (;;) {
      if (!isAtEnd && running.size < concurrency) taking ??= source.next().then((taken) => ({ taken }))
      if (running.size === 0 && taking === undefined) return
      const event = await untilAborted(Promise.race([...running.values(), ...(taking === undefined ? [] : [taking])]), signal)
      if ('ended' in event) {
        running.delete(event.ended.index)
        yield event.ended
        continue
      }
      taking = undefined
      if (event.taken.done === true) isAtEnd = true
      else begin(event.taken.value)
    }
  } finally {
    const left = new Error('nobody waits for the result any longer')
    leaving.abort(left)
    // Those whose calculation has begun are ended by it.
    for (const stream of streams) refuseStream(stream, left)
    callAndForget(async () => {
      const event = await taking
      if (event !== undefined && 'taken' in event) refuseStream(streamOf(event.taken.value), left)
    })
    // A source that is being asked ends when it has answered, which may be never.
    callAndForget(() => source.return(undefined))
  }
}

async function* iterate<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item, void> {
  yield* items
}

const one = async <Request, Quote>(
  which: { readonly request: Request; readonly index: number },
  calculate: () => Pick<ApiCall<Quote>, 'withMeta'>,
): Promise<Event<Request, Quote>> => {
  try {
    const { value, cache } = await calculate().withMeta()
    return { ended: { ...which, quote: value, cache } }
  } catch (error) {
    return { ended: { ...which, error } }
  }
}
