import { types } from 'node:util'
import { isStream } from '../foundation/given-stream.ts'
import { fileURLToPath } from 'node:url'
import { describeGiven } from '../error/configuration-error.ts'
import type { ValidationIssue } from '../error/validation-errors.ts'
import { basename, extname } from 'node:path'

/** Formats of 3D models that the MES takes. */
export type ModelFileFormat = 'STL' | 'OBJ' | '3MF' | 'STEP'

/** A model that the MES already has: by its id there, or by the SHA-256 of its bytes in lower-case hex. */
export type KnownModel = { readonly modelId: string } | { readonly sha256: string }

/**
 * A 3D model: a path, a `file:` URL, its bytes, a Blob or File, a stream of its bytes (kept in a temporary file until it is
 * uploaded), or one that the MES already has. A stream belongs to the call, which ends it whatever it is refused for. Bytes must not be
 * changed until the call has settled; the MES would refuse them.
 */
export type ModelInput =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | NodeJS.ReadableStream
  | AsyncIterable<Uint8Array>
  | KnownModel

/** A model and what is said of it. */
export interface NamedInput {
  readonly model: ModelInput
  /** Name of the file, for people, 1 to 255 characters. Default: that of the path or File, else `model` with the format's extension. */
  readonly fileName?: string
  /** Default: by the file name's extension (`.stl`, `.obj`, `.3mf`, `.step`, `.stp`), else by the content. */
  readonly format?: ModelFileFormat
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

// Test runners give tests a realm of their own, where `instanceof` fails.
const isNamed = (value: unknown, name: string): boolean => Object.prototype.toString.call(value) === `[object ${name}]`

export const isUrl = (value: unknown): value is URL => isNamed(value, 'URL')

export const isBlob = (value: unknown): value is Blob => isNamed(value, 'Blob') || isNamed(value, 'File')

export const isFile = (value: Blob): value is File => isNamed(value, 'File')

/** The bytes of an array or a buffer, not copied. */
export const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (types.isUint8Array(value)) return value
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : undefined
}

/** Whether a model is one that the MES already has, whose bytes are not here. */
export const isKnownModel = (value: unknown): value is KnownModel =>
  isObject(value) &&
  !isBlob(value) &&
  !isUrl(value) &&
  bytesOf(value) === undefined &&
  !isStream(value) &&
  (Object.hasOwn(value, 'modelId') || Object.hasOwn(value, 'sha256'))

/** What is said of a model, not yet looked at. */
interface GivenInput {
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

const EXTENSIONS: Readonly<Record<string, ModelFileFormat>> = {
  '.stl': 'STL',
  '.obj': 'OBJ',
  '.3mf': '3MF',
  '.step': 'STEP',
  '.stp': 'STEP',
}

/** The format that the extension of a name stands for, if it stands for one. */
export const formatOfName = (name: string): ModelFileFormat | undefined => EXTENSIONS[extname(name).toLowerCase()]

export const nameOfFormat = (format: ModelFileFormat): string => `model.${format.toLowerCase()}`

/** The name of the file, where it has one: as given, else that of the path or File. */
export const fileNameOf = ({ model, fileName }: NamedInput, path: string | undefined): string | undefined => {
  const name =
    fileName ?? (path === undefined ? undefined : basename(path)) ?? (isBlob(model) && isFile(model) ? model.name : undefined)
  return name === undefined || name === '' ? undefined : name.slice(-MAX_NAME)
}
