import { isModelError, ModelError } from '../error/model-error.ts'
import type { ModelSource } from './model-source.ts'

/** The bytes of a model that are at hand, by their digest. */
export interface HeldModel {
  readonly source: ModelSource
  readonly sha256: string
}

/**
 * The models whose bytes callers have at hand. What is under way for several of them takes the bytes of any who still waits, and keeps
 * them open until it has ended, even where that caller has left.
 */
export class HeldModels {
  readonly #holders = new Map<HeldModel, number>()

  hold(source: ModelSource, sha256: string): HeldModel {
    const model = { source, sha256 }
    this.#holders.set(model, 1)
    return model
  }

  /** The last one who needs the bytes closes them. */
  async release(model: HeldModel): Promise<void> {
    const others = (this.#holders.get(model) ?? 0) - 1
    if (others > 0) return void this.#holders.set(model, others)
    this.#holders.delete(model)
    await model.source.close()
  }

  /** Bytes of this content that somebody has at hand. */
  find(sha256: string): HeldModel | undefined {
    return [...this.#holders.keys()].find((one) => one.sha256 === sha256)
  }

  /**
   * Runs work with bytes of this content and format, and where those can be read no longer with another caller's.
   *
   * @throws {ModelError} `unknown`, where nobody has them any longer
   */
  async use<T>(wanted: HeldModel, work: (source: ModelSource) => Promise<T>): Promise<T> {
    const tried = new Set<HeldModel>()
    let failure = new ModelError('unknown', wanted.source.fileName, 'whoever gave its bytes waits no longer')
    for (let model = this.#other(wanted, tried); model !== undefined; model = this.#other(wanted, tried)) {
      tried.add(model)
      try {
        return await this.#useOne(model, work)
      } catch (error) {
        if (!isModelError(error)) throw error
        failure = error
      }
    }
    throw failure
  }

  #other({ source: { format }, sha256 }: HeldModel, tried: ReadonlySet<HeldModel>): HeldModel | undefined {
    return [...this.#holders.keys()].find((one) => one.sha256 === sha256 && one.source.format === format && !tried.has(one))
  }

  async #useOne<T>(model: HeldModel, work: (source: ModelSource) => Promise<T>): Promise<T> {
    this.#holders.set(model, (this.#holders.get(model) ?? 0) + 1)
    try {
      return await work(model.source)
    } finally {
      await this.release(model)
    }
  }
}
