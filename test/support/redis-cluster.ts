import { setTimeout as pause } from 'node:timers/promises'
import type { Certificates } from './certificates.ts'
import { freePort } from './ports.ts'
import { startRedis, type TestRedis } from './redis-server.ts'
import { startTlsRedis } from './tls-redis.ts'
import { keySlot, SLOTS } from '../../src/redis/slot-table.ts'

/** A master of a test's own cluster. */
export interface ClusterNode extends TestRedis {
  /** Its name in the cluster. */
  readonly id: string
  /** Where clients and other nodes find it: the port of TLS where it has one. */
  readonly clientPort: number
}

/** A Redis Cluster of a test's own. */
export interface TestCluster extends AsyncDisposable {
  /** The masters that it began with. */
  readonly nodes: readonly ClusterNode[]
  /** The same, and their replicas. */
  readonly servers: readonly ClusterNode[]
  /** What `cluster` of the options of Redis takes; ports of TLS where it has certificates. */
  readonly seeds: readonly { readonly host: string; readonly port: number }[]
  /** The node that owns a key's slot, by what the cluster agreed on last. */
  ownerOf(key: string): ClusterNode
  /** Any node that does not own the key's slot. */
  strangerTo(key: string): ClusterNode
  /** Starts to move a key's slot, moves its keys, and ends the move; what the steps do between one another is up to the caller. */
  moveSlot(key: string, to: ClusterNode, between?: (step: 'declared' | 'moved') => Promise<void>): Promise<void>
  /** Settles when the replica of a master that is gone has taken over, and returns it; the old one is its replica from then on. */
  replacedBy(old: ClusterNode): Promise<ClusterNode>
  /** Settles when every node that runs agrees on who owns which slot. */
  agreed(): Promise<void>
}

export interface ClusterOptions {
  readonly masters?: number
  /** Whether each master has a replica. Default: none. */
  readonly replicas?: boolean
  /** Directives of redis.conf for each node. */
  readonly config?: Readonly<Record<string, string>>
  /** Where given, clients connect over TLS and so do the nodes among themselves; the test's own commands take the plain ports. */
  readonly certificates?: Certificates | undefined
}

const startServer = async ({
  config,
  certificates,
}: ClusterOptions): Promise<{ readonly server: TestRedis; readonly clientPort: number }> => {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': '2000',
    'cluster-require-full-coverage': 'no',
    'repl-diskless-sync-delay': '0',
    'cluster-port': String(await freePort()),
    ...config,
  }
  if (certificates === undefined) return startRedis({ config: settings }).then((server) => ({ server, clientPort: server.port }))
  const server = await startTlsRedis(certificates, undefined, {
    config: { ...settings, 'tls-cluster': 'yes', 'tls-replication': 'yes' },
  })
  return { server, clientPort: server.tlsPort }
}

const startNode = async (starting: AsyncDisposableStack, options: ClusterOptions): Promise<ClusterNode> => {
  const { server, clientPort } = await startServer(options)
  starting.use(server)
  const id = String(await server.command('CLUSTER', 'MYID'))
  return Object.defineProperties(server, { id: { value: id }, clientPort: { value: clientPort } }) as ClusterNode
}

export const busPort = async (node: TestRedis): Promise<string> =>
  String(((await node.command('CONFIG', 'GET', 'cluster-port')) as readonly string[])[1])

/** Who owns which slots, as a node sees it, in one text that two nodes share when they agree. */
const viewOf = async (node: TestRedis): Promise<string> => {
  const slots = (await node.command('CLUSTER', 'SLOTS')) as readonly (readonly [number, number, readonly [string, number]])[]
  return slots
    .map(([first, last, [, port]]) => `${first}-${last}:${port}`)
    .toSorted()
    .join(' ')
}

const join = async (nodes: readonly ClusterNode[], owners: ClusterNode[]): Promise<void> => {
  const [first] = nodes
  if (first === undefined) throw new Error('a cluster has at least one master')
  const size = Math.ceil(SLOTS / nodes.length)
  for (const [index, node] of nodes.entries()) {
    const [from, to] = [index * size, Math.min(SLOTS, (index + 1) * size) - 1]
    await node.command('CLUSTER', 'ADDSLOTSRANGE', from, to)
    await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    owners.fill(node, from, to + 1)
    if (node !== first) await node.command('CLUSTER', 'MEET', '127.0.0.1', first.clientPort, await busPort(first))
  }
}

