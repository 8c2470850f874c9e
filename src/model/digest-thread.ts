import { Worker, type WorkerOptions } from 'node:worker_threads'
import { DIGEST_PROGRAM, type DigestJob, type DigestReport } from './digest-worker.ts'

/** No thread could be made, or it died before it was done: what it was for can be done in this one. */
export class NoThread extends Error {
  override readonly name = 'NoThread'
}

/** What the file system refused the thread, with its `code`. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal'
}

/** A digest's outcome, as the thread tells it. */
export type Digested = Extract<DigestReport, { readonly digest: string }>

export interface ThreadCalls {
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
  /** Given a way to send chunks, the buffer of each going over to the thread, and `null` behind the last one. */
  readonly begin?: (send: (chunk: Uint8Array<ArrayBuffer> | null) => void) => void
}

/** Neither the preloads of this process nor its environment have any business in a thread that only hashes. */
const settings = (): WorkerOptions => ({ eval: true, execArgv: [], env: {}, name: 'mes-crm-sdk model digest' })

const start = (job: DigestJob): Worker => {
  try {
    return new Worker(DIGEST_PROGRAM, { ...settings(), workerData: job })
  } catch (cause) {
    throw new NoThread('a thread could not be made', { cause })
  }
}

/**
 * Digests in a thread of its own, which is gone once this settles. An abort ends it between two reads.
 *
 * Rejects with {NoThread}, {FileRefusal}, and with the signal's reason.
 */
export const digestInThread = async (job: DigestJob, calls: ThreadCalls): Promise<Digested> => {
  calls.signal.throwIfAborted()
  const worker = start(job)
  try {
    return await converse(worker, calls)
  } finally {
    await worker.terminate()
  }
}

const converse = (worker: Worker, { signal, onBytes, begin }: ThreadCalls): Promise<Digested> =>
  new Promise<Digested>((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error)
    const hear = (report: DigestReport): void => {
      if ('bytes' in report) return onBytes(report.bytes)
      signal.removeEventListener('abort', leave)
      if ('failure' in report) reject(Object.assign(new FileRefusal(report.failure.message), { code: report.failure.code }))
      else resolve(report)
    }
    const die = (cause: unknown): void => {
      signal.removeEventListener('abort', leave)
      reject(new NoThread('the thread ended', { cause }))
    }
    signal.addEventListener('abort', leave, { once: true })
    worker.on('message', hear).on('messageerror', die).on('error', die).on('exit', die)
    begin?.((chunk) => worker.postMessage(chunk, chunk === null ? [] : [chunk.buffer]))
  })
