import { fileURLToPath } from 'node:url'
import { describeGiven } from '../error/configuration-error.ts'
import type { ValidationIssue } from '../error/validation-errors.ts'
import { isStream } from '../foundation/given-stream.ts'
import { bytesOf, isBlob, isKnownModel, isUrl, type ModelFileFormat } from './model-input.ts'

/** What is said of a model, not yet looked at. */
export interface GivenInput {
  readonly model: unknown
  readonly fileName?: unknown
  readonly format?: unknown
}

const FORMATS: readonly unknown[] = ['STL', 'OBJ', '3MF', 'STEP'] satisfies readonly ModelFileFormat[]
export const MAX_NAME = 255
/** No system takes a longer path: it is content. */
const MAX_PATH = 32_767

const MODEL = 'a path, a file: URL, bytes, a Blob or File, a stream, { modelId } or { sha256 }'
const PATH = 'a path (bytes are given as a Buffer or Uint8Array)'
const DIGEST = /^[0-9a-f]{64}$/

/** Everything that is wrong with a model, its name and its format, as far as that can be told without reading it. */
export const issuesOfInput = ({ model, fileName, format }: GivenInput): readonly ValidationIssue[] => [
  ...issuesOfModel(model),
  ...(fileName === undefined || isFileName(fileName)
    ? []
    : [refuse('fileName', `a text of 1 to ${MAX_NAME} characters`, fileName)]),
  ...(format === undefined || FORMATS.includes(format) ? [] : [refuse('format', "'STL', 'OBJ', '3MF' or 'STEP'", format)]),
]

const refuse = (path: string, allowed: string, given: unknown): ValidationIssue => ({
  path,
  message: `expected ${allowed}, got ${describeGiven(given)}`,
})

const isFileName = (name: unknown): boolean => typeof name === 'string' && name.length >= 1 && name.length <= MAX_NAME

const issuesOfModel = (model: unknown): readonly ValidationIssue[] => {
  if (typeof model === 'string')
    return model !== '' && model.length <= MAX_PATH && !model.includes('\0') ? [] : [refuse('model', PATH, model)]
  if (isUrl(model)) return issuesOfUrl(model)
  if (isKnownModel(model)) return issuesOfKnown(model)
  const isReadable = bytesOf(model) !== undefined || isBlob(model) || isStream(model)
  return isReadable ? [] : [refuse('model', MODEL, model)]
}

const issuesOfUrl = (url: URL): readonly ValidationIssue[] => {
  const given = `${url.protocol}//${url.host}`
  if (url.protocol !== 'file:') return [refuse('model', 'a file: URL (of another address the body of its answer)', given)]
  try {
    fileURLToPath(url.href)
    return []
  } catch {
    return [refuse('model', 'a file: URL of this machine', given)]
  }
}

const issuesOfKnown = (model: object): readonly ValidationIssue[] => {
  const { modelId, sha256 } = model as { readonly modelId?: unknown; readonly sha256?: unknown }
  if (modelId !== undefined && sha256 !== undefined)
    return [{ path: 'model', message: 'expected { modelId } or { sha256 }, got both' }]
  if (sha256 === undefined)
    return typeof modelId === 'string' && modelId !== '' ? [] : [refuse('model.modelId', 'the id of a model', modelId)]
  return typeof sha256 === 'string' && DIGEST.test(sha256) ? [] : [refuse('model.sha256', '64 digits 0-9 and a-f', sha256)]
}