/** Makes a node that just started the replica of a master. */
const follow = async (replica: ClusterNode, master: ClusterNode): Promise<void> => {
  await replica.command('CLUSTER', 'MEET', '127.0.0.1', master.clientPort, await busPort(master))
  while (
    !(await replica.command('CLUSTER', 'REPLICATE', master.id).then(
      () => true,
      () => false,
    ))
  )
    await pause(20)
  while (!String(await replica.command('INFO', 'replication')).includes('master_link_status:up')) await pause(20)
}

const isMaster = async (node: ClusterNode): Promise<boolean> =>
  String(await node.command('INFO', 'replication').catch(() => '')).includes('role:master')

/** Starts a cluster that ends with the test, or with this process, whichever is first. */
export const startCluster = async (options: ClusterOptions = {}): Promise<TestCluster> => {
  const { masters = 3, replicas = false } = options
  await using starting = new AsyncDisposableStack()
  const nodes = await Promise.all(Array.from({ length: masters }, () => startNode(starting, options)))
  const owners: ClusterNode[] = Array.from({ length: SLOTS })
  await join(nodes, owners)
  const servers = [...nodes]
  const deputies = new Map<ClusterNode, ClusterNode>()
  const ownerOf = (key: string): ClusterNode => owners[keySlot(key)] ?? unowned(key)
  const isRunning = async (node: ClusterNode): Promise<boolean> =>
    node.command('PING').then(
      () => true,
      () => false,
    )
  const agreed = async (): Promise<void> => {
    for (; ; await pause(20)) {
      const running = (await Promise.all(servers.map(async (node) => ((await isRunning(node)) ? [node] : [])))).flat()
      const views = new Set(await Promise.all(running.map(viewOf)))
      const states = await Promise.all(running.map((node) => node.command('CLUSTER', 'INFO')))
      const isWhole = [...views][0]?.split(' ').reduce((sum, range) => sum + widthOf(range), 0) === SLOTS
      if (views.size === 1 && isWhole && states.every((state) => String(state).includes('cluster_state:ok'))) return
    }
  }
  await agreed()
  for (const master of replicas ? nodes : []) {
    const replica = await startNode(starting, options)
    await follow(replica, master)
    servers.push(replica)
    deputies.set(master, replica)
  }
  await agreed()
  const all = starting.move()
  return {
    nodes,
    servers,
    seeds: nodes.map(({ clientPort }) => ({ host: '127.0.0.1', port: clientPort })),
    ownerOf,
    strangerTo: (key) => nodes.find((node) => node !== ownerOf(key)) ?? unowned(key),
    moveSlot: async (key, to, between = async () => {}) => {
      const [slot, from] = [keySlot(key), ownerOf(key)]
      await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id)
      await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id)
      await between('declared')
      await moveKeys(slot, from, to)
      await between('moved')
      for (const node of [to, from, ...nodes.filter((other) => other !== to && other !== from)]) {
        await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', to.id)
      }
      owners[slot] = to
    },
    replacedBy: async (old) => {
      const replica = deputies.get(old)
      if (replica === undefined) throw new Error('this master has no replica')
      while (!(await isMaster(replica))) await pause(20)
      deputies.set(replica, old)
      for (const [slot, owner] of owners.entries()) if (owner === old) owners[slot] = replica
      return replica
    },
    agreed,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

const widthOf = (range: string): number => {
  const [first = 0, last = -1] = range.split(':')[0]?.split('-').map(Number) ?? []
  return last - first + 1
}

const moveKeys = async (slot: number, from: ClusterNode, to: ClusterNode): Promise<void> => {
  for (;;) {
    const keys = (await from.command('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as readonly string[]
    if (keys.length === 0) return
    await from.command('MIGRATE', '127.0.0.1', to.clientPort, '', 0, 5_000, 'KEYS', ...keys)
  }
}

const unowned = (key: string): never => {
  throw new Error(`no master for ${key}`)
}
