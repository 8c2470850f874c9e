import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { MISDEEDS } from '../../support/misdeeds.ts'

/** Something that a caller does, and what it has to be told: a part of what the call rejects with, or `answered`. */
export interface Case {
  readonly name: string
  readonly play: () => Promise<unknown>
  readonly expected: string
}

/** A stream as a caller gives it, which fails, or makes trouble where it is ended. */
export interface GivenStream {
  readonly model: object
  /** Whether it holds nothing any longer. */
  readonly ended: () => boolean
}

const nodeStream = (stream: Readable): GivenStream => ({ model: stream, ended: () => stream.closed })

/** What a stream gives before it falls silent, and who is told that it has. */
export interface Silence {
  readonly parts: readonly unknown[]
  readonly reached: () => void
}

/** An iterator that gives the parts, then nothing for ever. Its `return` is counted, and makes trouble. */
const iterator = (trouble: () => unknown, { parts, reached }: Silence): GivenStream => {
  const left = [...parts]
  let returns = 0
  const model = {
    [Symbol.asyncIterator]: () => model,
    next: async () => {
      if (left.length > 0) return { done: false, value: left.shift() }
      reached()
      return new Promise(() => {})
    },
    return: () => {
      returns += 1
      return trouble()
    },
  }
  return { model, ended: () => returns === 1 }
}

const webStream = (trouble: () => unknown, { parts, reached }: Silence): GivenStream => {
  let cancels = 0
  const model = new ReadableStream({
    start: (controller) => parts.forEach((part) => controller.enqueue(part)),
    pull: reached,
    cancel: () => {
      cancels += 1
      return trouble() as Promise<void>
    },
  })
  return { model, ended: () => cancels === 1 }
}

/** Streams that make trouble where they are ended, which they have to be. */
export const troublesome = (
  silence: Silence = { parts: [], reached: () => {} },
): Readonly<Record<string, () => GivenStream>> => ({
  'a Node stream that fails while it is ended': () => {
    const left = [...silence.parts]
    return nodeStream(
      new Readable({
        read() {
          if (left.length > 0) this.push(left.shift())
          else silence.reached()
        },
        destroy: (_error, done) => done(new Error('it broke while it was ended')),
      }),
    )
  },
  ...Object.fromEntries(
    Object.entries(MISDEEDS).flatMap(([what, trouble]) => [
      [`an iterator whose return() ${what}`, () => iterator(trouble, silence)],
      [`a web stream whose cancel() ${what}`, () => webStream(trouble, silence)],
    ]),
  ),
})

/** Streams that fail before anybody reads them. `path` is that of a file that is missing. */
export const failing = (path: string): Readonly<Record<string, () => GivenStream>> => ({
  'a Node stream of a file that is missing': () => nodeStream(createReadStream(path)),
  'a Node stream that has just failed': () => nodeStream(new Readable({ read() {} }).destroy(new Error('the stream broke'))),
  'a Node stream whose destroy() throws': () => {
    let calls = 0
    const model = Object.assign(new Readable({ read() {} }), {
      destroy: () => {
        calls += 1
        throw new Error('destroy() throws')
      },
    })
    return { model, ended: () => calls > 0 }
  },
  'a web stream of a Node stream of a file that is missing': () => {
    const stream = createReadStream(path)
    return { model: Readable.toWeb(stream), ended: () => stream.closed }
  },
  'an iterable that opens a file that is missing with its iterator': () => ({
    model: { [Symbol.asyncIterator]: () => createReadStream(path)[Symbol.asyncIterator]() },
    ended: () => true,
  }),
})
