import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { ClusterSource, RedisServerOptions } from '../../src/redis/redis-source.ts'
import { busPort, type ClusterNode, type TestCluster } from './redis-cluster.ts'
import { startWatched, type Watched } from './redis-sentinel.ts'
import type { TestRedis } from './redis-server.ts'
import { startProxy, type TcpProxy } from './tcp-proxy.ts'

/** A network between a master, with those who are *inside* next to it, and everybody else *outside*. */
export interface DividedNetwork<Source> extends AsyncDisposable {
  /** How those connect who stay with the master. */
  readonly inside: Source
  /** How everybody else connects. */
  readonly outside: Source
  /** Breaks every connection between inside and outside, and lets none be made until `heal()`. */
  divide(): void
  heal(): void
}

const HOST = '127.0.0.1'
const nameOf = (port: number): string => `${HOST}:${port}`

const toggles = (proxies: readonly Pick<TcpProxy, 'cut' | 'heal'>[]): Pick<DividedNetwork<unknown>, 'divide' | 'heal'> => ({
  divide: () => proxies.forEach((proxy) => proxy.cut()),
  heal: () => proxies.forEach((proxy) => proxy.heal()),
})

export interface DividedSentinel extends DividedNetwork<RedisServerOptions> {
  readonly watched: Watched
  /** The master that is inside. */
  readonly master: TestRedis
}

/** A master behind Sentinel that can be divided from its replica and from the sentinels. */
export const startDividedSentinel = async (config: Readonly<Record<string, string>> = {}): Promise<DividedSentinel> => {
  await using starting = new AsyncDisposableStack()
  const proxies: TcpProxy[] = []
  const through = async (port: number): Promise<number> => {
    const proxy = starting.use(await startProxy(port))
    proxies.push(proxy)
    return proxy.port
  }
  let announced = 0
  const watched = starting.use(await startWatched(config, async (port) => (announced = await through(port))))
  const [master, replica] = watched.servers
  if (master === undefined || replica === undefined) throw new Error('expected a master and its replica')
  const natMap = {
    [nameOf(announced)]: { host: HOST, port: master.port },
    [nameOf(replica.port)]: { host: HOST, port: await through(replica.port) },
  }
  const sentinels = await Promise.all(watched.sentinels.map(async ({ port }) => ({ host: HOST, port: await through(port) })))
  const all = starting.move()
  return {
    watched,
    master,
    outside: watched.source,
    inside: { ...watched.source, sentinels, natMap },
    ...toggles(proxies),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** The address that the divided master connects from, which tells its connections from those of the other nodes. */
const INSIDE_ADDRESS = '127.0.0.2'

/** A way to the port of a node's bus. While it is cut, it has no connection that leads from inside to outside, or back. */
const startBusProxy = async (
  target: number,
  isInside: boolean,
): Promise<Pick<TcpProxy, 'port' | 'cut' | 'heal'> & AsyncDisposable> => {
  let isCut = false
  const crossing = new Set<Socket>()
  const listener = createServer({ noDelay: true }, (client) => {
    const crosses = isInside !== (client.remoteAddress === INSIDE_ADDRESS)
    client.on('error', () => {})
    if (crosses && isCut) return void client.resetAndDestroy()
    const server = connect(target, HOST).setNoDelay()
    server.on('error', () => {}).once('close', () => client.destroy())
    client.once('close', () => {
      crossing.delete(client)
      server.destroy()
    })
    if (crosses) crossing.add(client)
    client.pipe(server).pipe(client)
  }).listen(0, HOST)
  await once(listener, 'listening')
  const address = listener.address()
  const breakAll = (): void => crossing.forEach((client) => client.resetAndDestroy())
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      isCut = true
      breakAll()
    },
    heal: () => void (isCut = false),
    [Symbol.asyncDispose]: async () => {
      breakAll()
      listener.close()
    },
  }
}

/** A network that can divide a master of a cluster from all of its other nodes. It ends before the cluster. */
export const divideCluster = async (cluster: TestCluster, master: ClusterNode): Promise<DividedNetwork<ClusterSource>> => {
  await using starting = new AsyncDisposableStack()
  const proxies: Pick<TcpProxy, 'port' | 'cut' | 'heal'>[] = []
  const through = async (port: number): Promise<number> => {
    const proxy = starting.use(await startProxy(port))
    proxies.push(proxy)
    return proxy.port
  }
  // Else the others take the address that it connects from for its own.
  await master.command('CONFIG', 'SET', 'cluster-announce-ip', HOST)
  await master.command('CONFIG', 'SET', 'bind-source-addr', INSIDE_ADDRESS)
  for (const node of cluster.servers) {
    const bus = starting.use(await startBusProxy(Number(await busPort(node)), node === master))
    proxies.push(bus)
    await node.command('CONFIG', 'SET', 'cluster-announce-bus-port', bus.port)
  }
  const announced = await through(master.port)
  await master.command('CONFIG', 'SET', 'cluster-announce-port', announced)
  await knownTo(
    cluster,
    proxies.map(({ port }) => port),
  )
  const others = cluster.servers.filter((node) => node !== master)
  const paths = await Promise.all(others.map(async ({ port }) => ({ port, inside: await through(port) })))
  const all = starting.move()
  return {
    inside: {
      cluster: [{ host: HOST, port: master.port }],
      natMap: Object.fromEntries([
        [nameOf(announced), { host: HOST, port: master.port }],
        ...paths.map(({ port, inside }) => [nameOf(port), { host: HOST, port: inside }]),
      ]),
    },
    outside: { cluster: paths.map(({ port }) => ({ host: HOST, port })) },
    ...toggles(proxies),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Settles when every node knows all of these ports, and so connects to the others through them. */
const knownTo = async ({ servers }: TestCluster, ports: readonly number[]): Promise<void> => {
  for (; ; await pause(20)) {
    const views = await Promise.all(servers.map(async (node) => String(await node.command('CLUSTER', 'NODES'))))
    if (views.every((view) => ports.every((port) => new RegExp(`[:@]${port}\\b`).test(view)) && !view.includes('disconnected')))
      return
  }
}
