import type { ByteSource } from '../../reference/mes/models/byte-source.ts'

/** Bytes in memory, of which no more than `atMost` come at once. */
export const sourceOf = (bytes: Uint8Array, atMost = Number.POSITIVE_INFINITY): ByteSource => ({
  sizeBytes: bytes.length,
  read(target, position) {
    const part = bytes.subarray(position, position + Math.min(target.length, atMost))
    target.set(part)
    return part.length
  },
})
