import { randomUUID } from 'node:crypto'
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from '../error/model-error.ts'
import { type Clock, noted } from '../foundation/clock.ts'
import type { ByteStream } from './byte-stream.ts'
import { tooLarge } from './content-probe.ts'
import { messageOf } from './system-error.ts'

export interface SpoolOptions {
  /** Told of what is under way on the disk. Default: nobody is. */
  readonly clock?: Pick<Clock, 'noteWork'>
  readonly maxModelBytes: number
  /** Folder of the temporary file. */
  readonly spoolFolder: string
}

const OWNER_ONLY = 0o600
const BUFFER_BYTES = 256 * 1024

/** Removes a file that may be gone already, or never have been. Never rejects: what it was for is worth more than its room. */
export const removeFile = (path: string): Promise<void> => rm(path, { force: true }).catch(() => {})

/** Far longer than any call takes: nobody reads the file any more. */
const LEFT_AFTER_MS = 24 * 3_600_000
const SPOOLED = /^mes-crm-sdk-[0-9a-f-]{36}\.model$/
/** Folders that this process has looked through. */
const swept = new Set<string>()

/** Removes what killed processes have left in a folder, once a process; `now` is an instant of the folder's own clock. Never rejects. */
const removeLeft = async (folder: string, now: number): Promise<void> => {
  if (swept.has(folder)) return
  swept.add(folder)
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => SPOOLED.test(one))) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    // The folder may be shared with other machines, so no process is asked after.
    if (mtimeMs < now - LEFT_AFTER_MS) await removeFile(path)
  }
}

/**
 * Writes a stream into a temporary file that only its owner may read, and returns its path. Where this rejects, the file is gone and
 * the stream was told to end.
 *
 * Rejects with a {ModelError} `too-large`, `spool-failed` or `unreadable`, and with the signal's reason.
 */
export const spool = async (stream: ByteStream, name: string, options: SpoolOptions, signal: AbortSignal): Promise<string> => {
  const path = join(options.spoolFolder, `mes-crm-sdk-${randomUUID()}.model`)
  try {
    const file = await onDisk(name, options, () => open(path, 'wx', OWNER_ONLY))
    void file.stat().then(
      ({ mtimeMs }) => removeLeft(options.spoolFolder, mtimeMs),
      () => {},
    )
    await write(stream, file, name, options, signal)
    return path
  } catch (error) {
    stream.leave(error)
    await removeFile(path)
    throw error
  }
}

const write = async (
  stream: ByteStream,
  file: FileHandle,
  name: string,
  options: SpoolOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { maxModelBytes } = options
  const writer = new SpoolWriter(file)
  let bytes = 0
  try {
    for (let chunk = await stream.next(signal); chunk !== undefined; chunk = await stream.next(signal)) {
      bytes += chunk.length
      if (bytes > maxModelBytes) throw tooLarge(name, `its stream has ${bytes} bytes or more`, maxModelBytes)
      const taken = chunk
      await onDisk(name, options, () => writer.add(taken))
    }
    await onDisk(name, options, () => writer.end())
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
  // Some file systems say only now that there is no room.
  await onDisk(name, options, () => file.close())
}

/** Gathers small chunks, so that a stream of single bytes is no write for each. What it was given it has copied or written. */
class SpoolWriter {
  readonly #file: FileHandle
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  #filled = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async add(chunk: Uint8Array): Promise<void> {
    if (chunk.length > BUFFER_BYTES - this.#filled) await this.end()
    if (chunk.length > BUFFER_BYTES) return this.#file.writeFile(chunk)
    this.#buffer.set(chunk, this.#filled)
    this.#filled += chunk.length
  }

  /** Writes what it has gathered. */
  async end(): Promise<void> {
    const gathered = this.#buffer.subarray(0, this.#filled)
    this.#filled = 0
    if (gathered.length > 0) await this.#file.writeFile(gathered)
  }
}

const onDisk = async <T>(name: string, { clock = {} }: SpoolOptions, work: () => Promise<T>): Promise<T> => {
  try {
    return await noted(clock, work())
  } catch (cause) {
    throw new ModelError('spool-failed', name, `its stream could not be kept in a temporary file: ${messageOf(cause)}`, cause)
  }
}
