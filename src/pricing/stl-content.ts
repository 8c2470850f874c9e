import { type Defect, isText, type ModelContent } from './model-content.ts'

/** A binary STL: 80 bytes of anything, the number of triangles, and 50 bytes for each of them. It may begin with `solid` as well. */
const PREAMBLE_BYTES = 84
const COUNT_AT = 80
const TRIANGLE_BYTES = 50
/** The last line of an ASCII STL, with its name of the solid and empty lines behind it, is shorter. */
const LAST_LINE_BYTES = 4_096

export const isBinaryStl = ({ head, sizeBytes }: ModelContent): boolean =>
  sizeBytes >= PREAMBLE_BYTES && sizeBytes === promisedBytes(head)

const promisedBytes = (head: Buffer): number => PREAMBLE_BYTES + TRIANGLE_BYTES * head.readUInt32LE(COUNT_AT)

const beginsAsSolid = ({ head }: ModelContent): boolean => /^\s*solid\b/i.test(head.toString('latin1', 0, COUNT_AT))

export const isAsciiStl = (content: ModelContent): boolean =>
  isText(content.head) && beginsAsSolid(content) && /\b(?:facet|endsolid)\b/i.test(content.head.toString('latin1'))

/** What is wrong with the content of an STL file, if anything is. */
export const stlDefect = (content: ModelContent): Defect | undefined => {
  if (isBinaryStl(content)) return content.sizeBytes === PREAMBLE_BYTES ? { code: 'empty', said: 'its header promises no triangles' } : undefined
  if (isAsciiStl(content)) return asciiDefect(content)
  if (!isText(content.head)) return binaryDefect(content)
  if (!beginsAsSolid(content)) return { code: 'wrong-format', said: 'it is text that does not begin with "solid"' }
  return content.sizeBytes > content.head.length
    ? { code: 'wrong-format', said: `it begins with "solid", but has no facet in its first ${content.head.length} bytes` }
    : { code: 'truncated', said: 'it ends before its first facet' }
}

const asciiDefect = ({ head, tail, sizeBytes }: ModelContent): Defect | undefined => {
  if (!/\bendsolid\b[^\r\n]*\s*$/i.test(tail.subarray(-LAST_LINE_BYTES).toString('latin1'))) return { code: 'truncated', said: 'it does not end with "endsolid"' }
  const isWhole = sizeBytes <= head.length
  return isWhole && !/\bfacet\b/i.test(head.toString('latin1')) ? { code: 'empty', said: 'it has no facets' } : undefined
}

const binaryDefect = ({ head, sizeBytes }: ModelContent): Defect => {
  if (sizeBytes < PREAMBLE_BYTES) {
    return { code: 'truncated', said: `it has ${sizeBytes} bytes; a binary STL begins with a header of ${PREAMBLE_BYTES}` }
  }
  const promised = promisedBytes(head)
  const said = `its header promises ${head.readUInt32LE(COUNT_AT)} triangles, which makes ${promised} bytes; it has ${sizeBytes}`
  return { code: sizeBytes < promised ? 'truncated' : 'wrong-format', said }
}
