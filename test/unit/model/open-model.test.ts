import { createReadStream, openAsBlob } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isKnownModel, type ModelInput, issuesOfInput } from '../../../src/model/model-input.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { openBelow } from '../../support/open-files.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, bytesOf, digestOf, models, never, optionsIn, sha256Of, spooledIn } from './support/models.ts'

/** One that is digested here, and one for a thread. */
const sizes = { small: bigStl(100), big: bigStl(60_000) } as const

let scratch: Scratch
beforeAll(async () => {
  scratch = await makeScratch()
  for (const [name, bytes] of Object.entries(sizes)) await writeFile(join(scratch.path, `${name}.STL`), bytes)
})
afterAll(() => scratch[Symbol.asyncDispose]())

async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Gives its parts in one and the same buffer, as who reads a file by hand may do. */
async function* reusing(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(1_000)
  for (let at = 0; at < bytes.length; at += buffer.length) yield buffer.subarray(0, bytes.copy(buffer, 0, at))
}

type Make = (bytes: Buffer<ArrayBuffer>, path: string) => ModelInput | Promise<ModelInput>
const kinds: Readonly<Record<string, Make>> = {
  'a path': (_bytes, path) => path,
  'a relative path': (_bytes, path) => relative(process.cwd(), path),
  'a URL of a file': (_bytes, path) => pathToFileURL(path),
  'a Buffer': (bytes) => bytes,
  'a Uint8Array within a larger buffer': (bytes) => new Uint8Array([1, 2, 3, ...bytes, 4, 5]).subarray(3, -2),
  'a Uint8Array over shared memory': (bytes) => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    return shared
  },
  'a Uint8Array of another realm': (bytes) => runInNewContext('Uint8Array.from(bytes)', { bytes: [...bytes] }) as Uint8Array,
  'an ArrayBuffer': (bytes) => new Uint8Array(bytes).buffer,
  'a Blob': (bytes) => new Blob([bytes.subarray(0, 77), bytes.subarray(77)]),
  'a File': (bytes) => new File([bytes], 'given.stl'),
  'a Blob of a file': (_bytes, path) => openAsBlob(path),
  'a web stream': (bytes) => ReadableStream.from(parts(bytes, 65_000)),
  'a Node stream': (_bytes, path) => createReadStream(path),
  'a Node stream of many small chunks': (bytes) => Readable.from(parts(bytes, 997)),
  'an async iterable': (bytes) => parts(bytes, 1_000_000),
  'an async iterable that gives one buffer again and again': (bytes) => reusing(bytes),
}

describe.each(Object.entries(sizes))('a %s model', (size, bytes) => {
  test.each(Object.entries(kinds))(
    'that is %s has the digest of its bytes, and can be read as often as wanted',
    async (_kind, make) => {
      const path = join(scratch.path, `${size}.STL`)
      const source = await openModel({ model: await make(bytes, path) }, optionsIn(scratch.path), never)
      expect({ format: source.format, sizeBytes: source.sizeBytes }).toEqual({ format: 'STL', sizeBytes: bytes.length })
      expect((await bytesOf(source)).equals(bytes)).toBe(true)
      expect(await digestOf(source)).toBe(sha256Of(bytes))
      expect((await bytesOf(source)).equals(bytes)).toBe(true)
      expect(await digestOf(source)).toBe(sha256Of(bytes))
      await source.close()
      await source.close()
      expect(await spooledIn(scratch.path)).toEqual([])
    },
  )
})

describe('the file name', () => {
  const ring = models['ring.stl'] ?? Buffer.alloc(0)
  const nameOf = async (input: Parameters<typeof openModel>[0]): Promise<string> =>
    (await openModel(input, optionsIn(scratch.path), never)).fileName

  test('is the one that is given, else that of the path or File, else one of the format', async () => {
    const path = join(scratch.path, 'small.STL')
    expect(await nameOf({ model: path, fileName: 'given.stl' })).toBe('given.stl')
    expect(await nameOf({ model: path })).toBe('small.STL')
    expect(await nameOf({ model: pathToFileURL(path) })).toBe('small.STL')
    expect(await nameOf({ model: new File([ring as Uint8Array<ArrayBuffer>], 'of-file.stl') })).toBe('of-file.stl')
    expect(await nameOf({ model: new Blob([ring as Uint8Array<ArrayBuffer>]) })).toBe('model.stl')
    expect(await nameOf({ model: ring })).toBe('model.stl')
    expect(await nameOf({ model: models['ring.3mf'] ?? '' })).toBe('model.3mf')
  })

  test.each(['', 'x'.repeat(256), 7])('is a text of 1 to 255 characters', (fileName) => {
    expect(issuesOfInput({ model: ring, fileName })).toEqual([
      { path: 'fileName', message: expect.stringMatching(/^expected a text of 1 to 255 characters, got ./) as string },
    ])
  })
})

