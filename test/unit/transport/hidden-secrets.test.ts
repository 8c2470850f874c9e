import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hiding } from '../../../src/transport/hidden-secrets.ts'
import type { Auth } from '../../../src/transport/authorizer.ts'
import type { Observer } from '../../../src/transport/observer.ts'
import { problem, startApi, type Answer } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'
import { startTokens } from './support/token-server.ts'

const percent = (text: string): string => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
const entities = (text: string): string => Array.from(text, (one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('')
const units = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/** What servers do with a text before they send it back. */
const encodings: readonly ((text: string) => string)[] = [
  (text) => text,
  percent,
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => new URLSearchParams({ a: text }).toString(),
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(JSON.stringify(text)),
  units,
  entities,
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(`id:${text}!`).toString('base64'),
  (text) => Buffer.from(`client:${encodeURIComponent(text)}`).toString('base64url'),
]

const secretText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 12, maxLength: 40 }),
  fc.base64String({ minLength: 12, maxLength: 200 }),
)

describe('a secret', () => {
  test('is hidden in every encoding, whatever stands around it, and nothing else is', () => {
    fc.assert(
      fc.property(secretText, fc.constantFrom(...encodings), fc.constantFrom('', ' ', ': ', '"'), (secret, encode, around) => {
        fc.pre(secret.isWellFormed())
        const shown = hiding([secret])(`the key is${around} ${encode(secret)} ${around}here`)
        expect(shown).toMatch(/^the key is[ :"]* .*\[redacted\].* [ :"]*here$/s)
        expect(shown).not.toContain(encode(secret))
        expect(hiding([secret])('Nothing of it is repeated: 1234567890, /v1/orders/ord_000017')).toBe(
          'Nothing of it is repeated: 1234567890, /v1/orders/ord_000017',
        )
      }),
      { numRuns: 100 },
    )
  })
})

const SECRET = 's3cr3t-key_ü "%'
const KEY = 's3cr3t-key_+/%"<'

/** Answers an error that repeats what came, in every encoding. */
const echoing =
  (secret: string, encode: (text: string) => string): Answer =>
  (response) =>
    problem(
      response,
      403,
      {
        detail: `no ${encode(secret)} here`,
        title: encode(secret),
        code: encode(secret),
        [encode(secret)]: { deep: [encode(secret)] },
        errors: [{ pointer: `/${encode(secret)}`, detail: encode(secret) }],
      },
      { 'x-echo': encode(secret).replaceAll(/[^\x20-\x7e]/g, '?') },
    )

describe('an API that repeats its credentials', () => {
  const ways: readonly [string, Auth][] = [
    ['an API key', { apiKey: KEY }],
    ['a bearer token', { bearer: KEY }],
    ['a password', { basic: { username: 'mes', password: KEY } }],
    ['a key in the query', { apiKey: KEY, in: { query: 'key' } }],
  ]

  test.each(ways)('has %s in no error and no hook, in any encoding', async (_way, auth) => {
    for (const encode of encodings) {
      await using api = await startApi(echoing(KEY, encode))
      const seen: unknown[] = []
      const observer = {
        sent() {},
        retrying() {},
        failed() {},
        answered: (_sent, { body, headers }) => seen.push(body, [...headers]),
      } satisfies Observer
      const error = await rejection(transportWith(auth, { retries: 0, observer }).send(requestTo(api.url)))
      expect(error).toMatchObject({ kind: 'api', status: 403 })
      const shown = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(seen)}`
      for (const form of [encode(KEY), JSON.stringify(encode(KEY)).slice(1, -1)]) expect(shown).not.toContain(form)
      expect(shown).toContain('[redacted]')
    }
  })

  test('has its header for a user and a password in no error', async () => {
    await using api = await startApi((response, { headers }) =>
      problem(response, 403, { detail: `got ${headers.authorization}` }),
    )
    const error = await rejection(transportWith({ basic: { username: 'mes', password: KEY } }).send(requestTo(api.url)))
    expect(error).toMatchObject({ message: expect.stringContaining('got Basic [redacted]') as string })
  })
})

describe('a token server that repeats the request', () => {
  const options = (tokenUrl: string) => ({ tokenUrl, clientId: 'client 1', clientSecret: SECRET })

  test.each(['client_secret_basic', 'client_secret_post'] as const)(
    'as it came, by %s, has the secret in no error',
    async (clientAuth) => {
      await using tokens = await startTokens((response, { headers, body }) =>
        problem(response, 400, {
          error: 'invalid_client',
          error_description: `${headers.authorization ?? ''} ${body}`.slice(0, 190),
        }),
      )
      const error = await rejection(
        transportWith({ oauth2: { ...options(tokens.tokenUrl), clientAuth } }).send(requestTo('http://127.0.0.1:9')),
      )
      expect(error).toMatchObject({ kind: 'configuration', message: expect.stringContaining('…') as string })
      const sent =
        clientAuth === 'client_secret_basic'
          ? (tokens.requests[0]?.headers.authorization?.slice(6) ?? '')
          : new URLSearchParams({ s: SECRET }).toString().slice(2)
      expect(sent).not.toBe('')
      expect(String(error)).not.toContain(sent)
    },
  )

  test('in any encoding has the secret in no error', async () => {
    for (const encode of encodings) {
      await using tokens = await startTokens((response) =>
        problem(response, 400, { error: encode(SECRET), error_description: encode(SECRET) }),
      )
      const error = await rejection(transportWith({ oauth2: options(tokens.tokenUrl) }).send(requestTo('http://127.0.0.1:9')))
      expect(String(error)).toContain('…')
      expect(String(error)).not.toContain(encode(SECRET))
    }
  })
})
