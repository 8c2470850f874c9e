import { readFile } from 'node:fs/promises'
import { createCache } from 'mes-crm-sdk/cache'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClock } from '../../../src/foundation/clock.ts'
import { createRedisClient } from '../../../src/redis/redis-connection.ts'
import { RedisLink } from '../../../src/redis/redis-link.ts'
import { RedisSubscription } from '../../../src/redis/redis-subscription.ts'
import { type HostileProxy, startHostileProxy } from '../../hostile/hostile-proxy.ts'
import type { Misbehaviour } from '../../hostile/misbehaviours.ts'
import { makeCertificates } from '../../support/certificates.ts'
import { collectIncidents } from '../../support/incidents.ts'
import { uniqueName } from '../../support/names.ts'
import { startRedis, type TestRedis } from '../../support/redis-server.ts'

let redis: TestRedis
let proxy: HostileProxy
beforeAll(async () => {
  redis = await startRedis()
  proxy = await startHostileProxy(redis.port)
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await redis.stop()
})

const saying = (text: string | Buffer, more: Partial<Misbehaviour> = {}): Misbehaviour => ({
  name: 'test',
  bytes: Buffer.from(text),
  times: 1,
  place: 'behind',
  after: 'go-on',
  ...more,
})

const source = (): { readonly host: string; readonly port: number } => ({ host: '127.0.0.1', port: proxy.port })

/** Ids of the connections that `CLIENT LIST` names. */
const idsOf = (list: unknown): readonly string[] => [...String(list).matchAll(/^id=(\d+)/gm)].map(([, id]) => id ?? '')

interface Told {
  readonly link: RedisLink
  /** `up`, or why it went down, in the order of events. */
  readonly told: readonly string[]
}

const openLink = (maxStringBytes?: number): Told => {
  const told: string[] = []
  const link = new RedisLink({
    client: createRedisClient(source(), { maxStringBytes, connectionName: '' }),
    clock: createClock(),
    deadlineMs: 5_000,
    holdsProcess: true,
  })
  link.open({ up: () => void told.push('up'), down: ({ message }) => void told.push(message) })
  return { link, told }
}

