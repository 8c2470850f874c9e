import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRequestValidationError, isResponseValidationError } from '../../../src/index.ts'
import { createLegacyClient } from '../../foreign/clients/legacy/index.ts'
import { createStylesClient } from '../../foreign/clients/styles/index.ts'
import { createZooClient } from '../../foreign/clients/zoo/index.ts'
import { generateForeign } from '../../foreign/generate.ts'
import { serveDocument } from '../../foreign/server.ts'
import type { Answers, ForeignServer } from '../../foreign/server.ts'

const point = { x: 1, y: -2 }
const words = ['a b', 'c/d', 'é']

test('the clients in test/foreign are what the generator gives: after a change, `node test/foreign/generate.ts` writes them', async () => {
  const lines: string[] = []
  const codes = await generateForeign(['--check'], (line) => lines.push(line))
  expect({ codes, drifts: lines.filter((line) => !line.endsWith('up to date')) }).toEqual({ codes: [0, 0, 0], drifts: [] })
})

/** A client of a document, and a server made of the same document. */
const pairOf = <Api>(
  file: string,
  create: (options: { baseUrl: string; retries: number }) => Api & AsyncDisposable,
  answers?: Answers,
) => {
  let server: ForeignServer | undefined
  let client: (Api & AsyncDisposable) | undefined
  beforeAll(async () => {
    server = await serveDocument(file, answers)
    client = create({ baseUrl: server.baseUrl, retries: 0 })
  })
  afterAll(async () => {
    await client?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })
  return {
    client: (): Api => {
      if (client === undefined) throw new Error('not started')
      return client
    },
    asked: (): readonly string[] => server?.asked ?? [],
  }
}

describe('a parameter arrives as it was given', () => {
  const { client } = pairOf('styles.yaml', createStylesClient)

  test('in a path of style simple', async () => {
    expect((await client().api.echo.simple(words, point, point, 'a,b/ü')).path).toEqual({
      list: words,
      map: point,
      members: point,
      text: 'a,b/ü',
    })
  })

  test('in a path of style label', async () => {
    const { path } = await client().api.echo.label(words, words, point, point)
    expect(path).toEqual({ list: words, elements: words, map: point, members: point })
  })

  test('in a path of style matrix', async () => {
    const { path } = await client().api.echo.matrix(7, words, words, point, point)
    expect(path).toEqual({ id: 7, list: words, elements: words, map: point, members: point })
  })

  test('in a query of every style', async () => {
    const query = {
      elements: words,
      list: words,
      spaced: [1, 2],
      piped: [3, 4],
      deep: { name: 'x & y', price: { min: 2.5 } },
      reserved: 'a/b?c=d&e#f',
      'odd name[]': '1+1',
      json: point,
    }
    expect((await client().api.echo.query(query)).query).toEqual(query)
    expect((await client().api.echo.query({ members: point })).query).toEqual({ members: point })
    expect((await client().api.echo.query({ map: point })).query).toEqual({ map: point })
  })

  test('with reserved characters left alone where the document says so, except those that would end the value', async () => {
    expect((await client().api.echo.query({ reserved: 'a/b?c&d#e' })).url).toBe('/query?reserved=a/b?c%26d%23e')
  })

  test('in headers and cookies, under names that do not meet those of options', async () => {
    const answer = await client().api.echo.headers({
      xList: [1, 2],
      xMap: point,
      xMembers: point,
      timeout: '5s',
      timeout2: 'mine',
      theme: 'dark',
      ids: [3, 4],
    })
    expect(answer).toMatchObject({
      header: { 'X-List': [1, 2], 'X-Map': point, 'X-Members': point, timeout: 'mine' },
      cookie: { theme: 'dark', ids: [3, 4] },
    })
  })

  test('or not at all: a text that would be another path, or nothing, is refused before the network', async () => {
    for (const text of ['', '.', '..'])
      await expect(client().api.echo.simple(['a'], point, point, text)).rejects.toSatisfy(isRequestValidationError)
    await expect(client().api.echo.simple([], point, point, 'x')).rejects.toSatisfy(isRequestValidationError)
  })
})

