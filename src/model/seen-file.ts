import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { ModelError } from '../error/model-error.ts'
import { type FileState, isSameState, stateOf } from './file-state.ts'
import { messageOf, systemCodeOf } from './system-error.ts'

/** A file in the state in which it was first seen. */
export interface SeenFile {
  readonly path: string
  /** How messages name it. */
  readonly name: string
  readonly state: FileState
}

/** Opens for reading. A pipe is opened at once, too, rather than when somebody writes to it. */
export const openForReading = (path: string): Promise<FileHandle> => open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))

/** The file is not what it was. */
export const changed = ({ name }: SeenFile, cause?: unknown): ModelError =>
  new ModelError('changed', name, 'the file was changed, replaced or removed while it was in use', cause)

/** @throws {ModelError} `changed` where the open file is not in the state that was seen */
export const verify = async (file: SeenFile, handle: FileHandle): Promise<void> => {
  if (!isSameState(file.state, stateOf(await handle.stat({ bigint: true })))) throw changed(file)
}

const GONE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EACCES', 'EPERM', 'ESTALE'])

/** What it means that a file which could be read cannot be read now. */
export const lost = (file: SeenFile, cause: unknown): unknown => {
  const code = systemCodeOf(cause)
  if (code === undefined) return cause
  return GONE.has(code) ? changed(file, cause) : new ModelError('unreadable', file.name, messageOf(cause), cause)
}

/** @throws {ModelError} `changed` where what its path leads to is not in the state that was seen */
export const verifyPath = async (file: SeenFile): Promise<void> => {
  try {
    await using handle = await openForReading(file.path)
    await verify(file, handle)
  } catch (cause) {
    throw lost(file, cause)
  }
}

/** Exactly so many bytes from a place, in a buffer of their own; fewer where the file ends. */
export const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer<ArrayBuffer>> => {
  const buffer = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled === length ? buffer : Buffer.from(buffer.subarray(0, filled))
}

/**
 * The bytes of a file, each chunk in a buffer of its own. The file is compared with what was seen at the beginning and before the
 * last chunk, so that who takes all of them has taken an unchanged file.
 *
 * @throws {ModelError} `changed`
 */
export async function* fileChunks(file: SeenFile, chunkBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  try {
    await using handle = await openForReading(file.path)
    await verify(file, handle)
    const size = Number(file.state.size)
    for (let position = 0; position < size; position += chunkBytes) {
      const length = Math.min(chunkBytes, size - position)
      const chunk = await readAt(handle, position, length)
      if (position + length === size) await verify(file, handle)
      if (chunk.length < length) throw changed(file)
      yield chunk
    }
  } catch (cause) {
    throw lost(file, cause)
  }
}
