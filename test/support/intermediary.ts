import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findProxy, type ProxyName, type ProxyProgram } from '../../scripts/ensure-proxies.ts'
import { freePort } from './ports.ts'
import { makeScratch } from './scratch.ts'
import { ended, killWithParent } from './watchdog.ts'

/** A proxy as operators run it, between a cache and Redis: a real process on a free loopback port. */
export interface Intermediary extends AsyncDisposable {
  readonly port: number
  /** The server's URL, through the proxy. */
  readonly url: string
}

/** What a proxy may use. */
interface Place {
  readonly port: number
  /** A second port, for those that want one beside the one they listen on. */
  readonly spare: number
  readonly folder: string
}

interface Setting {
  /** The file that the proxy is configured with, where it listens on this port. */
  readonly config: string
  readonly args: (file: string) => readonly string[]
}

const accepts = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const launch = async (
  { program, env }: ProxyProgram,
  name: ProxyName,
  setting: (place: Place) => Setting,
): Promise<Intermediary> => {
  const scratch = await makeScratch()
  const [port, spare] = [await freePort(), await freePort()]
  const { config, args } = setting({ port, spare, folder: scratch.path })
  const file = join(scratch.path, `${name}.conf`)
  await writeFile(file, `${config}\n`)
  const child = spawn(program, args(file), {
    cwd: scratch.path,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  killWithParent(child, scratch.path)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (output = `${output}${chunk.toString()}`.slice(-4_000)))
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${name} did not start: exit code ${child.exitCode}\n${output}`)
    await pause(20)
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended(child)
      await scratch[Symbol.asyncDispose]()
    },
  }
}

/** A kind of proxy that may have to be fetched. */
export interface Kind<Options> {
  /** Whether the program cannot be had; one line has said so. */
  readonly isMissing: boolean
  start(options: Options): Promise<Intermediary>
}

const kindOf = async <Options>(
  name: ProxyName,
  settingOf: (found: ProxyProgram, options: Options) => (place: Place) => Setting,
): Promise<Kind<Options>> => {
  const found = await findProxy(name)
  return {
    isMissing: found === undefined,
    start(options) {
      if (found === undefined) throw new Error(`${name} is missing`)
      return launch(found, name, settingOf(found, options))
    },
  }
}

export interface HaproxyOptions {
  /** Loopback ports of the servers; those that say they are masters get the connections. */
  readonly servers: readonly number[]
  /** What else is said of each server, such as `on-marked-down shutdown-sessions`. */
  readonly perServer?: string
}

/** HAProxy in front of Redis servers, which leads new connections to whichever calls itself the master. */
export const findHaproxy = (): Promise<Kind<HaproxyOptions>> =>
  kindOf('haproxy', (_found, { servers, perServer = '' }) => ({ port }) => ({
    args: (file) => ['-db', '-f', file],
    config: [
      'defaults',
      '  mode tcp',
      '  timeout connect 1s',
      '  timeout client 1h',
      '  timeout server 1h',
      'frontend clients',
      `  bind 127.0.0.1:${port}`,
      '  default_backend masters',
      'backend masters',
      '  option tcp-check',
      '  tcp-check connect',
      String.raw`  tcp-check send info\ replication\r\n`,
      '  tcp-check expect string role:master',
      ...servers.map((server) => `  server redis-${server} 127.0.0.1:${server} check inter 50ms fall 1 rise 1 ${perServer}`),
    ].join('\n'),
  }))

/** stunnel, which speaks TLS to the server and plain text to its clients. */
export const findStunnel = (): Promise<Kind<{ readonly server: number; readonly authority: string }>> =>
  kindOf('stunnel4', (_found, { server, authority }) => ({ port }) => ({
    args: (file) => [file],
    config: [
      'foreground = yes',
      'pid =',
      '[redis]',
      'client = yes',
      `accept = 127.0.0.1:${port}`,
      `connect = 127.0.0.1:${server}`,
      'verifyChain = yes',
      `CAfile = ${authority}`,
    ].join('\n'),
  }))

/** nginx with its module `stream`, which passes TCP on as it comes. */
export const findNginx = (): Promise<Kind<{ readonly server: number }>> =>
  kindOf('nginx', ({ root }, { server }) => ({ port, folder }) => ({
    args: (file) => ['-c', file, '-p', folder, '-e', 'stderr'],
    config: [
      `load_module ${join(root, 'usr/lib/nginx/modules/ngx_stream_module.so')};`,
      'daemon off;',
      'master_process off;',
      `pid ${join(folder, 'nginx.pid')};`,
      'events {}',
      `stream { server { listen 127.0.0.1:${port}; proxy_pass 127.0.0.1:${server}; } }`,
    ].join('\n'),
  }))

/** twemproxy (nutcracker), which speaks a subset of Redis's commands and closes a connection that asks for another one. */
export const findTwemproxy = (): Promise<Kind<{ readonly server: number }>> =>
  kindOf('nutcracker', (_found, { server }) => ({ port, spare, folder }) => ({
    args: (file) => [
      '-c',
      file,
      '-a',
      '127.0.0.1',
      '-s',
      String(spare),
      '-p',
      join(folder, 'nutcracker.pid'),
      '-o',
      join(folder, 'nutcracker.log'),
    ],
    config: ['redis:', `  listen: 127.0.0.1:${port}`, '  redis: true', '  servers:', `    - 127.0.0.1:${server}:1`].join('\n'),
  }))
