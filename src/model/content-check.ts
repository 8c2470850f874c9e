import type { ModelFileFormat } from './model-input.ts'
import { asText, type Defect, isText, type ModelContent } from './model-content.ts'
import { isAsciiStl, isBinaryStl, stlDefect } from './stl-content.ts'

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

const DEFECTS: Readonly<Record<ModelFileFormat, (content: ModelContent) => Defect | undefined>> = {
  STL: stlDefect,
  '3MF': zipDefect,
  STEP: stepDefect,
  OBJ: objDefect,
}
