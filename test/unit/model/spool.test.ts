import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../../scripts/command.ts'
import type { ModelInput } from '../../../src/model/model-input.ts'
import { openModel } from '../../../src/model/open-model.ts'
import { makeScratch, type Scratch } from '../../support/scratch.ts'
import { bigStl, models, never, optionsIn, spooledIn } from './support/models.ts'

const bytes = bigStl(60_000)
let scratch: Scratch
beforeEach(async () => {
  scratch = await makeScratch()
})
afterEach(() => scratch[Symbol.asyncDispose]())

const open = (model: ModelInput, signal = never) =>
  openModel({ model, fileName: 'ring.stl' }, optionsIn(scratch.path, { maxModelBytes: bytes.length }), signal)

/** A stream that gives some bytes and then nothing for ever, and whether it was told to end. */
interface Silent {
  readonly model: ModelInput
  readonly isWaiting: Promise<void>
  readonly ended: () => boolean
}

const silentStreams: Readonly<Record<string, () => Silent>> = {
  'web stream': () => {
    const waiting = Promise.withResolvers<void>()
    let pulls = 0
    let ended = false
    const model = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulls += 1
          if (pulls > 1) return waiting.resolve()
          controller.enqueue(bytes.subarray(0, 1_000))
        },
        cancel: () => void (ended = true),
      },
      { highWaterMark: 0 },
    )
    return { model, isWaiting: waiting.promise, ended: () => ended }
  },
  'Node stream': () => {
    const waiting = Promise.withResolvers<void>()
    let reads = 0
    const model = new Readable({
      highWaterMark: 1,
      read() {
        reads += 1
        if (reads === 1) this.push(bytes.subarray(0, 1_000))
        else waiting.resolve()
      },
    })
    return { model, isWaiting: waiting.promise, ended: () => model.destroyed }
  },
  'async iterable': () => {
    const waiting = Promise.withResolvers<void>()
    let calls = 0
    let ended = false
    const iterator: AsyncIterator<Uint8Array> = {
      next: () => {
        calls += 1
        if (calls === 1) return Promise.resolve({ done: false, value: bytes.subarray(0, 1_000) })
        waiting.resolve()
        return new Promise(() => {})
      },
      return: async () => {
        ended = true
        return { done: true, value: undefined }
      },
    }
    return { model: { [Symbol.asyncIterator]: () => iterator }, isWaiting: waiting.promise, ended: () => ended }
  },
}

describe.each(Object.entries(silentStreams))('a %s that falls silent', (_kind, make) => {
  test('is left by an abort, with the reason of the signal; its file is gone', async () => {
    const { model, isWaiting, ended } = make()
    const controller = new AbortController()
    const opening = open(model, controller.signal)
    await isWaiting
    expect(await spooledIn(scratch.path)).toHaveLength(1)
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(opening).rejects.toBe(reason)
    expect(ended()).toBe(true)
    expect(await spooledIn(scratch.path)).toEqual([])
  })
})

test('a file that a killed process left a day ago is removed by the next spooled model; a younger one, and any other file, is kept', async () => {
  const spooled = (digit: string): string => `mes-crm-sdk-${digit.repeat(8)}-0000-4000-8000-000000000000.model`
  const daysAgo = async (name: string, days: number): Promise<void> => {
    const path = join(scratch.path, name)
    const time = new Date(Date.now() - days * 24 * 3_600_000)
    await writeFile(path, 'solid')
    await utimes(path, time, time)
  }
  await Promise.all([daysAgo(spooled('a'), 1.1), daysAgo(spooled('b'), 0.9), daysAgo('mine.model', 30)])
  const model = await open(Readable.from([bytes]))
  onTestFinished(() => model.close())
  await expect.poll(() => readdir(scratch.path)).not.toContain(spooled('a'))
  expect(await readdir(scratch.path)).toEqual(expect.arrayContaining([spooled('b'), 'mine.model']))
})

describe('a stream', () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, 1_000)
    throw new Error('connection reset')
  }

  test.each([
    ['web stream', () => ReadableStream.from(failing())],
    ['Node stream', () => Readable.from(failing())],
    ['async iterable', failing],
  ] as const)('that fails is unreadable, with its cause, and leaves no file: %s', async (_kind, make) => {
    await expect(open(make())).rejects.toMatchObject({
      code: 'unreadable',
      message: 'model ring.stl: its stream failed: connection reset',
      cause: { message: 'connection reset' },
    })
    expect(await spooledIn(scratch.path)).toEqual([])
  })

  test('that gives no bytes but texts is refused, since they are no longer what the file was', async () => {
    await expect(open(Readable.from(['solid', 'endsolid']))).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('gave a text where bytes') as string,
    })
    await expect(open(Readable.from([5]) as never)).rejects.toThrow('gave 5 where bytes')
    expect(await spooledIn(scratch.path)).toEqual([])
  })

  test('that somebody else reads is refused', async () => {
    const model = ReadableStream.from([bytes])
    model.getReader()
    await expect(open(model)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringContaining('locked') as string })
  })

  test('that is too long is told to end as soon as it is', async () => {
    let given = 0
    let ended = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given += 1_000_000
          yield new Uint8Array(1_000_000)
        }
      } finally {
        ended = true
      }
    }
    await expect(open(endless())).rejects.toMatchObject({ code: 'too-large' })
    expect([given, ended]).toEqual([4_000_000, true])
    expect(await spooledIn(scratch.path)).toEqual([])
  })

  test('whose content is of another format leaves no file', async () => {
    await expect(open(ReadableStream.from([models['ring.3mf'] ?? bytes]))).rejects.toMatchObject({
      code: 'wrong-format',
      model: 'ring.stl',
    })
    expect(await spooledIn(scratch.path)).toEqual([])
  })

  test('is not begun with a signal that is aborted already', async () => {
    const model = ReadableStream.from([bytes])
    await expect(open(model, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    expect(model.locked).toBe(false)
  })
})

describe('a temporary file that cannot be', () => {
  test('made is said, with the cause, and the stream is told to end', async () => {
    const model = Readable.from([bytes])
    const opening = openModel({ model }, optionsIn(join(scratch.path, 'missing')), never)
    await expect(opening).rejects.toMatchObject({ code: 'spool-failed', cause: { code: 'ENOENT' } })
    expect(model.destroyed).toBe(true)
  })

  test('written to its end is said, with the cause, and gone', async () => {
    const folder = join(scratch.path, 'spool')
    await mkdir(folder)
    const child = join(import.meta.dirname, 'support/spool-child.ts')
    // No file of this process may be longer: the operating system refuses the rest, as that of a full disk does.
    const { code, output } = await run('sh', ['-c', 'ulimit -f 1000; exec "$0" "$@"', process.execPath, child, folder])
    expect([code, output]).toEqual([0, 'spool-failed EFBIG\n'])
    expect(await spooledIn(folder)).toEqual([])
  })
})
