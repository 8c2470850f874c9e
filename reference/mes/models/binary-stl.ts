import { piecesOf, type ByteSource } from './byte-source.ts'
import { pointAt, type Point, type TakeTriangle } from './point.ts'
import { UnreadableModel } from './unreadable-model.ts'

/** Bytes before the first triangle: a free text, and the number of triangles. */
export const BINARY_HEADER_BYTES = 84

const COUNT_AT = 80
const NORMAL_BYTES = 12
const TRIANGLE_BYTES = 50
const TRIANGLES_AT_A_TIME = 20_000

/** Number of triangles that the header of a binary file announces. */
export function announcedTriangles(header: Buffer): number {
  return header.readUInt32LE(COUNT_AT)
}

/** Size of a binary file with so many triangles, in bytes. */
export function binarySize(triangles: number): number {
  return BINARY_HEADER_BYTES + TRIANGLE_BYTES * triangles
}

/** Reads the triangles of a binary STL file of the announced size. @throws {UnreadableModel} */
export function readBinaryStl(source: ByteSource, take: TakeTriangle): void {
  let start = BINARY_HEADER_BYTES
  for (const piece of piecesOf(source, start, TRIANGLES_AT_A_TIME * TRIANGLE_BYTES)) {
    if (piece.length % TRIANGLE_BYTES !== 0) throw new UnreadableModel('The file ends within a triangle')
    for (let at = 0; at < piece.length; at += TRIANGLE_BYTES) readTriangle(piece, at + NORMAL_BYTES, start, take)
    start += piece.length
  }
}

/** Only the corners count: the normal follows from them, and the two bytes behind them mean nothing that is agreed on. */
function readTriangle(piece: Buffer, at: number, start: number, take: TakeTriangle): void {
  const point = (from: number): Point =>
    pointAt([piece.readFloatLE(from), piece.readFloatLE(from + 4), piece.readFloatLE(from + 8)], `at byte ${start + from}`)
  take(point(at), point(at + 12), point(at + 24))
}
