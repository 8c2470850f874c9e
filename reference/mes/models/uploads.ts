import type { FileStore } from './file-store.ts'
import type { UploadAddresses } from './upload-address.ts'

/** Where files come in, and where they are kept. */
export interface Uploads {
  readonly addresses: UploadAddresses
  readonly files: FileStore
  /** How long an address takes a file, in milliseconds. */
  readonly withinMs: number
  /** How long an upload may stand still before it is given up, in milliseconds. */
  readonly stalledMs: number
  /** Headers that an upload has to have. */
  readonly headers: Readonly<Record<string, string>>
}
