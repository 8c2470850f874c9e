import { callAndForget } from '../foundation/callback.ts'
import { channels } from '../foundation/channels.ts'

/** How far a calculation has come. */
export interface CalculationProgress {
  /**
   * `hashing`: the model is read, and a stream taken before; `waiting`: another caller or process works at the same price; `uploading`; `analyzing`: the API measures the model;
   * `calculating`: the API calculates the price.
   */
  readonly phase: 'hashing' | 'waiting' | 'uploading' | 'analyzing' | 'calculating'
  /** Bytes of the model read or sent so far; in the other phases all of them. An upload that is made again begins at 0 again. */
  readonly bytes: number
  /** Size of the model; 0 where it is not known: of a stream that is still coming, and of a model that was given by its id or digest. */
  readonly totalBytes: number
  /** Milliseconds since the call. */
  readonly elapsedMs: number
}

/** What is told by whoever works, to all who wait for it. */
export type Step = Pick<CalculationProgress, 'phase' | 'bytes'>
export type ReportStep = (step: Step) => void

/** Those of this process who wait for one and the same thing, and are told how far it has come. */
export class ProgressListeners {
  readonly #listeners = new Map<string, Set<ReportStep>>()

  /** Tells all who listen at the moment. */
  readonly tell = (key: string, step: Step): void => {
    for (const listener of this.#listeners.get(key) ?? []) listener(step)
  }

  /** Returns the way to end it. */
  join(key: string, listener: ReportStep): () => void {
    const ofKey = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, ofKey)
    ofKey.add(listener)
    return () => {
      ofKey.delete(listener)
      if (ofKey.size === 0 && this.#listeners.get(key) === ofKey) this.#listeners.delete(key)
    }
  }
}

/** Tells one caller how far it has come. */
export type Report = (step: Step, totalBytes: number) => void

/** Between two reports of the same phase, at least. */
const PAUSE_MS = 50

/**
 * Reports to one listener: each phase at its begin, and again where it begins anew, and within it no more often than is of use. What the listener throws, or rejects
 * with, is reported as an incident.
 */
export const reporterOf = (
  listener: ((progress: CalculationProgress) => unknown) | undefined,
  now: () => number,
  namespace: string,
): Report => {
  if (listener === undefined) return () => {}
  const failed = (cause: unknown): void => channels.incident.publish({ namespace, kind: 'hook-failed', cause })
  const startedAt = now()
  let last: { readonly step: Step; readonly at: number } | undefined
  return (step, totalBytes) => {
    const at = now()
    const isWhole = step.bytes === totalBytes && last?.step.bytes !== totalBytes
    if (last?.step.phase === step.phase && !isWhole && step.bytes >= last.step.bytes && at - last.at < PAUSE_MS) return
    last = { step, at }
    callAndForget(() => listener({ ...step, totalBytes, elapsedMs: at - startedAt }), failed)
  }
}
