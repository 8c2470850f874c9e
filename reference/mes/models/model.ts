import type { Geometry, Model as CatalogueModel } from '../../shared/catalogue/models.ts'
import type { Verdict } from './verdict.ts'

export const MODEL_FORMATS = ['STL', 'OBJ', '3MF', 'STEP'] as const

export type ModelFormat = (typeof MODEL_FORMATS)[number]
export type ModelStatus = 'UPLOADING' | 'ANALYZING' | 'READY' | 'REJECTED'

/** A file that is to be uploaded. */
export interface ModelRequest {
  readonly fileName: string
  readonly format: ModelFormat
  readonly sizeBytes: number
  readonly sha256: string
}

/** A 3D model as the API shows it. */
export interface Model extends ModelRequest {
  readonly id: string
  readonly status: ModelStatus
  readonly version: number
  readonly geometry: Geometry | null
  readonly rejectedReason?: string
  readonly createdAt: string
}

/** Where to upload a file. */
export interface ModelUpload {
  readonly url: string
  readonly method: 'PUT'
  readonly expiresAt: string
  /** Sent with the file, as they are. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface NewModel extends Model {
  readonly upload: ModelUpload | null
}

export function newModel(id: string, { fileName, format, sizeBytes, sha256 }: ModelRequest, now: number): Model {
  return {
    id,
    fileName,
    format,
    sizeBytes,
    sha256,
    status: 'UPLOADING',
    version: 1,
    geometry: null,
    createdAt: new Date(now).toISOString(),
  }
}

/** A seeded model went the same way, long ago. */
export function modelOfCatalogue(model: CatalogueModel): Model {
  const { id, fileName, format, sizeBytes, sha256, geometry, rejectedReason } = model
  const uploaded = newModel(id, { fileName, format, sizeBytes, sha256 }, Date.parse('2025-06-01T08:00:00Z'))
  return analyzed(
    { ...uploaded, version: 2 },
    rejectedReason === null ? { geometry, rejectedReason } : { geometry, rejectedReason },
  )
}

export function analyzed(model: Model, { geometry, rejectedReason }: Verdict): Model {
  const ended = { ...model, version: model.version + 1, geometry }
  return rejectedReason === null ? { ...ended, status: 'READY' } : { ...ended, status: 'REJECTED', rejectedReason }
}
