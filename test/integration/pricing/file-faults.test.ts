import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asciiStl, binaryStl, box, type Triangle } from '../../support/solids.ts'
import { models } from '../../unit/model/support/models.ts'
import { failureOf, startPartner, succeeded } from './faulty-mes.ts'
import { newBody, priced, startTestMes, type TestMes } from './mes.ts'

let mes: TestMes
beforeAll(async () => void (mes = await startTestMes()))
afterAll(() => mes.close())

const edited = (edit: (bytes: Buffer) => Buffer | void): Uint8Array => {
  const bytes = Buffer.from(newBody())
  return edit(bytes) ?? bytes
}
const modelOf = (name: string): Uint8Array => {
  const bytes = models[name]
  if (bytes === undefined) throw new Error(`no model ${name}`)
  return bytes
}

/** What the reference MES says of a file is said by its analysis, in the answer of `models.get`. */
const rejectedBy = (detail: string | RegExp) => ({
  kind: 'calculation',
  code: 'model-rejected',
  detail: expect.stringMatching(detail) as string,
  modelId: expect.stringMatching(/^mod_/) as string,
})

describe.concurrent('a file', () => {
  it.each<readonly [string, string, () => Uint8Array, object]>([
    ['that is truncated', 'ring.stl', () => newBody().subarray(0, -7), { kind: 'model', code: 'truncated' }],
    [
      'of text that is truncated',
      'ring.stl',
      () => Buffer.from(asciiStl(box([1, 2, 3], [0, 0, 0]))).subarray(0, -60),
      { kind: 'model', code: 'truncated' },
    ],
    ['without triangles', 'ring.stl', () => binaryStl([]), { kind: 'model', code: 'empty' }],
    [
      'of text without facets',
      'ring.stl',
      () => Buffer.from('solid nothing\nendsolid nothing\n'),
      { kind: 'model', code: 'empty' },
    ],
    ['without bytes', 'ring.stl', () => new Uint8Array(), { kind: 'model', code: 'empty' }],
    [
      'of an image',
      'ring.stl',
      () => Buffer.from(`\u0089PNG\r\n\u001a\n${'\u0000'.repeat(900)}`, 'latin1'),
      { kind: 'model', code: 'wrong-format', message: expect.stringContaining('PNG') as string },
    ],
    ['of bytes that are nothing', 'ring.stl', () => Buffer.alloc(900, 7), { kind: 'model', code: 'truncated' }],
    [
      'of another format than its name says',
      'ring.stl',
      () => modelOf('ring.step'),
      { kind: 'model', code: 'wrong-format', message: expect.stringContaining('STEP') as string },
    ],
  ])('%s is a ModelError before anything is sent', async (_what, fileName, bytes, expected) => {
    await using partner = await startPartner(mes)
    const { signal } = new AbortController()
    for (const model of [bytes(), new Blob([Buffer.from(bytes())]).stream()]) {
      expect(await failureOf(partner.sdk.mes.quotes.calculate(priced(model, { fileName }), { signal }))).toMatchObject({
        ...expected,
        model: 'ring.stl',
      })
    }
    expect(partner.proxy.counts()).toEqual({})
    await partner.settled(signal)
  })

  it.each<readonly [string, string, () => Uint8Array, string | RegExp]>([
    [
      'with coordinates that are no numbers',
      'ring.stl',
      () => edited((bytes) => void bytes.writeFloatLE(Number.NaN, 84 + 12)),
      /vertex at byte 96 is not a place/,
    ],
    [
      'of text with a coordinate that is no number',
      'ring.stl',
      () =>
        Buffer.from(
          Buffer.from(asciiStl(box([3, 2, 4], [0, 0, 0])))
            .toString()
            .replace('vertex 0 ', 'vertex x '),
        ),
      /The vertex on line \d+ is not a place/,
    ],
    [
      'whose surface has a hole',
      'ring.stl',
      () =>
        edited((bytes) => {
          bytes.writeUInt32LE(11, 80)
          return bytes.subarray(0, -50)
        }),
      'The surface is not closed',
    ],
    ['that is flat', 'ring.stl', () => binaryStl(flat), 'The surface encloses no volume'],
    ['of OBJ', 'ring.obj', () => modelOf('ring.obj'), 'OBJ files cannot be read yet, only STL'],
    ['of 3MF', 'ring.3mf', () => modelOf('ring.3mf'), '3MF files cannot be read yet, only STL'],
    ['of STEP', 'ring.step', () => modelOf('ring.step'), 'STEP files cannot be read yet, only STL'],
  ])('%s is rejected by the MES: a CalculationError with its reason, remembered', async (_what, fileName, bytes, detail) => {
    await using partner = await startPartner(mes)
    const { sdk, proxy } = partner
    const model = bytes()
    expect(await failureOf(sdk.mes.quotes.calculate(priced(model, { fileName })))).toMatchObject(rejectedBy(detail))
    const before = proxy.counts()
    expect(before['quotes.create']).toBeUndefined()
    expect(await failureOf(sdk.mes.quotes.calculate(priced(model, { fileName })))).toMatchObject(rejectedBy(detail))
    expect(proxy.counts()).toEqual(before)
    await partner.settled()
  })

  it('of text is priced as its binary twin is', async () => {
    await using partner = await startPartner(mes)
    const body = box([3.25, 2, 4], [0, 0, 0])
    const [binary, text] = await Promise.all(
      [binaryStl(body), asciiStl(body)].map((model) => partner.sdk.mes.quotes.calculate(priced(model))),
    )
    expect(text?.result?.totalPrice).toEqual(binary?.result?.totalPrice)
    expect(text?.request.modelId).not.toBe(binary?.request.modelId)
  })
})

const flat: readonly Triangle[] = [
  [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
  ],
]

describe.concurrent('a stream that is kept in a temporary file', () => {
  it('fails in a folder that is none, with the cause, and is told to end', async () => {
    await using partner = await startPartner(mes)
    const file = join(partner.folder, 'file')
    await writeFile(file, '')
    for (const [spoolFolder, code] of [
      [file, 'ENOTDIR'],
      [join(partner.folder, 'none'), 'ENOENT'],
    ] as const) {
      await using other = await startPartner(mes, { pricing: { spoolFolder } })
      const model = Readable.from([newBody()])
      expect(await failureOf(other.sdk.mes.quotes.calculate(priced(model)))).toMatchObject({
        kind: 'model',
        code: 'spool-failed',
        cause: { code },
      })
      expect(model.destroyed).toBe(true)
      expect(other.proxy.counts()).toEqual({})
    }
  })

  it('is removed after the price is known, and after a failure of the stream, the API and the model', async () => {
    await using partner = await startPartner(mes)
    const { sdk, proxy, folder } = partner
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield newBody()
      throw new Error('the source is gone')
    }
    expect(await failureOf(sdk.mes.quotes.calculate(priced(broken())))).toMatchObject({
      kind: 'model',
      code: 'unreadable',
      cause: { message: 'the source is gone' },
    })
    proxy.play('models.create', { kind: 'answer', status: 403 })
    expect(await failureOf(sdk.mes.quotes.calculate(priced(Readable.from([newBody()]))))).toMatchObject({
      kind: 'api',
      status: 403,
    })
    await mkdir(join(folder, 'kept'))
    await succeeded(sdk.mes.quotes.calculate(priced(Readable.from([newBody()]))))
    await partner.settled()
    expect(await readdir(folder)).toEqual(['kept'])
  })
})
