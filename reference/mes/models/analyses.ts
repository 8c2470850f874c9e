import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MesQueries } from '../database/queries.ts'
import type { CommittedModel } from '../database/model-queries.ts'
import type { Service } from '../../shared/service/service.ts'
import type { TaggedWrite } from '../../shared/service/writes.ts'
import { createQueue } from '../queue.ts'
import type { AnalysisTask } from './analysis-worker.ts'
import type { FileStore } from './file-store.ts'
import type { Model } from './model.ts'
import type { Verdict } from './verdict.ts'

const AT_A_TIME = 2
/** A file is read piece by piece: a thread that needs more than this has a defect. */
const MEMORY_MB = 128
const YOUNG_MEMORY_MB = 8
const EXPECTED_MS = 500
/** What a thread reads of an ASCII file, the slower ones, in a millisecond. */
const BYTES_PER_MS = 50_000
const UNREADABLE: Verdict = { geometry: null, rejectedReason: 'The file could not be read' }

type Analyzed = Pick<Model, 'id' | 'format' | 'sizeBytes'>

/** The analyses of uploaded models, each in a thread of its own, a few at a time. */
export interface Analyses {
  analyze(model: Analyzed): void
  /** Seconds until it is worth to ask for a model again. */
  retryAfterSeconds(modelId: string): number
  /** Analyses whose end this process has committed. */
  counts(): Readonly<Record<string, number>>
  /** Abandons what is being analysed; the next start of the server takes it up again. */
  close(): Promise<void>
}

export function startAnalyses({ database: { ask }, writes }: Service<MesQueries>, files: FileStore): Analyses {
  const models = new Map<string, Analyzed>()
  const workers = new Set<Worker>()
  let finished = 0
  let closed = false

  const measured = async (task: AnalysisTask): Promise<Verdict> => {
    const worker = new Worker(new URL('analysis-worker.ts', import.meta.url), {
      workerData: task,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
    })
    workers.add(worker)
    try {
      const [verdict] = await Promise.race([once(worker, 'message'), once(worker, 'exit').then(() => [UNREADABLE])])
      return verdict as Verdict
    } finally {
      workers.delete(worker)
      await worker.terminate()
    }
  }

  const analyze = async ({ id, format, sizeBytes }: Analyzed): Promise<void> => {
    queue.expect(id, EXPECTED_MS + sizeBytes / BYTES_PER_MS)
    const verdict = await measured({ path: files.pathOf(id), format }).catch((error: unknown) => {
      console.error(`Model ${id} could not be analysed:`, error)
      return UNREADABLE
    })
    if (closed) return
    const model = await ask.finishModel({ id, verdict })
    // Another process was faster.
    if (model === null) return
    await writes.commit(async () => model, describeModel)
    finished += 1
    if (model.model.status === 'REJECTED') await files.drop(id)
  }

  const queue = createQueue({
    atATime: AT_A_TIME,
    expectedMs: EXPECTED_MS,
    work: async (id) => {
      const model = models.get(id)
      models.delete(id)
      if (model !== undefined)
        await analyze(model).catch((error: unknown) => {
          if (!closed) console.error(`The analysis of model ${id} could not be recorded:`, error)
        })
    },
  })

  return {
    analyze(model) {
      models.set(model.id, model)
      queue.add(model.id)
    },
    retryAfterSeconds: (id) => queue.retryAfterSeconds(id),
    counts: () => ({ 'analyses.finished': finished }),
    async close() {
      closed = true
      await Promise.all([...workers].map((worker) => worker.terminate()))
      await queue.close()
    },
  }
}

export function describeModel({ model, previousStatus, commit }: CommittedModel): TaggedWrite {
  const { id, version, status } = model
  return { kind: 'model', id, version, status, previousStatus, commit, tags: [`model:${id}`] }
}
