import type { UploadedModel, Need } from './uploaded-models.ts'

/** A model that somebody wants priced, wherever its bytes are. */
export interface FoundModel {
  readonly sha256: string
  /** 0 where it is not known. */
  readonly sizeBytes: number
  /** Where the API has it, uploaded if need be. */
  atApi(need: Need): Promise<UploadedModel>
  /** The caller needs it no longer. */
  release(): Promise<void>
}
