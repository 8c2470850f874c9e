import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { createSdk } from '../../../src/index.ts'
import { createClient } from '../../../src/runtime.ts'
import { createMesApi } from '../../../src/generated/mes/resources.ts'
import { makeCertificates } from '../../support/certificates.ts'
import { json, startApi } from '../transport/support/api-server.ts'

/** The class of the connections of this process. Node has no module that exports it. */
const agentOf = (options: object): { dispatch(options: object, answer: unknown): boolean; close(): Promise<void> } => {
  void new Headers()
  const found: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'))
  return Reflect.construct((found as object).constructor as new () => object, [options]) as ReturnType<typeof agentOf>
}

test('fetch and dispatcher of an API serve that API and its token server, and no other API', async () => {
  await using server = await startApi((response, { url }) =>
    json(response, 200, url === '/token' ? { access_token: 't_123456', token_type: 'bearer' } : {}),
  )
  const [fetched, dispatched]: [string[], string[]] = [[], []]
  const agent = agentOf({})
  const mes = {
    baseUrl: `${server.url}/mes`,
    auth: { oauth2: { tokenUrl: `${server.url}/token`, clientId: 'id', clientSecret: 'secret' } },
    fetch: ((input, init) => {
      fetched.push(new URL(input instanceof Request ? input.url : input).pathname)
      return fetch(input, init)
    }) satisfies typeof globalThis.fetch,
    dispatcher: {
      dispatch(options: { readonly path: string }, answer: unknown) {
        dispatched.push(options.path)
        return agent.dispatch(options, answer)
      },
    },
  }
  await using sdk = createSdk({ mes, crm: { baseUrl: `${server.url}/crm` } })
  await sdk.request({ api: 'mes', path: '/one' })
  await sdk.request({ api: 'crm', path: '/other' })
  await sdk.as({ principal: 'partner:1', auth: { mes: { apiKey: 'key_123456' } } }).request({ api: 'mes', path: '/view' })
  const { auth: _auth, ...rest } = mes
  await using client = createClient(createMesApi, rest)
  await client.request({ path: '/client' })
  expect(fetched).toEqual(['/token', '/mes/one', '/mes/view', '/mes/client'])
  expect(dispatched).toEqual(fetched)
  expect(server.requests.map(({ url }) => url)).toEqual(['/token', '/mes/one', '/crm/other', '/mes/view', '/mes/client'])
  await agent.close()
})

test('a dispatcher shows a client certificate to one API', async () => {
  await using certificates = await makeCertificates()
  const { cert, key } = certificates.valid
  const [certPem, keyPem] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')])
  const server = createServer(
    { cert: certPem, key: keyPem, ca: certificates.authority.pem, requestCert: true, rejectUnauthorized: true },
    ({ socket }, response) => json(response, 200, { from: (socket as TLSSocket).getPeerCertificate().subject.CN }),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const baseUrl = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const dispatcher = agentOf({ connect: { ca: certificates.authority.pem, cert: certPem, key: keyPem } })
  try {
    await using sdk = createSdk({ mes: { baseUrl, dispatcher }, crm: { baseUrl }, retries: 0 })
    expect(await sdk.request({ api: 'mes', path: '/who' })).toEqual({ from: 'valid' })
    await expect(sdk.request({ api: 'crm', path: '/who' })).rejects.toMatchObject({ kind: 'connection' })
  } finally {
    await dispatcher.close()
    server.closeAllConnections()
    server.close()
  }
})

test.each([
  ['fetch', 'yes', 'a function'],
  ['dispatcher', () => true, 'an object with a method dispatch'],
  ['dispatcher', { dispatch: 1 }, 'an object with a method dispatch'],
])('mes.%s: %o is refused', (name, value, allowed) => {
  expect(() => createSdk({ mes: { baseUrl: 'http://127.0.0.1:1', [name]: value } })).toThrow(`mes.${name}: expected ${allowed}`)
})
