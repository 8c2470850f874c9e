import { createHash } from 'node:crypto'
import { nextTurn } from '../foundation/clock.ts'
import type { DigestOptions } from './model-source.ts'

/** The digest of chunks, worked out in this thread; other work of the process comes in between. */
export const digestHere = async (chunks: AsyncIterable<Uint8Array>, { signal, onBytes }: DigestOptions): Promise<string> => {
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
