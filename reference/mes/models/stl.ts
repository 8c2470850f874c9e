import { announcedTriangles, BINARY_HEADER_BYTES, binarySize, readBinaryStl } from './binary-stl.ts'
import { fill, type ByteSource } from './byte-source.ts'
import type { TakeTriangle } from './point.ts'
import { readTextStl, withoutMark, withoutPadding } from './text-stl.ts'
import { UnreadableModel } from './unreadable-model.ts'

/**
 * Reads the triangles of an STL file, binary or ASCII, piece by piece. A binary file may begin with `solid` as well: it is told
 * by its size. One that announces more than `most` triangles is refused before any of them is read.
 *
 * @throws {UnreadableModel} when the file is neither, is cut off, holds more triangles or what is no place
 */
export function readStl(source: ByteSource, most: number, take: TakeTriangle): void {
  let left = most
  const takeBounded: TakeTriangle = (a, b, c) => {
    left -= 1
    if (left < 0) throw new UnreadableModel(`The model has more than ${most} polygons`)
    take(a, b, c)
  }
  const header = headerOf(source)
  if (isBinary(header, source)) {
    if (announcedTriangles(header) > most) throw new UnreadableModel(`The model has more than ${most} polygons`)
    readBinaryStl(source, takeBounded)
  } else if (isText(header)) readTextStl(source, takeBounded)
  else throw new UnreadableModel(refusalOf(header, source))
}

function headerOf(source: ByteSource): Buffer {
  const header = Buffer.alloc(BINARY_HEADER_BYTES)
  return header.subarray(0, fill(source, header, 0))
}

function isBinary(header: Buffer, { sizeBytes }: ByteSource): boolean {
  return header.length === BINARY_HEADER_BYTES && sizeBytes === binarySize(announcedTriangles(header))
}

/** A text has no zero bytes before its end; the header of a binary file that begins with `solid` is filled up with them, or its count holds some. */
function isText(header: Buffer): boolean {
  const text = withoutPadding(withoutMark(header.toString('latin1')))
  return /^\s*solid\b/i.test(text) && !text.includes('\0')
}

function refusalOf(header: Buffer, { sizeBytes }: ByteSource): string {
  if (header.length < BINARY_HEADER_BYTES) return 'The file is neither binary nor ASCII STL'
  const triangles = announcedTriangles(header)
  return (
    `The file is neither ASCII STL nor whole binary STL: its header announces ${triangles} triangles, which take ` +
    `${binarySize(triangles)} bytes, and it has ${sizeBytes}`
  )
}
