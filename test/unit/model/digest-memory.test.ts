import { stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DigestMemory } from '../../../src/model/digest-memory.ts'
import { stateOf } from '../../../src/model/file-state.ts'
import type { DigestOptions, ModelSource } from '../../../src/model/model-source.ts'
import { openModel } from '../../../src/model/open-model.ts'
import type { SeenFile } from '../../../src/model/seen-file.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, digestOf, never, optionsIn, sha256Of } from './support/models.ts'
import { watchThreads } from './support/threads.ts'

const bytes = bigStl(60_000)
const MINUTE_MS = 60_000

let scratch: Scratch
let path: string
beforeEach(async () => {
  scratch = await makeScratch()
  path = join(scratch.path, 'ring.stl')
  await writeFile(path, bytes)
})
afterEach(() => scratch[Symbol.asyncDispose]())

/** A memory that remembers at a time at which every file stands still. */
const later = (maxEntries = 10): DigestMemory => new DigestMemory({ maxEntries, wallNow: () => Date.now() + MINUTE_MS })

const open = (rememberDigests: DigestMemory | undefined, model = path): Promise<ModelSource> =>
  openModel({ model }, optionsIn(scratch.path, { rememberDigests }), never)

const seen = async (file: string): Promise<SeenFile> => {
  await writeFile(join(scratch.path, file), file)
  return { path: join(scratch.path, file), name: file, state: stateOf(await stat(join(scratch.path, file), { bigint: true })) }
}

const options: DigestOptions = { signal: never, onBytes: () => {} }

describe('the digest of an unchanged file', () => {
  test('is remembered, and told at once with all of its bytes done', async () => {
    const memory = later()
    expect(await digestOf(await open(memory))).toBe(sha256Of(bytes))
    using threads = watchThreads()
    const told: number[] = []
    const source = await open(memory)
    expect(await source.digest({ signal: never, onBytes: (done) => void told.push(done) })).toBe(sha256Of(bytes))
    expect([told, threads.started]).toEqual([[bytes.length], []])
  })

  test('is worked out anew by who has no memory', async () => {
    await digestOf(await open(later()))
    using threads = watchThreads()
    await digestOf(await open(undefined))
    expect(threads.started.length).toBe(1)
  })

  test('is worked out once for all that ask at the same time, each of whom hears how far it is', async () => {
    const memory = later()
    using threads = watchThreads()
    const told = Array.from({ length: 50 }, () => 0)
    const digests = await Promise.all(
      told.map(async (_, index) => (await open(memory)).digest({ signal: never, onBytes: (done) => (told[index] = done) })),
    )
    expect(new Set(digests)).toEqual(new Set([sha256Of(bytes)]))
    expect(threads.started.length).toBe(1)
    expect(new Set(told)).toEqual(new Set([bytes.length]))
  })
})

describe('a digest is not remembered', () => {
  test('of a file that has just been changed, and may change once more within the same tick', async () => {
    const changedAt = (await stat(path)).ctimeMs
    for (const [age, remembered] of [
      [0, 0],
      [2_000, 0],
      [3_000, 1],
    ] as const) {
      const memory = new DigestMemory({ wallNow: () => changedAt + age })
      await digestOf(await open(memory))
      expect([age, memory.size]).toEqual([age, remembered])
    }
  })

  test('of a file whose time was set back just now', async () => {
    await utimes(path, 1_000, 1_000)
    const memory = new DigestMemory({ wallNow: () => Date.now() })
    await digestOf(await open(memory))
    expect(memory.size).toBe(0)
  })

  test('once the file is another one, though its path, size and time are the same', async () => {
    const memory = later()
    await utimes(path, 1_000, 1_000)
    await digestOf(await open(memory))
    const other = bigStl(60_000)
    await writeFile(path, other)
    await utimes(path, 1_000, 1_000)
    expect(await digestOf(await open(memory))).toBe(sha256Of(other))
  })

  test('where it failed', async () => {
    const memory = later()
    const file = await seen('a')
    await expect(memory.digestOf(file, options, () => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable')
    expect(memory.size).toBe(0)
    expect(await memory.digestOf(file, options, async () => 'a')).toBe('a')
  })
})

test('a memory is bounded: what was not used for longest is forgotten first', async () => {
  const memory = later(2)
  const [a, b, c] = [await seen('a'), await seen('b'), await seen('c')]
  const asked: string[] = []
  const ask = (file: SeenFile) =>
    memory.digestOf(file, options, async () => {
      asked.push(file.name)
      return file.name
    })
  for (const file of [a, b, a, c, a, c, b]) expect(await ask(file)).toBe(file.name)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
  expect(memory.size).toBe(2)
})

describe('callers who share a digest', () => {
  /** Work that ends when it is told to, and the signal that it was given. */
  const work = () => {
    const ending = Promise.withResolvers<string>()
    const given: DigestOptions[] = []
    return { ending, given, run: (options: DigestOptions) => (given.push(options), ending.promise) }
  }

  test('leave without the others noticing, until the last one has left', async () => {
    const memory = later()
    const file = await seen('a')
    const { given, run } = work()
    const [one, other] = [new AbortController(), new AbortController()]
    const digests = [one, other].map(({ signal }) => memory.digestOf(file, { signal, onBytes: () => {} }, run))
    one.abort(new Error('one'))
    await expect(digests[0]).rejects.toThrow('one')
    expect([given.length, given[0]?.signal.aborted]).toEqual([1, false])
    other.abort(new Error('other'))
    await expect(digests[1]).rejects.toThrow('other')
    expect(given[0]?.signal.aborted).toBe(true)
  })

  test('are no company for who comes after the last one has left', async () => {
    const memory = later()
    const file = await seen('a')
    const { run } = work()
    const controller = new AbortController()
    const left = memory.digestOf(file, { signal: controller.signal, onBytes: () => {} }, run)
    controller.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    expect(await memory.digestOf(file, options, async () => 'again')).toBe('again')
  })
})
