import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SharedLoad } from '../../../src/foundation/shared-load.ts'

/** A load that ends when it is told to, and tells why it was aborted. */
const controlled = <T>() => {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let loads = 0
  let ended = 0
  const aborts: unknown[] = []
  const load = new SharedLoad<T>(
    (signal) => {
      loads++
      signal.addEventListener('abort', () => aborts.push(signal.reason))
      return promise
    },
    () => ended++,
    undefined,
  )
  return { load, resolve, reject, aborts, loads: () => loads, ended: () => ended }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

let unhandled: unknown[] = []
const note = (reason: unknown): void => void unhandled.push(reason)

beforeEach(() => {
  unhandled = []
  process.on('unhandledRejection', note)
})

afterEach(async () => {
  await settled()
  process.off('unhandledRejection', note)
  if (unhandled.length > 0) throw new Error('a rejection was left unhandled', { cause: unhandled[0] })
})

describe('a load', () => {
  test('loads once, for however many readers', async () => {
    const { load, resolve, loads } = controlled<number>()
    const readers = Array.from({ length: 200 }, (_, n) => load.wait(n % 2 === 0 ? undefined : new AbortController().signal))
    resolve(7)
    expect(new Set(await Promise.all(readers))).toEqual(new Set([7]))
    expect(loads()).toBe(1)
  })

  test('rejects the reader who aborts, with the reason given, and nobody else', async () => {
    const { load, resolve, aborts } = controlled<number>()
    const controller = new AbortController()
    const leaving = load.wait(controller.signal)
    const staying = [load.wait(undefined), load.wait(new AbortController().signal)]
    const reason = new Error('changed my mind')
    controller.abort(reason)
    await expect(leaving).rejects.toBe(reason)
    resolve(7)
    expect(await Promise.all(staying)).toEqual([7, 7])
    expect(aborts).toEqual([])
  })

  test("is aborted by the last reader who leaves, with that one's reason, and is over at once", async () => {
    const { load, aborts, ended } = controlled<number>()
    const [one, other] = [new AbortController(), new AbortController()]
    const readers = [load.wait(one.signal), load.wait(other.signal)]
    one.abort('first')
    expect(aborts).toEqual([])
    expect(ended()).toBe(0)
    other.abort('last')
    expect(aborts).toEqual(['last'])
    expect(ended()).toBe(1)
    expect((await Promise.allSettled(readers)).map((result) => result.status === 'rejected' && result.reason)).toEqual([
      'first',
      'last',
    ])
  })

  test('is not aborted while a reader without a signal waits', async () => {
    const { load, resolve, aborts } = controlled<number>()
    const controller = new AbortController()
    const patient = load.wait(undefined)
    const leaving = load.wait(controller.signal)
    controller.abort('gone')
    await expect(leaving).rejects.toBe('gone')
    resolve(1)
    expect(await patient).toBe(1)
    expect(aborts).toEqual([])
  })

  test('refuses a reader who has aborted already, and goes on for the others', async () => {
    const { load, resolve, aborts } = controlled<number>()
    const staying = load.wait(undefined)
    await expect(load.wait(AbortSignal.abort('late'))).rejects.toBe('late')
    resolve(3)
    expect(await staying).toBe(3)
    expect(aborts).toEqual([])
  })

  test('is not aborted by readers who abort after it has ended', async () => {
    const { load, resolve, aborts } = controlled<number>()
    const controller = new AbortController()
    const reader = load.wait(controller.signal)
    resolve(3)
    expect(await reader).toBe(3)
    controller.abort()
    expect(aborts).toEqual([])
  })

  test('gives its failure to every reader, and to nobody where all have left', async () => {
    const first = controlled<number>()
    const readers = [first.load.wait(undefined), first.load.wait(new AbortController().signal)]
    first.reject(new Error('origin'))
    for (const reader of readers) await expect(reader).rejects.toThrow('origin')
    const second = controlled<number>()
    const controller = new AbortController()
    const leaving = second.load.wait(controller.signal)
    controller.abort('left')
    await expect(leaving).rejects.toBe('left')
    second.reject(new Error('nobody listens'))
    await settled()
  })

  test('leaves no listener on a signal that lives on', async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++
      add(...given)
    }
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners--
      remove(...given)
    }
    const { load, resolve } = controlled<number>()
    const reader = load.wait(signal)
    resolve(1)
    await reader
    await settled()
    expect(listeners).toBe(0)
  })
})
