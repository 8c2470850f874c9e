import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { explore, type Exploring } from './explore.ts'
import { reportOf } from './report.ts'
import { Tally } from './tally.ts'

/** What a worker says: that it has played some more schedules, or what became of all. */
type News =
  | { readonly played: number }
  | {
      readonly runs: number
      readonly counts: readonly (readonly [what: string, times: number])[]
      readonly failure: string | undefined
    }

const PLAYED_STEP = 100
/** Workers explore seeds that are this far apart. */
const SEED_STEP = 1_000_003

const work = async (exploring: Exploring): Promise<void> => {
  // Simulated faults make many errors; their traces take a tenth of the time, and nobody reads them.
  Error.stackTraceLimit = 0
  let played = 0
  const count = (): void => {
    if (++played % PLAYED_STEP === 0) say({ played: PLAYED_STEP })
  }
  const { runs, tally, failure } = await explore({ ...exploring, played: count })
  say({ runs, counts: tally.counts, failure })
}

const say = (news: News): void => parentPort?.postMessage(news)

const options = () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 0x7fff_ffff)) },
      path: { type: 'string' },
      jobs: { type: 'string', default: '1' },
    },
  })
  const { path } = values
  return {
    runs: Number(values.runs),
    seed: Number(values.seed),
    jobs: path === undefined ? Number(values.jobs) : 1,
    ...(path !== undefined && { path }),
  }
}

const begin = async (): Promise<void> => {
  const { runs, seed, jobs, path } = options()
  const began = performance.now()
  const tally = new Tally()
  const failures: string[] = []
  let done = 0
  let played = 0
  process.stdout.write(`seed ${seed}\n`)
  const hear = (news: News): void => {
    if ('played' in news) {
      played += news.played
      if (played % 5_000 < PLAYED_STEP) process.stderr.write(`${played} of ${runs}\n`)
      return
    }
    done += news.runs
    tally.merge(news.counts)
    if (news.failure !== undefined) failures.push(news.failure)
  }
  const shares = Array.from({ length: jobs }, (_, job) => ({
    runs: Math.ceil(runs / jobs),
    seed: seed + job * SEED_STEP,
    ...(path !== undefined && { path }),
  }))
  await Promise.all(shares.map((share) => runWorker(share, hear)))
  for (const failure of failures) process.stdout.write(`${failure}\n\n`)
  process.stdout.write(`${reportOf(tally, done, (performance.now() - began) / 1_000, failures.length)}\n`)
  if (failures.length > 0) process.exitCode = 1
}

const runWorker = (share: Exploring, hear: (news: News) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.on('message', hear)
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
  })

await (isMainThread ? begin() : work(workerData as Exploring))
