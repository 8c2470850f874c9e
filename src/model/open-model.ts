import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Clock, noted } from '../foundation/clock.ts'
import { isStream } from '../foundation/given-stream.ts'
import { type ByteStream, byteStream, counted } from './byte-stream.ts'
import { checkFormat, checkSize, contentOfBlob, contentOfBytes, type Named, blobChunks, bytesChunks } from './content-probe.ts'
import { digestChunks } from './digest-model.ts'
import type { DigestMemory } from './digest-memory.ts'
import { openFileModel } from './file-model.ts'
import { bytesOf, isBlob, isUrl, type ModelFileFormat, type NamedInput, fileNameOf, nameOfFormat } from './model-input.ts'
import type { ModelSource } from './model-source.ts'
import { type Origin, openSource } from './open-source.ts'
import { removeFile, spool, type SpoolOptions } from './spool.ts'
import type { ModelContent } from './content-check.ts'

export interface ModelOptions extends SpoolOptions {
  readonly clock: Clock
  /** Largest model that is taken, in bytes. */
  readonly maxModelBytes: number
  /** Where digests of files that stand still are remembered, and shared by callers at the same time; `undefined`: nowhere. */
  readonly rememberDigests: DigestMemory | undefined
}

/**
 * Opens a model and looks whether it is what its format says, without reading all of it. A stream is read to its end into a temporary
 * file, which `close()` removes. What is given was checked (`issuesOfInput`), and is no model that the MES has already (`isKnownModel`).
 *
 * @param onSpooled told how many bytes of a stream have come, from 0 on
 *
 * Rejects with a {ModelError}, and with the signal's reason.
 */
export const openModel = async (
  input: NamedInput,
  options: ModelOptions,
  signal: AbortSignal,
  onSpooled: (bytes: number) => void = () => {},
): Promise<ModelSource> => {
  signal.throwIfAborted()
  const source = await open(input, options, signal, onSpooled)
  if (!signal.aborted) return source
  await source.close()
  throw signal.reason
}

const open = (
  input: NamedInput,
  options: ModelOptions,
  signal: AbortSignal,
  onSpooled: (bytes: number) => void,
): Promise<ModelSource> => {
  const { model } = input
  const path = pathOf(model)
  if (path !== undefined) return openPath(input, path, options)
  const bytes = bytesOf(model)
  if (bytes !== undefined) return openBytes(input, bytes, options)
  if (isBlob(model)) return openBlob(input, model, options)
  if (isStream(model)) return openStream(input, counted(byteStream(model, namedOf(input).name), onSpooled), options, signal)
  throw new TypeError('no model: it was not checked')
}

const pathOf = (model: unknown): string | undefined => {
  if (typeof model === 'string') return model
  return isUrl(model) ? fileURLToPath(model.href) : undefined
}

/** Of a text that was meant to be content, no more is told or logged than this. */
const MAX_SHOWN = 1_024

const namedOf = (input: NamedInput, path?: string): Named => {
  const fileName = fileNameOf(input, path)
  return { name: (input.fileName ?? path ?? fileName ?? 'without a name').slice(0, MAX_SHOWN), fileName, format: input.format }
}

const openPath = (
  input: NamedInput,
  path: string,
  { clock, maxModelBytes, rememberDigests }: ModelOptions,
): Promise<ModelSource> =>
  openFileModel(resolve(path), namedOf(input, path), { clock, maxModelBytes, rememberDigests, dispose: async () => {} })

const openBytes = async (input: NamedInput, bytes: Uint8Array, { clock, maxModelBytes }: ModelOptions): Promise<ModelSource> => {
  const named = namedOf(input)
  checkSize(named, bytes.length, maxModelBytes)
  return openMemory(clock, named, contentOfBytes(bytes), (chunkBytes) => bytesChunks(bytes, chunkBytes))
}

const openBlob = async (input: NamedInput, blob: Blob, { clock, maxModelBytes }: ModelOptions): Promise<ModelSource> => {
  const named = namedOf(input)
  checkSize(named, blob.size, maxModelBytes)
  return openMemory(clock, named, await noted(clock, contentOfBlob(blob, named.name)), (chunkBytes) =>
    blobChunks(blob, named.name, chunkBytes),
  )
}

const openMemory = (clock: Clock, named: Named, content: ModelContent, chunks: Origin['chunks']): ModelSource => {
  const format: ModelFileFormat = checkFormat(named, content)
  return openSource(named.fileName ?? nameOfFormat(format), format, {
    clock,
    sizeBytes: content.sizeBytes,
    digest: (options) => digestChunks(clock, chunks, content.sizeBytes, options),
    verify: async () => {},
    chunks,
    dispose: async () => {},
  })
}

const openStream = async (
  input: NamedInput,
  stream: ByteStream,
  options: ModelOptions,
  signal: AbortSignal,
): Promise<ModelSource> => {
  const named = namedOf(input)
  const path = await spool(stream, named.name, options, signal)
  try {
    return await openFileModel(path, named, { ...options, rememberDigests: undefined, dispose: () => removeFile(path) })
  } catch (error) {
    await removeFile(path)
    throw error
  }
}
