import { type Clock, noted } from '../foundation/clock.ts'
import { ModelError, type ModelErrorCode } from '../error/model-error.ts'
import { checkFormat, checkSize, contentOfFile, type Named } from './content-probe.ts'
import { digestFile } from './digest-model.ts'
import type { DigestMemory } from './digest-memory.ts'
import { stateOf } from './file-state.ts'
import { type ModelFileFormat, nameOfFormat } from './model-input.ts'
import type { ModelSource } from './model-source.ts'
import { openSource } from './open-source.ts'
import { fileChunks, openForReading, type SeenFile, verifyPath } from './seen-file.ts'
import { messageOf, systemCodeOf } from './system-error.ts'

/** What becomes of a file beside being read. */
export interface FileSettings {
  readonly clock: Clock
  readonly maxModelBytes: number
  readonly rememberDigests: DigestMemory | undefined
  readonly dispose: () => Promise<void>
}

interface Seen {
  readonly file: SeenFile
  readonly format: ModelFileFormat
}

/**
 * A source of a file that is there.
 *
 * Rejects with a {ModelError} where it cannot be read, or is not what its format says.
 */
export const openFileModel = async (path: string, named: Named, settings: FileSettings): Promise<ModelSource> => {
  const { clock, rememberDigests } = settings
  const { file, format } = await noted(clock, see(path, named, settings.maxModelBytes))
  return openSource(named.fileName ?? nameOfFormat(format), format, {
    clock,
    sizeBytes: Number(file.state.size),
    digest: (options) =>
      rememberDigests === undefined
        ? digestFile(clock, file, options)
        : rememberDigests.digestOf(file, options, (shared) => digestFile(clock, file, shared)),
    verify: () => verifyPath(file),
    chunks: (chunkBytes) => fileChunks(file, chunkBytes),
    dispose: settings.dispose,
  })
}

const see = async (path: string, named: Named, maxModelBytes: number): Promise<Seen> => {
  try {
    await using handle = await openForReading(path)
    const stats = await handle.stat({ bigint: true })
    if (!stats.isFile())
      throw new ModelError(
        'unreadable',
        named.name,
        stats.isDirectory() ? 'it is a folder' : 'it is no file; give a stream of its bytes',
      )
    const state = stateOf(stats)
    checkSize(named, Number(state.size), maxModelBytes)
    const content = await contentOfFile(handle, Number(state.size))
    return { file: { path, name: named.name, state }, format: checkFormat(named, content) }
  } catch (error) {
    throw refusal(named.name, error)
  }
}

const REASONS: Readonly<Record<string, readonly [ModelErrorCode, string]>> = {
  ENOENT: ['missing', 'there is no such file'],
  ENOTDIR: ['missing', 'there is no such file'],
  EISDIR: ['unreadable', 'it is a folder'],
  EACCES: ['unreadable', 'this process has no right to read it'],
  EPERM: ['unreadable', 'this process has no right to read it'],
  ENAMETOOLONG: ['unreadable', 'no path is that long; bytes are given as a Buffer or Uint8Array'],
}

/** A URL that was given as a text, which is taken for a path. */
const ADDRESS = /^[a-z][a-z\d+.-]+:\/\//i

const refusal = (name: string, cause: unknown): unknown => {
  const refused = systemCodeOf(cause)
  if (refused === undefined) return cause
  const [code, said] = REASONS[refused] ?? ['unreadable', messageOf(cause)]
  const hint =
    refused === 'ENOENT' && ADDRESS.test(name)
      ? '; that of a file: URL is given as new URL(…), what is elsewhere as the body of its answer'
      : ''
  return new ModelError(code, name, `${said}${hint}`, cause)
}
