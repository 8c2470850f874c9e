import { describe, expect, test } from 'vitest'
import { isApiError } from '../../../src/error/api-error.ts'
import { type Answer, startApi } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'
import { startTokens } from './support/token-server.ts'

const BOM = '\uFEFF'
const passing = [(_attempt: unknown, next: () => Promise<Response>) => next()]
const transports = [
  ['alone', []],
  ['through middleware', passing],
] as const

const answering =
  (status: number, body: string | Uint8Array, type: string): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(body)

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe.each(transports)('a byte order mark, %s,', (_, middleware) => {
  test.each([
    ['', 1],
    [BOM, 1],
  ])('before the JSON of a success changes nothing: %j', async (mark) => {
    await using api = await startApi(answering(200, `${mark}{"name":"Zoë"}`, 'application/json'))
    expect(await transportWith(undefined, { middleware }).send(requestTo(api.url))).toMatchObject({ body: { name: 'Zoë' } })
  })

  test.each(['application/problem+json', 'application/json'])(
    'before a problem of type %s leaves its code and details',
    async (type) => {
      await using api = await startApi(answering(409, `${BOM}{"code":"order-already-claimed","detail":"op_2 was first"}`, type))
      const error = await rejection(transportWith(undefined, { middleware }).send(requestTo(api.url)))
      expect(error).toMatchObject({
        kind: 'api',
        status: 409,
        code: 'order-already-claimed',
        problem: { detail: 'op_2 was first' },
      })
    },
  )

  test('before a text is not part of it', async () => {
    await using api = await startApi(answering(200, `${BOM}a;b`, 'text/csv'))
    expect(await transportWith(undefined, { middleware }).send(requestTo(api.url, { readAs: () => 'text' }))).toMatchObject({
      body: 'a;b',
    })
  })

  test('stays where bytes are asked for', async () => {
    await using api = await startApi(answering(200, `${BOM}{}`, 'application/json'))
    const { body } = await transportWith(undefined, { middleware }).send(requestTo(api.url, { readAs: () => 'bytes' }))
    expect(body).toEqual(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))
  })
})

const JSON_TYPE = 'application/json'

const NOT_UTF8: readonly (readonly [name: string, bytes: Uint8Array, type: string])[] = [
  ['Latin-1', latin1('{"name":"Zoë"}'), JSON_TYPE],
  ['Latin-1, and says so', latin1('{"name":"Zoë"}'), 'application/json; charset=iso-8859-1'],
  ['UTF-16 with a byte order mark', Buffer.from('\uFEFF{"name":"Zoë"}', 'utf16le'), JSON_TYPE],
  ['cut within a character', Buffer.from('{"name":"Zoë').subarray(0, -1), JSON_TYPE],
  ['a surrogate in three bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), JSON_TYPE],
  ['a slash in two bytes', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), JSON_TYPE],
]

describe.each(transports)('JSON that is not UTF-8, %s,', (_, middleware) => {
  test.each(NOT_UTF8)('is a ResponseValidationError: %s', async (_name, bytes, type) => {
    await using api = await startApi(answering(200, bytes, type))
    const error = await transportWith(undefined, { middleware })
      .send(requestTo(api.url))
      .catch((cause: unknown) => cause)
    expect(error).toMatchObject({
      kind: 'response-validation',
      issues: [{ path: 'body', message: `expected JSON in UTF-8, got ${bytes.length} bytes that are none` }],
    })
  })

  test('leaves a problem its status and code', async () => {
    await using api = await startApi(answering(409, latin1('{"code":"taken","detail":"von Zoë"}'), 'application/problem+json'))
    const error = await rejection(transportWith(undefined, { middleware }).send(requestTo(api.url)))
    expect(isApiError(error) && error.code).toBe('taken')
  })
})

