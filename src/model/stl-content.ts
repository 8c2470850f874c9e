import { asText, type Defect, isText, type ModelContent } from './model-content.ts'

/** A binary STL: 80 bytes of anything, the number of triangles, and 50 bytes for each of them. It may begin with `solid` as well. */
const PREAMBLE_BYTES = 84
const COUNT_AT = 80
const TRIANGLE_BYTES = 50

export const isBinaryStl = ({ head, sizeBytes }: ModelContent): boolean =>
  sizeBytes >= PREAMBLE_BYTES && sizeBytes === promisedBytes(head)

const promisedBytes = (head: Buffer): number => PREAMBLE_BYTES + TRIANGLE_BYTES * head.readUInt32LE(COUNT_AT)

const beginsAsSolid = ({ head }: ModelContent): boolean => /^\s*solid\b/i.test(asText(head.subarray(0, COUNT_AT)))

const hasFacet = (bytes: Buffer): boolean => /\b(?:facet|endsolid)\b/i.test(asText(bytes))

/** A comment or a name before the first facet may be longer than the head. */
export const isAsciiStl = (content: ModelContent): boolean =>
  isText(content.head) && beginsAsSolid(content) && (hasFacet(content.head) || (isText(content.tail) && hasFacet(content.tail)))

/** What is wrong with the content of an STL file, if anything is. */
export const stlDefect = (content: ModelContent): Defect | undefined => {
  if (isBinaryStl(content))
    return content.sizeBytes === PREAMBLE_BYTES ? { code: 'empty', said: 'its header promises no triangles' } : undefined
  if (isAsciiStl(content)) return asciiDefect(content)
  if (!isText(content.head)) return binaryDefect(content)
  if (!beginsAsSolid(content)) return { code: 'wrong-format', said: 'it is text that does not begin with "solid"' }
  return content.sizeBytes > content.head.length
    ? {
        code: 'wrong-format',
        said: `it begins with "solid", but has no facet in its first and last ${content.head.length} bytes`,
      }
    : { code: 'truncated', said: 'it ends before its first facet' }
}

/** Whether the end of a solid would be seen in the tail: padding and comments may be longer than what is looked at. */
const showsEnd = (tail: Buffer): boolean => /\b(?:(?:end)?facet|end[ \t]*solid)\b/i.test(asText(tail))

const asciiDefect = ({ head, tail, sizeBytes }: ModelContent): Defect | undefined => {
  if (!showsEnd(tail)) return undefined
  const end = behindFacets(asText(tail))
  if (/^[ \t]*end[ \t]+solid\b/im.test(end)) return { code: 'malformed', said: 'it ends with "end solid" instead of "endsolid"' }
  if (!/(?:^|\bendfacet)[ \t]*endsolid\b/im.test(end))
    return { code: 'truncated', said: 'it has no "endsolid" after its last facet' }
  const isWhole = sizeBytes <= head.length
  return isWhole && !/\bfacet\b/i.test(asText(head)) ? { code: 'empty', said: 'it has no facets' } : undefined
}

/** From the last `endfacet` on. Comments may follow the end of a solid, and another solid without facets. */
const behindFacets = (text: string): string => text.slice(Math.max(0, text.toLowerCase().lastIndexOf('endfacet')))

const binaryDefect = ({ head, sizeBytes }: ModelContent): Defect => {
  if (sizeBytes < PREAMBLE_BYTES) {
    return { code: 'truncated', said: `it has ${sizeBytes} bytes; a binary STL begins with a header of ${PREAMBLE_BYTES}` }
  }
  const promised = promisedBytes(head)
  const said = `its header promises ${head.readUInt32LE(COUNT_AT)} triangles, which makes ${promised} bytes; it has ${sizeBytes}`
  return { code: sizeBytes < promised ? 'truncated' : 'wrong-format', said }
}
