import { expect, test } from 'vitest'
import { createClient, type Auth } from '../../../src/runtime.ts'
import { json, startApi } from '../transport/support/api-server.ts'

const ask = async (auth: Auth, path: string) => {
  const seen: { readonly url: string | undefined; readonly authorization: string | undefined }[] = []
  const shown: string[] = []
  await using api = await startApi((response, request) => {
    seen.push({ url: request.url, authorization: request.headers.authorization })
    json(response, 200, {})
  })
  const middleware = [
    (attempt: { readonly url: string }, next: () => Promise<Response>) => {
      shown.push(attempt.url)
      return next()
    },
  ]
  await using client = createClient(() => ({}), { baseUrl: api.url, auth, retries: 0, middleware })
  await client.request({ path, query: path === '/b' ? { a: '1' } : {} })
  return { seen, shown: shown.join() }
}

test('a user and a password are sent as HTTP Basic, in UTF-8', async () => {
  const { seen } = await ask({ basic: { username: 'me', password: 'pä:ss' } }, '/a')
  expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('me:pä:ss').toString('base64')}`)
})

test.each(['/a', '/b'])(
  'a key in the query is sent behind the parameters of %s, and middleware does not see it',
  async (path) => {
    const { seen, shown } = await ask({ apiKey: 'S3CR&T', in: { query: 'api_key' } }, path)
    expect(seen[0]?.url).toBe(path === '/a' ? '/a?api_key=S3CR%26T' : '/b?a=1&api_key=S3CR%26T')
    expect(shown).toContain(path)
    expect(shown).not.toContain('S3CR')
  },
)

test.each([
  ['a colon in the user', { basic: { username: 'a:b', password: 'c' } }],
  ['no password', { basic: { username: 'a' } }],
  ['another place', { apiKey: 'k', in: { cookie: 'a' } }],
  ['a place without a name', { apiKey: 'k', in: { query: '' } }],
  ['two kinds at once', { apiKey: 'k', bearer: 't' }],
])('%s is refused', (_what, auth) => {
  expect(() => createClient(() => ({}), { baseUrl: 'http://127.0.0.1:1', auth: auth as unknown as Auth })).toThrow(/auth/)
})
