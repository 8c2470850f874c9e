import { types } from 'node:util'
import { isStream } from '../foundation/given-stream.ts'

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
