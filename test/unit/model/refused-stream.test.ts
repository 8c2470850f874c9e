import { Readable } from 'node:stream'
import { createSdk, type CalculateRequest } from 'mes-crm-sdk'
import { describe, expect, test } from 'vitest'

/** An SDK that has no API to ask: every call is refused before. */
const startSdk = () => createSdk({ mes: { baseUrl: 'http://127.0.0.1:9' }, retries: 0 })
const request = (model: CalculateRequest['model'], quantity: number): CalculateRequest<'EUR'> => ({
  model,
  format: 'STL',
  materialCode: 'AU585',
  quantity,
  currency: 'EUR',
})

/** Streams that give nothing, and whether they were ended. */
const streams: Readonly<Record<string, () => { readonly model: CalculateRequest['model']; readonly ended: () => boolean }>> = {
  'Node stream': () => {
    const model = new Readable({ read() {} })
    return { model, ended: () => model.destroyed }
  },
  'web stream': () => {
    let ended = false
    return { model: new ReadableStream<Uint8Array>({ cancel: () => void (ended = true) }), ended: () => ended }
  },
  iterator: () => {
    let ended = false
    const iterator: AsyncIterableIterator<Uint8Array> = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => new Promise(() => {}),
      return: async () => {
        ended = true
        return { done: true, value: undefined }
      },
    }
    return { model: iterator, ended: () => ended }
  },
}

describe.each(Object.entries(streams))('a %s', (_kind, make) => {
  test('is ended by a call that refuses it', async () => {
    await using sdk = startSdk()
    const { model, ended } = make()
    await expect(sdk.mes.quotes.calculate(request(model, 0))).rejects.toMatchObject({ kind: 'request-validation' })
    expect(ended()).toBe(true)
  })

  test('that another call reads is neither read nor ended by a second one', async () => {
    await using sdk = startSdk()
    const { model, ended } = make()
    const leaving = new AbortController()
    const first = sdk.mes.quotes.calculate(request(model, 1), { signal: leaving.signal })
    await expect(sdk.mes.quotes.calculate(request(model, 1))).rejects.toMatchObject({ kind: 'model', code: 'unreadable' })
    await expect(sdk.mes.quotes.calculate(request(model, 0))).rejects.toMatchObject({ kind: 'request-validation' })
    expect(ended()).toBe(false)
    leaving.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    expect(ended()).toBe(true)
  })
})

test('a Node stream that is given has its errors heard, before it is read and after it was ended', async () => {
  await using sdk = startSdk()
  const model = new Readable({ read() {} })
  const refused = sdk.mes.quotes.calculate(request(model, 0)).catch((error: unknown) => error)
  expect(() => model.emit('error', new Error('broken'))).not.toThrow()
  await refused
  expect(() => model.emit('error', new Error('broken late'))).not.toThrow()
})
