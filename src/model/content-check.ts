import type { ModelFileFormat } from './model-input.ts'

const ZIP = 'PK\u0003\u0004'
/** Before the first file of an archive that was meant to be split (APPNOTE.TXT, section 8.5.4). */
const SPANNING_MARKERS = ['PK00', 'PK\u0007\u0008'] as const
const ZIP_END = 'PK\u0005\u0006'

const startsWith = ({ head }: ModelContent, text: string): boolean => head.toString('latin1', 0, text.length) === text

const isZip = (content: ModelContent): boolean =>
  startsWith(content, ZIP) || SPANNING_MARKERS.some((marker) => startsWith(content, marker + ZIP))

const STEP_END = 'END-ISO-10303-21'

/** A comment before the first keyword may be longer than the head. */
const isStep = ({ head, tail }: ModelContent): boolean => {
  const begin = behindComments(asText(head))
  return begin === undefined ? tail.includes(STEP_END) : /^ISO-10303-21\s*;/.test(begin)
}

/** The text from its first keyword on; `undefined` where it ends within a comment. */
const behindComments = (text: string): string | undefined => {
  for (let begin = text.trimStart(); ;) {
    if (!begin.startsWith('/*')) return begin
    const end = begin.indexOf('*/', 2)
    if (end === -1) return undefined
    begin = begin.slice(end + 2).trimStart()
  }
}

const hasLine = (bytes: Buffer, keyword: 'v' | 'f'): boolean =>
  new RegExp(`^[ \\t]*${keyword}[ \\t]+[-+.\\d]`, 'm').test(asText(bytes))

