import { availableParallelism } from 'node:os'
import { type Clock, later, NEVER, nextTurn } from '../foundation/clock.ts'
import { digestChunksInThread } from './digest-chunks.ts'
import { type Digested, digestInThread, FileRefusal, NoThread } from './digest-thread.ts'
import { isSameState } from './file-state.ts'
import type { DigestOptions } from './model-source.ts'
import { changed, fileChunks, lost, type SeenFile } from './seen-file.ts'
import { Semaphore } from '../foundation/semaphore.ts'
import { createHash } from 'node:crypto'

/** Below this a thread would take longer to start than the hashing takes. */
const MAX_BYTES_HERE = 1024 * 1024
const CHUNK_BYTES = 1024 * 1024
/** In this thread a chunk must not take long. */
const CHUNK_BYTES_HERE = 256 * 1024
const REPORT_EVERY_MS = 50

/** More threads than processors would only take memory. */
const MAX_THREADS = availableParallelism()
const threads = new Semaphore()

/** Rejects as the `digest` of a {ModelSource} does. */
export const digestFile = (clock: Clock, file: SeenFile, { signal, onBytes }: DigestOptions): Promise<string> => {
  const sizeBytes = Number(file.state.size)
  const job = { path: file.path, sizeBytes, chunkBytes: CHUNK_BYTES, reportEveryMs: REPORT_EVERY_MS }
  return digestBytes(
    clock,
    sizeBytes,
    { signal, onBytes },
    {
      inThread: async () =>
        checked(
          file,
          await digestInThread(job, { signal, onBytes }).catch((error: unknown) => {
            throw error instanceof FileRefusal ? lost(file, error) : error
          }),
        ),
      here: (options) => digestHere(fileChunks(file, CHUNK_BYTES_HERE), options),
    },
  )
}

/** @param chunks gives them anew from the first one, each at most so large and in a buffer of its own */
export const digestChunks = (
  clock: Clock,
  chunks: (chunkBytes: number) => AsyncIterable<Uint8Array<ArrayBuffer>>,
  sizeBytes: number,
  options: DigestOptions,
): Promise<string> =>
  digestBytes(clock, sizeBytes, options, {
    inThread: (options) => digestChunksInThread(chunks(CHUNK_BYTES), options),
    here: (options) => digestHere(chunks(CHUNK_BYTES_HERE), options),
  })

interface Ways {
  readonly inThread: (options: DigestOptions) => Promise<string>
  readonly here: (options: DigestOptions) => Promise<string>
}

/** Big models in a thread, where there can be one. */
const digestBytes = async (
  clock: Clock,
  sizeBytes: number,
  { signal, onBytes }: DigestOptions,
  { inThread, here }: Ways,
): Promise<string> => {
  const options = { signal, onBytes: seldom(clock, onBytes) }
  const digest =
    sizeBytes <= MAX_BYTES_HERE
      ? await here(options)
      : await threads
          .run(MAX_THREADS, signal, () => inThread(options))
          .catch((error: unknown) => {
            if (error instanceof NoThread) return here(options)
            throw error
          })
  onBytes(sizeBytes)
  return digest
}

/** @throws {ModelError} `changed` */
const checked = (file: SeenFile, { digest, states }: Digested): string => {
  if (states.every((state) => isSameState(file.state, state))) return digest
  throw changed(file)
}

const seldom = (clock: Clock, onBytes: (bytes: number) => void): ((bytes: number) => void) => {
  let toldAt = NEVER
  return (bytes) => {
    const now = clock.now()
    if (now < later(toldAt, REPORT_EVERY_MS)) return
    toldAt = now
    onBytes(bytes)
  }
}

/** The digest of chunks, worked out in this thread; other work of the process comes in between. */
const digestHere = async (chunks: AsyncIterable<Uint8Array>, { signal, onBytes }: DigestOptions): Promise<string> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    hash.update(chunk)
    bytes += chunk.length
    onBytes(bytes)
    await nextTurn()
  }
  signal.throwIfAborted()
  return hash.digest('hex')
}
