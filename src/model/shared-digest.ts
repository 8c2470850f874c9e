import { SharedLoad } from '../foundation/shared-load.ts'
import type { DigestOptions } from './model-source.ts'

/** One digest that several callers wait for, each with its own signal and progress; it is aborted when the last one has left. */
export class SharedDigest {
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
