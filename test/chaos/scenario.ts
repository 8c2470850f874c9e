import type { RedisOptions } from 'ioredis'
import type { ClusterSource } from '../../src/redis/redis-source.ts'
import type { ChildProgram } from '../support/process.ts'
import type { TestRedis } from '../support/redis-server.ts'
import type { TcpProxy } from '../support/tcp-proxy.ts'
import type { RotatedConnection } from './rotated-connection.ts'

/** Where a scenario plays: a fleet of processes at work on one namespace of one Redis. */
export interface Site {
  readonly redis: TestRedis
  /** The way to Redis of those who go `through` it. */
  readonly proxy: TcpProxy
  readonly readers: readonly ChildProgram[]
  readonly writers: readonly ChildProgram[]
  /** Key of the log. */
  readonly log: string
  /** Channel of the log. */
  readonly channel: string
  /** Lets the fleet work on for so long: the first number in a short run, the second in a long one. */
  lasting(shortMs: number, longMs?: number): Promise<void>
  /** Ends something with the scenario. */
  use<T extends AsyncDisposable>(resource: T): T
}

/** How a process of the fleet is told to connect: the option `redis` of a cache, as far as it can be sent to a process. */
export type Connection = string | RedisOptions | ClusterSource | RotatedConnection

/** The server of a scenario, and how its fleet connects. */
export interface Installation {
  readonly redis: TestRedis
  /** Port at which the fleet finds the server, and to which the proxy leads. */
  readonly port: number
  /** How to connect at that port, or at the proxy's. */
  connection(who: 'readers' | 'writers', port: number): Connection
}

/** One occurrence of a fault, from its beginning to its end. */
export type Strike = () => Promise<void>

/** A fault that happens to a fleet, once or again and again. */
export interface Scenario {
  /** What Redis, a path or a process suffers. */
  readonly name: string
  /** Whose way to Redis leads through the proxy. Default: nobody's. */
  readonly through?: 'readers' | 'everyone'
  /** Incidents of which every run shows at least one in the readers: the fault was felt. Default: none is expected. */
  readonly felt?: readonly string[]
  /** Starts the server for a namespace; what else it takes is given to `use`. Default: a plain one that anybody may use. */
  install?(namespace: string, use: Site['use']): Promise<Installation>
  /** Prepares the site before the fleet connects, and returns the fault. */
  begin(site: Site): Strike | Promise<Strike>
}