describe.each(transports)('a text, %s,', (_, middleware) => {
  test.each([
    ['text/csv; charset=iso-8859-1', latin1('Zoë')],
    ['text/csv; charset="ISO-8859-1"', latin1('Zoë')],
    ['text/csv;charset=utf-16le', Buffer.from('Zoë', 'utf16le')],
    ['text/csv', Buffer.from('Zoë')],
    ["text/csv; charset='utf-8'", Buffer.from('Zoë')],
    ["text/csv; charset='iso-8859-1'; header=present", latin1('Zoë')],
    ['text/csv; charset=', Buffer.from('Zoë')],
  ])('is read as its content type says: %s', async (type, bytes) => {
    await using api = await startApi(answering(200, bytes, type))
    expect(await transportWith(undefined, { middleware }).send(requestTo(api.url, { readAs: () => 'text' }))).toMatchObject({
      body: 'Zoë',
    })
  })

  test.each(['utf8mb4', 'none', 'klingon'])(
    'in an encoding that nobody knows is read where it is UTF-8, or empty: %s',
    async (charset) => {
      await using api = await startApi((response, request, turn) =>
        answering(200, turn === 1 ? 'Zoë' : '', `text/csv; charset=${charset}`)(response, request, turn),
      )
      const send = () => transportWith(undefined, { middleware }).send(requestTo(api.url, { readAs: () => 'text' }))
      expect([(await send()).body, (await send()).body]).toEqual(['Zoë', ''])
    },
  )

  test.each([
    ['text/csv', 'utf-8'],
    ['text/csv; charset=klingon', 'klingon'],
  ])('that cannot be read so is a ResponseValidationError: %s', async (type, charset) => {
    await using api = await startApi(answering(200, latin1('Zoë'), type))
    const error = await rejection(transportWith(undefined, { middleware }).send(requestTo(api.url, { readAs: () => 'text' })))
    expect(error).toMatchObject({
      kind: 'response-validation',
      issues: [{ path: 'body', message: `expected text in ${charset}, got 3 bytes that are none` }],
    })
  })
})

describe('a token server', () => {
  const credentials = (tokenUrl: string) => ({ oauth2: { tokenUrl, clientId: 'c1', clientSecret: 'geheim' } })
  const TOKEN = { access_token: 't1', token_type: 'Bearer', expires_in: 60 }

  const tokenFrom = async (answer: Answer): Promise<unknown> => {
    await using tokens = await startTokens(answer)
    await using api = await startApi((response) => response.writeHead(204).end())
    const sent = await transportWith(credentials(tokens.tokenUrl))
      .send(requestTo(api.url))
      .catch((error: unknown) => error)
    return api.requests[0]?.headers.authorization ?? sent
  }

  test.each([
    ['scope'],
    ['expires_in'],
    ['refresh_token'],
    ['id_token'],
    ['error'],
    ['issued_token_type'],
    ['example_parameter'],
  ])('whose answer has a member %s that is null gives its token', async (name) => {
    expect(await tokenFrom(answering(200, JSON.stringify({ ...TOKEN, [name]: null }), 'application/json'))).toBe('Bearer t1')
  })

  test.each(['access_token', 'token_type'])('whose answer has no %s but null has sent no token', async (name) => {
    expect(String(await tokenFrom(answering(200, JSON.stringify({ ...TOKEN, [name]: null }), 'application/json')))).toContain(
      'sent no token',
    )
  })

  test('may begin its answer with a byte order mark', async () => {
    expect(await tokenFrom(answering(200, `${BOM}${JSON.stringify(TOKEN)}`, 'application/json'))).toBe('Bearer t1')
  })

  test('may begin its refusal with a byte order mark, and have members that are null', async () => {
    const refusal = `${BOM}{"error":"invalid_client","error_description":null,"error_uri":null}`
    expect(String(await tokenFrom(answering(401, refusal, 'application/json')))).toContain('401 invalid_client')
  })

  test('whose answer is not UTF-8 has sent no token, and is asked once', async () => {
    let asked = 0
    const error = await tokenFrom((response, request, turn) =>
      answering(200, latin1('{"access_token":"tö"}'), 'application/json')(response, request, (asked = turn)),
    )
    expect(String(error)).toContain('sent no token: expected JSON in UTF-8')
    expect(asked).toBe(1)
  })
})
