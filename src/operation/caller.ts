import type { Immutable } from '../key/json.ts'
import { ApiCall } from './api-call.ts'
import type { CallContext } from './call-context.ts'
import { type CheckedOptions, checkOptions, type CommandOptions, type ReadOptions } from './call-options.ts'
import { executeCommand } from './command.ts'
import { copyOf } from './copy-of.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'
import { PagedCall } from './paged-call.ts'
import { createReader } from './read.ts'
import { answersBytes } from './media.ts'
import { RequestValidationError } from '../error/validation-errors.ts'
import { abandon, hearErrors, isStream } from '../foundation/given-stream.ts'

/** What generated resource methods call. */
export interface OperationCaller {
  call<T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions): ApiCall<T>
  /** Calls with each of the arguments, in one turn. Rejects with the first error. */
  many<T>(
    operation: OperationDefinition<T>,
    args: readonly OperationArguments[],
    options?: ReadOptions,
  ): Promise<readonly Immutable<T>[]>
  page<P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions): PagedCall<P, I>
}

/** Runs operations: a GET through the cache, anything else as a command that invalidates. Bytes go past the cache. */
export const createCaller = (context: CallContext): OperationCaller => {
  const reader = createReader(context)
  const run = async <T>(operation: OperationDefinition<T>, args: OperationArguments, options: CheckedOptions) => {
    context.mustBeOpen()
    options.signal?.throwIfAborted()
    return operation.method === 'GET' && !answersBytes(operation)
      ? reader.read(operation, args, options)
      : context.commands.track(executeCommand(context, operation, args, options))
  }
  const check = (operation: OperationDefinition, options: ReadOptions | CommandOptions | undefined): CheckedOptions =>
    checkOptions(operation, options, context.defaults)
  /** A hit of the memory tier needs no promise on the way. */
  const begin = <T>(
    operation: OperationDefinition<T>,
    args: OperationArguments,
    options: ReadOptions | CommandOptions | undefined,
  ) =>
    (options === undefined && !context.isClosed() ? reader.recall(operation, args) : undefined) ??
    start(() => withGivenBody(operation, args, (given) => run(operation, given, check(operation, options))))
  return {
    call: <T>(operation: OperationDefinition<T>, args: OperationArguments, options?: ReadOptions | CommandOptions) =>
      new ApiCall<T>(begin(operation, args, options)),
    many: async (operation, args, options) => {
      const checked = check(operation, options)
      const results = await Promise.all(args.map((one) => run(operation, one, checked)))
      return results.map(({ value }) => value)
    },
    page: <P, I>(operation: OperationDefinition<P>, args: OperationArguments, options?: ReadOptions) => {
      const asked = copyOf(args, operation)
      const how = copyOf(options, operation)
      return new PagedCall<P, I>(begin(operation, args, options), operation, async (cursor, { cache }) => {
        const checked = check(operation, how)
        const atLeast = cache.position === undefined ? checked.atLeast : [...checked.atLeast, cache.position]
        return run(operation, { ...asked, nextCursor: cursor }, { ...checked, atLeast })
      })
    },
  }
}

/** Whatever goes wrong before the first await is a rejection as well. */
const start = async <T>(begin: () => Promise<T>): Promise<T> => begin()

/** The streams that a body is, or has as parts of a form: one of a kind that is refused is open all the same. */
const streamsOf = ({ body: media }: OperationDefinition, body: unknown): readonly object[] => {
  if (typeof body !== 'object' || body === null) return []
  if (isStream(body)) return [body]
  return media?.as === 'multipart' ? Object.values(body).flat().filter(isStream) : []
}

/**
 * Makes a call whose body may be a stream. Streams belong to the call: once it has ended they are ended as well, whether they were
 * sent, sent in part, or refused, and none of their errors is left unheard.
 *
 * Rejects with a {RequestValidationError} for a stream that somebody else reads.
 */
const withGivenBody = <T>(
  operation: OperationDefinition,
  args: OperationArguments,
  call: (args: OperationArguments) => Promise<T>,
): Promise<T> => {
  const streams = streamsOf(operation, args.body)
  return streams.length === 0
    ? call(args)
    : endingThem(streams, ({ signal }) =>
        call(args.body instanceof ReadableStream ? { ...args, body: relayed(operation, args.body, signal) } : args),
      )
}

/** Makes a call with streams that are ended with it; the signal is aborted then. */
const endingThem = async <T>(streams: readonly object[], call: (ended: AbortController) => Promise<T>): Promise<T> => {
  streams.forEach(hearErrors)
  const ended = new AbortController()
  try {
    return await call(ended)
  } finally {
    const reason = new Error('the call has ended')
    ended.abort(reason)
    for (const stream of streams) abandon(stream, reason)
  }
}

/** The same stream, which is cancelled by the signal: `fetch` reads no further where an answer comes early, and tells nobody. */
const relayed = (operation: OperationDefinition, body: ReadableStream<unknown>, signal: AbortSignal): ReadableStream<unknown> => {
  if (body.locked)
    throw new RequestValidationError(
      operation.id,
      [{ path: 'body', message: 'expected a stream that nobody else reads (it is locked)' }],
      operation.api,
    )
  return body.pipeThrough(new TransformStream(), { signal })
}
