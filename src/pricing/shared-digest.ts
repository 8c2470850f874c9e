import type { DigestOptions } from './model-source.ts'

/** One digest that several callers wait for, each with its own signal and progress; it is aborted when the last one has left. */
export class SharedDigest {
  readonly #controller = new AbortController()
  readonly #listeners = new Set<(bytes: number) => void>()
  readonly #outcome: Promise<string>
  readonly #ended: () => void

  /** @param ended told once nobody must join any more */
  constructor(work: (options: DigestOptions) => Promise<string>, ended: () => void) {
    this.#ended = ended
    this.#outcome = work({
      signal: this.#controller.signal,
      onBytes: (bytes) => {
        for (const listener of this.#listeners) listener(bytes)
      },
    })
    this.#outcome.then(ended, ended)
  }

  /** The digest, or a rejection with the signal's reason if that comes first. */
  join({ signal, onBytes }: DigestOptions): Promise<string> {
    const listener = (bytes: number): void => onBytes(bytes)
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leave(listener, signal.reason)
        reject(signal.reason as Error)
      }
      if (signal.aborted) return leave()
      this.#listeners.add(listener)
      signal.addEventListener('abort', leave, { once: true })
      this.#outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    })
  }

  #leave(listener: (bytes: number) => void, reason: unknown): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#ended()
    this.#controller.abort(reason)
  }
}
