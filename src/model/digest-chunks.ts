import { digestInThread } from './digest-thread.ts'
import type { DigestOptions } from './model-source.ts'

/** Chunks on their way to the thread, at most: enough to keep it busy, and no more memory than that. */
const MAX_ON_THE_WAY = 4

/**
 * The digest of chunks, each of which has a buffer of its own, worked out in another thread. Rejects as `digestInThread` does, and
 * with what the chunks fail with.
 */
export const digestChunksInThread = async (
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  { signal, onBytes }: DigestOptions,
): Promise<string> => {
  const ended = new AbortController()
  const either = AbortSignal.any([signal, ended.signal])
  const acknowledged = new Acknowledgements()
  let fed = Promise.resolve()
  const digested = digestInThread(
    {},
    {
      signal: either,
      onBytes: (bytes) => {
        acknowledged.add()
        onBytes(bytes)
      },
      begin: (send) => {
        fed = feed(chunks, send, acknowledged, either).catch((error: unknown) => ended.abort(error))
      },
    },
  )
  try {
    return (await digested).digest
  } finally {
    ended.abort()
    acknowledged.add()
    await fed
  }
}

const feed = async (
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  send: (chunk: Uint8Array<ArrayBuffer> | null) => void,
  acknowledged: Acknowledgements,
  signal: AbortSignal,
): Promise<void> => {
  let sent = 0
  for await (const chunk of chunks) {
    while (sent - acknowledged.count >= MAX_ON_THE_WAY && !signal.aborted) await acknowledged.next()
    if (signal.aborted) return
    send(chunk)
    sent += 1
  }
  send(null)
}

/** Counts what the thread has taken, and tells who waits for the next one. */
class Acknowledgements {
  count = 0
  #next = Promise.withResolvers<void>()

  add(): void {
    this.count += 1
    const { resolve } = this.#next
    this.#next = Promise.withResolvers()
    resolve()
  }

  next(): Promise<void> {
    return this.#next.promise
  }
}
