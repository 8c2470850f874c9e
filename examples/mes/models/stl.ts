import type { Point } from './mesh.ts'

/** A file that is not what its format says. */
export class UnreadableModel extends Error {
  override readonly name = 'UnreadableModel'
}

export type TakeTriangle = (a: Point, b: Point, c: Point) => void

const HEADER_BYTES = 80
const TRIANGLE_BYTES = 50

/**
 * Reads the triangles of an STL file, binary or ASCII. A binary file may begin with `solid` as well: it is told by its size.
 *
 * @throws {UnreadableModel} when the file is neither
 */
export function readStl(bytes: Uint8Array, take: TakeTriangle): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isBinary(buffer)) readBinary(buffer, take)
  else if (/^\s*solid\b/.test(buffer.toString('latin1', 0, HEADER_BYTES))) readText(buffer, take)
  else throw new UnreadableModel('The file is neither binary nor ASCII STL')
}

function isBinary(buffer: Buffer): boolean {
  const start = HEADER_BYTES + 4
  return buffer.length >= start && buffer.length === start + TRIANGLE_BYTES * buffer.readUInt32LE(HEADER_BYTES)
}

function readBinary(buffer: Buffer, take: TakeTriangle): void {
  const point = (at: number): Point =>
    checked([buffer.readFloatLE(at), buffer.readFloatLE(at + 4), buffer.readFloatLE(at + 8)], `at byte ${at}`)
  for (let at = HEADER_BYTES + 4; at < buffer.length; at += TRIANGLE_BYTES) take(point(at + 12), point(at + 24), point(at + 36))
}

/** Only the corners count: normals follow from them, and whatever else a line says is not about the shape. */
function readText(buffer: Buffer, take: TakeTriangle): void {
  let corners: Point[] = []
  let line = 0
  for (const text of linesOf(buffer)) {
    line += 1
    const [word, ...numbers] = text.trim().split(/\s+/)
    if (word?.toLowerCase() === 'vertex') corners.push(vertex(numbers, line))
    if (word?.toLowerCase() !== 'endloop') continue
    const [a, b, c, ...more] = corners
    if (a === undefined || b === undefined || c === undefined || more.length > 0) {
      throw new UnreadableModel(`The facet that ends on line ${line} has ${corners.length} corners instead of 3`)
    }
    take(a, b, c)
    corners = []
  }
  if (corners.length > 0) throw new UnreadableModel('The file ends within a facet')
}

/** Line by line, since a whole file may be longer than a string can be. */
function* linesOf(buffer: Buffer): Generator<string> {
  let start = 0
  while (start < buffer.length) {
    const found = buffer.indexOf('\n', start)
    const end = found === -1 ? buffer.length : found
    yield buffer.toString('latin1', start, end)
    start = end + 1
  }
}

function vertex(numbers: readonly string[], line: number): Point {
  const [x, y, z, ...more] = numbers.map(Number)
  if (x === undefined || y === undefined || z === undefined || more.length > 0) {
    throw new UnreadableModel(`The vertex on line ${line} has ${numbers.length} coordinates instead of 3`)
  }
  return checked([x, y, z], `on line ${line}`)
}

/** Adding 0 makes -0 into 0: they are one place. */
function checked([x, y, z]: Point, place: string): Point {
  if (Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)) return [x + 0, y + 0, z + 0]
  throw new UnreadableModel(`The vertex ${place} is not a place`)
}
