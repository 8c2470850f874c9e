import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'

export interface SeenThreads extends Disposable {
  /** Those that were started, in their order. */
  readonly started: readonly Worker[]
  /** How many of them run. */
  readonly running: number
  /** The most that ran at a time. */
  readonly most: number
}

/** Watches the threads that this process starts. */
export const watchThreads = (started: (worker: Worker) => void = () => {}): SeenThreads => {
  const threads: Worker[] = []
  let [running, most] = [0, 0]
  const see = (message: unknown): void => {
    const { worker } = message as { readonly worker: Worker }
    threads.push(worker)
    running += 1
    most = Math.max(most, running)
    worker.once('exit', () => void (running -= 1))
    started(worker)
  }
  subscribe('worker_threads', see)
  return {
    started: threads,
    get running() {
      return running
    },
    get most() {
      return most
    },
    [Symbol.dispose]: () => void unsubscribe('worker_threads', see),
  }
}
