import type { AwaitedKey } from './nested-load.ts'

/**
 * One load that several readers wait for. Each has its own signal; the load is aborted when the last one has left. It waits for
 * no other process once a reader who must not do so has joined: it is hurried then.
 */
export class Flight<T> {
  readonly key: AwaitedKey
  readonly #controller = new AbortController()
  readonly #haste = new AbortController()
  readonly #outcome: Promise<T>
  readonly #abandoned: () => void
  #readers = 0
  #settled = false

  constructor(run: (signal: AbortSignal, hurried: AbortSignal) => Promise<T>, ended: () => void, key: AwaitedKey) {
    this.key = key
    this.#abandoned = ended
    this.#outcome = run(this.#controller.signal, this.#haste.signal)
    const settle = (): void => {
      this.#settled = true
      ended()
    }
    this.#outcome.then(settle, settle)
  }

  /** The load's outcome, or a rejection with the signal's reason if that comes first. */
  wait(signal: AbortSignal | undefined): Promise<T> {
    this.#readers++
    if (signal === undefined) return this.#outcome
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leave(signal.reason)
        reject(signal.reason as Error)
      }
      if (signal.aborted) return leave()
      signal.addEventListener('abort', leave, { once: true })
      this.#outcome.then(resolve, reject).then(() => signal.removeEventListener('abort', leave)).catch(() => {})
    })
  }

  hurry(): void {
    this.#haste.abort()
  }

  #leave(reason: unknown): void {
    this.#readers--
    if (this.#readers > 0 || this.#settled) return
    this.#abandoned()
    this.#controller.abort(reason)
  }
}
