import { Cluster, Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { type CacheOptions, parseCacheOptions } from '../../../src/cache/cache-options.ts'
import { seedsOf } from '../../../src/redis/cluster-place.ts'
import { isConfigurationError } from '../../../src/error/configuration-error.ts'

const node = { host: '127.0.0.1', port: 7_000 }

const refusal = (redis: unknown): string | undefined => {
  try {
    parseCacheOptions({ redis, namespace: 'n' } as CacheOptions)
    return undefined
  } catch (error) {
    if (isConfigurationError(error)) return error.message
    throw error
  }
}

describe('the option redis', () => {
  test.each<[string, unknown]>([
    ['sentinels', { sentinels: [{ host: 'a', port: 26_379 }, { host: 'b' }], name: 'orders' }],
    ['nodes of a cluster', { cluster: [node], username: 'cache', db: 0 }],
    ['an instance behind sentinels', new Redis({ sentinels: [node], name: 'orders', lazyConnect: true })],
    ['an instance of a cluster', new Cluster([node], { lazyConnect: true })],
  ])('takes %s', (_name, redis) => {
    expect(refusal(redis)).toBe(undefined)
  })

  test.each<[string, unknown, string]>([
    ['a cluster without nodes', { cluster: [] }, 'redis.cluster: expected a list of one or more { host, port }, got an array'],
    [
      'a cluster named by a text',
      { cluster: 'a:1' },
      'redis.cluster: expected a list of one or more { host, port }, got a text of 3 characters',
    ],
    [
      'a node without a port',
      { cluster: [{ host: 'a' }] },
      'redis.cluster: expected a list of one or more { host, port }, got an array',
    ],
    [
      'a node with a port that is none',
      { cluster: [{ host: 'a', port: 0 }] },
      'redis.cluster: expected a list of one or more { host, port }, got an array',
    ],
    [
      'a database of a cluster',
      { cluster: [node], db: 1 },
      'redis.db: expected 0 or nothing, since a cluster has one database, got 1',
    ],
    [
      'a host beside a cluster',
      { cluster: [node], host: 'a' },
      'redis.host: expected nothing beside cluster, got a text of 1 characters',
    ],
    [
      'sentinels beside a cluster',
      { cluster: [node], sentinels: [node] },
      'redis.sentinels: expected nothing beside cluster, got an array',
    ],
    [
      'no sentinels',
      { sentinels: [], name: 'orders' },
      'redis.sentinels: expected a list of one or more { host, port }, got an array',
    ],
    [
      'sentinels of nobody',
      { sentinels: [node] },
      'redis.name: expected the name that the sentinels give the master, got undefined',
    ],
    [
      'a cluster by SRV records',
      new Cluster([node], { lazyConnect: true, useSRVRecords: true }),
      'redis: expected a cluster whose nodes are named by host and port, not by SRV records, got an object (EventEmitter)',
    ],
  ])('refuses %s, with its name, what was given and what is allowed', (_name, redis, message) => {
    expect(refusal(redis)).toBe(message)
  })
})

test('the nodes of an instance are read in every form that ioredis takes', () => {
  const instance = new Cluster(
    [7_000, 'redis://a:7001', 'b:7002', { host: 'c', port: 7_003 }, { port: 7_004 }, 'redis://[::1]:7005', 'd'],
    { lazyConnect: true },
  )
  expect(seedsOf(instance)).toEqual([
    { host: '127.0.0.1', port: 7_000 },
    { host: 'a', port: 7_001 },
    { host: 'b', port: 7_002 },
    { host: 'c', port: 7_003 },
    { host: '127.0.0.1', port: 7_004 },
    { host: '::1', port: 7_005 },
    { host: 'd', port: 6_379 },
  ])
})
