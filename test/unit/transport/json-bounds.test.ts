import { gzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { isApiError } from '../../../src/error/api-error.ts'
import { isResponseValidationError } from '../../../src/error/validation-errors.ts'
import { createSdk } from '../../../src/index.ts'
import { type Answer, startApi } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'
import { startTokens } from './support/token-server.ts'

const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const ENDLESS = '['.repeat(100_000)
const MANY = `[${'{},'.repeat(100_000)}{}]`
const answering =
  (status: number, text: string, type = 'application/json'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(text)

/** Texts that were parsed, of those that are as long as the ones above. */
const parsed = (parse: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): readonly unknown[] =>
  parse.mock.calls.filter(([text]) => String(text).length > 50_000)

describe.each([
  ['100,000 levels', DEEP],
  ['levels without an end', ENDLESS],
  ['100,001 objects', MANY],
])('JSON of %s is not parsed:', (_name, text) => {
  test('an answer is a ResponseValidationError', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    await using api = await startApi(answering(200, text))
    const error = await rejection(transportWith().send(requestTo(api.url)))
    expect(isResponseValidationError(error) && error.issues).toEqual([
      {
        path: 'body',
        message: 'expected JSON of at most 100 levels (maxResponseLevels) and 100000 values (maxResponseValues), got more',
      },
    ])
    expect(parsed(parse)).toEqual([])
  })

  test('an answer that middleware makes is one, too', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    const middleware = [() => new Response(text, { headers: { 'content-type': 'application/json' } })]
    expect(
      isResponseValidationError(await rejection(transportWith(undefined, { middleware }).send(requestTo('http://127.0.0.1:9')))),
    ).toBe(true)
    expect(parsed(parse)).toEqual([])
  })

  test('a problem has no details but its status', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    await using api = await startApi(answering(409, text, 'application/problem+json'))
    const error = await rejection(transportWith().send(requestTo(api.url)))
    expect(isApiError(error) && { status: error.status, problem: error.problem }).toEqual({
      status: 409,
      problem: { title: 'Conflict' },
    })
    expect(parsed(parse)).toEqual([])
  })

  test('a token server has sent no token', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    await using tokens = await startTokens(answering(200, text))
    const oauth2 = { tokenUrl: tokens.tokenUrl, clientId: 'c', clientSecret: 's' }
    expect(String(await rejection(transportWith({ oauth2 }).send(requestTo('http://127.0.0.1:9'))))).toMatch(
      /sent no token: no JSON/,
    )
    expect(parsed(parse)).toEqual([])
  })

  test('an answer that is read as a text is that text', async () => {
    const parse = vi.spyOn(JSON, 'parse')
    await using api = await startApi(answering(200, text))
    expect(await transportWith().send(requestTo(api.url, { readAs: () => 'text' }))).toMatchObject({ body: text })
    expect(parsed(parse)).toEqual([])
  })
})

test('an answer may have as many objects as a larger limit allows', async () => {
  await using api = await startApi(answering(200, MANY))
  expect(await transportWith(undefined, { maxResponseValues: 250_000 }).send(requestTo(api.url))).toMatchObject({ status: 200 })
})

test('a small compressed answer that unpacks to a large one is refused before it is parsed', async () => {
  const parse = vi.spyOn(JSON, 'parse')
  const bomb = gzipSync(`{"id":"o1","status":"OPEN","version":1,"x":[${'[],'.repeat(10_000_000)}[]]}`)
  await using api = await startApi((response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
  )
  await using sdk = createSdk({ crm: { baseUrl: api.url } })
  const error = await rejection(sdk.crm.orders.get('o1', { timeout: '10s' }))
  expect(isResponseValidationError(error) && error.issues).toEqual([
    { path: 'body', message: 'expected at most 8388608 bytes, got more' },
  ])
  expect(parsed(parse)).toEqual([])
})

test.each([
  ['as many values as are allowed', `[${'[],'.repeat(49_999)}[]]`, true],
  ['more values', `[${'0,'.repeat(100_000)}0]`, false],
  ['more members', `{${Array.from({ length: 100_001 }, (_, index) => `"a${index}":0`).join()}}`, false],
])('an answer of %s is taken or refused by its values', async (_name, text, isTaken) => {
  await using api = await startApi(answering(200, text))
  const sent = transportWith(undefined, { maxResponseBytes: 8 * 1024 * 1024 }).send(requestTo(api.url))
  expect(await sent.then(() => true, isResponseValidationError)).toBe(true)
  expect(
    await sent.then(
      () => true,
      () => false,
    ),
  ).toBe(isTaken)
})
