import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** The bytes of a file at whatever place, so that nobody needs all of them at once. */
export interface ByteSource {
  readonly sizeBytes: number
  /** Reads from `position` on and returns how many bytes it has put into `target`: none at the end, and else as many as come at once. */
  read(target: Uint8Array, position: number): number
}

export interface OpenFile extends ByteSource {
  close(): void
}

/** A file that is read from the disk; whoever opens it closes it. It blocks its thread, which is to be one of its own. */
export function openFile(path: string): OpenFile {
  const file = openSync(path, 'r')
  return {
    sizeBytes: fstatSync(file).size,
    read: (target, position) => readSync(file, target, 0, target.length, position),
    close: () => closeSync(file),
  }
}

/** The bytes from `from` on in pieces of one size; the last may be shorter. Each piece is valid until the next one is asked for. */
export function* piecesOf(source: ByteSource, from: number, pieceBytes: number): Generator<Buffer> {
  const piece = Buffer.allocUnsafe(pieceBytes)
  for (let position = from; ;) {
    const filled = fill(source, piece, position)
    if (filled > 0) yield piece.subarray(0, filled)
    if (filled < pieceBytes) return
    position += filled
  }
}

/** Reads until `target` is full or the file ends; returns how many bytes came. */
export function fill(source: ByteSource, target: Buffer, position: number): number {
  let filled = 0
  while (filled < target.length) {
    const count = source.read(target.subarray(filled), position + filled)
    if (count === 0) break
    filled += count
  }
  return filled
}
