import { types } from 'node:util'
import { describeGiven } from '../error/configuration-error.ts'
import { ModelError } from '../error/model-error.ts'
import { untilAborted } from '../foundation/until-aborted.ts'
import { isWebStream } from './model-input.ts'
import { messageOf } from './system-error.ts'

/** Any stream of bytes, read once: chunk by chunk, or left. */
export interface ByteStream {
  /** The next chunk; `undefined` at the end. Rejects with a {ModelError} `unreadable` where the stream fails, and with the signal's reason. */
  next(signal: AbortSignal): Promise<Uint8Array | undefined>
  /** Tells the stream that nobody reads on; does not wait for what it makes of it. */
  leave(reason: unknown): void
}

/** @throws {ModelError} `unreadable` for a stream that somebody else reads */
export const byteStream = (stream: ReadableStream<unknown> | AsyncIterable<unknown>, name: string): ByteStream => {
  const { pull, leave } = isWebStream(stream) ? ofWebStream(stream, name) : ofIterable(stream)
  return {
    leave,
    next: async (signal) => {
      const chunk = await untilAborted(pull().catch((cause: unknown) => {
        throw failed(name, cause)
      }), signal)
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
      if (chunk !== undefined) onBytes(bytes += chunk.length)
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
      return done ? undefined : value ?? null
    },
    leave: (reason) => void reader.cancel(reason).catch(() => {}),
  }
}

const ofIterable = (stream: AsyncIterable<unknown>): Pull => {
  const iterator = stream[Symbol.asyncIterator]()
  return {
    pull: async () => {
      const { done, value } = await iterator.next()
      return done === true ? undefined : value ?? null
    },
    leave: () => {
      // A Node stream that waits for its source does not hear of `return` until something comes.
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy()
      void Promise.resolve(iterator.return?.()).catch(() => {})
    },
  }
}

const describeChunk = (chunk: unknown): string => (typeof chunk === 'string' ? 'a text' : describeGiven(chunk))

const failed = (name: string, cause: unknown): ModelError =>
  new ModelError('unreadable', name, `its stream failed: ${messageOf(cause)}`, cause)
