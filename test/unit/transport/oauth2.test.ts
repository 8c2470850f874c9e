import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createAuthorizer } from '../../../src/transport/authorizer.ts'
import type { OAuth2ClientCredentials } from '../../../src/transport/client-token.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { freePort } from '../../support/ports.ts'
import { json, problem, startApi, startTcp, type Answer } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'
import { grant, startTokens, type TokenServer } from './support/token-server.ts'

const SECRET = 's3cr3t:ü%'
const credentials = (server: Pick<TokenServer, 'tokenUrl'>, more: Partial<OAuth2ClientCredentials> = {}) => ({
  oauth2: { tokenUrl: server.tokenUrl, clientId: 'client 1', clientSecret: SECRET, ...more },
})

/** Accepts one token alone. */
const accepting =
  (token: () => string): Answer =>
  (response, { headers }) =>
    headers.authorization === `Bearer ${token()}` ? json(response, 200, {}) : problem(response, 401, { code: 'unauthenticated' })

describe('client credentials', () => {
  test('are a form of the grant, with id and secret in the header, each encoded as the standard says', async () => {
    await using tokens = await startTokens()
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith(credentials(tokens, { scope: 'orders:read quotes', audience: 'mes' })).send(requestTo(api.url))
    expect(api.requests[0]?.headers.authorization).toBe('Bearer t1')
    expect(tokens.requests[0]).toMatchObject({ method: 'POST', url: '/oauth/token' })
    expect(tokens.forms()).toEqual([{ grant_type: 'client_credentials', scope: 'orders:read quotes', audience: 'mes' }])
    const [, basic = ''] = (tokens.requests[0]?.headers.authorization ?? '').split(' ')
    expect(Buffer.from(basic, 'base64').toString()).toBe('client+1:s3cr3t%3A%C3%BC%25')
  })

  test('are in the form where the server wants them there', async () => {
    await using tokens = await startTokens()
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith(credentials(tokens, { clientAuth: 'client_secret_post' })).send(requestTo(api.url))
    expect(tokens.forms()).toEqual([{ grant_type: 'client_credentials', client_id: 'client 1', client_secret: SECRET }])
    expect(tokens.requests[0]?.headers).not.toHaveProperty('authorization')
  })
})

describe('a token of client credentials', () => {
  test('is fetched once for 500 concurrent calls, and once more when they all find it refused', async () => {
    let valid = 't1'
    await using tokens = await startTokens()
    await using api = await startApi(accepting(() => valid))
    const transport = transportWith(credentials(tokens))
    const all = () => Promise.all(Array.from({ length: 500 }, () => transport.send(requestTo(api.url))))
    expect((await all()).every(({ attempts }) => attempts === 1)).toBe(true)
    expect(tokens.requests).toHaveLength(1)
    valid = 't2'
    const answers = await all()
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(answers.some(({ attempts }) => attempts === 2)).toBe(true)
    expect(tokens.requests).toHaveLength(2)
  })

  test.each([
    [3_600, 3_570_000],
    [60, 54_000],
  ])('of %d s is kept for %d ms, and renewed before it expires', async (seconds, keptMs) => {
    await using tokens = await startTokens((response, request, turn) =>
      grant(`t${turn}`, { expires_in: seconds })(response, request, turn),
    )
    const clock = createManualClock()
    const authorizer = createAuthorizer(credentials(tokens), { clock, fetch, userAgent: 'test' })
    await authorizer.credentials()
    clock.advance(keptMs - 1)
    expect(await authorizer.credentials()).toEqual({ headers: { authorization: 'Bearer t1' }, query: {} })
    clock.advance(1)
    expect(await Promise.all([authorizer.credentials(), authorizer.credentials()])).toEqual(
      [0, 1].map(() => ({ headers: { authorization: 'Bearer t2' }, query: {} })),
    )
    expect(tokens.requests).toHaveLength(2)
  })

  test('of which the server does not say how long it lives is kept until the API refuses it', async () => {
    await using tokens = await startTokens((response, _request, turn) =>
      json(response, 200, { access_token: `t${turn}`, token_type: 'bearer' }),
    )
    const clock = createManualClock()
    const authorizer = createAuthorizer(credentials(tokens), { clock, fetch, userAgent: 'test' })
    const first = await authorizer.credentials()
    clock.advance(1e12)
    expect(await authorizer.credentials()).toBe(first)
    expect(authorizer.canRenew).toBe(true)
    authorizer.refused(first)
    expect(await authorizer.credentials()).toEqual({ headers: { authorization: 'Bearer t2' }, query: {} })
  })

  test('that the API refuses for ever is renewed once a call', async () => {
    await using tokens = await startTokens()
    await using api = await startApi((response) => problem(response, 401, { code: 'unauthenticated' }))
    expect(await rejection(transportWith(credentials(tokens)).send(requestTo(api.url)))).toMatchObject({
      status: 401,
      attempts: 2,
    })
    expect(tokens.requests).toHaveLength(2)
  })
})

