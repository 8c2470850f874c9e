import { piecesOf, type ByteSource } from './byte-source.ts'
import { pointAt, type Point, type TakeTriangle } from './point.ts'
import { UnreadableModel } from './unreadable-model.ts'

const PIECE_BYTES = 65_536
/** Lines of an STL file are short; without a bound, a file without line ends would have to be kept whole. */
const LONGEST_LINE = 65_536

/** Reads the triangles of an ASCII STL file, of one solid or several. @throws {UnreadableModel} */
export function readTextStl(source: ByteSource, take: TakeTriangle): void {
  const facets = createFacets(take)
  for (const line of linesOf(source)) facets.read(line)
  facets.end()
}

/** Only the corners count: normals follow from them, and whatever else a line says is not about the shape. */
function createFacets(take: TakeTriangle): { read(text: string): void; end(): void } {
  let corners: Point[] = []
  // A file has at least one solid; what follows its end may be comments.
  let isWithin = true
  let line = 0

  const endLoop = (): void => {
    const [a, b, c, ...more] = corners
    if (a === undefined || b === undefined || c === undefined || more.length > 0) {
      throw new UnreadableModel(`The facet that ends on line ${line} has ${corners.length} corners instead of 3`)
    }
    take(a, b, c)
    corners = []
  }

  return {
    read(text) {
      line += 1
      const [word, ...numbers] = text.trim().split(/\s+/)
      switch (word?.toLowerCase()) {
        case 'facet':
          return void (isWithin = true)
        case 'vertex':
          return void corners.push(vertex(numbers, line))
        case 'endloop':
          return endLoop()
        case 'endsolid':
          return void (isWithin = false)
        case 'end':
          return refuseEnd(numbers[0], line)
        default:
      }
    },
    end() {
      if (corners.length > 0) throw new UnreadableModel('The file ends within a facet')
      if (isWithin) throw new UnreadableModel('The file ends before its endsolid')
    },
  }
}

function refuseEnd(word: string | undefined, line: number): void {
  if (word?.toLowerCase() === 'solid') throw new UnreadableModel(`Line ${line} says "end solid" instead of "endsolid"`)
}

function vertex(numbers: readonly string[], line: number): Point {
  const [x, y, z, ...more] = numbers.map(Number)
  if (x === undefined || y === undefined || z === undefined || more.length > 0) {
    throw new UnreadableModel(`The vertex on line ${line} has ${numbers.length} coordinates instead of 3`)
  }
  return pointAt([x, y, z], `on line ${line}`)
}

/** A text of which each character is a byte, without the byte order mark of UTF-8. */
export function withoutMark(text: string): string {
  return text.replace(/^\u00ef\u00bb\u00bf/, '')
}

/** A text without the zero bytes and Ctrl-Z that some programs fill a file up with. */
export function withoutPadding(text: string): string {
  let end = text.length
  while (end > 0 && '\0\u001a'.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

function* linesOf(source: ByteSource): Generator<string> {
  let count = 0
  let rest = ''
  const bounded = (line: string): string => {
    if (line.length <= LONGEST_LINE) return line
    throw new UnreadableModel(`Line ${count + 1} has more than ${LONGEST_LINE} characters`)
  }
  for (const piece of piecesOf(source, 0, PIECE_BYTES)) {
    const lines = (rest + piece.toString('latin1')).split(/\r\n|\r|\n/)
    rest = withoutPadding(lines.pop() ?? '')
    for (const line of lines) {
      yield withoutPadding(bounded(count === 0 ? withoutMark(line) : line))
      count += 1
    }
    bounded(rest)
  }
  if (rest !== '') yield count === 0 ? withoutMark(rest) : rest
}
