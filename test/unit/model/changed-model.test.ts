import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { appendFile, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ModelSource } from '../../../src/model/model-source.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, bytesOf, digestOf, never, optionsIn, sha256Of, writeHollowStl } from './support/models.ts'

const sizes = { small: bigStl(100), big: bigStl(60_000) } as const
const CHANGED = { name: 'ModelError', code: 'changed' }

let scratch: Scratch
let path: string
beforeEach(async () => {
  scratch = await makeScratch()
  path = join(scratch.path, 'ring.stl')
})
afterEach(() => scratch[Symbol.asyncDispose]())

/** Opens a model whose file was last changed long ago. */
const opened = async (bytes: Uint8Array): Promise<ModelSource> => {
  await writeFile(path, bytes)
  await utimes(path, 1_000, 1_000)
  return openModel({ model: path }, optionsIn(scratch.path), never)
}

/** Writes one byte in the middle; neither size nor inode change. */
const overwrite = async (): Promise<void> => {
  const file = await open(path, 'r+')
  await file.write(Buffer.from([1]), 0, 1, 200)
  await file.close()
}

const changes: Readonly<Record<string, () => Promise<void>>> = {
  'one byte was overwritten': overwrite,
  'one byte was overwritten, and its time set back': async () => {
    await overwrite()
    await utimes(path, 1_000, 1_000)
  },
  'something was appended': () => appendFile(path, 'x'),
  'it was emptied': () => writeFile(path, ''),
  'it was replaced by a file of the same size': async () => {
    await writeFile(`${path}.new`, bigStl(100))
    await rename(`${path}.new`, path)
  },
  'it was removed': () => rm(path),
}

describe.each(Object.entries(sizes))('a %s file', (_size, bytes) => {
  describe.each(Object.entries(changes))('of which %s', (_name, change) => {
    test('since it was opened has neither a digest nor bytes', async () => {
      const source = await opened(bytes)
      await change()
      await expect(digestOf(source)).rejects.toMatchObject(CHANGED)
      await expect(bytesOf(source)).rejects.toMatchObject(CHANGED)
    })

    test('since it was digested is not sent, and its digest no longer told', async () => {
      const source = await opened(bytes)
      expect(await digestOf(source)).toBe(sha256Of(bytes))
      await change()
      await expect(bytesOf(source)).rejects.toMatchObject(CHANGED)
      await expect(digestOf(source)).rejects.toMatchObject(CHANGED)
    })
  })
})

test('nothing at all is sent of a file that was changed before', async () => {
  const source = await opened(sizes.big)
  await overwrite()
  await expect(source.open().getReader().read()).rejects.toMatchObject(CHANGED)
})

test('a file that is changed while it is sent never gives its last chunk, so that no upload of it can succeed', async () => {
  const bytes = sizes.big
  const source = await opened(bytes)
  const reader = source.open().getReader()
  let received = (await reader.read()).value?.length ?? 0
  await overwrite()
  const rest = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value.length
  }
  await expect(rest()).rejects.toMatchObject(CHANGED)
  expect(received).toBeGreaterThan(0)
  expect(received).toBeLessThan(bytes.length)
})

const meanwhile = [
  ['grows', (path: string) => appendFile(path, 'x')],
  ['shrinks', (path: string) => truncate(path, 84 + 50 * 1_000)],
] as const

test.each(meanwhile)('a file that %s while a thread digests it has no digest', async (_how, change) => {
  await writeHollowStl(path, 10_000_000)
  const source = await openModel({ model: path }, optionsIn(scratch.path, { maxModelBytes: 2 ** 30 }), never)
  const changing = Promise.withResolvers<void>()
  const digest = source.digest({ signal: never, onBytes: () => void change(path).then(changing.resolve, changing.reject) })
  await expect(digest).rejects.toMatchObject(CHANGED)
  await changing.promise
})

test('a Blob of a file that was changed cannot be sent', async () => {
  await writeFile(path, sizes.small)
  const source = await openModel({ model: await openAsBlob(path) }, optionsIn(scratch.path), never)
  await appendFile(path, 'x')
  await expect(bytesOf(source)).rejects.toMatchObject(CHANGED)
  await expect(digestOf(source)).rejects.toMatchObject(CHANGED)
})

test('bytes in memory are sent as they are: the digest tells the server that they were changed', async () => {
  const bytes = Buffer.from(sizes.small)
  const source = await openModel({ model: bytes }, optionsIn(scratch.path), never)
  const digest = await digestOf(source)
  bytes[200] = (bytes[200] ?? 0) ^ 1
  expect(
    createHash('sha256')
      .update(await bytesOf(source))
      .digest('hex'),
  ).not.toBe(digest)
})
