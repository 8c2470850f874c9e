import type { FileHandle } from 'node:fs/promises'
import { ModelError } from '../error/model-error.ts'
import { defectOf, formatOfContent, HEAD_BYTES, type ModelContent, TAIL_BYTES } from './content-check.ts'
import { type ModelFileFormat, formatOfName } from './model-input.ts'
import { readAt } from './seen-file.ts'

/** What is known of a model before it is looked at. */
export interface Named {
  /** How messages name it. */
  readonly name: string
  readonly fileName: string | undefined
  readonly format: ModelFileFormat | undefined
}

/** @throws {ModelError} `empty`, `too-large` */
export const checkSize = ({ name }: Pick<Named, 'name'>, sizeBytes: number, maxModelBytes: number): void => {
  if (sizeBytes === 0) throw new ModelError('empty', name, 'it has no bytes')
  if (sizeBytes > maxModelBytes) throw tooLarge(name, `it has ${sizeBytes} bytes`, maxModelBytes)
}

export const tooLarge = (name: string, said: string, maxModelBytes: number): ModelError =>
  new ModelError('too-large', name, `${said}; at most ${maxModelBytes} are allowed (maxModelBytes)`)

/**
 * The format of a model: as given, else by its name, else by its content, which is of that format as far as it can be told quickly.
 *
 * @throws {ModelError} `wrong-format`, `truncated`, `malformed`, `empty`
 */
export const checkFormat = ({ name, fileName, format }: Named, content: ModelContent): ModelFileFormat => {
  const expected = format ?? formatOfName(fileName ?? '') ?? formatOfContent(content)
  if (expected === undefined) {
    throw new ModelError(
      'wrong-format',
      name,
      'neither its name nor its content is that of an STL, OBJ, 3MF or STEP file; say which by format',
    )
  }
  const defect = defectOf(content, expected)
  if (defect === undefined) return expected
  throw new ModelError(defect.code, name, `expected ${expected}, but ${defect.said}`)
}

export const contentOfBytes = (bytes: Uint8Array): ModelContent => ({
  sizeBytes: bytes.length,
  head: Buffer.from(bytes.subarray(0, HEAD_BYTES)),
  tail: Buffer.from(bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES))),
})

export const contentOfBlob = async (blob: Blob, name: string): Promise<ModelContent> => ({
  sizeBytes: blob.size,
  head: Buffer.from(await blobPart(blob, name, 0, HEAD_BYTES)),
  tail: Buffer.from(await blobPart(blob, name, Math.max(0, blob.size - TAIL_BYTES), blob.size)),
})

export const contentOfFile = async (handle: FileHandle, sizeBytes: number): Promise<ModelContent> => ({
  sizeBytes,
  head: await readAt(handle, 0, Math.min(HEAD_BYTES, sizeBytes)),
  tail: await readAt(handle, Math.max(0, sizeBytes - TAIL_BYTES), Math.min(TAIL_BYTES, sizeBytes)),
})

/** Copies of bytes in memory, each chunk in a buffer of its own: who takes them may keep or transfer them. */
export async function* bytesChunks(
  bytes: Uint8Array,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield new Uint8Array(bytes.subarray(start, start + chunkBytes))
}

/** A part of a Blob, which may stand for a file. @throws {ModelError} `changed` where that was changed */
const blobPart = async (blob: Blob, name: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return new Uint8Array(await blob.slice(start, end).arrayBuffer())
  } catch (cause) {
    throw new ModelError('changed', name, 'the Blob can no longer be read', cause)
  }
}

export async function* blobChunks(
  blob: Blob,
  name: string,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let start = 0; start < blob.size; start += chunkBytes) yield blobPart(blob, name, start, start + chunkBytes)
}
