import { execFile } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { isModelError } from '../../../src/error/model-error.ts'
import type { ModelInput } from '../../../src/model/model-input.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, never, optionsIn, spooledIn } from './support/models.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await makeScratch()
})
afterAll(() => scratch[Symbol.asyncDispose]())

const open = (model: ModelInput, maxModelBytes = 1_000) => openModel({ model }, optionsIn(scratch.path, { maxModelBytes }), never)
const place = (name: string): string => join(scratch.path, name)

describe('a path', () => {
  test('that leads nowhere names a missing model', async () => {
    const path = place('missing.stl')
    for (const model of [path, pathToFileURL(path), join(path, 'below')])
      await expect(open(model)).rejects.toMatchObject({ code: 'missing' })
    await scratch.write({ file: 'x' })
    await expect(open(place('file/below.stl'))).rejects.toMatchObject({ code: 'missing' })
    const error: unknown = await open(path).catch((error: unknown) => error)
    expect(isModelError(error)).toBe(true)
    expect(error).toMatchObject({ model: path, message: `model ${path}: there is no such file`, cause: { code: 'ENOENT' } })
  })

  test('that leads nowhere is told from other errors in a realm of its own, such as Jest has', async () => {
    vi.stubGlobal('Error', class extends Error {})
    const error: unknown = await open(place('missing.stl')).catch((error: unknown) => error)
    vi.unstubAllGlobals()
    expect(error).toMatchObject({ code: 'missing' })
  })

  test.each(['https://shop.example/ring.stl', pathToFileURL('/nowhere/ring.stl').href])(
    'that is an address, %s, is missing, and how to give it is said',
    async (address) => {
      await expect(open(address)).rejects.toMatchObject({
        code: 'missing',
        message: expect.stringMatching(/: there is no such file; .*new URL/) as string,
      })
    },
  )

  test('that is content is not repeated', async () => {
    const error: unknown = await open('A'.repeat(30_000)).catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/no path is that long; bytes are given as a Buffer/) as string,
    })
    expect((error as Error).message.length).toBeLessThan(1_200)
  })

  test('to a folder or a pipe is unreadable, and nothing waits for somebody to write to the pipe', async () => {
    await mkdir(place('folder.stl'))
    await expect(open(place('folder.stl'))).rejects.toMatchObject({
      code: 'unreadable',
      message: `model ${place('folder.stl')}: it is a folder`,
    })
    await promisify(execFile)('mkfifo', [place('pipe.stl')])
    await expect(open(place('pipe.stl'))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('give a stream') as string,
    })
  })

  test('that this process has no right to is unreadable', async () => {
    await writeFile(place('secret.stl'), bigStl(1))
    await chmod(place('secret.stl'), 0)
    await chmod(scratch.path, 0o755)
    // The superuser may read everything.
    if (process.getuid?.() === 0) process.seteuid?.(65_534)
    try {
      await expect(open(place('secret.stl'))).rejects.toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining('no right to read') as string,
        cause: { code: 'EACCES' },
      })
    } finally {
      if (process.getuid?.() === 0) process.seteuid?.(0)
    }
  })
})

describe('a model without bytes', () => {
  test.each([
    [
      'file',
      async () => {
        await writeFile(place('empty.stl'), '')
        return place('empty.stl')
      },
    ],
    ['array', async () => new Uint8Array()],
    ['Blob', async () => new Blob([])],
    ['stream', async () => ReadableStream.from<Uint8Array>([])],
  ] as const)('is empty: %s', async (_kind, make) => {
    await expect(open(await make())).rejects.toMatchObject({
      code: 'empty',
      message: expect.stringMatching(/: it has no bytes$/) as string,
    })
    expect(await spooledIn(scratch.path)).toEqual([])
  })
})

describe('a model of exactly as many bytes as are allowed', () => {
  const bytes = bigStl(10)
  const kinds: Readonly<Record<string, () => Promise<ModelInput>>> = {
    'a file': async () => {
      await writeFile(place('ten.stl'), bytes)
      return place('ten.stl')
    },
    'an array': async () => bytes,
    'a Blob': async () => new Blob([bytes]),
    'a stream': async () => ReadableStream.from([bytes.subarray(0, 500), bytes.subarray(500)]),
  }

  test.each(Object.entries(kinds))('is taken, and refused with one byte more, with both numbers: %s', async (kind, make) => {
    const source = await open(await make(), bytes.length)
    await source.close()
    const said = kind === 'a stream' ? 'its stream has 584 bytes or more' : 'it has 584 bytes'
    await expect(open(await make(), bytes.length - 1)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(`${said}; at most 583 are allowed \\(maxModelBytes\\)$`) as string,
    })
    expect(await spooledIn(scratch.path)).toEqual([])
  })
})
