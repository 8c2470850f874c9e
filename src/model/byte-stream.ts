import { types } from 'node:util'
import { describeGiven } from '../error/configuration-error.ts'
import { ModelError } from '../error/model-error.ts'
import { callAndForget } from '../foundation/callback.ts'
import { abandon, isStream, isWebStream } from '../foundation/given-stream.ts'
import { messageOf } from './system-error.ts'
import { untilAborted } from '../foundation/time-limit.ts'

/** Any stream of bytes, read once: chunk by chunk, or left. */
export interface ByteStream {
  /** The next chunk; `undefined` at the end. Rejects with a {ModelError} `unreadable` where the stream fails, and with the signal's reason. */
  next(signal: AbortSignal): Promise<Uint8Array | undefined>
  /** Tells the stream that nobody reads on. Never throws, and does not wait for what the stream makes of it. */
  leave(reason: unknown): void
}

/** Streams that a call has begun to read, or has ended. A second call would get what the first one has left of their bytes. */
const taken = new WeakSet<object>()

/** An iterable that is no iterator itself gives all of its bytes to each one who asks. */
const isReadOnce = (stream: object): boolean => isWebStream(stream) || 'destroy' in stream || 'next' in stream

/** Ends a stream that its call has refused, unless the stream was given to another call before. Never throws. */
export const refuseStream = (model: unknown, reason: unknown): void =>
  callAndForget(() => {
    if (!isStream(model) || taken.has(model)) return
    if (isReadOnce(model)) taken.add(model)
    abandon(model, reason)
  })

/** @throws {ModelError} `unreadable` for a stream that somebody else reads */
export const byteStream = (stream: ReadableStream<unknown> | AsyncIterable<unknown>, name: string): ByteStream => {
  if (taken.has(stream)) throw new ModelError('unreadable', name, 'its stream was given to an earlier call, and can be read once')
  if (isReadOnce(stream)) taken.add(stream)
  const { pull, leave } = isWebStream(stream) ? ofWebStream(stream, name) : ofIterable(stream)
  return {
    leave,
    next: async (signal) => {
      const chunk = await untilAborted(
        pull().catch((cause: unknown) => {
          throw failed(name, cause)
        }),
        signal,
      )
      if (chunk === undefined || types.isUint8Array(chunk)) return chunk
      throw new ModelError('unreadable', name, `its stream gave ${describeChunk(chunk)} where bytes (Uint8Array) were expected`)
    },
  }
}

/** The same stream, which tells how many bytes of it have been read, from 0 on. */
export const counted = (stream: ByteStream, onBytes: (bytes: number) => void): ByteStream => {
  let bytes = 0
  onBytes(bytes)
  return {
    leave: stream.leave,
    next: async (signal) => {
      const chunk = await stream.next(signal)
      if (chunk !== undefined) onBytes((bytes += chunk.length))
      return chunk
    },
  }
}

interface Pull {
  readonly pull: () => Promise<unknown>
  readonly leave: (reason: unknown) => void
}

const ofWebStream = (stream: ReadableStream<unknown>, name: string): Pull => {
  if (stream.locked) throw new ModelError('unreadable', name, 'its stream is being read by somebody else (it is locked)')
  const reader = stream.getReader()
  return {
    pull: async () => {
      const { done, value } = await reader.read()
      return done ? undefined : (value ?? null)
    },
    leave: (reason) => callAndForget(() => reader.cancel(reason)),
  }
}

const ofIterable = (stream: AsyncIterable<unknown>): Pull => {
  let iterator: AsyncIterator<unknown> | undefined
  return {
    pull: async () => {
      // Not before the first chunk is asked for: some iterables open their source here, whose errors only a reader hears.
      iterator ??= stream[Symbol.asyncIterator]()
      const { done, value } = await iterator.next()
      return done === true ? undefined : (value ?? null)
    },
    leave: (reason) =>
      callAndForget(() => {
        // A Node stream that waits for its source does not hear of `return` until something comes.
        if (iterator === undefined || 'destroy' in stream) abandon(stream, reason)
        return iterator?.return?.()
      }),
  }
}

const describeChunk = (chunk: unknown): string => (typeof chunk === 'string' ? 'a text' : describeGiven(chunk))

const failed = (name: string, cause: unknown): ModelError =>
  new ModelError('unreadable', name, `its stream failed: ${messageOf(cause)}`, cause)
