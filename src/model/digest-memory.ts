import { lastChangedAt, stateText } from './file-state.ts'
import type { DigestOptions } from './model-source.ts'
import type { SeenFile } from './seen-file.ts'
import { SharedLoad } from '../foundation/shared-load.ts'

export interface DigestMemoryOptions {
  /** Digests that are remembered, at most; the one unused for longest goes first. Default 4,096: about 2 MB. */
  readonly maxEntries?: number
  /** Wall clock, in milliseconds since 1970. */
  readonly wallNow: () => number
}

/**
 * File systems keep times in ticks of up to 2 s. A file that changed less than this before it was hashed may change once more
 * without looking different, so its digest is neither remembered nor shared.
 */
const SETTLED_AFTER_MS = 2_500

/** Digests of files by their path and state, while the files stand still. */
export class DigestMemory {
  readonly #maxEntries: number
  readonly #wallNow: () => number
  /** In the order of their last use. */
  readonly #digests = new Map<string, string>()
  readonly #underWay = new Map<string, SharedDigest>()

  constructor({ maxEntries = 4_096, wallNow }: DigestMemoryOptions) {
    this.#maxEntries = maxEntries
    this.#wallNow = wallNow
  }

  get size(): number {
    return this.#digests.size
  }

  /** The file's digest: remembered, or that of callers who are just working it out, or by `work`. */
  async digestOf(file: SeenFile, options: DigestOptions, work: (options: DigestOptions) => Promise<string>): Promise<string> {
    if (lastChangedAt(file.state) + SETTLED_AFTER_MS > this.#wallNow()) return work(options)
    const name = `${stateText(file.state)}:${file.path}`
    const known = this.#digests.get(name)
    if (known === undefined) return this.#share(name, work).join(options)
    this.#keep(name, known)
    options.onBytes(Number(file.state.size))
    return known
  }

  #share(name: string, work: (options: DigestOptions) => Promise<string>): SharedDigest {
    const shared = this.#underWay.get(name)
    if (shared !== undefined) return shared
    const begun: SharedDigest = new SharedDigest(
      async (options) => {
        const digest = await work(options)
        this.#keep(name, digest)
        return digest
      },
      () => {
        if (this.#underWay.get(name) === begun) this.#underWay.delete(name)
      },
    )
    this.#underWay.set(name, begun)
    return begun
  }

  #keep(name: string, digest: string): void {
    this.#digests.delete(name)
    this.#digests.set(name, digest)
    const [oldest] = this.#digests.keys()
    if (this.#digests.size > this.#maxEntries && oldest !== undefined) this.#digests.delete(oldest)
  }
}

/** One digest that several callers wait for, each with its own signal and progress; it is aborted when the last one has left. */
class SharedDigest {
  readonly #listeners = new Set<(bytes: number) => void>()
  readonly #load: SharedLoad<string>

  /** @param ended told once nobody must join any more */
  constructor(work: (options: DigestOptions) => Promise<string>, ended: () => void) {
    const onBytes = (bytes: number): void => {
      for (const listener of this.#listeners) listener(bytes)
    }
    this.#load = new SharedLoad((signal) => work({ signal, onBytes }), ended, undefined)
  }

  /** The digest, or a rejection with the signal's reason if that comes first. */
  async join({ signal, onBytes }: DigestOptions): Promise<string> {
    const listener = (bytes: number): void => onBytes(bytes)
    this.#listeners.add(listener)
    try {
      return await this.#load.wait(signal)
    } finally {
      this.#listeners.delete(listener)
    }
  }
}
