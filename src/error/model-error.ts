import { isSdkError, SdkError } from './sdk-error.ts'

/**
 * What is wrong with a model. `missing`: no such file. `unreadable`: a folder, no right to read it, a stream that failed, or nothing
 * that a model can be read from. `empty`: no bytes, or no triangles. `too-large`: more bytes than are allowed. `wrong-format`: the
 * content is of another format. `truncated`: the content ends too early. `malformed`: it breaks the rules of its format. `changed`: the
 * file is no longer what was read before. `spool-failed`: a stream could not be kept in a temporary file. `unknown`: it was named by its
 * digest, and the MES does not have it.
 */
export type ModelErrorCode =
  | 'missing'
  | 'unreadable'
  | 'empty'
  | 'too-large'
  | 'wrong-format'
  | 'truncated'
  | 'malformed'
  | 'changed'
  | 'spool-failed'
  | 'unknown'

/** A 3D model cannot be used as it was given. */
export class ModelError extends SdkError {
  readonly kind = 'model'
  readonly code: ModelErrorCode
  /** How it was named: its path or file name. */
  readonly model: string

  constructor(code: ModelErrorCode, model: string, message: string, cause?: unknown) {
    super(`model ${model}: ${message}`, { cause })
    this.code = code
    this.model = model
  }
}

export const isModelError = (error: unknown): error is ModelError => isSdkError(error) && error.kind === 'model'