describe('what is no model', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [5, '5'],
    ['', '""'],
    ['a\0b', String.raw`"a\u0000b"`],
    [{}, 'an object'],
    [[1, 2], 'an array'],
    ['A'.repeat(32_768), `"${'A'.repeat(40)}…"`],
    [Promise.resolve(models), 'an object (Promise)'],
    [new Response(), 'an object (Response)'],
    [new URL('https://user:secret@models.example/ring.stl'), '"https://models.example"'],
    [new DataView(new ArrayBuffer(8)), 'an object (DataView)'],
    [{ modelId: 'mod_1', sha256: 'a'.repeat(64) }, 'both'],
  ])('is refused with what was given: %s', (model, shown) => {
    expect(issuesOfInput({ model })).toEqual([{ path: 'model', message: expect.stringMatching(/^expected /) as string }])
    expect(issuesOfInput({ model })[0]?.message.split(', got ').at(-1)).toBe(shown)
  })

  test.each([
    [{ modelId: '' }, 'model.modelId: expected the id of a model, got ""'],
    [{ modelId: undefined }, 'model.modelId: expected the id of a model, got undefined'],
    [{ sha256: 'A'.repeat(64) }, `model.sha256: expected 64 digits 0-9 and a-f, got "${'A'.repeat(40)}…"`],
  ])('is an id or a digest that is none: %j', (model, said) => {
    expect(issuesOfInput({ model }).map(({ path, message }) => `${path}: ${message}`)).toEqual([said])
  })

  test('is no member that is undefined beside the other', () => {
    expect(
      [
        { modelId: 'mod_1', sha256: undefined },
        { modelId: undefined, sha256: 'a'.repeat(64) },
      ].flatMap((model) => issuesOfInput({ model })),
    ).toEqual([])
  })

  test('is a file of another machine', () => {
    expect(issuesOfInput({ model: new URL('file://models.example/ring.stl') })).toEqual([
      { path: 'model', message: 'expected a file: URL of this machine, got "file://models.example"' },
    ])
  })

  test('is one that the MES already has, which is told apart from bytes and files', () => {
    expect([{ modelId: 'mdl_1' }, { sha256: 'a'.repeat(64) }].map(isKnownModel)).toEqual([true, true])
    expect(
      ['mdl_1', Buffer.from('x'), new Blob([]), new URL('file:///x'), ReadableStream.from([]), {}, null].filter(isKnownModel),
    ).toEqual([])
  })
})

test('a stream tells how far it has come, from before its first byte on', async () => {
  const told: number[] = []
  const stream = (async function* () {
    for (const half of [bigStl(1).subarray(0, 84), bigStl(1).subarray(84)]) {
      told.push(-1)
      yield half
    }
  })()
  const source = await openModel({ model: stream }, optionsIn(scratch.path), never, (bytes) => told.push(bytes))
  await source.close()
  expect(told).toEqual([0, -1, 84, -1, 134])
})

test('a temporary file can be read by its owner alone', async () => {
  const source = await openModel({ model: parts(sizes.small, 100) }, optionsIn(scratch.path), never)
  const [name = ''] = await spooledIn(scratch.path)
  expect((await stat(join(scratch.path, name))).mode & 0o777).toBe(0o600)
  await source.close()
})

test('a model that is closed leaves no file open, though a stream of it was dropped in the middle', async () => {
  const source = await openModel({ model: join(scratch.path, 'big.STL') }, optionsIn(scratch.path), never)
  const reader = source.open().getReader()
  expect((await reader.read()).done).toBe(false)
  expect(await openBelow(scratch.path)).toEqual([join(scratch.path, 'big.STL')])
  await source.close()
  expect(await openBelow(scratch.path)).toEqual([])
})
