import { ModelError } from '../error/model-error.ts'

/** Copies of bytes in memory, each chunk in a buffer of its own: who takes them may keep or transfer them. */
export async function* bytesChunks(
  bytes: Uint8Array,
  chunkBytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield new Uint8Array(bytes.subarray(start, start + chunkBytes))
}

/** A part of a Blob, which may stand for a file. @throws {ModelError} `changed` where that was changed */
export const blobPart = async (blob: Blob, name: string, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
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
