import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { channels, type IncidentEvent } from '../../../src/foundation/channels.ts'
import { VERSION } from '../../../src/foundation/version.ts'
import { createSdk } from '../../../src/index.ts'
import { uniqueName } from '../../support/names.ts'
import { startApi } from '../transport/support/api-server.ts'

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

const answer = (response: ServerResponse, headers: Readonly<Record<string, string>> = {}): unknown =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end('{}')

test('an API and a token server see who asks', async () => {
  await using server = await startApi((response, { url }) =>
    url === '/token'
      ? response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t_123456","token_type":"bearer"}')
      : answer(response),
  )
  const auth = { oauth2: { tokenUrl: `${server.url}/token`, clientId: 'id', clientSecret: 'secret' } }
  await using sdk = createSdk({ mes: { baseUrl: server.url, auth }, appName: 'billing, eu-1' })
  await sdk.request({ api: 'mes', path: '/reports' })
  const agent = `mes-crm-sdk/${VERSION} node/${process.versions.node} (billing, eu-1)`
  expect(server.requests.map(({ url, headers }) => [url, headers['user-agent']])).toEqual([
    ['/token', agent],
    ['/reports', agent],
  ])
})

test('without a name of the application, and with a User-Agent of the caller', async () => {
  await using server = await startApi((response) => answer(response))
  await using sdk = createSdk({ mes: { baseUrl: server.url } })
  await sdk.request({ api: 'mes', path: '/one' })
  await sdk.request({ api: 'mes', path: '/two', headers: { 'User-Agent': 'caller/1' } })
  expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual([
    `mes-crm-sdk/${VERSION} node/${process.versions.node}`,
    'caller/1',
  ])
})

test.each(['', 'a(b', 'a)b', 'a\\b', 'a\nb', 'é', 'x'.repeat(101), 7])('appName: %j is refused', (appName) => {
  expect(() => createSdk({ mes: { baseUrl: 'http://127.0.0.1:1' }, appName: appName as string })).toThrow(
    'appName: expected 1 to 100 printable ASCII characters without parentheses and backslashes',
  )
})

test('a deprecated operation is one incident, however often it is called, and in each namespace', async () => {
  const deprecated = {
    deprecation: '@1767225600',
    sunset: 'Thu, 31 Dec 2026 23:59:59 GMT',
    link: '<https://mes.example/v2>; rel="deprecation"',
  }
  await using server = await startApi((response, { url }) =>
    answer(response, url.startsWith('/old') ? deprecated : { link: '</next>; rel="next"' }),
  )
  const incidents: IncidentEvent[] = []
  ends.push(
    channels.incident.subscribe((incident) => void (incident.kind === 'deprecated-operation' && incidents.push(incident))),
  )
  const namespaces = [uniqueName('one'), uniqueName('other')]
  for (const namespace of namespaces) {
    await using sdk = createSdk({ mes: { baseUrl: server.url }, cache: { namespace } })
    for (const path of ['/new', '/old', '/old']) await sdk.request({ api: 'mes', path })
  }
  expect(incidents.map(({ namespace }) => namespace)).toEqual(namespaces)
  expect(String(incidents[0]?.cause)).toContain(
    'mes.request is deprecated (deprecation: @1767225600; sunset: Thu, 31 Dec 2026 23:59:59 GMT; link: <https://mes.example/v2>; rel="deprecation")',
  )
})
