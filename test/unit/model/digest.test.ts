import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModelInput } from '../../../src/model/model-input.ts'
import type { ModelSource } from '../../../src/model/model-source.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { run } from '../../../scripts/command.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, digestOf, never, optionsIn, sha256Of, writeHollowStl } from './support/models.ts'
import { watchThreads } from './support/threads.ts'

const bytes = bigStl(60_000)
const small = bigStl(100)

let scratch: Scratch
let path: string
let hollow: string
beforeAll(async () => {
  scratch = await makeScratch()
  path = join(scratch.path, 'ring.stl')
  hollow = join(scratch.path, 'hollow.stl')
  await writeFile(path, bytes)
  await writeHollowStl(hollow, 40_000_000)
})
afterAll(() => scratch[Symbol.asyncDispose]())

const open = (model: ModelInput): Promise<ModelSource> =>
  openModel({ model }, optionsIn(scratch.path, { maxModelBytes: 2 ** 32 }), never)

/** A Blob as large as the hollow file, of which no byte is in memory twice. */
const longBlob = (): Blob => {
  const part = new Blob([new Uint8Array(50_000_000)])
  const begin = new Uint8Array(84)
  new DataView(begin.buffer).setUint32(80, 20_000_000, true)
  return new Blob([begin, ...Array.from({ length: 20 }, () => part)])
}

const program = (name: string, ...args: readonly string[]) => [join(import.meta.dirname, 'support', name), ...args]

describe.each([
  ['file', () => path],
  ['array', () => bytes],
  ['Blob', () => new Blob([bytes as Uint8Array<ArrayBuffer>])],
] as const)('a big %s', (_kind, make) => {
  test('is digested in a thread, which is gone then, and only once', async () => {
    using threads = watchThreads()
    const source = await open(make())
    expect(await digestOf(source)).toBe(sha256Of(bytes))
    expect(await digestOf(source)).toBe(sha256Of(bytes))
    expect([threads.started.length, threads.running]).toEqual([1, 0])
  })

  test('is digested in this thread where the other one dies', async () => {
    using threads = watchThreads((worker) => void worker.terminate())
    expect(await digestOf(await open(make())).catch((error: unknown) => error)).toBe(sha256Of(bytes))
    expect([threads.started.length, threads.running]).toEqual([1, 0])
  })

  test('tells how far the digest is, up to the end, and never goes back', async () => {
    const source = await open(make())
    const told: number[] = []
    await source.digest({ signal: never, onBytes: (done) => void told.push(done) })
    expect(told).toEqual(told.toSorted((one, other) => one - other))
    expect(told.at(-1)).toBe(bytes.length)
  })
})

test('a small model is worth no thread', async () => {
  using threads = watchThreads()
  expect(await digestOf(await open(small))).toBe(sha256Of(small))
  expect(threads.started).toEqual([])
})

test('where no thread can be made, this one does the work', async () => {
  const { code, output } = await run(process.execPath, ['--permission', '--allow-fs-read=*', ...program('digest-child.ts', path)])
  expect([code, output.match(/^digest .*$/m)?.[0]]).toEqual([0, `digest ${sha256Of(bytes)}`])
  expect(output).toContain('threads 0')
})

test('a process that has digested a model, or has given it up, ends by itself', async () => {
  const digested = await run(process.execPath, program('digest-child.ts', path))
  expect(digested).toMatchObject({ code: 0, output: expect.stringContaining(`digest ${sha256Of(bytes)}\nthreads 1`) as string })
  const abandoned = await run(process.execPath, program('digest-child.ts', hollow, 'abandon'))
  expect(abandoned).toMatchObject({ code: 0, output: expect.stringContaining('abandoned\nthreads 1') as string })
})

test('threads are at most as many as processors, and every model gets its turn', async () => {
  using threads = watchThreads()
  const digests = await Promise.all(Array.from({ length: 12 }, async () => digestOf(await open(path))))
  expect(new Set(digests)).toEqual(new Set([sha256Of(bytes)]))
  expect(threads.started.length).toBe(12)
  expect(threads.most).toBeLessThanOrEqual(availableParallelism())
  expect(threads.running).toBe(0)
})

describe.each([
  ['file', () => hollow],
  ['Blob', longBlob],
] as const)('an abort while a %s is digested', (_kind, make) => {
  test('rejects with its reason, and ends the thread', async () => {
    using threads = watchThreads()
    const source = await open(make())
    const controller = new AbortController()
    const reason = new Error('enough')
    let after = 0
    const digest = source.digest({
      signal: controller.signal,
      onBytes: () => {
        if (controller.signal.aborted) after += 1
        controller.abort(reason)
      },
    })
    await expect(digest).rejects.toBe(reason)
    await source.close()
    expect([threads.started.length, threads.running, after]).toEqual([1, 0, 0])
    await expect(digestOf(source, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

test('who waits for the turn of a thread leaves at once', async () => {
  using threads = watchThreads()
  const sources = await Promise.all(Array.from({ length: availableParallelism() + 1 }, () => open(hollow)))
  const controllers = sources.map(() => new AbortController())
  const digests = sources.map((source, index) => digestOf(source, controllers[index]?.signal))
  controllers.at(-1)?.abort(new Error('left'))
  await expect(digests.at(-1)).rejects.toThrow('left')
  for (const controller of controllers) controller.abort(new Error('all'))
  for (const digest of digests.slice(0, -1)) await expect(digest).rejects.toThrow('all')
  for (const source of sources) await source.close()
  expect(threads.running).toBe(0)
})

test('closing ends a digest that is under way', async () => {
  using threads = watchThreads()
  const source = await open(hollow)
  const begun = Promise.withResolvers<void>()
  const digest = source.digest({ signal: never, onBytes: () => begun.resolve() })
  await begun.promise
  await Promise.all([source.close(), expect(digest).rejects.toThrow('the model was closed')])
  expect(threads.running).toBe(0)
})

test.each([
  ['file', () => hollow],
  ['small array', () => small],
  ['Blob', longBlob],
] as const)('what onBytes throws ends the digest, and nothing else: %s', async (_kind, make) => {
  const source = await open(make())
  const digest = source.digest({
    signal: never,
    onBytes: () => {
      throw new Error('the bar is broken')
    },
  })
  await expect(digest).rejects.toThrow('the bar is broken')
  await source.close()
})

test('who leaves a stream of bytes in the middle leaves no file open', async () => {
  const { code, output } = await run(process.execPath, program('leave-child.ts', hollow))
  expect([code, output]).toEqual([0, '0 left open\n'])
})