describe('a connection is replaced, and no process ends,', () => {
  test.each(['$-1\r\n', '*-1\r\n', '*0\r\n', ':1\r\n', '+OK\r\n', '-ERR\r\n'])(
    'when %j comes that nobody asked for',
    async (text) => {
      proxy.misbehave(saying(text), 1)
      const { link, told } = openLink()
      await expect.poll(() => told.join()).toMatch(/nobody asked for/)
      proxy.behave()
      await expect.poll(() => told.at(-1)).toBe('up')
      expect(await link.ask([['ping']])).toEqual(['PONG'])
      link.close()
    },
  )

  test.each([
    '$-1\r\n',
    ':1\r\n',
    '*0\r\n',
    '+OK\r\n',
    '*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nb\r\n',
    '*3\r\n$9\r\nsubscribe\r\n$-1\r\n:1\r\n',
  ])('when %j answers SUBSCRIBE', async (text) => {
    proxy.misbehave(saying(text, { place: 'instead' }), 2)
    const told: string[] = []
    const subscription = new RedisSubscription(createRedisClient(source(), { connectionName: '' }), createClock())
    subscription.open('channel', {
      up: () => void told.push('up'),
      deaf: ({ message }) => void told.push(message),
      message: () => {},
    })
    await expect.poll(() => told.join()).toMatch(/another reply than one to subscribe/)
    proxy.behave()
    await expect.poll(() => told.at(-1)).toBe('up')
    subscription.close()
  })

  test.each(['*0\r\n', '$-1\r\n', '*1\r\n$7\r\nmessage\r\n', '*3\r\n$7\r\nmessage\r\n$-1\r\n$-1\r\n'])(
    'when %j comes on a subscribed connection',
    async (text) => {
      proxy.misbehave(saying(text), 2)
      const told: string[] = []
      const subscription = new RedisSubscription(createRedisClient(source(), { connectionName: '' }), createClock())
      subscription.open('channel', {
        up: () => void told.push('up'),
        deaf: ({ message }) => void told.push(message),
        message: () => {},
      })
      await expect.poll(() => proxy.strikes).toBeGreaterThan(0)
      proxy.behave()
      const heard: string[] = []
      subscription.listen('other', () => void heard.push('heard'))
      await expect
        .poll(async () => {
          await redis.command('PUBLISH', 'other', 'hello')
          return heard.length
        })
        .toBeGreaterThan(1)
      subscription.close()
    },
  )

  test('when its replies are out of step with its commands: none is taken for the answer to the next', async () => {
    await redis.command('SET', 'number', '1')
    // The reply to the first question is lost on the way, and the one to the second comes.
    proxy.misbehave(saying('', { place: 'instead' }), 2)
    const { link, told } = openLink()
    await expect.poll(() => told).toEqual(['up'])
    const first = link.ask([['get', 'number']]).catch((cause: Error) => cause.message)
    await expect.poll(() => proxy.strikes).toBe(1)
    proxy.behave()
    expect(
      await link
        .ask([
          ['pttl', 'number'],
          ['get', 'number'],
        ])
        .catch((cause: Error) => cause.message),
    ).toMatch(/connection is closed|not connected/i)
    expect(await first).toMatch(/connection is closed|not connected/i)
    await expect.poll(() => told.join()).toMatch(/another reply than one to get/)
    link.close()
  })

  test('when arrays of millions are promised', async () => {
    proxy.misbehave(saying('*33554431\r\n', { times: 10 }), 1)
    const { link, told } = openLink()
    await expect.poll(() => told.join()).toMatch(/an array of 33554431 elements/)
    link.close()
  })

  test('when TLS fails several times on one socket: somebody listens for errors as long as it lives', async () => {
    await using certificates = await makeCertificates()
    const [cert, key] = await Promise.all([readFile(certificates.valid.cert), readFile(certificates.valid.key)])
    await using tls = await startHostileProxy(redis.port, { cert, key })
    const client = createRedisClient({ host: '127.0.0.1', port: tls.port, tls: {} })
    client.on('error', () => {})
    await client.connect().catch(() => {})
    const { stream } = client
    expect(stream.destroyed).toBe(true)
    expect(stream.listenerCount('error')).toBeGreaterThan(0)
    expect(stream.emit('error', new Error('a second one'))).toBe(true)
  })
})

describe('a string that is too long', () => {
  test('is read as an empty one, and costs no connection', async () => {
    await redis.command('SET', 'long', 'x'.repeat(20_001))
    await redis.command('SET', 'longest', 'x'.repeat(20_000))
    proxy.behave()
    const { link, told } = openLink(20_000)
    await expect.poll(() => told).toEqual(['up'])
    expect(await link.ask([['get', 'long'], ['get', 'longest'], ['ping']])).toEqual(['', 'x'.repeat(20_000), 'PONG'])
    expect(told).toEqual(['up'])
    link.close()
  })

  test('as a message is not read, and costs neither a connection nor an invalidation', async () => {
    const namespace = uniqueName('protocol')
    const options = { redis: redis.url, namespace, maxStaleness: '10s' } as const
    using incidents = collectIncidents(namespace)
    await using reader = createCache(options)
    await using writer = createCache(options)
    await Promise.all([reader.ready(), writer.ready()])
    const channel = `{${namespace}}:log:0`
    await expect.poll(() => redis.command('PUBSUB', 'NUMSUB', channel)).toEqual([channel, 2])
    const clients = await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub')
    await redis.command('PUBLISH', channel, `1 ${'9'.repeat(5_000_000)}-0 `)
    const value = { now: 1 }
    const read = (): Promise<number> => reader.getOrLoad({ key: 'order', ttl: '1h', tags: ['order:1'] }, () => value.now)
    expect(await read()).toBe(1)
    value.now = 2
    expect((await writer.invalidate(['order:1'])).status).toBe('applied')
    await expect.poll(read).toBe(2)
    expect(idsOf(await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub'))).toEqual(idsOf(clients))
    expect(incidents.seen.map(({ kind }) => kind).filter((kind) => kind !== 'redis-up')).toEqual([])
  })
})
