/**
 * One load that several readers wait for. Each has its own signal; the load is aborted when the last one has left. It waits for
 * no other process once a reader who must not do so has joined: it is hurried then.
 */
export class SharedLoad<T, About = undefined> {
  /** What its owner wants to know of it. */
  readonly about: About
  readonly #controller = new AbortController()
  readonly #haste = new AbortController()
  readonly #outcome: Promise<T>
  readonly #abandoned: () => void
  #readers = 0
  #patienceMs = 0
  #settled = false

  constructor(run: (signal: AbortSignal, hurried: AbortSignal) => Promise<T>, ended: () => void, about: About) {
    this.about = about
    this.#abandoned = ended
    this.#outcome = run(this.#controller.signal, this.#haste.signal)
    const settle = (): void => {
      this.#settled = true
      ended()
    }
    this.#outcome.then(settle, settle)
  }

  /** How long the load may take, in milliseconds: as long as the most patient of its readers has said. */
  get patienceMs(): number {
    return this.#patienceMs
  }

  /** Ends the load, whoever waits for it. */
  abort(reason: unknown): void {
    this.#abandoned()
    this.#controller.abort(reason)
  }

  /** The load's outcome, or a rejection with the signal's reason if that comes first. */
  wait(signal: AbortSignal | undefined, patienceMs = 0): Promise<T> {
    this.#readers++
    this.#patienceMs = Math.max(this.#patienceMs, patienceMs)
    if (signal === undefined) return this.#outcome
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leave(signal.reason)
        reject(signal.reason as Error)
      }
      if (signal.aborted) return leave()
      signal.addEventListener('abort', leave, { once: true })
      this.#outcome
        .then(resolve, reject)
        .then(() => signal.removeEventListener('abort', leave))
        .catch(() => {})
    })
  }

  hurry(): void {
    this.#haste.abort()
  }

  #leave(reason: unknown): void {
    this.#readers--
    if (this.#readers > 0 || this.#settled) return
    this.abort(reason)
  }
}