describe('a body arrives as it was given', () => {
  const { client } = pairOf('styles.yaml', createStylesClient)

  test('as a form', async () => {
    const body = { name: 'a b&c', tags: ['x', 'y z'], at: point }
    expect(await client().api.bodies.form(body)).toMatchObject({ body, type: 'application/x-www-form-urlencoded' })
  })

  test('as a form of parts, files among them', async () => {
    const file = new File([new Uint8Array([1, 2])], 'model.stl')
    const { body } = await client().api.bodies.multipart({
      file,
      more: [new Uint8Array([3]), new Blob(['4'])],
      at: point,
      note: 'é',
    })
    expect(body).toEqual({ file: 'model.stl 0102', more: ['blob 03', 'blob 34'], at: point, note: 'é' })
  })

  test('as text, and without one where it may be left out', async () => {
    expect(await client().api.bodies.text('é "quoted"')).toMatchObject({ body: 'é "quoted"', type: 'text/plain' })
    expect((await client().api.bodies.text()).body).toBeUndefined()
  })

  test('as bytes of every kind', async () => {
    const bytes = new Uint8Array([0, 255, 10])
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes)
        controller.close()
      },
    })
    for (const body of [bytes, bytes.buffer, new Blob([bytes]), stream]) {
      expect(await client().api.bodies.binary(body)).toMatchObject({ body: '00ff0a', type: 'application/octet-stream' })
    }
  })

  test('in a media type of its own', async () => {
    expect(await client().api.bodies.merge({ a: 'b', c: null })).toMatchObject({
      body: { a: 'b', c: null },
      type: 'application/merge-patch+json',
    })
  })

  test('or not at all, where its schema is not met', async () => {
    // @ts-expect-error a file that is a text
    await expect(client().api.bodies.multipart({ file: 'text' })).rejects.toThrow(
      'body.file: expected a Uint8Array, a Blob or a File',
    )
    // @ts-expect-error bytes that are a text
    await expect(client().api.bodies.binary('text')).rejects.toThrow('expected a Uint8Array')
  })
})

const cat = { kind: 'cat', name: 'Mia', lives: 7 } as const
const photo = new Uint8Array([137, 80, 78, 71, 0, 255])

describe('an answer is read as the document describes it', () => {
  const { client } = pairOf('zoo.yaml', createZooClient, {
    createAnimal: ({ body }) => ({ status: 201, json: body }),
    listAnimals: ({ query }) =>
      query['kind'] === 'dog'
        ? { json: [{ kind: 'wolf', name: 'Ulf', tricks: [], mood: 'new' }], isNewer: true }
        : { status: 206, json: [cat] },
    getAnimal: ({ path }) =>
      [
        { json: cat },
        { status: 202, json: { eta: '2025-01-01T00:00:00Z' } },
        { status: 204 },
        { json: { ...cat, kind: 'cow' }, isNewer: true } as const,
      ][Number(path['animalId'])] ?? {},
    hasAnimal: () => ({}),
    deleteAnimal: ({ path }) => (path['animalId'] === 1 ? { status: 204 } : { status: 200, text: 'gone', type: 'text/plain' }),
    getPhoto: () => ({ bytes: photo, type: 'image/png' }),
    getReport: ({ path }) =>
      path['animalId'] === 1 ? { text: 'a;b\n', type: 'text/csv' } : { status: 202, json: { name: 'soon' } },
  })
  const animals = () => client().api.animals

  test('by the member that its discriminator names, in either direction', async () => {
    const made = await animals().createAnimal({ ...cat, secret: 's', mood: null, keeper: { name: 'Eva' } })
    expect(made.kind === 'cat' ? (made.lives satisfies number) : undefined).toBe(7)
    await expect(animals().createAnimal({ ...cat, lives: 10 })).rejects.toThrow('body.lives')
    // @ts-expect-error a member that does not exist
    await expect(animals().createAnimal({ kind: 'cow', name: 'Muh' })).rejects.toThrow(
      'body.kind: expected one of cat, dog, wolf',
    )
    // @ts-expect-error a field of the other member: the document does not forbid it, so only the type does
    void ((): unknown => animals().createAnimal({ ...cat, tricks: [] }))
    await expect(animals().getAnimal(3)).rejects.toSatisfy(isResponseValidationError)
  })

  test('under a range of status codes, with values that a later version has added', async () => {
    expect(await animals().listAnimals()).toEqual([cat])
    expect(await animals().listAnimals({ kind: 'dog' })).toEqual([{ kind: 'wolf', name: 'Ulf', tricks: [], mood: 'new' }])
  })

  test('under each status code by its own schema, and as nothing where it has no body', async () => {
    const found = await animals().getAnimal(1)
    expect(found && 'eta' in found ? found.eta : undefined).toBe('2025-01-01T00:00:00Z')
    expect(await animals().getAnimal(0)).toEqual(cat)
    expect(await animals().getAnimal(2)).toBeUndefined()
    expect((await animals().hasAnimal(1).withMeta()).response?.status).toBe(200)
    expect((await animals().deleteAnimal(1).withMeta()).response?.status).toBe(204)
  })

  test('as bytes that belong to the caller, never from the cache', async () => {
    expect(
      await animals()
        .getPhoto(1)
        .catch(() => 'refused by the cache'),
    ).toEqual(photo)
    const bytes: Uint8Array = await animals().getPhoto(1)
    bytes[0] = 0
    const { value, cache } = await animals().getPhoto(1).withMeta()
    expect([value, cache.source]).toEqual([photo, 'origin'])
  })

  test('as text, or as JSON under another status code', async () => {
    const report: string | { readonly name: string } = await animals().getReport(1)
    expect(report).toBe('a;b\n')
    expect(await animals().getReport(2)).toEqual({ name: 'soon' })
  })

  test('however deep it refers to itself', async () => {
    const tree = {
      value: 1,
      left: { value: 2, left: null },
      children: [{ value: 3, children: [{ value: 4 }] }],
      byName: { a: { value: 5 } },
    }
    const back = await client().api.trees.putTree(tree)
    expect(back).toEqual(tree)
    expect(back.children?.[0]?.children?.[0]?.value satisfies number | undefined).toBe(4)
    // @ts-expect-error a value of another type, deep inside
    await expect(client().api.trees.putTree({ value: 1, children: [{ value: 3, children: [{ value: 'x' }] }] })).rejects.toThrow(
      'body.children.0.children.0.value',
    )
    const value = ['a', { b: ['c', { d: 'e' }] }]
    expect(await client().api.values.putValue(value)).toEqual(value)
    // @ts-expect-error a number where there are only texts
    await expect(client().api.values.putValue([['a', 1]])).rejects.toSatisfy(isRequestValidationError)
  })

  test('with fields of a map beside those that have names', async () => {
    expect(await client().api.values.putLabels({ count: 1, colour: 'red' })).toEqual({ count: 1, colour: 'red' })
    // @ts-expect-error a further field of another type
    await expect(client().api.values.putLabels({ count: 1, size: {} })).rejects.toThrow('body.size')
    await expect(client().api.values.putLabels({ count: 1 })).rejects.toThrow('at least 2 fields')
  })

  test('where one of several fields must be there', async () => {
    expect(await client().api.values.putContact({ phone: '1', extra: [null, { a: 1 }] })).toEqual({
      phone: '1',
      extra: [null, { a: 1 }],
    })
    // @ts-expect-error neither of them
    await expect(client().api.values.putContact({ extra: 1 })).rejects.toSatisfy(isRequestValidationError)
  })
})

