import { parentPort, workerData } from 'node:worker_threads'
import { openFile } from './byte-source.ts'
import { measure } from './measure.ts'
import type { ModelFormat } from './model.ts'

/** What a worker is to measure. */
export interface AnalysisTask {
  readonly path: string
  readonly format: ModelFormat
}

// The thread that starts this one gives it a task.
const { path, format } = workerData as AnalysisTask
const file = openFile(path)
try {
  parentPort?.postMessage(measure(file, format))
} finally {
  file.close()
}
