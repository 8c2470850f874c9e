import type { ModelFileFormat } from './model-input.ts'

export interface DigestOptions {
  readonly signal: AbortSignal
  /** Told how many bytes are digested so far, at most 20 times a second and once at the end. What it throws ends the digest. */
  readonly onBytes: (bytes: number) => void
}

/** The bytes of a model that was opened and found to be what its format says. */
export interface ModelSource {
  readonly fileName: string
  readonly format: ModelFileFormat
  readonly sizeBytes: number
  /**
   * SHA-256 of the bytes in lower-case hex; worked out once.
   *
   * Rejects with a {ModelError} `changed` where a file is no longer the one that was opened, and with the signal's reason.
   */
  digest(options: DigestOptions): Promise<string>
  /**
   * The bytes from the first one, as often as wanted, a chunk at a time. The last chunk of a file comes only once it has proved
   * unchanged; the stream fails with a {ModelError} `changed` otherwise. Bytes in memory are taken as they are.
   */
  open(): ReadableStream<Uint8Array<ArrayBuffer>>
  /** Ends what is under way and removes a temporary file; harmless twice. */
  close(): Promise<void>
}
