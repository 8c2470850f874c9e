import { type Clock, noted } from '../foundation/clock.ts'
import { RunningWork } from '../foundation/running-work.ts'
import type { ModelFileFormat } from './model-input.ts'
import type { DigestOptions, ModelSource } from './model-source.ts'
import { untilAborted } from '../foundation/time-limit.ts'

/** Where the bytes of a source come from. */
export interface Origin {
  readonly clock: Clock
  readonly sizeBytes: number
  readonly digest: (options: DigestOptions) => Promise<string>
  /** Settles where a digest that is known still holds, and rejects where it does not. */
  readonly verify: () => Promise<void>
  /** The bytes from the first one, each chunk at most so large and in a buffer of its own. */
  readonly chunks: (chunkBytes: number) => AsyncIterable<Uint8Array<ArrayBuffer>>
  readonly dispose: () => Promise<void>
}

/** Small enough that what is read does not outrun the garbage collection: memory stays flat. */
const OPEN_CHUNK_BYTES = 64 * 1024
/** A thread that is told to end does so between two reads. */
const ENDING_MS = 5_000

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>

async function* chunksOf({ chunks }: Origin, ended: () => void): Chunks {
  try {
    yield* chunks(OPEN_CHUNK_BYTES)
  } finally {
    ended()
  }
}

/** The chunks of an origin, among the open streams until they are at their end or given up. */
const opened = (origin: Origin, streams: Set<Chunks>): Chunks => {
  const stream: Chunks = chunksOf(origin, () => void streams.delete(stream))
  streams.add(stream)
  return stream
}

/** A source of what an origin has. */
export const openSource = (fileName: string, format: ModelFileFormat, origin: Origin): ModelSource => {
  const closing = new AbortController()
  const running = new RunningWork()
  const streams = new Set<Chunks>()
  let known: string | undefined
  let closed: Promise<void> | undefined

  const digest = async ({ signal, onBytes }: DigestOptions): Promise<string> => {
    const failing = new AbortController()
    const either = AbortSignal.any([signal, failing.signal, closing.signal])
    either.throwIfAborted()
    const tell = (bytes: number): void => {
      if (either.aborted) return
      try {
        onBytes(bytes)
      } catch (error) {
        failing.abort(error)
      }
    }
    const found = await untilAborted(noted(origin.clock, running.track(origin.digest({ signal: either, onBytes: tell }))), either)
    either.throwIfAborted()
    return found
  }

  return {
    fileName,
    format,
    sizeBytes: origin.sizeBytes,
    digest: async (options) => {
      options.signal.throwIfAborted()
      if (known === undefined) return (known = await digest(options))
      await untilAborted(noted(origin.clock, origin.verify()), options.signal)
      return known
    },
    open: () => ReadableStream.from(opened(origin, streams)),
    close: () =>
      (closed ??= (async () => {
        closing.abort(new DOMException('the model was closed', 'AbortError'))
        // Who failed in the middle of a stream may have dropped it without a word.
        for (const stream of streams) void running.track(stream.return())
        await running.settle(origin.clock, ENDING_MS)
        await noted(origin.clock, origin.dispose())
      })()),
  }
}
