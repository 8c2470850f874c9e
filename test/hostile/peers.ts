import { readFile } from 'node:fs/promises'
import type { RedisSource } from 'mes-crm-sdk/cache'
import { partnerApiKey } from '../../reference/shared/api/token.ts'
import { startTestMes } from '../integration/pricing/mes.ts'
import { secret } from '../integration/reference-servers/credentials.ts'
import type { Certificates } from '../support/certificates.ts'
import { startRedis } from '../support/redis-server.ts'
import { order } from '../unit/client/orders.ts'
import { json, startApi } from '../unit/transport/support/api-server.ts'
import { type HostileProxy, startHostileProxy, startParrot } from './hostile-proxy.ts'
import { type Misbehaviour, ofApis, ofPaths, ofRedis } from './misbehaviours.ts'

/** What a consumer is opened with, see `consumer-child.ts`. */
export type Consumer =
  | { readonly kind: 'cache'; readonly source: RedisSource; readonly instance?: { readonly host: string; readonly port: number } }
  | { readonly kind: 'sdk'; readonly baseUrl: string; readonly auth: object; readonly calculates: boolean }

/** A kind of peer that a consumer has, and the ways in which it may misbehave. */
export interface Peer {
  readonly name: string
  readonly proxy: HostileProxy
  readonly misbehaviours: readonly Misbehaviour[]
  readonly consumer: Consumer
  /** Whether the consumer can use the peer once it behaves. */
  readonly canRecover: boolean
  /** Chunks that come on one of its connections, at least. */
  readonly chunks: number
}

const host = '127.0.0.1'
const bulk = (text: string | number): string => `$${String(text).length}\r\n${text}\r\n`
const slots = (port: number): string => `*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n${bulk(host)}:${port}\r\n`
const master = (port: number): string => `*2\r\n${bulk(host)}${bulk(port)}`

/** Starts every kind of peer. What is behind them is real, but for those who say where a master is: they do so by rote. */
export const startPeers = async (certificates: Certificates, resources: AsyncDisposableStack): Promise<readonly Peer[]> => [
  ...(await startRedisPeers(certificates, resources)),
  ...(await startApiPeers(resources)),
]

type CachePeer = readonly [
  name: string,
  proxy: HostileProxy,
  source: RedisSource,
  more?: {
    readonly instance?: { readonly host: string; readonly port: number }
    readonly canRecover?: boolean
    readonly chunks?: number
  },
]

const startRedisPeers = async ({ authority, valid }: Certificates, resources: AsyncDisposableStack): Promise<readonly Peer[]> => {
  const redis = resources.use(await startRedis())
  const before = async (port: number, tls?: object): Promise<HostileProxy> => resources.use(await startHostileProxy(port, tls))
  const parrot = async (answer: string): Promise<HostileProxy> => before(resources.use(await startParrot(answer)).port)
  const [cert, key] = await Promise.all([readFile(valid.cert), readFile(valid.key)])
  const ca = authority.pem

  const [plain, url, instance, node, named] = [
    await before(redis.port),
    await before(redis.port),
    await before(redis.port),
    await before(redis.port),
    await before(redis.port),
  ]
  const [seed, sentinel] = [await parrot(slots(redis.port)), await parrot(master(redis.port))]
  const [tls12, tls13] = [
    await before(redis.port, { cert, key, maxVersion: 'TLSv1.2' }),
    await before(redis.port, { cert, key, minVersion: 'TLSv1.3' }),
  ]
  const honestTls = await before(redis.port, { cert, key })
  const [below, distrusted] = [await before(honestTls.port), await before(honestTls.port)]
  const honestSeed = resources.use(await startParrot(slots(node.port)))
  const honestSentinel = resources.use(await startParrot(master(named.port)))

  const peers: readonly CachePeer[] = [
    ['a Redis', plain, { host, port: plain.port }],
    ['a Redis of a URL', url, `redis://${host}:${url.port}`],
    ['a Redis of an instance', instance, 'redis://unused', { instance: { host, port: instance.port } }],
    ['a node of a cluster', node, { cluster: [{ host, port: honestSeed.port }] }],
    ['the seed of a cluster', seed, { cluster: [{ host, port: seed.port }] }, { chunks: 1 }],
    ['a master behind Sentinel', named, { sentinels: [{ host, port: honestSentinel.port }], name: 'orders' }],
    ['a sentinel', sentinel, { sentinels: [{ host, port: sentinel.port }], name: 'orders' }, { chunks: 1 }],
    ['a Redis over TLS 1.2', tls12, { host, port: tls12.port, tls: { ca } }],
    ['a Redis over TLS 1.3', tls13, { host, port: tls13.port, tls: { ca } }],
    ['the path below TLS', below, { host, port: below.port, tls: { ca } }],
    [
      'the path below TLS, to a certificate that is not trusted',
      distrusted,
      { host, port: distrusted.port, tls: {} },
      { canRecover: false, chunks: 2 },
    ],
  ]
  return peers.map(([name, proxy, source, { canRecover = true, chunks = 3, ...more } = {}]) =>
    // Where no session comes about, what is said within it is noise on the path.
    ({
      name,
      proxy,
      misbehaviours: canRecover ? [...ofPaths, ...ofRedis] : ofPaths,
      canRecover,
      chunks,
      consumer: { kind: 'cache', source, ...more },
    }),
  )
}

const startApiPeers = async (resources: AsyncDisposableStack): Promise<readonly Peer[]> => {
  const api = resources.use(await startApi((response) => json(response, 200, order())))
  const tokens = resources.use(
    await startApi((response) => json(response, 200, { access_token: 'token', token_type: 'Bearer', expires_in: 600 })),
  )
  const mes = resources.use(await startTestMes())
  const [way, tokenWay, mesWay] = await Promise.all(
    [api.port, tokens.port, Number(new URL(mes.url).port)].map(async (port) => resources.use(await startHostileProxy(port))),
  )
  if (way === undefined || tokenWay === undefined || mesWay === undefined) throw new Error('a proxy is missing')
  const oauth2 = (port: number): object => ({
    oauth2: { tokenUrl: `http://${host}:${port}/token`, clientId: 'consumer', clientSecret: 'secret' },
  })
  const peer = (name: string, proxy: HostileProxy, baseUrl: string, auth: object, chunks: number, calculates = false): Peer => ({
    name,
    proxy,
    misbehaviours: [...ofPaths, ...ofApis],
    canRecover: true,
    chunks,
    consumer: { kind: 'sdk', baseUrl, auth, calculates },
  })
  return [
    peer('an API', way, `http://${host}:${way.port}`, oauth2(tokens.port), 1),
    peer('a token server', tokenWay, api.url, oauth2(tokenWay.port), 1),
    peer(
      'an API that calculates, with its storage',
      mesWay,
      `http://${host}:${mesWay.port}/v1`,
      { apiKey: partnerApiKey('partner_07', secret) },
      6,
      true,
    ),
  ]
}
