import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { createClock } from '../src/foundation/clock.ts'
import { openModel } from '../src/model/open-model.ts'
import { type Contestant, interleave, median } from './interleave.ts'
import { printTable } from './table.ts'

const GIB = 2 ** 30
const TRIANGLES = Math.floor((2 * GIB - 84) / 50)
const SIZE = 84 + 50 * TRIANGLES
const ROUNDS = 5
const SAMPLE_MS = 10
const MB = 1_000_000

/** Writes a binary STL of 2 GiB, every byte of it. */
const writeModel = async (path: string): Promise<void> => {
  const part = randomFillSync(Buffer.allocUnsafe(50 * 100_000))
  const header = Buffer.alloc(84)
  header.writeUInt32LE(TRIANGLES, 80)
  const file = await open(path, 'wx')
  try {
    await file.writeFile(header)
    for (let left = SIZE - header.length; left > 0; left -= part.length)
      await file.writeFile(part.subarray(0, Math.min(left, part.length)))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What a pass over the file cost beside its time. */
interface Cost {
  /** Bytes of resident memory beyond those at its beginning, at most. */
  readonly growth: number
  /** The longest time between two turns of the event loop, in milliseconds, that of its timer of 1 ms included. */
  readonly blockMs: number
  /** Processor time of this thread, in milliseconds: nothing of it can have blocked the event loop for longer. */
  readonly busyMs: number
}

const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = process.memoryUsage.rss()
  let most = before
  const sampler = setInterval(() => void (most = Math.max(most, process.memoryUsage.rss())), SAMPLE_MS)
  delay.enable()
  const used = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(used)
  delay.disable()
  clearInterval(sampler)
  return {
    growth: Math.max(most, process.memoryUsage.rss()) - before,
    blockMs: delay.max / 1_000_000,
    busyMs: (user + system) / 1_000,
  }
}

/** A contestant that notes what each of its passes costs. */
const costed = (name: string, work: () => Promise<unknown>): Contestant & { readonly costs: Cost[] } => {
  const costs: Cost[] = []
  const run = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) costs.push(await costOf(work))
  }
  return { name, costs, run }
}

const bareDigest = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const openFile = (path: string) =>
  openModel(
    { model: path },
    { clock: createClock(), maxModelBytes: SIZE, rememberDigests: undefined, spoolFolder: tmpdir() },
    new AbortController().signal,
  )

const digest = async (path: string): Promise<string> =>
  (await openFile(path)).digest({ signal: new AbortController().signal, onBytes: () => {} })

const read = async (path: string): Promise<number> => {
  let bytes = 0
  for await (const chunk of (await openFile(path)).open()) bytes += chunk.length
  return bytes
}

/**
 * The digest of a model of 2 GiB against a bare hash over its stream, and the same model as it is read for its upload. What blocks the
 * event loop while nothing is done is the machine's.
 */
export const benchModelDigest = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'mes-crm-sdk-bench-'))
  const path = join(folder, 'model.stl')
  try {
    await writeModel(path)
    const contestants = [
      costed('createHash over createReadStream', () => bareDigest(path)),
      costed('digest of the model', () => digest(path)),
      costed('open() of the model, read to its end', () => read(path)),
      costed('nothing, for two seconds', () => pause(2_000)),
    ]
    if ((await bareDigest(path)) !== (await digest(path)) || (await read(path)) !== SIZE)
      throw new Error('the model is not what was written')
    const timings = await interleave(contestants, 1, ROUNDS)
    printTable(
      'a model of 2 GiB',
      ['MB a second', 'share of bare', 'RSS, at most', 'block, median', 'block, longest', 'busy, median'],
      timings.map(({ name, microseconds, ratio }, index) => {
        const costs = contestants[index]?.costs ?? []
        const blocks = costs.map(({ blockMs }) => blockMs)
        const growth = Math.max(...costs.map(({ growth }) => growth))
        const isIdle = index === contestants.length - 1
        return [
          name,
          isIdle ? '-' : (SIZE / microseconds).toFixed(0),
          isIdle ? '-' : `${(100 / ratio).toFixed(0)} %`,
          `+${(growth / MB).toFixed(1)} MB`,
          `${median(blocks).toFixed(1)} ms`,
          `${Math.max(...blocks).toFixed(1)} ms`,
          `${median(costs.map(({ busyMs }) => busyMs)).toFixed(0)} ms`,
        ]
      }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
