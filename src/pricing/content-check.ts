import type { ModelFileFormat } from './model-input.ts'
import { type Defect, isText, type ModelContent } from './model-content.ts'
import { isAsciiStl, isBinaryStl, stlDefect } from './stl-content.ts'

const ZIP = 'PK\u0003\u0004'
const ZIP_END = 'PK\u0005\u0006'

const startsWith = ({ head }: ModelContent, text: string): boolean => head.toString('latin1', 0, text.length) === text

const isStep = ({ head }: ModelContent): boolean => /^\s*ISO-10303-21\s*;/.test(head.toString('utf8', 0, 1_024).replace(/^\uFEFF/, ''))

const hasLine = ({ head }: ModelContent, keyword: 'v' | 'f'): boolean =>
  new RegExp(`^[ \\t]*${keyword}[ \\t]+[-+.\\d]`, 'm').test(head.toString('latin1'))

const isObj = (content: ModelContent): boolean => isText(content.head) && hasLine(content, 'v')

/** The format that content looks like, if it looks like one. */
export const formatOfContent = (content: ModelContent): ModelFileFormat | undefined => {
  if (startsWith(content, ZIP) || startsWith(content, ZIP_END)) return '3MF'
  if (isStep(content)) return 'STEP'
  if (isBinaryStl(content) || isAsciiStl(content)) return 'STL'
  return isObj(content) ? 'OBJ' : undefined
}

/** What else a file may be that has the name of a model. */
const FOREIGN = [
  ['\u0089PNG', 'a PNG image'], ['\u00ff\u00d8\u00ff', 'a JPEG image'], ['GIF8', 'a GIF image'], ['%PDF-', 'a PDF document'],
  ['\u001f\u008b', 'a gzip archive'], ['Rar!', 'a RAR archive'], ['7z\u00bc\u00af', 'a 7z archive'], ['glTF', 'a glTF model'],
  ['Kaydara FBX Binary', 'an FBX model'], ['ply', 'a PLY model'],
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
  if (!startsWith(content, ZIP)) return { code: 'wrong-format', said: 'it is no ZIP archive' }
  return content.tail.includes(ZIP_END) ? undefined : { code: 'truncated', said: 'its archive has no directory at its end' }
}

const stepDefect = (content: ModelContent): Defect | undefined => {
  if (!isStep(content)) return { code: 'wrong-format', said: 'it does not begin with "ISO-10303-21;"' }
  return content.tail.includes('END-ISO-10303-21') ? undefined : { code: 'truncated', said: 'it does not end with "END-ISO-10303-21;"' }
}

/** Where an OBJ ends early cannot be told: any line may be its last. */
const objDefect = (content: ModelContent): Defect | undefined => {
  const isWhole = content.sizeBytes <= content.head.length
  if (!isText(content.head)) return { code: 'wrong-format', said: 'it is not text' }
  if (!hasLine(content, 'v')) return { code: 'wrong-format', said: `it has no vertex${isWhole ? '' : ` in its first ${content.head.length} bytes`}` }
  return isWhole && !hasLine(content, 'f') ? { code: 'empty', said: 'it has no faces' } : undefined
}

const DEFECTS: Readonly<Record<ModelFileFormat, (content: ModelContent) => Defect | undefined>> = {
  STL: stlDefect, '3MF': zipDefect, STEP: stepDefect, OBJ: objDefect,
}
