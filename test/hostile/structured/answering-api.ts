import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { createSdk } from '../../../src/index.ts'
import { order } from '../../unit/client/orders.ts'
import { json, startApi } from '../../unit/transport/support/api-server.ts'
import { mutatedJson } from './mutated-json.ts'
import { type Party, party } from './party.ts'
import { checkError, outcomeOf } from './sdk-law.ts'

const PROBLEM = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  code: 'conflict',
  detail: 'the order has moved on',
  errors: [{ path: 'body.id', message: 'expected another' }],
}

const answers = fc.record({
  call: fc.constantFrom('get', 'list', 'claim'),
  status: fc.constantFrom(200, 200, 200, 200, 201, 204, 400, 404, 409, 422),
  body: fc.oneof(
    mutatedJson(order()),
    mutatedJson({ items: [order()], nextCursor: null }),
    mutatedJson({ order: order(), previousStatus: 'MANUFACTURING_APPROVED' }),
    mutatedJson(PROBLEM),
  ),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'application/problem+json',
    'text/html',
    'application/json; charset=utf-16',
  ),
  isGzip: fc.boolean(),
  headers: fc.dictionary(
    fc.constantFrom('etag', 'cache-control', 'age', 'vary', 'retry-after', 'x-request-id', 'location', 'date'),
    fc.constantFrom(
      '"a"',
      'W/"b"',
      'a',
      'public, max-age=31536000',
      '99999999999',
      '-1',
      '*',
      'x'.repeat(4_000),
      'http://[',
      'Thu, 01 Jan 1970 00:00:00 GMT',
    ),
    { maxKeys: 3 },
  ),
})

type HostileAnswer = typeof answers extends fc.Arbitrary<infer T> ? T : never

const SECRETS = { mine: 'key-of-the-reader-0001', theirs: 'key-of-the-other-0002' }
const HONEST = order({ id: 'ord_theirs', number: 'M-2025-000002' })

/** An API that answers one principal with what is almost an answer, and another one honestly. */
export const answeringApi = async (resources: AsyncDisposableStack): Promise<Party> => {
  let hostile: HostileAnswer | undefined
  const api = resources.use(
    await startApi((response, { headers }) => {
      if (headers['x-api-key'] !== SECRETS.mine || hostile === undefined) return json(response, 200, HONEST)
      const { status, body, type, isGzip, headers: more } = hostile
      response.writeHead(status, { 'content-type': type, ...more, ...(isGzip && { 'content-encoding': 'gzip' }) })
      response.end(isGzip ? gzipSync(body) : body)
    }),
  )
  const sdk = createSdk({
    mes: { baseUrl: api.url, auth: { apiKey: SECRETS.mine } },
    retries: 0,
    timeout: '20s',
    cache: { principal: 'user:mine', memory: { maxBytes: 4_000_000 } },
  })
  resources.defer(async () => void (await sdk.close()))
  const theirs = sdk.as({ principal: 'user:theirs', auth: { mes: { apiKey: SECRETS.theirs } } })
  let turn = 0
  return party('an API', answers, async (answer) => {
    api.forget()
    hostile = answer
    const id = `ord_${turn++}`
    const call = {
      get: () => sdk.mes.orders.get(id),
      list: () => sdk.mes.orders.list({ limit: 1 }),
      claim: () => sdk.mes.orders.claim(id, { ifMatch: 7 }),
    }[answer.call]
    const outcome = await outcomeOf<unknown>(call())
    if ('error' in outcome) checkError(outcome.error, Object.values(SECRETS))
    if (!isDeepStrictEqual(await theirs.mes.orders.get(id), HONEST)) throw new Error('a principal read what another one was sent')
    hostile = undefined
    const next = await sdk.mes.orders.get(`${id}b`)
    if (next.number !== HONEST.number) throw new Error('an honest answer was not read as it is')
  })
}