/** Lines that may stand before the first vertex. The last one may be cut off within its keyword. */
const isObjHeader = (bytes: Buffer): boolean =>
  asText(bytes)
    .split(/[\r\n]+/)
    .every((line) => /^[ \t]*(?:#|(?:mtllib|usemtl|o|g|s|vn|vt|vp)\b|[a-z]{0,5}$)/.test(line))

/** A comment before the first vertex may be longer than the head. */
const hasVertex = ({ head, tail }: ModelContent): boolean =>
  hasLine(head, 'v') || (isObjHeader(head) && isText(tail) && (hasLine(tail, 'v') || hasLine(tail, 'f')))

const isObj = (content: ModelContent): boolean => isText(content.head) && hasVertex(content)

/** The format that content looks like, if it looks like one. */
export const formatOfContent = (content: ModelContent): ModelFileFormat | undefined => {
  if (isZip(content) || startsWith(content, ZIP_END)) return '3MF'
  if (isStep(content)) return 'STEP'
  if (isBinaryStl(content) || isAsciiStl(content)) return 'STL'
  return isObj(content) ? 'OBJ' : undefined
}

/** What else a file may be that has the name of a model. */
const FOREIGN = [
  ['\u0089PNG', 'a PNG image'],
  ['\u00ff\u00d8\u00ff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['%PDF-', 'a PDF document'],
  ['\u001f\u008b', 'a gzip archive'],
  ['Rar!', 'a RAR archive'],
  ['7z\u00bc\u00af', 'a 7z archive'],
  ['glTF', 'a glTF model'],
  ['Kaydara FBX Binary', 'an FBX model'],
  ['ply', 'a PLY model'],
] as const

/** What is wrong with content that should be of a format, if anything is. */
export const defectOf = (content: ModelContent, format: ModelFileFormat): Defect | undefined => {
  const defect = DEFECTS[format](content)
  if (defect === undefined || defect.code === 'empty') return defect
  const seen = formatOfContent(content)
  const foreign = seen !== undefined && seen !== format ? seen : FOREIGN.find(([begin]) => startsWith(content, begin))?.[1]
  return foreign === undefined ? defect : { code: 'wrong-format', said: `it looks like ${foreign}` }
}

const zipDefect = (content: ModelContent): Defect | undefined => {
  if (startsWith(content, ZIP_END)) return { code: 'empty', said: 'its archive has no files' }
  if (!isZip(content)) return { code: 'wrong-format', said: 'it is no ZIP archive' }
  return content.tail.includes(ZIP_END) ? undefined : { code: 'truncated', said: 'its archive has no directory at its end' }
}

const stepDefect = (content: ModelContent): Defect | undefined => {
  if (!isStep(content)) return { code: 'wrong-format', said: 'it does not begin with "ISO-10303-21;"' }
  return content.tail.includes(STEP_END) ? undefined : { code: 'truncated', said: 'it does not end with "END-ISO-10303-21;"' }
}

/** Where an OBJ ends early cannot be told: any line may be its last. */
const objDefect = (content: ModelContent): Defect | undefined => {
  const isWhole = content.sizeBytes <= content.head.length
  if (!isText(content.head)) return { code: 'wrong-format', said: 'it is not text' }
  if (!hasVertex(content))
    return { code: 'wrong-format', said: `it has no vertex${isWhole ? '' : ` in its first ${content.head.length} bytes`}` }
  return isWhole && !hasLine(content.head, 'f') ? { code: 'empty', said: 'it has no faces' } : undefined
}

/** What can be read of a model without reading all of it. */
export interface ModelContent {
  readonly sizeBytes: number
  /** Its first `HEAD_BYTES`, or all of it. */
  readonly head: Buffer
  /** Its last `TAIL_BYTES`, or all of it. */
  readonly tail: Buffer
}

/** Why content is not a model of its format. */
export interface Defect {
  readonly code: 'empty' | 'truncated' | 'malformed' | 'wrong-format'
  readonly said: string
}

export const HEAD_BYTES = 64 * 1024
/** A ZIP ends with a record of 22 bytes and a comment of at most 65,535. */
export const TAIL_BYTES = 22 + 65_535

const SPACE = 32
const TAB = 9
const CARRIAGE_RETURN = 13
/** Ends the text files of some old programs. */
const SUBSTITUTE = 26

/** The content of a text file before what programs fill it up with: zero bytes, Ctrl-Z, blanks and empty lines. */
const withoutPadding = (bytes: Buffer): Buffer => {
  let end = bytes.length
  while (end > 0 && isPadding(bytes[end - 1])) end--
  return bytes.subarray(0, end)
}

const isPadding = (byte = SPACE): boolean =>
  byte === 0 || byte === SUBSTITUTE || byte === SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN)

/** The text of bytes in an encoding that ASCII is part of, without a byte order mark. */
export const asText = (bytes: Buffer): string => bytes.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')

/** Whether the bytes could be text in an encoding that ASCII is part of. */
export const isText = (bytes: Buffer): boolean => {
  const content = withoutPadding(bytes)
  return (content.length === 0 ? bytes : content).every(
    (byte) => byte >= SPACE || (byte >= TAB && byte <= CARRIAGE_RETURN) || byte === SUBSTITUTE,
  )
}

/** A binary STL: 80 bytes of anything, the number of triangles, and 50 bytes for each of them. It may begin with `solid` as well. */
const PREAMBLE_BYTES = 84
const COUNT_AT = 80
const TRIANGLE_BYTES = 50

const isBinaryStl = ({ head, sizeBytes }: ModelContent): boolean =>
  sizeBytes >= PREAMBLE_BYTES && sizeBytes === promisedBytes(head)

const promisedBytes = (head: Buffer): number => PREAMBLE_BYTES + TRIANGLE_BYTES * head.readUInt32LE(COUNT_AT)

const beginsAsSolid = ({ head }: ModelContent): boolean => /^\s*solid\b/i.test(asText(head.subarray(0, COUNT_AT)))

const hasFacet = (bytes: Buffer): boolean => /\b(?:facet|endsolid)\b/i.test(asText(bytes))

/** A comment or a name before the first facet may be longer than the head. */
const isAsciiStl = (content: ModelContent): boolean =>
  isText(content.head) && beginsAsSolid(content) && (hasFacet(content.head) || (isText(content.tail) && hasFacet(content.tail)))

/** What is wrong with the content of an STL file, if anything is. */
const stlDefect = (content: ModelContent): Defect | undefined => {
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

const DEFECTS: Readonly<Record<ModelFileFormat, (content: ModelContent) => Defect | undefined>> = {
  STL: stlDefect,
  '3MF': zipDefect,
  STEP: stepDefect,
  OBJ: objDefect,
}
