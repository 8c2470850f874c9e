import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findRedisServer } from '../../scripts/ensure-redis.ts'
import { startMonitor, type Monitor } from './monitor.ts'
import { freePort } from './ports.ts'
import { connectResp, type Reply, type RespConnection } from './resp.ts'
import { ended, killWithParent } from './watchdog.ts'

export interface RedisOptions {
  /** Directives of redis.conf, such as `{ maxmemory: '10mb' }`. Default: nothing is persisted. */
  readonly config?: Readonly<Record<string, string>>
  /** Users as in an ACL file, such as `tenant on >secret ~ns:* &ns:* +@all`. */
  readonly users?: readonly string[]
  /** Password of the default user. Default: none. */
  readonly password?: string
  /** A library of functions that is loaded once, when the server has started for the first time. Default: none. */
  readonly functions?: string
  /** Path of the server to run. Default: the Redis that is found, or fetched. */
  readonly server?: string
}

/** A Redis server of a test's own: a real process on a free loopback port, with an empty folder. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Process id of the server that runs now; another one after `restart()`. */
  readonly pid: number
  /** Runs a command on a connection of its own, past every client under test. */
  command(...words: readonly (string | number)[]): Promise<Reply>
  /** Collects what clients send from now on. */
  monitor(): Promise<Monitor>
  /** Ends the server in good order (SIGTERM); its keys survive only where `config` persists them. */
  stop(): Promise<void>
  /** Ends the server at once (SIGKILL). */
  kill(): Promise<void>
  /** Stops the server where it runs and starts one on the same port, with the keys as they were or with none. */
  restart(options: { readonly empty: boolean }): Promise<void>
  /** Freezes the server (SIGSTOP): it accepts connections, through its kernel, and answers nothing. */
  pause(): void
  resume(): void
}

const attempts = 20

class PortTaken extends Error {}

const waitUntilReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let output = ''
    const fail = (reason: string): void => {
      const Kind = /address already in use/i.test(output) ? PortTaken : Error
      reject(new Kind(`redis-server did not start: ${reason}\n${output}`))
    }
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => fail(`exit code ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = `${output}${chunk.toString('utf8')}`.slice(-4_000)
        if (output.includes('Ready to accept connections')) resolve()
      })
    }
  })

const toArguments = ({ config = {}, users = [], password }: RedisOptions): readonly string[] => [
  ...Object.entries({ save: '', appendonly: 'no', ...config }).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]),
  ...(password === undefined ? [] : ['--requirepass', password]),
  ...users.flatMap((user) => ['--user', ...user.split(' ')]),
]

const launch = async (port: number, folder: string, options: RedisOptions): Promise<ChildProcess> => {
  const { server, env } = options.server === undefined ? await findRedisServer() : { server: options.server, env: {} }
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--loglevel', 'notice']
  const child = spawn(server, [...place, ...toArguments(options)], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  killWithParent(child, folder)
  await waitUntilReady(child)
  return child
}

const launchSomewhere = async (folder: string, options: RedisOptions): Promise<{ port: number; child: ChildProcess }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      return { port, child: await launch(port, folder, options) }
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === attempts) throw error
    }
  }
}

/** Starts again on a port that the kernel, or a passer-by, may hold a moment longer. */
const relaunch = async (port: number, folder: string, options: RedisOptions): Promise<ChildProcess> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(port, folder, options)
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === attempts) throw error
      await pause(50)
    }
  }
}

const end = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  child.kill('SIGCONT')
  child.kill(signal)
  await ended(child)
}

/** Starts a Redis server that ends with the test, or with this process, whichever is first. */
export const startRedis = async (options: RedisOptions = {}): Promise<TestRedis> => {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  const login = options.password === undefined ? [] : [options.password]
  const { port, child } = await launchSomewhere(folder, options)
  let server = child
  let own: Promise<RespConnection> | undefined

  const open = async (): Promise<RespConnection> => {
    const opened = await connectResp(port)
    if (login.length > 0) await opened.command('AUTH', ...login)
    return opened
  }
  const connection = async (): Promise<RespConnection> => {
    const current = await own?.catch(() => undefined)
    if (current !== undefined && !current.closed) return current
    own = open()
    return own
  }
  const isRunning = (): boolean => server.exitCode === null && server.signalCode === null
  const finish = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    void own?.then(
      (connected) => connected.close(),
      () => undefined,
    )
    own = undefined
    if (isRunning()) await end(server, signal)
  }
  const restart = async ({ empty }: { readonly empty: boolean }): Promise<void> => {
    server.kill('SIGCONT')
    if (!empty && isRunning()) await (await connection()).command('SAVE')
    await finish('SIGKILL')
    if (empty) await rm(folder, { recursive: true, force: true }).then(() => mkdir(folder))
    server = await relaunch(port, folder, options)
  }

  if (options.functions !== undefined) await (await connection()).command('FUNCTION', 'LOAD', options.functions)
  return {
    url: `redis://${options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`}127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid ?? 0
    },
    command: async (...words) => (await connection()).command(...words),
    monitor: () => startMonitor(port, connection, login),
    stop: () => finish('SIGTERM'),
    kill: () => finish('SIGKILL'),
    restart,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      await finish('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
