import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { MesQueries } from '../database/queries.ts'
import type { CommittedModel } from '../database/model-queries.ts'
import type { Service } from '../../shared/service/service.ts'
import type { TaggedWrite } from '../../shared/service/writes.ts'
import type { AnalysisTask } from './analysis-worker.ts'
import type { FileStore } from './file-store.ts'
import type { Model } from './model.ts'
import type { Verdict } from './verdict.ts'

const AT_A_TIME = 2
/** A file is read piece by piece: more than this is a defect. */
const MEMORY_MB = 128
const UNREADABLE: Verdict = { geometry: null, rejectedReason: 'The file could not be read' }

/** The analyses of uploaded models, each in a thread of its own, a few at a time. */
export interface Analyses {
  analyze(model: Pick<Model, 'id' | 'format'>): void
  /** Seconds until it is worth to ask for a model again. */
  readonly retryAfterSeconds: number
  /** Abandons what is being analysed; the next start of the server takes it up again. */
  close(): Promise<void>
}

export function startAnalyses({ database: { ask }, writes }: Service<MesQueries>, files: FileStore): Analyses {
  const queue: Pick<Model, 'id' | 'format'>[] = []
  const running = new Set<Promise<void>>()
  const workers = new Set<Worker>()
  let closed = false

  const measured = async (task: AnalysisTask): Promise<Verdict> => {
    const worker = new Worker(new URL('analysis-worker.ts', import.meta.url), {
      workerData: task, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
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

  const analyze = async ({ id, format }: Pick<Model, 'id' | 'format'>): Promise<void> => {
    const verdict = await measured({ path: files.pathOf(id), format }).catch((error: unknown) => {
      console.error(`Model ${id} could not be analysed:`, error)
      return UNREADABLE
    })
    if (closed) return
    const model = await ask.finishModel({ id, verdict })
    // Another process was faster.
    if (model === null) return
    await writes.commit(async () => model, describeModel)
    if (model.model.status === 'REJECTED') await files.drop(id)
  }

  const next = (): void => {
    if (closed || running.size >= AT_A_TIME) return
    const task = queue.shift()
    if (task === undefined) return
    const work = analyze(task)
      .catch((error: unknown) => {
        if (!closed) console.error(`The analysis of model ${task.id} could not be recorded:`, error)
      })
      .finally(() => {
        running.delete(work)
        next()
      })
    running.add(work)
  }

  return {
    analyze(model) {
      queue.push(model)
      next()
    },
    retryAfterSeconds: 1,
    async close() {
      closed = true
      await Promise.all([...workers].map((worker) => worker.terminate()))
      await Promise.all(running)
    },
  }
}

export function describeModel({ model, previousStatus, commit }: CommittedModel): TaggedWrite {
  const { id, version, status } = model
  return { kind: 'model', id, version, status, previousStatus, commit, tags: [`model:${id}`] }
}
