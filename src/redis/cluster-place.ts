import type { Cluster } from 'ioredis'
import { type ClusterSource, isCluster, isInstance, type RedisServerOptions, type RedisSource } from './redis-source.ts'
import { isPort, type NatMap, type NodeAddress } from './slot-table.ts'

/** Where a Redis Cluster is, and how each of its nodes is connected to. */
export interface ClusterPlace {
  readonly seeds: readonly NodeAddress[]
  /** As they are now: an instance, or its owner, may change its credentials. */
  readonly options: () => RedisServerOptions
  readonly natMap?: NatMap | undefined
}

export const namesCluster = (source: RedisSource): source is ClusterSource | Cluster =>
  typeof source === 'object' && (isCluster(source) || (!isInstance(source) && Object.hasOwn(source, 'cluster')))

export const clusterPlaceOf = (source: ClusterSource | Cluster): ClusterPlace => {
  if (isCluster(source)) return placeOfInstance(source)
  const options = (): RedisServerOptions => {
    const { cluster: _, ...others } = source
    return others
  }
  return { seeds: source.cluster, options, natMap: source.natMap }
}

const placeOfInstance = (instance: Cluster): ClusterPlace => {
  const { redisOptions, natMap } = instance.options
  return {
    seeds: seedsOf(instance),
    options: () => ({ ...instance.options.redisOptions, db: 0 }),
    natMap: natMap ?? redisOptions?.natMap,
  }
}

/** The nodes that an instance was given to begin with; none where it keeps them otherwise than any version that is known. */
export const seedsOf = (instance: Cluster): readonly NodeAddress[] => {
  const nodes: unknown = Reflect.get(instance, 'startupNodes')
  return Array.isArray(nodes) ? nodes.flatMap((node: unknown) => parseSeed(node) ?? []) : []
}

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 6379

/** As ioredis reads them: a port, `host:port`, a URL, or `{ host, port }`. */
const parseSeed = (node: unknown): NodeAddress | undefined => {
  if (typeof node === 'number') return { host: DEFAULT_HOST, port: node }
  if (typeof node === 'string') return parseText(node)
  if (typeof node !== 'object' || node === null) return undefined
  const host: unknown = 'host' in node ? node.host : undefined
  const port = Number(('port' in node ? node.port : undefined) ?? DEFAULT_PORT)
  return isPort(port) ? { host: typeof host === 'string' && host !== '' ? host : DEFAULT_HOST, port } : undefined
}

const parseText = (text: string): NodeAddress | undefined => {
  if (/^\d+$/.test(text)) return parseSeed(Number(text))
  const url = URL.parse(text.includes('://') ? text : `redis://${text}`)
  const port = Number(url?.port === '' ? DEFAULT_PORT : url?.port)
  return url !== null && isPort(port) ? { host: url.hostname.replace(/^\[(.*)\]$/, '$1') || DEFAULT_HOST, port } : undefined
}
