import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { measure } from './measure.ts'
import type { ModelFormat } from './model.ts'

/** What a worker is to measure. */
export interface AnalysisTask {
  readonly path: string
  readonly format: ModelFormat
}

// The thread that starts this one gives it a task.
const { path, format } = workerData as AnalysisTask
parentPort?.postMessage(measure(readFileSync(path), format))
