import { RequestValidationError } from '../error/validation-errors.ts'
import { abandon, hearErrors, isStream } from '../foundation/given-stream.ts'
import type { OperationArguments, OperationDefinition } from './definition.ts'

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
export const withGivenBody = <T>(
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
