import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRedisServer } from '../../scripts/ensure-redis.ts'

/** The Redis of a demonstration. */
export interface DemoRedis {
  readonly url: string
  /** Where it is from, for the reader. */
  readonly origin: string
  close(): Promise<void>
}

/** `REDIS_URL` where it is set, else a server of our own; `undefined` where none is to be had. */
export async function openRedis(say: (line: string) => void): Promise<DemoRedis | undefined> {
  const given = process.env['REDIS_URL']
  if (given !== undefined && given !== '')
    return { url: given, origin: 'REDIS_URL, under a random namespace', close: async () => {} }
  try {
    return await startServer()
  } catch (error) {
    say(`No Redis to be had (${error instanceof Error ? error.message : String(error)}).`)
    return undefined
  }
}

async function startServer(): Promise<DemoRedis> {
  const program = await findRedisServer()
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'demo-redis-'))
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no']
  const server = spawn(program.server, args, { env: { ...process.env, ...program.env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = (): void => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', kill)
  await ready(server)
  return {
    url: `redis://127.0.0.1:${port}`,
    origin: 'a server of its own on loopback',
    async close() {
      process.removeListener('exit', kill)
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function ready(server: ReturnType<typeof spawn>): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`redis-server ended with code ${code}: ${output.slice(-300)}`)))
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ready to accept connections')) resolve()
    })
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
