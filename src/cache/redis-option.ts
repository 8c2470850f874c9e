import { z } from 'zod'
import { seedsOf } from '../redis/cluster-place.ts'
import { isCluster, isInstance, type RedisSource } from '../redis/redis-source.ts'
import { isPort } from '../redis/slot-table.ts'

const ALLOWED = 'a redis:// or rediss:// URL, ioredis options, or an ioredis instance'
const ALLOWED_NODES = 'a list of one or more { host, port }'

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype

const isRedisSource = (value: unknown): boolean => {
  if (typeof value === 'string') return isRedisUrl(URL.parse(value))
  return (
    isInstance(value) ||
    isCluster(value) ||
    (typeof value === 'object' && value !== null && isPlain(value) && Object.keys(value).length > 0)
  )
}

const isRedisUrl = (url: URL | null): boolean =>
  url !== null && /^rediss?:$/.test(url.protocol) && isEncoded(url.username) && isEncoded(url.password)

/** Whether a user or a password of a URL can be read: a `%` of its own is written `%25`. */
const isEncoded = (text: string): boolean => !/%(?![0-9A-Fa-f]{2})/.test(text)

/** The option `redis`: where Redis is. */
export const redisOption = () =>
  z.custom<RedisSource>(isRedisSource, ALLOWED).check((context) => {
    for (const { path, message } of problemsOf(context.value)) {
      context.issues.push({ code: 'custom', input: context.value, path: [...path], message })
    }
  })

interface Problem {
  readonly path: readonly string[]
  readonly message: string
}

/** What is wrong inside a source that is one by its form. */
const problemsOf = (source: RedisSource): readonly Problem[] => {
  if (typeof source === 'string' || isInstance(source)) return []
  if (isCluster(source)) return problemsOfInstance(source)
  const given: Readonly<Record<string, unknown>> = { ...source }
  if ('cluster' in given) return problemsOfCluster(given)
  return 'sentinels' in given ? problemsOfSentinel(given) : []
}

const problemsOfInstance = (instance: Parameters<typeof seedsOf>[0]): readonly Problem[] => {
  if (instance.options.useSRVRecords === true)
    return [{ path: [], message: 'a cluster whose nodes are named by host and port, not by SRV records' }]
  return seedsOf(instance).length > 0 ? [] : [{ path: [], message: `a cluster that was given its nodes as ${ALLOWED_NODES}` }]
}

const BESIDE_CLUSTER = ['host', 'port', 'path', 'sentinels', 'name'] as const

const problemsOfCluster = (given: Readonly<Record<string, unknown>>): readonly Problem[] => [
  ...(isNodeList(given['cluster'], true) ? [] : [{ path: ['cluster'], message: ALLOWED_NODES }]),
  ...(given['db'] === undefined || given['db'] === 0
    ? []
    : [{ path: ['db'], message: '0 or nothing, since a cluster has one database' }]),
  ...BESIDE_CLUSTER.filter((name) => given[name] !== undefined).map((name) => ({
    path: [name],
    message: 'nothing beside cluster',
  })),
]

const problemsOfSentinel = ({ sentinels, name }: Readonly<Record<string, unknown>>): readonly Problem[] => [
  ...(isNodeList(sentinels, false) ? [] : [{ path: ['sentinels'], message: ALLOWED_NODES }]),
  ...(typeof name === 'string' && name !== ''
    ? []
    : [{ path: ['name'], message: 'the name that the sentinels give the master' }]),
]

/** Sentinels have a port by default, nodes of a cluster none. */
const isNodeList = (nodes: unknown, needsPort: boolean): boolean =>
  Array.isArray(nodes) &&
  nodes.length > 0 &&
  nodes.every((node: unknown) => {
    if (typeof node !== 'object' || node === null) return false
    const { host, port }: Readonly<Record<string, unknown>> = { ...node }
    return typeof host === 'string' && host !== '' && (isPort(port) || (!needsPort && port === undefined))
  })
