import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findRedisServer } from '../../scripts/ensure-redis.ts'
import { freePort } from './ports.ts'
import { startRedis, type TestRedis } from './redis-server.ts'
import { connectResp, type Reply } from './resp.ts'
import { ended, killWithParent } from './watchdog.ts'

/** A sentinel process of a test's own. */
export interface TestSentinel extends AsyncDisposable {
  readonly port: number
  command(...words: readonly (string | number)[]): Promise<Reply>
  /** Freezes it (SIGSTOP): it accepts connections, through its kernel, and answers nothing. */
  pause(): void
  resume(): void
}

/** A master, a replica of it, and three sentinels that watch over both. */
export interface Watched extends AsyncDisposable {
  readonly servers: readonly TestRedis[]
  readonly sentinels: readonly TestSentinel[]
  /** What ioredis takes, in the order of `sentinels`. */
  readonly source: { readonly name: string; readonly sentinels: { readonly host: string; readonly port: number }[] }
  /** The server that the sentinels call the master. */
  master(): Promise<TestRedis>
  /** Settles when another server than this one is called the master by all sentinels, and is one. */
  promotedOver(old: TestRedis): Promise<TestRedis>
  /** Settles when every server but the master replicates it, and the sentinels know. */
  whole(): Promise<void>
}

const NAME = 'orders'

const startSentinel = async (masterPort: number): Promise<TestSentinel> => {
  const { server, env } = await findRedisServer()
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'))
  const port = await freePort()
  const file = join(folder, 'sentinel.conf')
  await writeFile(
    file,
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `dir ${folder}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${NAME} 1000`,
      `sentinel failover-timeout ${NAME} 2000`,
      '',
    ].join('\n'),
  )
  const child = spawn(server, [file, '--sentinel'], { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' })
  killWithParent(child, folder)
  const command = async (...words: readonly (string | number)[]): Promise<Reply> => {
    const connection = await connectResp(port)
    try {
      return await connection.command(...words)
    } finally {
      connection.close()
    }
  }
  while (
    !(await command('PING').then(
      () => true,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the sentinel ended with exit code ${child.exitCode}`)
    await pause(20)
  }
  // Sentinels of 7.0 and newer let their pauses be shortened; older ones are slow, and right all the same.
  const periods = ['info-period', 1_000, 'ask-period', 100, 'publish-period', 200]
  await command('SENTINEL', 'DEBUG', ...periods).catch(() => {})
  return {
    port,
    command,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const fieldsOf = (flat: Reply): Readonly<Record<string, string>> => {
  const words = Array.isArray(flat) ? flat.map(String) : []
  return Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])))
}

const replicates = async (server: TestRedis, masterPort: number): Promise<boolean> => {
  const state = String(await server.command('INFO', 'replication').catch(() => ''))
  return state.includes(`master_port:${masterPort}`) && state.includes('master_link_status:up')
}

const isMaster = async (server: TestRedis): Promise<boolean> =>
  String(await server.command('INFO', 'replication').catch(() => '')).includes('role:master')

/** Where others find the first master, whose own port is given. */
type PathToFirst = (port: number) => Promise<number>

/** Starts them all; they end with the test, or with this process, whichever is first. */
export const startWatched = async (
  config: Readonly<Record<string, string>> = {},
  pathToFirst: PathToFirst = async (port) => port,
): Promise<Watched> => {
  await using starting = new AsyncDisposableStack()
  const diskless = { 'repl-diskless-sync-delay': '0', ...config }
  const first = starting.use(await startRedis({ config: diskless }))
  const firstPort = await pathToFirst(first.port)
  await first.command('CONFIG', 'SET', 'replica-announce-port', firstPort)
  const second = starting.use(await startRedis({ config: { ...diskless, replicaof: `127.0.0.1 ${firstPort}` } }))
  const portOf = (server: TestRedis): number => (server === first ? firstPort : server.port)
  const servers = [first, second]
  while (!(await replicates(second, firstPort))) await pause(20)
  const sentinels = await Promise.all(Array.from({ length: 3 }, async () => starting.use(await startSentinel(firstPort))))

  const masterPorts = async (): Promise<readonly number[]> =>
    Promise.all(
      sentinels.map(async (sentinel) => {
        const reply = await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)
        return Number(Array.isArray(reply) ? reply[1] : 0)
      }),
    )
  const agreedMaster = async (): Promise<TestRedis | undefined> => {
    const ports = new Set(await masterPorts())
    return ports.size === 1 ? servers.find((server) => ports.has(portOf(server))) : undefined
  }
  const master = async (): Promise<TestRedis> => {
    for (; ; await pause(20)) {
      const agreed = await agreedMaster()
      if (agreed !== undefined) return agreed
    }
  }
  const sees = async (sentinel: TestSentinel): Promise<boolean> => {
    const fields = fieldsOf(await sentinel.command('SENTINEL', 'MASTER', NAME))
    return fields['num-other-sentinels'] === '2' && fields['num-slaves'] === '1' && fields['flags'] === 'master'
  }
  const whole = async (): Promise<void> => {
    for (; ; await pause(20)) {
      const now = await master()
      const others = await Promise.all(
        servers.filter((server) => server !== now).map((server) => replicates(server, portOf(now))),
      )
      if (others.every(Boolean) && (await Promise.all(sentinels.map(sees))).every(Boolean)) return
    }
  }
  await whole()
  const all = starting.move()
  return {
    servers,
    sentinels,
    source: { name: NAME, sentinels: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })) },
    master,
    promotedOver: async (old) => {
      for (; ; await pause(20)) {
        const now = await agreedMaster()
        if (now !== undefined && now !== old && (await isMaster(now))) return now
      }
    },
    whole,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