describe('a document of OpenAPI 3.0', () => {
  const things = [
    {
      id: 7,
      parent: { id: 8, parent: null },
      'content-type': null,
      size: 9.5,
      implied: { deep: 'ab' },
      free: { a: [1] },
      anything: 'x',
    },
  ]
  const { client, asked } = pairOf('legacy.yaml', createLegacyClient, {
    'GET /things': () => ({ json: things }),
    'things/create-one': ({ body }) => ({ json: body }),
    'things/get': ({ path }) => ({
      json: { class: `${String(path['class'])} ${String(path['body'])} ${String(path['thing-id'])}` },
    }),
    'list things': () => ({ json: 'a' }),
    list_things: () => ({ json: 'b' }),
    'then ': () => ({ json: { ok: true } }),
    delete: () => ({}),
  })

  test('is read by its own rules: nullable, exclusive bounds, types that are only implied', async () => {
    expect(await client().api.oddThings.getThings({ since: null })).toEqual(things)
    expect(await client().api.things.createOne({ id: 1, parent: null })).toEqual({ id: 1, parent: null })
    await expect(client().api.things.createOne({ id: 0 })).rejects.toThrow('body.id')
    await expect(client().api.things.createOne({ id: 1, size: 10 })).rejects.toThrow('body.size')
    await expect(client().api.things.createOne({ id: 1, implied: { deep: 'a' } })).rejects.toThrow('body.implied.deep')
  })

  test('gets names for whatever has none, or one that is taken, reserved or no identifier', async () => {
    const { api } = client()
    expect((await api.things.get('a', 'b', 'c')).class).toBe('a b c')
    expect([await api.twice.listThings(), await api.twice.listThings2()]).toEqual(['a', 'b'])
    expect((await api.thenResource.then2()).ok).toBe(true)
    expect((await api.default.delete().withMeta()).response?.status).toBe(200)
    expect(await Promise.resolve(api)).toBe(api)
  })

  test('that tells heirs of a schema by a discriminator takes any of them', async () => {
    expect(await client().api.shapes.putShape({ shapeType: 'Circle', radius: 2 })).toEqual({ shapeType: 'Circle', radius: 2 })
  })

  test('is cached as its policy file says, until a command of that file invalidates it', async () => {
    const { api } = client()
    const sourceOf = async () => (await api.oddThings.getThings().withMeta()).cache.source
    await sourceOf()
    const before = asked().length
    expect([await sourceOf(), asked().length - before]).toEqual(['memory', 0])
    await api.things.createOne({ id: 1 })
    expect(await sourceOf()).toBe('origin')
  })

  test('caches nothing that no policy speaks of', async () => {
    const { api } = client()
    await api.twice.listThings()
    expect((await api.twice.listThings().withMeta()).cache.source).toBe('origin')
  })
})
