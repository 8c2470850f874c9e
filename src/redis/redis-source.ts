import type { Cluster, Redis, RedisOptions } from 'ioredis'
import type { RedisCredentials, RedisSecret } from './redis-credentials.ts'

/** Options of ioredis, whose credentials may be functions. */
export interface RedisServerOptions
  extends Omit<RedisOptions, 'username' | 'password' | 'sentinelUsername' | 'sentinelPassword'>, RedisCredentials {
  /** As `username`, for the sentinels. */
  readonly sentinelUsername?: RedisSecret | null | undefined
  /** As `password`, for the sentinels. */
  readonly sentinelPassword?: RedisSecret | null | undefined
}

/** A Redis Cluster: some of its nodes, and the options that hold for each of its nodes (credentials, TLS, `natMap`). */
export interface ClusterSource extends Omit<RedisServerOptions, 'host' | 'port' | 'path' | 'db' | 'sentinels' | 'name' | 'role'> {
  /** Nodes to begin with, one or more; the others are found by asking them. */
  readonly cluster: readonly { readonly host: string; readonly port: number }[]
}

/**
 * Where Redis is: a URL, ioredis options (with `sentinels` and `name` for a master behind Sentinel, with `cluster` for a Redis
 * Cluster), or an ioredis `Redis` or `Cluster`, whose settings are taken over and which its owner closes.
 */
export type RedisSource = string | RedisServerOptions | ClusterSource | Redis | Cluster

/** By its methods, since the caller's ioredis may be another copy than ours. */
export const isInstance = (source: unknown): source is Redis =>
  typeof source === 'object' &&
  source !== null &&
  'duplicate' in source &&
  typeof source.duplicate === 'function' &&
  !isCluster(source)

export const isCluster = (source: unknown): source is Cluster =>
  typeof source === 'object' && source !== null && 'isCluster' in source && source.isCluster === true
