import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync, type ZstdOptions } from 'node:zlib'
import type { Payload } from './envelope.ts'
import { UnreadableEntry } from './unreadable-entry.ts'

/** Bytes of JSON up to which compressing takes less of the event loop than handing the work to another thread. */
const SYNC_BYTES = 128 * 1024
const MIN_CHUNK_BYTES = 64
/** A text of more bytes is kept only if each byte that it is compressed to stands for at most so many: a small entry is little work. */
const MAX_RATIO = 1_000

/** The level that costs least; the next ones save a tenth more and take twice as long. */
const COMPRESSION: ZstdOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

const compressLater = promisify(zstdCompress)
const decompressLater = promisify(zstdDecompress)

/** A text in the form in which it is kept: compressed where it has at least so many bytes, off the event loop where it is big. */
export const packText = async (json: Buffer, compressAbove: number): Promise<Payload> => {
  const textBytes = json.length
  if (textBytes <= compressAbove) return { encoding: 'json', bytes: json, textBytes }
  const bytes = textBytes <= SYNC_BYTES ? zstdCompressSync(json, COMPRESSION) : await compressLater(json, COMPRESSION)
  return bytes.length < textBytes && isPlausible(bytes, textBytes)
    ? { encoding: 'zstd', bytes, textBytes }
    : { encoding: 'json', bytes: json, textBytes }
}

const isPlausible = (bytes: Buffer, textBytes: number): boolean => textBytes <= Math.max(SYNC_BYTES, bytes.length * MAX_RATIO)

/**
 * The bytes of the JSON text. No more memory is taken than the payload declares, nor than the limit.
 *
 * @throws {UnreadableEntry} for a text of another length than declared, one above the limit, and what is not compressed
 */
export const unpackText = async ({ encoding, bytes, textBytes }: Payload, maxBytes: number): Promise<Buffer> => {
  if (textBytes > maxBytes) throw new UnreadableEntry(`a value of ${textBytes} bytes, above the limit of ${maxBytes}`)
  if (encoding === 'zstd' && !isPlausible(bytes, textBytes))
    throw new UnreadableEntry(`a value of ${textBytes} bytes in ${bytes.length}, more than ${MAX_RATIO} times as many`)
  const json = encoding === 'zstd' ? await decompress(bytes, textBytes) : bytes
  if (json.length !== textBytes) throw new UnreadableEntry('value of another length')
  return json
}

const decompress = async (bytes: Buffer, textBytes: number): Promise<Buffer> => {
  const bounds: ZstdOptions = { maxOutputLength: Math.max(1, textBytes), chunkSize: Math.max(MIN_CHUNK_BYTES, textBytes) }
  try {
    return textBytes <= SYNC_BYTES ? zstdDecompressSync(bytes, bounds) : await decompressLater(bytes, bounds)
  } catch (cause) {
    throw new UnreadableEntry('value that cannot be decompressed', { cause })
  }
}