describe('a token server', () => {
  const refused =
    (status: number, body: object, headers = {}): Answer =>
    (response) =>
      json(response, status, body, headers)

  test.each<[string, Answer, string]>([
    [
      'that does not know the client',
      refused(
        401,
        { error: 'invalid_client', error_description: `no ${SECRET} here` },
        { 'www-authenticate': 'Basic realm="x"' },
      ),
      '401 invalid_client: no … here',
    ],
    ['that does not grant the scope', refused(400, { error: 'invalid_scope' }), '400 invalid_scope'],
    ['that is none', (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>'), '404'],
    ['that leads elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), '302'],
  ])('%s is a ConfigurationError, asked once', async (_name, answer, said) => {
    await using tokens = await startTokens(answer)
    const error = await rejection(transportWith(credentials(tokens)).send(requestTo('http://127.0.0.1:9')))
    expect(error).toMatchObject({
      kind: 'configuration',
      message: `auth.oauth2: the token server 127.0.0.1:${tokens.port} refused with ${said}`,
    })
    expect(tokens.requests).toHaveLength(1)
  })

  test.each<[string, Answer, RegExp]>([
    ['that sends no JSON', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>'), /sent no token/],
    ['that sends no token', refused(200, { token_type: 'bearer' }), /sent no token: .*access_token/],
    [
      'that sends a token which no header can carry',
      refused(200, { access_token: 't\n0ken', token_type: 'bearer' }),
      /no header can carry/,
    ],
    ['that sends a token of another type', refused(200, { access_token: 'x', token_type: 'mac' }), /sent no token/],
    [
      'that sends a token for proofs of possession',
      refused(200, { access_token: 'x', token_type: 'dpop' }),
      /sent no token: expected a bearer token/,
    ],
  ])('%s is a ConnectionError without an attempt', async (_name, answer, said) => {
    await using tokens = await startTokens(answer)
    const error = await rejection(transportWith(credentials(tokens)).send(requestTo('http://127.0.0.1:9')))
    expect(error).toMatchObject({ kind: 'connection', attempts: 0, message: expect.stringMatching(said) as string })
    expect(tokens.requests).toHaveLength(1)
  })

  test('that is out of order is asked three times in all, also for a command, and the next call asks again', async () => {
    await using tokens = await startTokens(refused(503, {}))
    await using api = await startApi((response) => json(response, 200, {}))
    const transport = transportWith(credentials(tokens))
    const command = requestTo(api.url, { method: 'POST', repeatable: false })
    expect(await rejection(transport.send(command))).toMatchObject({
      kind: 'connection',
      attempts: 0,
      message: expect.stringMatching(/no credentials could be had: .* answered 503$/) as string,
    })
    expect(tokens.requests).toHaveLength(3)
    tokens.answerWith(grant('t4'))
    expect(await transport.send(command)).toMatchObject({ status: 200, attempts: 1 })
  })

  test('that cannot be reached is named, with its reason', async () => {
    const tokenUrl = `http://127.0.0.1:${await freePort()}/token`
    const error = await rejection(transportWith(credentials({ tokenUrl })).send(requestTo('http://127.0.0.1:9')))
    expect(error).toMatchObject({
      kind: 'connection',
      attempts: 0,
      message: expect.stringContaining('could not be reached: connect ECONNREFUSED') as string,
    })
  })

  test('that is silent costs no caller more than its own time', async () => {
    await using tokens = await startTokens(() => {})
    expect(
      await rejection(transportWith(credentials(tokens)).send(requestTo('http://127.0.0.1:9', { timeoutMs: 60 }))),
    ).toMatchObject({ kind: 'timeout', attempts: 0 })
  })

  test("never has its client's secret shown, nor a token, whatever goes wrong", async () => {
    await using tokens = await startTokens()
    await using resetting = await startTcp((socket) => socket.resetAndDestroy())
    const answers: readonly Answer[] = [
      refused(400, { error: SECRET, error_description: SECRET }),
      refused(200, { access_token: { t0ken: 1 }, token_type: SECRET }),
      (response) => response.writeHead(500).end(SECRET),
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":ot0ken}'),
      refused(400, { error: 'x'.repeat(190), error_description: SECRET }),
    ]
    const errors = [
      await rejection(transportWith(credentials({ tokenUrl: resetting.url })).send(requestTo('http://127.0.0.1:9'))),
    ]
    for (const answer of answers) {
      tokens.answerWith(answer)
      errors.push(await rejection(transportWith(credentials(tokens)).send(requestTo('http://127.0.0.1:9'))))
    }
    for (const error of errors) {
      const shown = `${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 12, showHidden: true, getters: true })}`
      for (const secret of [SECRET, SECRET.slice(0, 6), 't0ken', Buffer.from('client+1:s3cr3t').toString('base64').slice(0, 16)])
        expect(shown).not.toContain(secret)
    }
  })
})
