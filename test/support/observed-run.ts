import { setTimeout as pause } from 'node:timers/promises'
import { type Cache, createCache } from '../../src/cache.ts'
import { machineNow, type Read, type Write } from './history.ts'
import { uniqueName } from './names.ts'
import { type ChildProgram, startChild } from './process.ts'
import type { ReaderOptions } from './reader-child.ts'
import { type Register, startRegister } from './register.ts'
import type { Variant } from './rule-less-coherence.ts'

const READER = new URL('./reader-child.ts', import.meta.url)

export const startReader = (options: ReaderOptions): Promise<ChildProgram> =>
  startChild(READER, { args: [JSON.stringify(options)], build: 'none' })

export interface RunOptions {
  readonly variant?: Variant
  readonly maxStaleness: number
  /** Redis as the writer sees it. */
  readonly redis: string
  /** Redis as the reader sees it. Default: the same. */
  readonly readersRedis?: string
  /** How long a load takes, in milliseconds. */
  readonly latency: () => number
}

/** What a scenario can do while another process reads. */
export interface Scene {
  readonly reader: ChildProgram
  readonly writer: Cache
  readonly register: Register
  /** Commits and invalidates, again and again until the log has acknowledged it. */
  write(): Promise<void>
  /** Writes so many times, at irregular intervals of about half of `maxStaleness` to one and a half. */
  writeFor(times: number): Promise<void>
}

export interface History {
  readonly writes: readonly Write[]
  readonly reads: readonly Read[]
}

/** Plays a scenario while another process reads a register through its cache, and returns what was written and read. */
export const observe = async (options: RunOptions, play: (scene: Scene) => Promise<void>): Promise<History> => {
  const { maxStaleness, redis } = options
  const namespace = uniqueName('observed')
  await using register = await startRegister(options.latency)
  await using writer = createCache({ redis, namespace, maxStaleness })
  await using reader = await startReader({
    variant: options.variant ?? 'complete', redis: options.readersRedis ?? redis, namespace, register: register.url, maxStaleness,
  })
  await Promise.all([writer.ready(), reader.call('ready')])
  await reader.call('start', { readers: 4 })
  const writes: Write[] = []
  const write = async (): Promise<void> => {
    const version = register.commit()
    const committedAt = machineNow()
    while ((await writer.invalidate(['register'])).status === 'queued') await pause(10)
    writes.push({ version, committedAt, appendedAt: machineNow() })
  }
  const writeFor = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count++) {
      await pause(maxStaleness * (0.5 + Math.random()))
      await write()
    }
  }
  await play({ reader, writer, register, write, writeFor })
  await pause(maxStaleness * 3)
  return { writes, reads: await reader.call<Read[]>('stop') }
}
