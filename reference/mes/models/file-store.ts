import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ModelRequest } from './model.ts'

/** Why a file was not taken. */
export class WrongFile extends Error {
  override readonly name = 'WrongFile'
}

/** The files of models in a folder that the processes of a server share. */
export interface FileStore {
  /** Takes a file that has the size and the digest that were announced; half a file is never seen. @throws {WrongFile} */
  take(modelId: string, bytes: Readable, announced: Pick<ModelRequest, 'sizeBytes' | 'sha256'>): Promise<void>
  has(modelId: string): Promise<boolean>
  pathOf(modelId: string): string
  drop(modelId: string): Promise<void>
}

export function createFileStore(folder: string): FileStore {
  const pathOf = (modelId: string): string => join(folder, modelId)
  return {
    async take(modelId, bytes, announced) {
      await mkdir(folder, { recursive: true })
      const draft = join(folder, `${modelId}.${randomUUID()}`)
      try {
        // A connection that were destroyed with the first wrong byte could not be answered.
        const source: AsyncIterable<Buffer> = bytes.iterator({ destroyOnReturn: false })
        await pipeline(verified(source, announced), createWriteStream(draft))
        await rename(draft, pathOf(modelId))
      } finally {
        await rm(draft, { force: true })
      }
    },
    has: (modelId) =>
      access(pathOf(modelId)).then(
        () => true,
        () => false,
      ),
    pathOf,
    drop: (modelId) => rm(pathOf(modelId), { force: true }),
  }
}

async function* verified(
  source: AsyncIterable<Buffer>,
  { sizeBytes, sha256 }: Pick<ModelRequest, 'sizeBytes' | 'sha256'>,
): AsyncGenerator<Buffer> {
  const digest = createHash('sha256')
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > sizeBytes) throw new WrongFile(`The file has more than the ${sizeBytes} bytes that were announced`)
    digest.update(chunk)
    yield chunk
  }
  if (size < sizeBytes) throw new WrongFile(`The file has ${size} of the ${sizeBytes} bytes that were announced`)
  if (digest.digest('hex') !== sha256) throw new WrongFile('The file has another SHA-256 than was announced')
}
