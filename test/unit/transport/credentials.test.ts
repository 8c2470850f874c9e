import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { hostOfProcess } from '../../../src/transport/host.ts'
import { type Auth, createAuthorizer } from '../../../src/transport/authorizer.ts'
import { freePort } from '../../support/ports.ts'
import { json, problem, startApi, startTcp, type Answer } from './support/api-server.ts'
import { rejection, requestTo, transportWith } from './support/sending.ts'

/** Accepts one token alone. */
const accepting =
  (token: () => string): Answer =>
  (response, { headers }) =>
    headers.authorization === `Bearer ${token()}` ? json(response, 200, {}) : problem(response, 401, { code: 'unauthenticated' })

/** Tokens `t1`, `t2`, … and how many were fetched. */
const tokens = () => {
  const source = { fetched: 0, bearer: () => Promise.resolve(`t${(source.fetched += 1)}`) }
  return source
}

describe('credentials', () => {
  test('are an API key in X-Api-Key', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith({ apiKey: 'k3y' }).send(requestTo(api.url))
    expect(api.requests[0]?.headers).toMatchObject({ 'x-api-key': 'k3y' })
    expect(api.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test('are a bearer token', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    await transportWith({ bearer: 't0ken' }).send(requestTo(api.url))
    expect(api.requests[0]?.headers).toMatchObject({ authorization: 'Bearer t0ken' })
  })

  test('that do not change are not sent again after 401', async () => {
    await using api = await startApi((response) => problem(response, 401))
    expect(await rejection(transportWith({ apiKey: 'k3y' }).send(requestTo(api.url)))).toMatchObject({ status: 401, attempts: 1 })
  })
})

describe('a token function', () => {
  test('is asked once, whatever the number of calls', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const source = tokens()
    const transport = transportWith(source)
    await Promise.all(Array.from({ length: 20 }, () => transport.send(requestTo(api.url))))
    await transport.send(requestTo(api.url))
    expect(source.fetched).toBe(1)
  })

  test('is asked once more when 100 concurrent calls find the token refused, and all succeed', async () => {
    let valid = 't1'
    await using api = await startApi(accepting(() => valid))
    const source = tokens()
    const transport = transportWith(source)
    await transport.send(requestTo(api.url))
    valid = 't2'
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => transport.send(requestTo(api.url))))
    expect(source.fetched).toBe(2)
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true)
  })

  test('is asked at most once more a call when the API refuses for ever', async () => {
    await using api = await startApi((response) => problem(response, 401, { code: 'unauthenticated' }))
    const source = tokens()
    const transport = transportWith(source)
    expect(await rejection(transport.send(requestTo(api.url)))).toMatchObject({
      status: 401,
      code: 'unauthenticated',
      attempts: 2,
    })
    expect(source.fetched).toBe(2)
    await rejection(transport.send(requestTo(api.url)))
    expect(source.fetched).toBe(3)
    expect(api.requests).toHaveLength(4)
  })

  test('is asked again under the same request id, and the attempts add up', async () => {
    await using api = await startApi(accepting(() => 't2'))
    expect(await transportWith(tokens()).send(requestTo(api.url))).toMatchObject({ attempts: 2 })
    expect(new Set(api.requests.map(({ headers }) => headers['x-request-id'])).size).toBe(1)
  })

  test('that throws is a ConnectionError without a request, and is asked again by the next call', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    const cause = new Error('login is down')
    let turn = 0
    const transport = transportWith({
      bearer: () => {
        if ((turn += 1) === 1) throw cause
        return 't0ken'
      },
    })
    const error = await rejection(transport.send(requestTo(api.url)))
    expect(error).toMatchObject({ kind: 'connection', attempts: 0, cause })
    expect(api.requests).toHaveLength(0)
    expect(await transport.send(requestTo(api.url))).toMatchObject({ status: 200 })
  })

  test('that never ends is given up, and asked again by the next call', async () => {
    await using api = await startApi((response) => json(response, 200, {}))
    let turn = 0
    const bearer = () => ((turn += 1) === 1 ? new Promise<string>(() => {}) : 't0ken')
    const transport = transportWith(undefined, { authorizer: createAuthorizer({ bearer }, hostOfProcess(), 40) })
    const message = expect.stringContaining(
      'no credentials could be had: the function of auth.bearer gave none within 40 ms',
    ) as string
    expect(await rejection(transport.send(requestTo(api.url)))).toMatchObject({ kind: 'connection', attempts: 0, message })
    expect(await transport.send(requestTo(api.url))).toMatchObject({ status: 200 })
  })

  test.each([
    [undefined, 'undefined'],
    ['', 'a text of 0 characters'],
    ['a\nb', 'a text of 3 characters'],
    [{ token: 't' }, 'an object'],
  ])('that returns %j is a ConfigurationError that says so', async (token, given) => {
    const error = await rejection(transportWith({ bearer: () => token as string }).send(requestTo('http://127.0.0.1:9')))
    expect(error).toMatchObject({ kind: 'configuration' })
    expect((error as Error).message).toMatch(new RegExp(`^auth.bearer: .*got ${given}$`))
  })
})

describe('no error shows credentials', () => {
  const SECRET = 's3cr3t'
  const ways: readonly [string, Auth][] = [
    ['an API key', { apiKey: SECRET }],
    ['a token', { bearer: SECRET }],
    ['a fetched token', { bearer: () => SECRET }],
  ]
  const shown = (error: unknown): string =>
    `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)} ${inspect(error, { depth: 12, showHidden: true, getters: true })}`

  test.each(ways)('of %s, whatever went wrong', async (_way, auth) => {
    await using refusing = await startApi((response) => problem(response, 403))
    await using unauthorised = await startApi((response) => problem(response, 401))
    await using broken = await startApi((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{'))
    await using silent = await startApi(() => {})
    await using resetting = await startTcp((socket) => socket.resetAndDestroy())
    await using truncating = await startTcp((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{'),
    )
    const urls = [
      refusing.url,
      unauthorised.url,
      broken.url,
      resetting.url,
      truncating.url,
      `http://127.0.0.1:${await freePort()}`,
    ]
    const transport = transportWith(auth, { retries: 0 })
    const errors = await Promise.all([
      ...urls.map((url) => rejection(transport.send(requestTo(url)))),
      rejection(transport.send(requestTo(silent.url, { timeoutMs: 50 }))),
    ])
    expect(new Set(errors.map((error) => (error as Error).name)).size).toBe(4)
    for (const error of errors) expect(shown(error)).not.toContain(SECRET)
  })

  test('of a token that cannot be sent', async () => {
    const error = await rejection(transportWith({ bearer: () => `${SECRET}\nx` }).send(requestTo('http://127.0.0.1:9')))
    expect(shown(error)).not.toContain(SECRET)
  })
})
